//! Which things a cell names: one on each line, or a group of which some are needed.
//!
//! ```text
//! system/app-1
//! 1 av system/db-1, system/db-2 (4 timer)
//! ```

use arvak_core::mistake::Problem;

use super::value::quoted;
use crate::names::{Groups, plain};

/// The members of the list in TOML. Semicolons separate as line breaks do, and commas outside groups.
pub(super) fn read(text: &str, words: &Groups) -> Result<Vec<String>, Problem> {
    let mut members = Vec::new();
    for line in text.split(['\n', '\r', ';']).map(str::trim).filter(|line| !line.is_empty()) {
        let first = line.split_whitespace().next().unwrap_or_default();
        let is_group = line.contains(char::is_whitespace)
            && !first.is_empty()
            && first.bytes().all(|byte| byte.is_ascii_digit());
        if is_group {
            let problem = || Problem::new("no_group").with("text", line);
            members.push(group(line, words).ok_or_else(problem)?);
        } else {
            members.extend(ids(line));
        }
    }
    if members.is_empty() {
        return Err(Problem::new("no_group").with("text", text));
    }
    Ok(members)
}

fn ids(line: &str) -> impl Iterator<Item = String> {
    line.split(',').map(str::trim).filter(|id| !id.is_empty()).map(quoted)
}

/// `1 av a, b (4 timer)`: the hours may be left out.
fn group(line: &str, words: &Groups) -> Option<String> {
    let (count, rest) = line.split_once(char::is_whitespace)?;
    let (of, rest) = rest.trim_start().split_once(char::is_whitespace)?;
    let known =
        |words: &[String], word: &str| words.iter().any(|known| plain(known) == plain(word));
    if !known(&words.of, of) {
        return None;
    }
    let (named, hours) = match rest.split_once('(') {
        Some((named, hours)) => {
            let hours = hours.trim_end().strip_suffix(')')?.trim();
            let (number, unit) = hours.split_once(char::is_whitespace).unwrap_or((hours, ""));
            if !unit.is_empty() && !known(&words.hours, unit) {
                return None;
            }
            (named, number)
        }
        None => (rest, "0"),
    };
    let (count, hours): (u64, u64) = (count.parse().ok()?, hours.parse().ok()?);
    let of: Vec<String> = ids(named).collect();
    let within = i64::try_from(count).is_ok() && i64::try_from(hours).is_ok();
    (within && !of.is_empty()).then(|| {
        let of = of.join(", ");
        format!("{{ of = [{of}], at_least = {count}, grace_hours = {hours} }}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::Names;

    fn members(text: &str) -> Result<Vec<String>, Problem> {
        read(text, Names::new().groups())
    }

    #[test]
    fn things_are_named_on_lines_or_between_semicolons_and_commas() {
        for text in ["a\nb", "a; b", "a, b", " a ;\r\n b ", "a;;b\n"] {
            assert_eq!(members(text).unwrap(), ["\"a\"", "\"b\""], "{text:?}");
        }
    }

    #[test]
    fn groups_are_read_in_any_language() {
        let expected = "{ of = [\"a\", \"system/b\"], at_least = 1, grace_hours = 4 }";
        for text in [
            "1 av a, system/b (4 timer)",
            "1 av a, system/b (4 timar)",
            "1 of a, system/b (4 hours)",
            "1  OF  a,system/b(4)",
        ] {
            assert_eq!(members(text).unwrap(), [expected], "{text}");
        }
        let plain = "{ of = [\"a\"], at_least = 1, grace_hours = 0 }";
        assert_eq!(members("1 av a; b").unwrap(), [plain, "\"b\""]);
        assert_eq!(members("1").unwrap(), ["\"1\""], "a thing may be called 1");
    }

    #[test]
    fn what_is_no_group_is_told() {
        for text in [
            "1 a",
            "1 til a",
            "1 av",
            "1 av (4)",
            "1 av a (fire)",
            "1 av a (4",
            ";",
            "1 av a (4 dager)",
            "99999999999999999999 av a",
        ] {
            assert_eq!(members(text).unwrap_err().code, "no_group", "{text}");
        }
    }
}

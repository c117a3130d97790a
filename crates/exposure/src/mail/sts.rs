//! MTA-STS (RFC 8461): the record that says that there is a policy, and the policy itself.

use super::tags::Tags;

/// Where the record stands, before the domain.
pub(crate) const RECORD_LABEL: &str = "_mta-sts";

/// The host that serves the policy, before the domain (RFC 8461 section 3.3).
pub(crate) const HOST_LABEL: &str = "mta-sts";

/// The path of the policy.
pub(crate) const PATH: &str = "/.well-known/mta-sts.txt";

/// Most bytes of a policy (RFC 8461 section 3.3 leaves the bound to the reader, and suggests 64 KiB).
pub(crate) const POLICY_BYTES_MAX: usize = 64 * 1024;

/// Longest `max_age` in seconds: a year (RFC 8461 section 3.2).
pub(crate) const MAX_AGE_S_MAX: u64 = 31_557_600;

/// Shortest `max_age` in seconds that is of use: a week and more is recommended, a day is the least that
/// outlasts an attack of a day (RFC 8461 section 10.2).
pub(crate) const MAX_AGE_S_LEAST: u64 = 86_400;

/// Most `mx` lines that are read.
const PATTERNS_MAX: usize = 100;

/// What a sender does when it cannot reach a server as the policy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It does not deliver.
    Enforce,
    /// It delivers, and reports.
    Testing,
    /// It forgets the policy.
    None,
}

/// A policy that keeps to the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    /// What a sender does.
    pub(crate) mode: Mode,
    /// How long it holds, in seconds.
    pub(crate) max_age_s: u64,
    /// The patterns for names of mail servers, in lower case.
    pub(crate) patterns: Vec<String>,
}

/// Why a record or policy cannot be used, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadSts(pub(crate) String);

/// Whether a TXT record means to be an MTA-STS record (RFC 8461 section 3.1).
pub(crate) fn is_record(record: &str) -> bool {
    record.split(';').next().and_then(super::tags::tag) == Some(("v", "STSv1"))
}

/// Reads the id of a record for which [`is_record`] holds.
pub(crate) fn id(record: &str) -> Result<&str, BadSts> {
    let bad = |why: &str| BadSts(why.to_owned());
    let tags = Tags::read(record).map_err(|_| bad("it is no list of tags"))?;
    let id = tags.get("id").ok_or_else(|| bad("id is missing"))?;
    let good = (1..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric());
    if good { Ok(id) } else { Err(bad("id is not 1 to 32 letters and digits")) }
}

/// Reads a policy: `name: value` in lines.
pub(crate) fn policy(text: &str) -> Result<Policy, BadSts> {
    let bad = |why: &str| BadSts(why.to_owned());
    let (mut version, mut mode, mut max_age) = (None, None, None);
    let mut patterns = Vec::new();
    for line in text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)) {
        if line.trim().is_empty() {
            continue;
        }
        let (name, value) =
            line.split_once(':').ok_or_else(|| bad("a line is not `name: value`"))?;
        let value = value.trim();
        // The first of several counts (RFC 8461 section 3.2).
        match name.trim() {
            "version" => drop(version.get_or_insert(value)),
            "mode" => drop(mode.get_or_insert(value)),
            "max_age" => drop(max_age.get_or_insert(value)),
            "mx" if patterns.len() == PATTERNS_MAX => return Err(bad("too many mx lines")),
            "mx" => patterns.push(pattern(value).ok_or_else(|| bad("an mx is no host name"))?),
            _ => {}
        }
    }
    if version != Some("STSv1") {
        return Err(bad("version is not STSv1"));
    }
    let mode = match mode {
        Some("enforce") => Mode::Enforce,
        Some("testing") => Mode::Testing,
        Some("none") => Mode::None,
        _ => return Err(bad("mode is none of enforce, testing, none")),
    };
    let digits = |text: &&str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let max_age_s = max_age.filter(digits).and_then(|text| text.parse::<u64>().ok());
    let max_age_s = max_age_s
        .filter(|age| *age <= MAX_AGE_S_MAX)
        .ok_or_else(|| bad("max_age is missing or no number up to 31557600"))?;
    if patterns.is_empty() && mode != Mode::None {
        return Err(bad("mx is missing"));
    }
    Ok(Policy { mode, max_age_s, patterns })
}

/// Whether the policy allows the server of that name (RFC 8461 section 4.1): a star stands for exactly
/// one label.
pub(crate) fn allows(patterns: &[String], host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    patterns.iter().any(|pattern| match pattern.strip_prefix("*.") {
        Some(rest) => host.split_once('.').is_some_and(|(_, parent)| parent == rest),
        None => *pattern == host,
    })
}

fn pattern(value: &str) -> Option<String> {
    let value = value.trim_end_matches('.').to_ascii_lowercase();
    let name = value.strip_prefix("*.").unwrap_or(&value);
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let label = |label: &str| (1..=63).contains(&label.len()) && label.bytes().all(inside);
    (name.len() <= 253 && name.split('.').all(label)).then_some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: &str = "version: STSv1\r\nmode: enforce\r\nmx: mail.nordvik.example\r\nmx: *.Post.example\r\nmax_age: 604800\r\n";

    #[test]
    fn a_policy_says_how_strict_for_how_long_and_for_whom() {
        let read = policy(GOOD).unwrap();
        assert_eq!((read.mode, read.max_age_s), (Mode::Enforce, 604_800));
        assert_eq!(read.patterns, ["mail.nordvik.example", "*.post.example"]);
        let none = policy("version:STSv1\nmode:none\nmax_age:60\nfuture: x").unwrap();
        assert_eq!(none.mode, Mode::None);
    }

    #[test]
    fn a_star_stands_for_one_label() {
        let patterns = policy(GOOD).unwrap().patterns;
        for (host, allowed) in [
            ("MAIL.nordvik.example.", true),
            ("a.post.example", true),
            ("a.b.post.example", false),
            ("post.example", false),
            ("nordvik.example", false),
        ] {
            assert_eq!(allows(&patterns, host), allowed, "{host}");
        }
    }

    #[test]
    fn what_breaks_the_grammar_is_refused_with_the_reason() {
        for (text, why) in [
            ("", "version is not STSv1"),
            ("<html>", "a line is not `name: value`"),
            ("version: STSv2\nmode: none\nmax_age: 1", "version is not STSv1"),
            ("version: STSv1\nmode: all\nmax_age: 1", "mode is none of enforce, testing, none"),
            ("version: STSv1\nmode: enforce\nmax_age: 1", "mx is missing"),
            (
                "version: STSv1\nmode: testing\nmx: a.example\nmax_age: 99999999",
                "max_age is missing or no number up to 31557600",
            ),
            ("version: STSv1\nmode: enforce\nmx: a..example\nmax_age: 1", "an mx is no host name"),
        ] {
            assert_eq!(policy(text), Err(BadSts(why.to_owned())), "{text}");
        }
    }

    #[test]
    fn the_id_is_letters_and_digits() {
        assert_eq!(id("v=STSv1; id=20261128T0000;"), Ok("20261128T0000"));
        assert!(id("v=STSv1;").is_err() && id("v=STSv1; id=a-b").is_err());
        assert!(id(&format!("v=STSv1; id={}", "1".repeat(33))).is_err());
        assert!(is_record("v=STSv1; id=1") && !is_record("v=STSv1x; id=1") && !is_record("id=1"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,200}") {
            let _ = (is_record(&text), id(&text), policy(&text));
        }

        #[test]
        fn any_lines_are_read_without_a_panic(
            text in "(version|mode|mx|max_age): ?(STSv1|enforce|[*]?[.]?[a-z]{0,8}[.]example|[0-9]{0,9})(\r?\n(version|mode|mx|max_age): ?(STSv1|enforce|[a-z.*]{0,9}|[0-9]{0,9})){0,5}",
            host in "[a-z.]{0,20}",
        ) {
            if let Ok(policy) = policy(&text) {
                prop_assert!(policy.max_age_s <= MAX_AGE_S_MAX);
                let _ = allows(&policy.patterns, &host);
            }
        }
    }
}

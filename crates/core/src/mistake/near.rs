//! The nearest name to one that was misspelt, and a name for what is none.

/// Names longer than this are not compared.
const CHARS_MAX: usize = 100;

/// The candidate most like `name`, when one is alike: at most one edit in three characters, capital
/// letters and the kind of hyphen aside. The first of several that are equally near.
pub fn nearest<'n>(name: &str, candidates: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let plain = |text: &str| -> Vec<char> {
        let lower = text.chars().flat_map(char::to_lowercase);
        lower.map(|sign| if sign == '-' { '_' } else { sign }).take(CHARS_MAX + 1).collect()
    };
    let wanted = plain(name);
    if wanted.is_empty() || wanted.len() > CHARS_MAX {
        return None;
    }
    let most = (wanted.len() / 3).max(1);
    let distances = candidates.into_iter().filter_map(|candidate| {
        let other = plain(candidate);
        let possible = wanted.len().abs_diff(other.len()) <= most;
        let edits = possible.then(|| distance(&wanted, &other))?;
        (edits <= most && edits < other.len()).then_some((edits, candidate))
    });
    distances.min_by_key(|(edits, _)| *edits).map(|(_, candidate)| candidate)
}

/// Most characters of a name that is suggested.
const SUGGESTED_CHARS_MAX: usize = 40;

/// A name like `text`, which is none: `Norsk Drift AS` becomes `norsk-drift-as`.
pub(crate) fn as_name(text: &str) -> String {
    let mut name = String::new();
    for sign in text.chars().flat_map(char::to_lowercase) {
        if name.len() >= SUGGESTED_CHARS_MAX {
            break;
        }
        match sign {
            'æ' | 'ä' => name.push_str("ae"),
            'ø' | 'ö' => name.push('o'),
            'å' => name.push('a'),
            'é' | 'è' => name.push('e'),
            sign if sign.is_ascii_alphanumeric() => name.push(sign),
            '_' | '.' if !name.is_empty() => name.push(sign),
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() { "x-1".to_owned() } else { name.to_owned() }
}

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (the optimal
/// string alignment distance).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        let mut left = i + 1;
        for (j, &to) in b.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let replace = cell(&last, j) + usize::from(from != to);
            let mut best = replace.min(left + 1).min(cell(&last, j + 1) + 1);
            let swapped =
                i > 0 && j > 0 && a.get(i - 1) == Some(&to) && b.get(j - 1) == Some(&from);
            if swapped {
                best = best.min(cell(&before, j - 1) + 1);
            }
            row.push(best);
            left = best;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(a: &str, b: &str) -> usize {
        let signs = |text: &str| text.chars().collect::<Vec<_>>();
        distance(&signs(a), &signs(b))
    }

    #[test]
    fn distances_count_edits_and_swaps() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("login", "login"), 0);
        assert_eq!(edits("lgoin", "login"), 1);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("saturday", "sunday"), 3);
    }

    #[test]
    fn what_people_call_a_thing_becomes_a_name() {
        assert_eq!(as_name("Norsk Drift AS"), "norsk-drift-as");
        assert_eq!(as_name("Rådmannen – økonomi & blåbær"), "radmannen-okonomi-blabaer");
        assert_eq!(as_name("../etc"), "etc");
        for text in ["", "   ", "日本", "-", &"å".repeat(10_000), "service/epj"] {
            assert!(as_name(text).parse::<crate::Name>().is_ok(), "{text}");
        }
    }

    #[test]
    fn a_misspelt_name_finds_the_right_one() {
        let names = ["operated_by", "owner", "runs_on", "supplied_by"];
        assert_eq!(nearest("operatedBy", names), Some("operated_by"));
        assert_eq!(nearest("runs-on", names), Some("runs_on"));
        assert_eq!(nearest("onwer", names), Some("owner"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest(&"x".repeat(10_000), names), None);
    }
}

//! The `Strict-Transport-Security` field (RFC 6797 section 6.1).

/// Shortest `max-age` that counts as evidence, in seconds: 180 days, as Internet.nl asked for at first.
pub(crate) const MAX_AGE_LEAST_S: u64 = 15_552_000;

/// Shortest `max-age` that Internet.nl is content with today, and that lists of preloaded hosts ask for,
/// in seconds: a year.
pub(crate) const YEAR_S: u64 = 31_536_000;

/// What the field says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hsts {
    /// For how long, in seconds.
    pub(crate) max_age_s: u64,
    /// Whether it holds for every name below the host.
    pub(crate) subdomains: bool,
    /// Whether browsers may bring it along.
    pub(crate) preload: bool,
}

/// Reads the field's value; nothing when a browser would ignore the field because it breaks the grammar.
pub(crate) fn read(value: &str) -> Option<Hsts> {
    let mut seen: Vec<String> = Vec::new();
    let mut max_age = None;
    for directive in value.split(';').map(str::trim).filter(|directive| !directive.is_empty()) {
        let (name, value) = match directive.split_once('=') {
            Some((name, value)) => (name.trim_end(), Some(unquoted(value.trim_start())?)),
            None => (directive, None),
        };
        let name = name.to_ascii_lowercase();
        if !is_token(&name) || seen.contains(&name) {
            return None;
        }
        match (name.as_str(), value) {
            ("max-age", Some(digits)) => max_age = Some(seconds(digits)?),
            ("max-age", None) | ("includesubdomains", Some(_)) => return None,
            _ => {}
        }
        seen.push(name);
    }
    let has = |name: &str| seen.iter().any(|seen| seen == name);
    Some(Hsts {
        max_age_s: max_age?,
        subdomains: has("includesubdomains"),
        preload: has("preload"),
    })
}

fn seconds(digits: &str) -> Option<u64> {
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // A number too great to hold is as good as the greatest.
    all_digits.then(|| digits.parse().unwrap_or(u64::MAX))
}

fn unquoted(value: &str) -> Option<&str> {
    match value.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"').filter(|inside| !inside.contains(['"', '\\'])),
        None => is_token(value).then_some(value),
    }
}

fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn max_age_s(value: &str) -> Option<u64> {
        read(value).map(|hsts| hsts.max_age_s)
    }

    #[test]
    fn what_a_preload_list_asks_for_is_read() {
        let hsts = read("max-age=31536000; includeSubDomains; Preload");
        assert_eq!(hsts, Some(Hsts { max_age_s: YEAR_S, subdomains: true, preload: true }));
        assert_eq!(read("max-age=1"), Some(Hsts { max_age_s: 1, ..Hsts::default() }));
    }

    #[test]
    fn the_age_is_read_as_a_browser_reads_it() {
        let cases = [
            ("max-age=31536000", Some(31_536_000)),
            ("Max-Age = \"600\" ; includeSubDomains; preload", Some(600)),
            (";; max-age=0;", Some(0)),
            ("max-age=99999999999999999999999", Some(u64::MAX)),
            ("includeSubDomains; x=y; max-age=1", Some(1)),
        ];
        for (value, age) in cases {
            assert_eq!(max_age_s(value), age, "{value}");
        }
    }

    #[test]
    fn a_field_that_breaks_the_grammar_is_ignored() {
        for value in [
            "",
            "includeSubDomains",
            "max-age",
            "max-age=",
            "max-age=-1",
            "max-age=1; max-age=2",
            "max-age=1, max-age=2",
            "max-age=\"1",
            "max-age=1; includeSubDomains=1",
            "max age=1",
            "max-age=1s",
        ] {
            assert_eq!(max_age_s(value), None, "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(value in "\\PC{0,100}") {
            let _ = max_age_s(&value);
        }
    }
}

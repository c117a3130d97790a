//! The `domain-spec` of SPF (RFC 7208 section 7): a domain name that may hold macros.

/// The domains that a macro may mean.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Domains<'a> {
    /// The domain whose record is read (`d`).
    pub(crate) current: &'a str,
    /// The domain of the sender (`o`): the one that is looked at.
    pub(crate) sender: &'a str,
}

/// Whether `text` is a `domain-spec`: macros and visible characters, ending in a macro or in a dot
/// and a top label.
pub(crate) fn is_domain_spec(text: &str) -> bool {
    let mut rest = text;
    let mut literal = String::new();
    let mut ends_in_macro = false;
    while let Some(first) = rest.chars().next() {
        if first == '%' {
            let Some(after) = after_macro(rest) else { return false };
            rest = after;
            literal.clear();
            ends_in_macro = true;
        } else {
            if !first.is_ascii_graphic() {
                return false;
            }
            literal.push(first);
            rest = rest.get(1..).unwrap_or_default();
            ends_in_macro = false;
        }
    }
    !text.is_empty() && (ends_in_macro || ends_in_top_label(&literal))
}

/// The name that a `domain-spec` means whoever sends; nothing when it depends on that.
pub(crate) fn expand(text: &str, domains: Domains<'_>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, macros)) = rest.split_once('%') {
        out.push_str(before);
        let first = macros.chars().next()?;
        let (meant, after) = match first {
            '%' => ("%".to_owned(), macros.get(1..)?),
            '_' => (" ".to_owned(), macros.get(1..)?),
            '-' => ("%20".to_owned(), macros.get(1..)?),
            '{' => {
                let (inside, after) = macros.get(1..)?.split_once('}')?;
                (expand_macro(inside, domains)?, after)
            }
            _ => return None,
        };
        out.push_str(&meant);
        rest = after;
    }
    out.push_str(rest);
    Some(out.to_ascii_lowercase())
}

/// `d2r-` and the like: the letter, how many labels from the right, whether turned round, and where the
/// value is split.
fn expand_macro(inside: &str, domains: Domains<'_>) -> Option<String> {
    let value = match inside.chars().next()?.to_ascii_lowercase() {
        'd' => domains.current,
        'o' => domains.sender,
        _ => return None,
    };
    let rest = inside.get(1..)?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = rest.strip_suffix(after)?;
    let turned = after.strip_prefix(['r', 'R']);
    let delimiters = turned.unwrap_or(after);
    let is_delimiter =
        |c: char| if delimiters.is_empty() { c == '.' } else { delimiters.contains(c) };
    let mut parts: Vec<&str> = value.split(is_delimiter).collect();
    if turned.is_some() {
        parts.reverse();
    }
    let kept = if digits.is_empty() { parts.len() } else { digits.parse().unwrap_or(usize::MAX) };
    let kept = parts.get(parts.len().saturating_sub(kept)..).unwrap_or_default();
    // RFC 7208 section 7.3: no labels at all is an error of syntax.
    (!kept.is_empty()).then(|| kept.join("."))
}

fn ends_in_top_label(literal: &str) -> bool {
    let literal = literal.strip_suffix('.').unwrap_or(literal);
    let Some((_, top)) = literal.rsplit_once('.') else { return false };
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !top.is_empty()
        && top.bytes().all(inside)
        && !top.starts_with('-')
        && !top.ends_with('-')
        && !top.bytes().all(|byte| byte.is_ascii_digit())
}

/// What follows the macro at the beginning of `text`, or nothing when it is none.
fn after_macro(text: &str) -> Option<&str> {
    let text = text.strip_prefix('%')?;
    for escape in ["%", "_", "-"] {
        if let Some(after) = text.strip_prefix(escape) {
            return Some(after);
        }
    }
    let (inside, after) = text.strip_prefix('{')?.split_once('}')?;
    let letter = inside.chars().next()?;
    if !"slodiphcrtv".contains(letter.to_ascii_lowercase()) {
        return None;
    }
    let rest = inside.get(1..)?.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix(['r', 'R']).unwrap_or(rest);
    let digits = inside.get(1..).map(|rest| rest.bytes().take_while(u8::is_ascii_digit));
    let zero = digits.is_some_and(|digits| {
        let digits: Vec<u8> = digits.collect();
        !digits.is_empty() && digits.iter().all(|digit| *digit == b'0')
    });
    (!zero && rest.chars().all(|c| ".-+,/_=".contains(c))).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_spec_ends_in_a_top_label_or_a_macro() {
        for good in
            ["a.example", "a.example.", "_spf.%{d}", "%{i}._x.%{d2}", "%{l1r+-}.b.example", "%%.x"]
        {
            assert!(is_domain_spec(good), "{good}");
        }
        for bad in ["", "nodot", "a.123", "a.-x", "a..", "%{q}.x", "%{d", "%x.a", "a.b c", "a.å"] {
            assert!(!is_domain_spec(bad), "{bad}");
        }
        assert!(!is_domain_spec("%{d0}.x"), "no labels at all (RFC 7208 section 7.3)");
    }

    /// The examples of RFC 7208 section 7.4, with a current domain of its own.
    #[test]
    fn macros_that_do_not_depend_on_who_sends_are_expanded() {
        let domains = Domains { current: "email.example.com", sender: "strong-bad.example.org" };
        for (text, name) in [
            ("%{d}", Some("email.example.com")),
            ("%{d4}", Some("email.example.com")),
            ("%{d2}", Some("example.com")),
            ("%{d1}", Some("com")),
            ("%{dr}", Some("com.example.email")),
            ("%{d2r}", Some("example.email")),
            ("_spf.%{O}.x", Some("_spf.strong-bad.example.org.x")),
            ("%{o3r-}.x", Some("bad.example.org.strong.x")),
            ("a%%b.example", Some("a%b.example")),
            ("%{i}._spf.%{d}", None),
            ("%{l}.example", None),
            ("%{d0}", None),
            ("%", None),
        ] {
            assert_eq!(expand(text, domains).as_deref(), name, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_expanded_without_a_panic(text in "\\PC{0,60}", macros in "(%[{]?[a-z]?[0-9]{0,3}r?[.-]?[}]?){0,4}") {
            let domains = Domains { current: "a.example", sender: "b.example" };
            for text in [text, macros] {
                let _ = (is_domain_spec(&text), expand(&text, domains));
            }
        }
    }
}

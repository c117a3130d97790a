//! The `domain-spec` of SPF (RFC 7208 section 7.1): a domain name that may hold macros.

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

/// Whether `text` holds a macro, so that the name depends on who sends.
pub(crate) fn has_macro(text: &str) -> bool {
    text.contains('%')
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
    rest.chars().all(|c| ".-+,/_=".contains(c)).then_some(after)
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
    }
}

//! OSCAL's data types, as far as they can be told from the text alone.

use arvak_core::Instant;

/// A token: a letter or `_`, then letters, digits, `.`, `-`, `_`.
pub(super) fn is_token(text: &str) -> bool {
    let mut signs = text.chars();
    signs.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && signs.all(|sign| sign.is_alphanumeric() || matches!(sign, '.' | '-' | '_'))
}

/// A UUID of version 4 or 5, RFC 9562.
pub(super) fn is_uuid(text: &str) -> bool {
    let fits = |(place, byte): (usize, u8)| match place {
        8 | 13 | 18 | 23 => byte == b'-',
        14 => matches!(byte, b'4' | b'5'),
        19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

/// A string: one line, and no blank at its ends.
pub(super) fn is_string(text: &str) -> bool {
    is_line(text) && text.trim().len() == text.len()
}

/// A line of markup.
pub(super) fn is_line(text: &str) -> bool {
    !text.is_empty() && !text.contains(['\n', '\r'])
}

/// A time with a zone, from 1900 to 2999.
pub(super) fn time(text: &str) -> Option<Instant> {
    let bytes = text.as_bytes();
    let year: &str = text.get(..4)?;
    let shape = |(place, byte): (usize, &u8)| match place {
        4 | 7 => *byte == b'-',
        10 => *byte == b'T',
        13 | 16 => *byte == b':',
        _ => byte.is_ascii_digit(),
    };
    let head = bytes.get(..19)?;
    let shaped = head.iter().enumerate().all(shape) && ("1900"..="2999").contains(&year);
    let zone = text.ends_with('Z') || {
        let zone = text.get(text.len().checked_sub(6)?..)?.as_bytes();
        matches!(zone.first(), Some(b'+' | b'-')) && zone.get(3) == Some(&b':')
    };
    if shaped && zone { text.parse().ok() } else { None }
}

/// Whether a reference leads to another place than a file beside this one.
pub(super) fn has_scheme(href: &str) -> bool {
    href.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '+' | '-' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_uuids_and_strings_are_those_of_the_schema() {
        for (text, expected) in [
            ("claim-1a.1", true),
            ("_1", true),
            ("å", true),
            ("1a", false),
            ("", false),
            ("a b", false),
        ] {
            assert_eq!(is_token(text), expected, "{text:?}");
        }
        assert!(is_uuid("60077e84-e62f-4375-8c6c-b0e0d4560c5f"));
        assert!(!is_uuid("60077e84-e62f-1375-8c6c-b0e0d4560c5f"), "version 1");
        assert!(!is_uuid("60077e84-e62f-4375-8c6c-b0e0d4560c5"));
        assert!(is_string("a b") && !is_string("a ") && !is_string("") && !is_string("a\nb"));
    }

    #[test]
    fn a_time_needs_a_zone_and_a_day_that_there_is() {
        for text in
            ["2026-11-25T12:00:00Z", "2026-11-25T12:00:00.25+01:00", "2024-02-29T00:00:00-04:00"]
        {
            assert!(time(text).is_some(), "{text}");
        }
        for text in [
            "2026-11-25T12:00:00",
            "2026-11-25",
            "2026-02-30T12:00:00Z",
            "2026-11-25 12:00:00Z",
            "3000-01-01T00:00:00Z",
            "1899-12-31T00:00:00Z",
            "2026-11-25T12:00:00+0100",
            "",
            "ÅÅÅÅ-ÅÅ",
        ] {
            assert!(time(text).is_none(), "{text}");
        }
    }
}

//! How wide a text is, about: the server has no font to measure with.

/// The width in pixels of a text in 13 px Inter, rather too wide than too narrow.
pub(crate) fn width(text: &str) -> i32 {
    text.chars().map(advance).sum::<i32>() / 10
}

/// The advance of a character, in tenths of a pixel.
fn advance(c: char) -> i32 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' => 38,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '-' | '/' => 51,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | 'æ' | 'Æ' | '—' => 122,
        c if c.is_uppercase() || !c.is_ascii() => 95,
        _ => 81,
    }
}

/// The text in at most `lines` lines of about `wide` pixels, broken at spaces, hyphens and dots; what
/// does not fit is cut and marked.
pub(crate) fn wrap(text: &str, wide: i32, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    let mut line = String::new();
    for part in parts(text) {
        if !line.is_empty() && width(&line) + width(part.trim_end()) > wide {
            wrapped.push(line.trim_end().to_owned());
            line = String::new();
        }
        line.push_str(part);
    }
    wrapped.push(line.trim_end().to_owned());
    let whole = wrapped.len() <= lines;
    wrapped.truncate(lines);
    let last = wrapped.len().saturating_sub(1);
    for (number, line) in wrapped.iter_mut().enumerate() {
        cut(line, wide, number == last && !whole);
    }
    wrapped
}

/// A text's parts, each with the mark after which a line may end.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '-', '.', '/', '_'])
}

/// Cuts a line to its width, with a mark where something is missing.
fn cut(line: &mut String, wide: i32, goes_on: bool) {
    let mut missing = goes_on;
    while width(line) > wide && line.pop().is_some() {
        missing = true;
    }
    if missing {
        line.push('…');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn host_names_break_at_their_dots_and_long_ones_are_cut() {
        assert_eq!(wrap("vpn.nordvik.example", 100, 3), ["vpn.nordvik.", "example"]);
        assert_eq!(wrap("Legevakt", 150, 3), ["Legevakt"]);
        let long = wrap(&"fagsystem-".repeat(20), 100, 2);
        assert_eq!(long.len(), 2);
        assert!(long[1].ends_with('…'), "{long:?}");
    }

    proptest! {
        #[test]
        fn no_line_is_much_wider_than_asked(text in ".{0,200}", wide in 40..300i32) {
            let lines = wrap(&text, wide, 3);
            prop_assert!((1..=3).contains(&lines.len()));
            for line in lines {
                prop_assert!(width(&line) <= wide + advance('…') / 10 + 1, "{line}");
            }
        }
    }
}

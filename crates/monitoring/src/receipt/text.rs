//! Marks in texts.

use crate::plan::NONCE_DIGITS;

const BEGIN: &str = "arvak-";

/// The marks in a text that is in lower case.
pub(super) fn marks(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(BEGIN).filter_map(|(at, _)| {
        let end = at + BEGIN.len() + NONCE_DIGITS;
        let mark = text.get(at..end)?;
        let digits = mark.get(BEGIN.len()..)?;
        let is_whole = !text.as_bytes().get(end).is_some_and(u8::is_ascii_hexdigit);
        (is_whole && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(mark)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_wherever_it_stands_and_never_half() {
        let (one, two) = ("0123456789abcdef0123456789abcdef", "ffffffffffffffffffffffffffffffff");
        let text = format!("user arvak-{one}@x;arvak-{two} arvak-{two}0 arvak-12 å arvak-");
        let found: Vec<_> = marks(&text).collect();
        assert_eq!(found, [format!("arvak-{one}"), format!("arvak-{two}")]);
    }
}

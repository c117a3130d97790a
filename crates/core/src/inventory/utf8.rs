//! Bytes of a file as text.

use crate::mistake::{Mistake, Problem};
use crate::source::Place;

/// The text that `bytes` are, without a byte order mark; or the line and byte at which they are not
/// UTF-8.
pub fn decode_utf8<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Mistake> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => error,
    };
    let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let good = String::from_utf8_lossy(good);
    let line = good.split('\n').count();
    let last = good.rsplit('\n').next().unwrap_or_default();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let place = Place { line: number(line), column: number(last.chars().count() + 1) };
    let problem = Problem::new("invalid_utf8").with("byte", last.len() + 1);
    Err(Mistake::at(name, place, problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_and_byte_that_are_not_utf8_are_named() {
        let mistake = decode_utf8("inventory.toml", b"a = 1\nb = '\xc3\xa5\xe5'\n").unwrap_err();
        assert_eq!((mistake.line, mistake.column), (2, 7));
        assert_eq!(
            mistake.to_string(),
            "inventory.toml:2:7: byte 8 of the line is not UTF-8; save the file as UTF-8"
        );
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(decode_utf8("x", b"\xef\xbb\xbfa = 1"), Ok("a = 1"));
    }
}

//! Bytes as text.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The bytes that Windows-1252 leaves without a meaning.
const MEANINGLESS: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/// The text, without a byte order mark; or the line and the byte in it that make no sense.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, (usize, usize)> {
    let utf_16 = match bytes {
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        [first, 0, third, 0, ..] if *first != 0 && *third != 0 => Some((UTF_16LE, bytes)),
        [0, second, 0, fourth, ..] if *second != 0 && *fourth != 0 => Some((UTF_16BE, bytes)),
        _ => None,
    };
    if let Some((encoding, bytes)) = utf_16 {
        let (text, wrong) = encoding.decode_without_bom_handling(bytes);
        return if wrong { Err((1, 1)) } else { Ok(text) };
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text))),
        Err(error) => error,
    };
    let looks_like_utf_8 = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let bad = if looks_like_utf_8 {
        Some(error.valid_up_to())
    } else {
        bytes.iter().position(|byte| MEANINGLESS.contains(byte))
    };
    match bad {
        Some(at) => Err(place(bytes, at)),
        None => Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0),
    }
}

/// The line of a byte and its place in that line, from 1.
fn place(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.split(|byte| *byte == b'\n').count();
    let last = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    (line, last.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "id;navn\nålesund;«Ærlig øl» – €5\n";

    #[test]
    fn every_encoding_that_spreadsheets_write_gives_the_same_text() {
        let bom = format!("\u{feff}{TEXT}");
        let little: Vec<u8> = bom.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = bom.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (windows, _, unmappable) = WINDOWS_1252.encode(TEXT);
        assert!(!unmappable);
        let all: [&[u8]; 7] =
            [TEXT.as_bytes(), bom.as_bytes(), &little, &little[2..], &big, &big[2..], &windows];
        for bytes in all {
            assert_eq!(decode(bytes).as_deref(), Ok(TEXT), "{bytes:?}");
        }
    }

    #[test]
    fn sami_and_kven_letters_are_kept() {
        let text = "id;navn\nkarasjok;Kárášjoga gielda – čđŋšŧž, Pyssyjoen kylä\n";
        assert_eq!(decode(text.as_bytes()).as_deref(), Ok(text));
    }

    #[test]
    fn what_is_neither_is_told_with_line_and_byte() {
        let mixed = [TEXT.as_bytes(), b"x\xe5"].concat();
        assert_eq!(decode(&mixed), Err((3, 2)));
        assert_eq!(decode(b"a\nb\x81"), Err((2, 2)), "no letter of Windows-1252");
        assert_eq!(decode(b"\xff\xfea\0\0\xd8"), Err((1, 1)), "half a pair");
    }
}

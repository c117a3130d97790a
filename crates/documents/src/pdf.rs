//! The text of a PDF, where it is written in plain codes: the strings that are shown, of streams that are packed with
//! Flate or not at all, and the strings of the document's own information.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use crate::{TEXT_BYTES_MAX, push};

/// Most streams that are unpacked.
const STREAMS_MAX: usize = 20_000;

/// Operators after which a new line begins (ISO 32000-1, 9.4).
const NEW_LINE: [&str; 9] = ["Td", "TD", "T*", "'", "\"", "Tm", "BT", "ET", "endobj"];

pub(crate) fn text(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut left = TEXT_BYTES_MAX as u64;
    let mut at = 0;
    for _ in 0..STREAMS_MAX {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(found) = find(rest, b"stream") else { break };
        let head = rest.get(..found).unwrap_or_default();
        shown(head, &mut text);
        let body = rest.get(found + b"stream".len()..).unwrap_or_default();
        let body = body.strip_prefix(b"\r\n").or(body.strip_prefix(b"\n")).unwrap_or(body);
        let end = find(body, b"endstream").unwrap_or(body.len());
        let content = body.get(..end).unwrap_or_default();
        // The dictionary stands right before its stream.
        let dictionary = head.get(head.len().saturating_sub(1_000)..).unwrap_or_default();
        if find(dictionary, b"FlateDecode").is_some() {
            let mut unpacked = Vec::new();
            // What was unpacked before an error is text as well.
            let _ = ZlibDecoder::new(content).take(left).read_to_end(&mut unpacked);
            left = left.saturating_sub(unpacked.len() as u64);
            shown(&unpacked, &mut text);
        } else if find(dictionary, b"/Filter").is_none() {
            shown(content, &mut text);
        }
        at = bytes.len() - body.len() + end + b"endstream".len();
    }
    shown(bytes.get(at..).unwrap_or_default(), &mut text);
    text
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}

/// The strings in some content, those of one line joined.
fn shown(content: &[u8], text: &mut String) {
    let mut rest = content;
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            b'(' => literal(after, text),
            b'<' if after.first() != Some(&b'<') => hexadecimal(after, text),
            b'<' => after.get(1..).unwrap_or_default(),
            sign if sign.is_ascii_whitespace() || b">[]{})".contains(sign) => after,
            _ => word(rest, text),
        };
    }
    push(text, "\n");
}

/// An operator, a name or a number.
fn word<'b>(bytes: &'b [u8], text: &mut String) -> &'b [u8] {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"()<>[]{}".contains(byte);
    let length = bytes.iter().skip(1).position(ends).map_or(bytes.len(), |more| more + 1);
    let (word, rest) = bytes.split_at(length);
    if NEW_LINE.iter().any(|operator| operator.as_bytes() == word) || word.starts_with(b"/") {
        push(text, "\n");
    }
    rest
}

/// `(…)`, with balanced parentheses and escapes. Each byte is taken as Latin-1.
fn literal<'b>(bytes: &'b [u8], text: &mut String) -> &'b [u8] {
    let mut depth = 1_usize;
    let mut string = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' => {
                let escaped = bytes.get(at).copied().unwrap_or(b' ');
                at += 1;
                string.push(match escaped {
                    b'n' | b'r' => b'\n',
                    other => other,
                });
                continue;
            }
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        string.push(*byte);
    }
    put(&string, text);
    bytes.get(at..).unwrap_or_default()
}

fn hexadecimal<'b>(bytes: &'b [u8], text: &mut String) -> &'b [u8] {
    let end = bytes.iter().position(|byte| *byte == b'>').unwrap_or(bytes.len());
    let (inside, rest) = bytes.split_at(end);
    let digits: Vec<u8> = inside
        .iter()
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    let string: Vec<u8> = digits
        .chunks(2)
        .map(|pair| pair.first().unwrap_or(&0) << 4 | pair.get(1).unwrap_or(&0))
        .collect();
    put(&string, text);
    rest
}

/// A string in Latin-1, or in UTF-16 when it says so.
fn put(string: &[u8], text: &mut String) {
    match string.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units: Vec<u16> = wide
                .chunks_exact(2)
                .map(|pair| {
                    let pair: [u8; 2] = pair.try_into().unwrap_or_default();
                    u16::from_be_bytes(pair)
                })
                .collect();
            push(text, &String::from_utf16_lossy(&units));
        }
        None => push(text, &string.iter().map(|byte| char::from(*byte)).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;
    use crate::graded;

    fn pdf(content: &str, packed: bool) -> Vec<u8> {
        let (filter, content) = if packed {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(content.as_bytes()).unwrap();
            ("/Filter /FlateDecode", encoder.finish().unwrap())
        } else {
            ("", content.as_bytes().to_vec())
        };
        let mut file =
            format!("%PDF-1.7\n4 0 obj\n<< /Length {} {filter} >>\nstream\n", content.len());
        file.push('\0');
        let mut bytes = file.trim_end_matches('\0').as_bytes().to_vec();
        bytes.extend(content);
        bytes.extend(b"\nendstream\nendobj\n");
        bytes
    }

    #[test]
    fn text_that_is_shown_is_looked_into_packed_or_not() {
        let content = "BT /F1 12 Tf 72 720 Td (Notat \\(utkast\\)) Tj 0 -20 Td [(BEGR) -12 (ENSET)] TJ 0 -20 Td (om noe) Tj ET";
        for packed in [false, true] {
            let bytes = pdf(content, packed);
            assert_eq!(graded(&bytes).map(|found| found.grade), Some("BEGRENSET"), "{packed}");
            assert!(text(&bytes).contains("Notat (utkast)"));
        }
        let hex = pdf("BT <424547 52454E534554> Tj ET", true);
        assert_eq!(graded(&hex).map(|found| found.grade), Some("BEGRENSET"));
        let title = b"%PDF-1.7\n1 0 obj\n<< /Title (BEGRENSET) /Author (x) >>\nendobj\n";
        assert_eq!(graded(title).map(|found| found.grade), Some("BEGRENSET"));
    }

    #[test]
    fn ordinary_text_and_broken_files_pass() {
        assert_eq!(graded(&pdf("BT (Tilgangen er begrenset) Tj ET", true)), None);
        for broken in
            [&b"%PDF-1.7 stream"[..], b"%PDF (((", b"%PDF <4", b"%PDF /FlateDecode stream\nxx"]
        {
            assert_eq!(graded(broken), None);
        }
    }
}

//! The text of documents, as far as it is easily reached, and whether a marking of graded information stands in it.
//!
//! Looked into are texts of any encoding that [`arvak_csv`] knows, documents that are packed XML (Word, Excel, `PowerPoint`,
//! `OpenDocument`: text, headers, footers, properties), and PDF files whose text is written in plain codes. What lies in pictures,
//! in encrypted files, in PDF fonts with codes of their own or in files within files is not seen: this is a net for mistakes,
//! and people must know what they hand in.

mod kind;
mod office;
mod pdf;

use arvak_core::marking::{self, Marking};

pub use kind::{NotTaken, fits};

/// Most bytes of text that are looked at in one document.
const TEXT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The first marking in a document. The line is that of the text as it was found, which a reader may count otherwise.
pub fn graded(bytes: &[u8]) -> Option<Marking> {
    if bytes.starts_with(b"PK\x03\x04") {
        office::graded(bytes)
    } else if bytes.starts_with(b"%PDF") {
        marking::graded(&pdf::text(bytes))
    } else {
        arvak_csv::decode(bytes).ok().and_then(|text| marking::graded(&text))
    }
}

/// What is kept of a text as it is built: no more than the bound.
fn push(text: &mut String, more: &str) {
    if text.len() + more.len() <= TEXT_BYTES_MAX {
        text.push_str(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_encoding_are_looked_into() {
        let text = "Notat\r\nBEGRENSET iht. sikkerhetsloven § 5-4\r\nOm målet";
        let little: Vec<u8> =
            format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let windows: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        for bytes in [text.as_bytes(), &little, &windows] {
            assert_eq!(
                graded(bytes).map(|found| (found.grade, found.line)),
                Some(("BEGRENSET", 2))
            );
        }
        assert_eq!(graded("Tilgangen er begrenset.\n".as_bytes()), None);
        assert_eq!(graded(&[0, 159, 146, 150, 0xff, 0x81]), None, "no text at all");
    }
}

//! Which kinds of file may be handed in as a document, and whether a file is of the kind that its name says.
//!
//! Two questions are asked of each file (OWASP ASVS 5.0.0, 5.2.2): does its name end in a way that we know, and does its
//! content begin as such files do. Nothing is unpacked or shown: whoever opens a document does so with a program of their own,
//! which goes by the name, so the name must not lie.

/// What a file holds, as its first bytes show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Pdf,
    Png,
    Jpeg,
    Gif,
    Webp,
    Tiff,
    /// HEIF and AVIF: what telephones take pictures in.
    Heif,
    /// Packed XML: Word, Excel, `PowerPoint`, `OpenDocument`.
    Zip,
    /// The older Office files, and mails that Outlook saved (MS-CFB, 2.2).
    Compound,
    /// Characters of an encoding that is known, and nothing that belongs in no text.
    Text,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// Its name ends in no way that is known here.
    Unknown,
    /// Its content is not what its name says.
    Other,
}

const KINDS: [(&str, Content); 42] = [
    ("pdf", Content::Pdf),
    ("png", Content::Png),
    ("jpg", Content::Jpeg),
    ("jpeg", Content::Jpeg),
    ("gif", Content::Gif),
    ("webp", Content::Webp),
    ("tif", Content::Tiff),
    ("tiff", Content::Tiff),
    ("heic", Content::Heif),
    ("avif", Content::Heif),
    ("docx", Content::Zip),
    ("xlsx", Content::Zip),
    ("pptx", Content::Zip),
    ("odt", Content::Zip),
    ("ods", Content::Zip),
    ("odp", Content::Zip),
    ("doc", Content::Compound),
    ("xls", Content::Compound),
    ("ppt", Content::Compound),
    ("msg", Content::Compound),
    ("txt", Content::Text),
    ("md", Content::Text),
    ("log", Content::Text),
    ("csv", Content::Text),
    ("tsv", Content::Text),
    ("json", Content::Text),
    ("jsonl", Content::Text),
    ("ndjson", Content::Text),
    ("sarif", Content::Text),
    ("xml", Content::Text),
    ("html", Content::Text),
    ("htm", Content::Text),
    ("yaml", Content::Text),
    ("yml", Content::Text),
    ("toml", Content::Text),
    ("conf", Content::Text),
    ("ini", Content::Text),
    ("eml", Content::Text),
    ("ics", Content::Text),
    ("asc", Content::Text),
    ("pem", Content::Text),
    ("crt", Content::Text),
];

/// Whether a file that is called `name` may be handed in as a document.
pub fn fits(name: &str, bytes: &[u8]) -> Result<(), NotTaken> {
    let (_, extension) = name.rsplit_once('.').ok_or(NotTaken::Unknown)?;
    let extension = extension.to_lowercase();
    let known = KINDS.iter().find(|(known, _)| *known == extension);
    let (_, content) = known.ok_or(NotTaken::Unknown)?;
    if content.is_of(bytes) { Ok(()) } else { Err(NotTaken::Other) }
}

impl Content {
    fn is_of(self, bytes: &[u8]) -> bool {
        let begins = |with: &[u8]| bytes.starts_with(with);
        let later = |at: usize, with: &[u8]| bytes.get(at..).is_some_and(|it| it.starts_with(with));
        match self {
            Self::Pdf => begins(b"%PDF-"),
            Self::Png => begins(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => begins(b"\xff\xd8\xff"),
            Self::Gif => begins(b"GIF87a") || begins(b"GIF89a"),
            Self::Webp => begins(b"RIFF") && later(8, b"WEBP"),
            Self::Tiff => begins(b"II*\0") || begins(b"MM\0*"),
            Self::Heif => later(4, b"ftyp"),
            Self::Zip => begins(b"PK\x03\x04"),
            Self::Compound => begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            Self::Text => is_text(bytes),
        }
    }
}

/// Programs and pictures hold bytes that no text has; a text of two bytes a character says so in its first two.
fn is_text(bytes: &[u8]) -> bool {
    let Ok(text) = arvak_csv::decode(bytes) else { return false };
    !text.chars().any(|sign| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t' | '\u{c}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_when_its_name_and_its_content_say_the_same() {
        for (name, bytes) in [
            ("Rapport 2026.PDF", b"%PDF-1.7\n".as_slice()),
            ("skjermbilde.png", b"\x89PNG\r\n\x1a\n\0\0"),
            ("bilde.jpeg", b"\xff\xd8\xff\xe0"),
            ("bilde.heic", b"\0\0\0\x18ftypheic"),
            ("avtale.docx", b"PK\x03\x04\x14"),
            ("avtale.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            ("svar.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            ("logg.txt", "Gjenopprettet på 40 minutter\r\n\tok".as_bytes()),
            ("logg.log", b"\xff\xfel\0o\0g\0"),
            ("svar.eml", b"From: drift@leverandor.example\r\n\r\nJa"),
        ] {
            assert_eq!(fits(name, bytes), Ok(()), "{name}");
        }
    }

    #[test]
    fn a_file_that_is_something_else_than_its_name_says_is_not_taken() {
        for (name, bytes) in [
            ("rapport.pdf", b"MZ\x90\0".as_slice()),
            ("rapport.pdf", b"<html>"),
            ("bilde.png", b"\xff\xd8\xff\xe0"),
            ("avtale.docx", b"%PDF-1.7"),
            ("avtale.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            ("logg.txt", b"\x7fELF\x02\x01\x01\0"),
            ("logg.txt", b"PK\x03\x04\x14\0"),
            ("tabell.csv", b"a;b\0;c"),
            ("tom.pdf", b""),
        ] {
            assert_eq!(fits(name, bytes), Err(NotTaken::Other), "{name}");
        }
    }

    #[test]
    fn a_file_of_a_kind_that_nobody_hands_in_is_not_taken() {
        for name in ["program.exe", "rapport.pdf.js", "rapport", "pakke.zip", "ark.xlsm", "", "."] {
            assert_eq!(fits(name, b"PK\x03\x04"), Err(NotTaken::Unknown), "{name}");
        }
    }
}

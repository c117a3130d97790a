//! Which files a supplier may attach, by what they hold and not by what they say they are; and how large they may be once
//! they are unpacked. Nothing is unpacked here: the list of a packed file's parts says enough.

use std::io::Cursor;

use zip::ZipArchive;

use crate::sbom;

/// Most bytes of one file.
pub const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Most files of one request.
pub const FILES_MAX: usize = 20;

/// Most bytes of all files of one request.
pub const ALL_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Most characters of a file's name that are kept.
pub const NAME_CHARS_MAX: usize = 150;

/// Most parts of a packed document.
const PARTS_MAX: usize = 5_000;

/// Most bytes that a packed document may say it unpacks to.
const UNPACKED_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Most times that a packed document larger than [`SMALL_BYTES`] may be larger unpacked: documents of text reach about 30.
const UNPACKED_TIMES_MAX: u64 = 200;

/// What is smaller unpacked is no bomb.
const SMALL_BYTES: u64 = 16 * 1024 * 1024;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// A picture in PNG.
    Png,
    /// A picture in JPEG.
    Jpeg,
    /// A text of Word (ECMA-376).
    Docx,
    /// A workbook of Excel (ECMA-376).
    Xlsx,
    /// A text in `OpenDocument` (ISO/IEC 26300).
    Odt,
    /// A list of software: `CycloneDX` or SPDX.
    Sbom,
}

impl Kind {
    /// How names of such files end.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Odt => &["odt"],
            Self::Sbom => &["json", "xml", "spdx", "cdx", "tag", "txt"],
        }
    }
}

/// All endings, as a browser's file field takes them.
pub const ACCEPT: &str = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.odt,.json,.xml,.spdx,.cdx,.tag,.txt";

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It is empty.
    Empty,
    /// It is larger than [`FILE_BYTES_MAX`].
    TooLarge,
    /// It is none of the kinds that are taken.
    Unknown,
    /// It is of another kind than its name says.
    Other,
    /// It would be far too large when it is unpacked.
    Bomb,
}

impl NotTaken {
    /// Its name in sentences' ids.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "large",
            Self::Unknown => "unknown",
            Self::Other => "other",
            Self::Bomb => "bomb",
        }
    }
}

/// What a file is, when it may be attached under that name.
pub fn taken(name: &str, bytes: &[u8]) -> Result<Kind, NotTaken> {
    if bytes.is_empty() {
        return Err(NotTaken::Empty);
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(NotTaken::TooLarge);
    }
    let kind = kind(bytes)?;
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let fits = ending.is_some_and(|ending| kind.endings().contains(&ending.as_str()));
    if fits { Ok(kind) } else { Err(NotTaken::Other) }
}

/// A name as it is kept: without a path, without signs that deceive, and not too long.
pub fn kept_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let deceives = |sign: char| {
        sign.is_control()
            || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let name: String = name.chars().filter(|sign| !deceives(*sign)).collect();
    let over = name.chars().count().saturating_sub(NAME_CHARS_MAX);
    // The end says what it is.
    name.chars().skip(over).collect::<String>().trim().to_owned()
}

fn kind(bytes: &[u8]) -> Result<Kind, NotTaken> {
    if bytes.starts_with(b"%PDF-") {
        Ok(Kind::Pdf)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok(Kind::Png)
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Ok(Kind::Jpeg)
    } else if bytes.starts_with(b"PK\x03\x04") {
        packed(bytes)
    } else if sbom::format(bytes).is_some() {
        Ok(Kind::Sbom)
    } else {
        Err(NotTaken::Unknown)
    }
}

/// What a packed document is, by the parts that it lists.
fn packed(bytes: &[u8]) -> Result<Kind, NotTaken> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| NotTaken::Unknown)?;
    if archive.len() > PARTS_MAX {
        return Err(NotTaken::Bomb);
    }
    let (mut unpacked, mut packed) = (0_u64, 0_u64);
    let mut found = None;
    for number in 0..archive.len() {
        let part = archive.by_index_raw(number).map_err(|_| NotTaken::Unknown)?;
        unpacked = unpacked.saturating_add(part.size());
        packed = packed.saturating_add(part.compressed_size());
        let name = part.name().map_err(|_| NotTaken::Unknown)?;
        match name.as_ref() {
            // Macros are programs; a document with them calls itself so by its name.
            "word/vbaProject.bin" | "xl/vbaProject.bin" => return Err(NotTaken::Other),
            "word/document.xml" => found = Some(Kind::Docx),
            "xl/workbook.xml" => found = Some(Kind::Xlsx),
            "content.xml" if found.is_none() => found = Some(Kind::Odt),
            _ => {}
        }
    }
    let length = bytes.len() as u64;
    let swells = unpacked > SMALL_BYTES && unpacked / length.max(1) > UNPACKED_TIMES_MAX;
    // Parts that lie over each other are packed once and unpacked many times.
    if unpacked > UNPACKED_BYTES_MAX || swells || packed > length {
        return Err(NotTaken::Bomb);
    }
    match found {
        Some(Kind::Odt) if !is_odt(bytes) => Err(NotTaken::Unknown),
        Some(kind) => Ok(kind),
        None => Err(NotTaken::Unknown),
    }
}

/// Whether a packed file begins with the media type of an `OpenDocument` text, unpacked, as ISO/IEC 26300-3, 3.3 has it.
fn is_odt(bytes: &[u8]) -> bool {
    const TYPE: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.text";
    bytes.get(30..).is_some_and(|rest| rest.starts_with(TYPE))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    use super::*;

    fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            let method = if *name == "mimetype" {
                CompressionMethod::Stored
            } else {
                CompressionMethod::Deflated
            };
            let options = SimpleFileOptions::default().compression_method(method);
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let odt = zip(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", b"<a/>"),
        ]);
        let docx = zip(&[("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")]);
        let xlsx = zip(&[("xl/workbook.xml", b"<a/>")]);
        let bom = br#"{"bomFormat":"CycloneDX","specVersion":"1.5"}"#;
        for (name, bytes, kind) in [
            ("Rapport.PDF", b"%PDF-1.7\n".as_slice(), Kind::Pdf),
            ("skjerm.png", b"\x89PNG\r\n\x1a\n\0", Kind::Png),
            ("a.jpeg", b"\xff\xd8\xff\xe0", Kind::Jpeg),
            ("plan.docx", &docx, Kind::Docx),
            ("liste.xlsx", &xlsx, Kind::Xlsx),
            ("plan.odt", &odt, Kind::Odt),
            ("bom.cdx.json", bom, Kind::Sbom),
        ] {
            assert_eq!(taken(name, bytes), Ok(kind), "{name}");
        }
    }

    #[test]
    fn a_file_that_lies_is_not_taken() {
        let docx = zip(&[("word/document.xml", b"<a/>")]);
        let macros = zip(&[("word/document.xml", b"<a/>"), ("word/vbaProject.bin", b"x")]);
        for (name, bytes, why) in [
            ("rapport.pdf", b"MZ\x90\0".as_slice(), NotTaken::Unknown),
            ("rapport.pdf", b"<html><script>", NotTaken::Unknown),
            ("rapport.pdf", b"\x89PNG\r\n\x1a\n", NotTaken::Other),
            ("liste.xlsx", &docx, NotTaken::Other),
            ("plan.docx", &macros, NotTaken::Other),
            ("plan.docx", &zip(&[("a.exe", b"MZ")]), NotTaken::Unknown),
            ("plan.docx", b"PK\x03\x04 and no more", NotTaken::Unknown),
            ("rapport", b"%PDF-1.7", NotTaken::Other),
            ("a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", NotTaken::Unknown),
            ("tom.pdf", b"", NotTaken::Empty),
        ] {
            assert_eq!(taken(name, bytes), Err(why), "{name}");
        }
        let large = [b"%PDF-".as_slice(), &vec![b' '; FILE_BYTES_MAX]].concat();
        assert_eq!(taken("a.pdf", &large), Err(NotTaken::TooLarge));
    }

    #[test]
    fn a_bomb_is_not_taken() {
        let zeros = vec![0; 32 * 1024 * 1024];
        let bomb = zip(&[("word/document.xml", b"<a/>"), ("word/media/a.bin", &zeros)]);
        assert!(bomb.len() < 200_000);
        assert_eq!(taken("plan.docx", &bomb), Err(NotTaken::Bomb));
        let many: Vec<String> = (0..=PARTS_MAX).map(|number| number.to_string()).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert_eq!(taken("plan.docx", &zip(&many)), Err(NotTaken::Bomb));
    }

    #[test]
    fn a_name_keeps_its_end_and_nothing_that_deceives() {
        assert_eq!(kept_name("C:\\x\\..\\rapport.pdf"), "rapport.pdf");
        assert_eq!(kept_name("../../etc/a\u{202e}fdp.exe\r\n"), "afdp.exe");
        let long = kept_name(&format!("{}.pdf", "å".repeat(400)));
        assert_eq!(long.rsplit_once('.').map(|(_, ending)| ending), Some("pdf"));
        assert_eq!(long.chars().count(), NAME_CHARS_MAX);
    }
}

//! Documents that are packed XML.

use std::io::{Cursor, Read as _};

use arvak_core::marking::{self, Marking};
use zip::ZipArchive;

use crate::{TEXT_BYTES_MAX, push};

/// Most parts of a document that are looked at.
const PARTS_MAX: usize = 2_000;

/// Elements after which a line ends, by their names without prefix: paragraphs, cells, headers, properties.
const ENDS: [&str; 26] = [
    "p",
    "br",
    "si",
    "is",
    "v",
    "row",
    "h",
    "oddHeader",
    "oddFooter",
    "evenHeader",
    "evenFooter",
    "firstHeader",
    "firstFooter",
    "title",
    "subject",
    "keywords",
    "keyword",
    "category",
    "description",
    "lpwstr",
    "lpstr",
    "contentStatus",
    "sheet",
    "user-defined",
    "table-cell",
    "tab",
];

pub(crate) fn graded(bytes: &[u8]) -> Option<Marking> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut left = TEXT_BYTES_MAX as u64;
    for number in 0..archive.len().min(PARTS_MAX) {
        let Ok(part) = archive.by_index(number) else { continue };
        if !part.name().is_ok_and(|name| name.ends_with(".xml")) {
            continue;
        }
        let mut content = Vec::new();
        // A part that says less of its size than it has is cut off there.
        let read = part.take(left).read_to_end(&mut content);
        left = left.saturating_sub(content.len() as u64);
        if read.is_ok()
            && let Some(found) = marking::graded(&text(&String::from_utf8_lossy(&content)))
        {
            return Some(found);
        }
    }
    None
}

/// The text between the tags, with line ends where a reader sees them.
fn text(xml: &str) -> String {
    let mut text = String::new();
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once('<') {
        push(&mut text, &plain(before));
        let Some((tag, after)) = after.split_once('>') else { return text };
        if ends_line(tag) {
            push(&mut text, "\n");
        }
        rest = after;
    }
    push(&mut text, &plain(rest));
    text
}

/// Whether a tag ends one of those elements, or is one without content.
fn ends_line(tag: &str) -> bool {
    let (closes, name) = match tag.strip_prefix('/') {
        Some(name) => (true, name),
        None => (tag.ends_with('/'), tag.trim_end_matches('/')),
    };
    let name = name.split_whitespace().next().unwrap_or_default();
    let name = name.rsplit(':').next().unwrap_or_default();
    closes && ENDS.contains(&name)
}

/// Entities as signs, and without the codes of a spreadsheet's header (`&C&"Arial,Bold"&14`).
fn plain(raw: &str) -> String {
    if !raw.contains('&') {
        return raw.to_owned();
    }
    let text = raw
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#10;", "\n")
        .replace("&#xA;", "\n")
        .replace("&amp;", "&");
    let mut kept = String::new();
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, signs.peek().copied()) {
            ('&', Some('"')) => {
                signs.next();
                signs.by_ref().find(|next| *next == '"');
            }
            ('&', Some(code)) if code.is_ascii_digit() => {
                while signs.next_if(char::is_ascii_digit).is_some() {}
            }
            // Left, middle and right are three places.
            ('&', Some('L' | 'C' | 'R')) => {
                signs.next();
                kept.push('\n');
            }
            ('&', Some(code)) if code.is_ascii_alphabetic() => {
                signs.next();
            }
            _ => kept.push(sign),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(name: &str, xml: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [("[Content_Types].xml", "<Types/>"), (name, xml)] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn headers_paragraphs_cells_and_properties_are_looked_into() {
        for (name, xml) in [
            (
                "word/header1.xml",
                "<w:hdr><w:p><w:r><w:t>BEGR</w:t></w:r><w:r><w:t>ENSET</w:t></w:r></w:p></w:hdr>",
            ),
            (
                "word/document.xml",
                "<w:p><w:t>Notat</w:t></w:p><w:p><w:t>BEGRENSET</w:t></w:p><w:p><w:t>x</w:t></w:p>",
            ),
            (
                "xl/sharedStrings.xml",
                "<sst><si><t>id</t></si><si><t xml:space=\"preserve\">BEGRENSET </t></si></sst>",
            ),
            (
                "xl/worksheets/sheet1.xml",
                "<headerFooter><oddHeader>&amp;L1&amp;C&amp;\"Arial,Bold\"&amp;14BEGRENSET&amp;RSide &amp;P</oddHeader></headerFooter>",
            ),
            (
                "content.xml",
                "<text:p>Notat</text:p><text:p text:style-name=\"P1\">BEGRENSET</text:p>",
            ),
            ("docProps/core.xml", "<dc:title>Notat</dc:title><cp:keywords>BEGRENSET</cp:keywords>"),
        ] {
            let found = graded(&packed(name, xml)).map(|found| found.grade);
            assert_eq!(found, Some("BEGRENSET"), "{name}");
        }
    }

    #[test]
    fn ordinary_text_passes() {
        let xml = "<w:p><w:t>BEGRENSET</w:t><w:t> ANSVAR</w:t></w:p><w:p><w:t>Tilgang er begrenset &amp; styrt</w:t></w:p>";
        assert_eq!(graded(&packed("word/document.xml", xml)), None);
        assert_eq!(graded(b"PK\x03\x04 and nothing of a zip"), None);
    }
}

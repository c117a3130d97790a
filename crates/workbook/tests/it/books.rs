//! Workbooks as people make them, and what is told of them.

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};

use arvak_core::EntityId;
use arvak_core::inventory::Item;
use arvak_words::{Lang, Words};
use arvak_workbook::{File, Format, Mistake, parse};
use rust_xlsxwriter::{Workbook, Worksheet};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A workbook with sheets that are filled in by `fill`.
pub(crate) fn book(sheets: &[&str], mut fill: impl FnMut(usize, &mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (number, name) in sheets.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        fill(number, sheet);
    }
    workbook.save_to_buffer().unwrap()
}

/// A workbook of one sheet, with texts in its cells.
pub(crate) fn sheet(name: &str, rows: &[&[&str]]) -> Vec<u8> {
    book(&[name], |_, sheet| write(sheet, rows))
}

pub(crate) fn write(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            if !text.is_empty() {
                sheet.write_string(row, column, *text).unwrap();
            }
        }
    }
}

/// The smallest workbook: one sheet called Systemer, with this XML in its `sheetData`.
pub(crate) fn raw(data: &str) -> Vec<u8> {
    with_type("", data)
}

/// The same whose sheet begins with a declaration of its type.
pub(crate) fn with_type(declared: &str, data: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"a\" Target=\"xl/workbook.xml\" \
                 Type=\"{relations}/officeDocument\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>\
                 <sheet name=\"Systemer\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"a\" \
                 Target=\"worksheets/sheet1.xml\" Type=\"{relations}/worksheet\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "{declared}<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>"
            ),
        ),
    ];
    packed(parts.iter().map(|(name, text)| (*name, text.as_bytes())))
}

/// A zip archive.
pub(crate) fn packed<'p>(parts: impl IntoIterator<Item = (&'p str, &'p [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Reads one file.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Vec<Item>, Vec<Mistake>> {
    let format = Format::of(name).unwrap();
    let known: BTreeSet<EntityId> = BTreeSet::new();
    parse(&[File { name, bytes, format }], &known, &Words::new(Lang::Nb))
}

/// What is told of one file, in English.
pub(crate) fn told(name: &str, bytes: &[u8]) -> Vec<String> {
    let words = Words::new(Lang::En);
    let format = Format::of(name).unwrap();
    let mistakes = parse(&[File { name, bytes, format }], &BTreeSet::new(), &words).unwrap_err();
    mistakes.iter().map(|mistake| mistake.told(&words)).collect()
}

/// The codes and places of what is told of a workbook.
pub(crate) fn codes(bytes: &[u8]) -> Vec<(String, &'static str)> {
    let mistakes = read("i.xlsx", bytes).unwrap_err();
    mistakes.iter().map(|mistake| (mistake.place.to_string(), mistake.code)).collect()
}

pub(crate) fn ids(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.entity.id.as_str()).collect()
}

//! Spreadsheets: workbooks and CSV files.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _, Write as _};

use arvak_core::inventory::Item;
use arvak_core::mistake::MISTAKES_MAX;
use arvak_core::{SourceFile, inventory};
use arvak_words::{Lang, Words};
use arvak_workbook::{File, Format, Mistake, export, parse};
use bolero::check;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::changed::Foreign;

const CSV: &str = "id;navn;hvor kritisk (1–5);kjører på;merknad\r\n\
                   app;App;3;\"db-1\n1 av db-2 (4 timer)\";\"Et \"\"ord\"\"\"\r\n\
                   db-1;;5;db-2;\r\ndb-2;Base nr. 2;;;\r\n";

/// Workbooks take long to read, so fewer are.
const ITERATIONS: usize = 80;

fn read(name: &str, bytes: &[u8], format: Format) -> Result<Vec<Item>, Vec<Mistake>> {
    let words = Words::new(Lang::Nb);
    let read = parse(&[File { name, bytes, format }], &BTreeSet::new(), &words);
    if let Err(mistakes) = &read {
        assert!(!mistakes.is_empty(), "refused without a reason");
        assert!(mistakes.len() <= MISTAKES_MAX + 1);
        for mistake in mistakes {
            let told = mistake.told(&words);
            assert!(told.starts_with(name), "{told}");
            assert!(!told.contains(char::is_control), "{told}");
        }
    }
    read
}

/// What is taken is written and read again as the same.
fn is_the_same_again(items: &[Item]) {
    let bytes = export(items, &Words::new(Lang::En)).unwrap();
    let again = read("again.xlsx", &bytes, Format::Xlsx).unwrap();
    let facts = |items: &[Item]| -> Vec<_> {
        let facts = items.iter().map(|item| (&item.entity, &item.name, &item.note));
        let mut facts: Vec<_> = facts.map(|fact| format!("{fact:?}")).collect();
        facts.sort();
        facts
    };
    assert_eq!(facts(items), facts(&again));
}

fn items() -> Vec<Item> {
    let text = include_str!("../../../crates/core/src/mistake/tests/inventory.toml");
    inventory::parse(&[SourceFile { name: "inventory.toml", text }], &BTreeSet::new()).unwrap()
}

#[test]
fn csv_files() {
    assert!(read("systemer.csv", CSV.as_bytes(), Format::Csv).is_ok());
    check!().with_iterations(ITERATIONS).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&[CSV.as_bytes()]);
        if let Ok(items) = read("systemer.csv", &bytes, Format::Csv) {
            is_the_same_again(&items);
        }
    });
}

#[test]
fn workbooks() {
    let sound = export(&items(), &Words::new(Lang::Nb)).unwrap();
    check!().with_iterations(ITERATIONS).with_type::<Foreign>().for_each(|foreign| {
        let _ = read("inventar.xlsx", &foreign.bytes(&[&sound]), Format::Xlsx);
    });
}

/// The parts of a workbook, changed before they are packed: what is packed well is read further.
#[test]
fn parts_of_workbooks() {
    let sound = export(&items(), &Words::new(Lang::Nb)).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(&sound)).unwrap();
    let mut parts = Vec::new();
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.push((name, bytes));
    }
    check!().with_iterations(ITERATIONS).with_type::<(u8, Foreign)>().for_each(
        |(which, foreign)| {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            for (number, (name, bytes)) in parts.iter().enumerate() {
                zip.start_file(name.as_str(), stored).unwrap();
                if number == usize::from(*which) % parts.len() {
                    zip.write_all(&foreign.bytes(&[bytes])).unwrap();
                } else {
                    zip.write_all(bytes).unwrap();
                }
            }
            let bytes = zip.finish().unwrap().into_inner();
            if let Ok(items) = read("inventar.xlsx", &bytes, Format::Xlsx) {
                is_the_same_again(&items);
            }
        },
    );
}

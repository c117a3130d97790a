//! The workbook that is handed out to be filled in.

use std::io::{Cursor, Read as _};

use arvak_words::{Lang, Words};
use arvak_workbook::template;
use calamine::{Reader as _, Xlsx};
use zip::ZipArchive;

use crate::books::told;

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_template_has_a_sheet_for_each_kind_in_the_language_that_was_asked_for() {
    for (lang, help, second, systems, header) in [
        (Lang::Nb, "Les meg", "Virksomheter", "Systemer", "hvor kritisk (1–5)"),
        (Lang::Nn, "Les meg", "Verksemder", "System", "kor kritisk (1–5)"),
        (Lang::En, "Read me", "Organisations", "Systems", "criticality (1–5)"),
    ] {
        let bytes = template(&Words::new(lang)).unwrap();
        let mut book = Xlsx::new(Cursor::new(&bytes[..])).unwrap();
        let names = book.sheet_names();
        assert_eq!((names[0].as_str(), names[1].as_str(), names.len()), (help, second, 15));
        let range = book.worksheet_range(systems).unwrap();
        let header_found = range.rows().next().unwrap().iter().any(|cell| cell == header);
        assert!(header_found, "{range:?}");
        assert_eq!(range.height(), 1);
        let said = book.worksheet_range(help).unwrap();
        assert!(said.rows().count() > 8, "{said:?}");
    }
}

#[test]
fn words_yes_and_no_and_numbers_are_offered() {
    let bytes = template(&Words::new(Lang::Nb)).unwrap();
    let services = part(&bytes, "xl/worksheets/sheet6.xml");
    assert!(services.contains("ja,nei"), "{services}");
    assert!(services.contains("skjema på nettsiden"), "{services}");
    assert!(services.contains("type=\"whole\""), "{services}");
}

#[test]
fn the_template_as_it_is_lists_nothing_and_is_the_same_each_time() {
    let bytes = template(&Words::new(Lang::Nn)).unwrap();
    assert_eq!(bytes, template(&Words::new(Lang::Nn)).unwrap());
    let told = told("mal.xlsx", &bytes);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("mal.xlsx: the file lists nothing"), "{told:?}");
}

//! What is no workbook, or more than anyone should unpack.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::books::{codes, packed, raw, read, told, with_type};

fn one(bytes: &[u8]) -> &'static str {
    let mistakes = read("i.xlsx", bytes).unwrap_err();
    let [mistake] = mistakes.as_slice() else { panic!("{mistakes:?}") };
    mistake.code
}

#[test]
fn files_that_are_no_workbooks_are_told() {
    let old = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat();
    for bytes in [&b""[..], b"id;navn\na;b\n", b"PK\x03\x04", b"<html>", &old] {
        assert_eq!(one(bytes), "not_xlsx", "{bytes:?}");
    }
    assert_eq!(one(&packed([("readme.txt", &b"hello"[..])])), "not_xlsx");
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(one(&[&old[..], &name].concat()), "password");
    assert_eq!(
        told("i.xlsx", b"x"),
        ["i.xlsx: this is no xlsx workbook; save it anew as “Excel Workbook (.xlsx)”"]
    );
}

#[test]
fn a_workbook_that_was_cut_or_changed_is_told() {
    let sound = raw("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c></row>");
    assert_eq!(one(&sound[..sound.len() / 2]), "not_xlsx");
    assert_eq!(one(&packed([("xl/workbook.xml", &b"<workbook"[..])])), "damaged");
    let mistakes = codes(&raw("<row r=\"1\"><c r=\"A1\" t=\"what\"><v>1</v></c></row>"));
    assert_eq!(mistakes, [("Systemer".to_owned(), "damaged_sheet")]);
}

#[test]
fn a_workbook_that_unpacks_to_more_than_may_be_is_refused_before_it_is_read() {
    let zeros = vec![0; 8 << 20];
    let names: Vec<String> = (0..25).map(|number| format!("xl/media/{number}")).collect();
    let parts = names.iter().map(|name| (name.as_str(), &zeros[..]));
    let bomb = packed(parts.chain([("xl/workbook.xml", &b"<workbook/>"[..])]));
    assert!(bomb.len() < 1 << 20);
    assert_eq!(one(&bomb), "unpacks_too_large");
    let names: Vec<String> = (0..2_001).map(|number| number.to_string()).collect();
    assert_eq!(one(&packed(names.iter().map(|name| (name.as_str(), &b""[..])))), "too_many_parts");
}

#[test]
fn cells_far_away_take_no_room() {
    let data = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c></row>\
                <row r=\"1048576\"><c r=\"A1048576\" t=\"str\"><v>a</v></c>\
                <c r=\"XFD1048576\" t=\"str\"><v>b</v></c></row>";
    assert_eq!(codes(&raw(data)), [("Systemer!XFD1048576".to_owned(), "no_header")]);
}

#[test]
fn cells_at_positions_that_no_sheet_has_end_nothing() {
    let head = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c></row>";
    for place in ["B99999999999", "ZZZZZZ2", "B1048577", "XFE2"] {
        let data = format!("{head}<row r=\"2\"><c r=\"{place}\" t=\"str\"><v>b</v></c></row>");
        let mistakes = codes(&raw(&data));
        assert_eq!(mistakes, [("Systemer".to_owned(), "damaged_sheet")], "{place}");
    }
    let far = format!("{head}<row r=\"99999999999\"><c t=\"str\"><v>b</v></c></row>");
    codes(&raw(&far));
}

#[test]
fn one_text_that_all_cells_share_counts_for_each() {
    let long = "x".repeat(4_000);
    let mut data = String::from("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c></row>");
    for row in 2..17_000 {
        write!(data, "<row r=\"{row}\"><c r=\"A{row}\" t=\"str\"><v>{long}</v></c></row>").unwrap();
    }
    assert_eq!(one(&raw(&data)), "too_much_text");
}

/// XML that names a file, and one of its own that grows: neither is read in (CWE-611, CWE-776).
#[test]
fn what_a_sheet_would_read_in_from_elsewhere_is_not_read() {
    let mut secret = tempfile::NamedTempFile::new().unwrap();
    secret.write_all(b"planted-secret").unwrap();
    let types = [
        format!(
            "<!DOCTYPE worksheet [<!ENTITY it SYSTEM \"file://{}\">]>",
            secret.path().display()
        ),
        "<!DOCTYPE worksheet [<!ENTITY a \"planted-secret\"><!ENTITY it \"&a;&a;&a;&a;\">]>"
            .to_owned(),
    ];
    for declared in types {
        let data = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c></row>\
                    <row r=\"2\"><c r=\"A2\" t=\"str\"><v>&it;</v></c></row>";
        let read = read("i.xlsx", &with_type(&declared, data));
        assert!(!format!("{read:?}").contains("planted"), "{read:?}");
        assert!(read.is_err(), "a cell of nothing but such a name is told as a mistake");
    }
}

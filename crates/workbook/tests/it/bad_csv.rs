//! CSV files as spreadsheets of all countries write them.

use arvak_core::Basis;

use crate::books::{ids, read, told};

#[test]
fn separators_are_found_by_the_columns_that_are_known() {
    for text in [
        "id;navn;kjører på\na;A, med komma;b\nb;B;\n",
        "id,navn,kjører på\na,\"A, med komma\",b\nb,B,\n",
        "id\tnavn\tkjører på\na\tA, med komma\tb\nb\tB\t\n",
        "sep=;\r\nid;navn;kjører på\r\na;A, med komma;b\r\nb;B;\r\n",
        "\n\nid;navn;kjører på\na;A, med komma;b\n\n;;\nb;B;\n",
    ] {
        let items = read("systemer.csv", text.as_bytes()).unwrap();
        assert_eq!(ids(&items), ["system/a", "system/b"], "{text}");
        assert_eq!(items[0].name.as_deref(), Some("A, med komma"));
        assert_eq!(items[0].entity.relations[0].to[0].as_str(), "system/b");
    }
}

#[test]
fn the_name_of_the_file_tells_the_kind_in_any_language() {
    for name in ["inn/Systemer.csv", "systems.csv", "SYSTEM.CSV"] {
        assert_eq!(ids(&read(name, b"id\na\n").unwrap()), ["system/a"], "{name}");
    }
    let expected = "i.csv: the name `i` does not tell which kind of thing the file lists; give it one of \
                    these names, with .csv after it: organisations, units";
    assert!(told("i.csv", b"id\na\n")[0].starts_with(expected));
    assert!(told("sistemer.csv", b"id\na\n")[0].ends_with("did you mean `systems.csv`?"));
}

#[test]
fn other_encodings_are_read_and_mixed_ones_are_told() {
    let text = "id;navn;grunnlag\nalesund;Ålesund – «øl»;dokumentert\n";
    let bom = format!("\u{feff}{text}");
    let utf_16: Vec<u8> = bom.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let windows = encoding_rs::WINDOWS_1252.encode(text).0;
    for bytes in [text.as_bytes(), bom.as_bytes(), &utf_16, &windows] {
        let items = read("enheter.csv", bytes).unwrap();
        assert_eq!(items[0].name.as_deref(), Some("Ålesund – «øl»"));
    }
    let mixed = [text.as_bytes(), b"x;\xe5\n"].concat();
    let expected = "enheter.csv: byte 3 of line 3 is neither UTF-8 nor like the rest of the file; save it \
                    as “CSV UTF-8”";
    assert_eq!(told("enheter.csv", &mixed), [expected]);
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_told_where_it_was_opened() {
    let expected = "enheter.csv: B3: the quotation mark that begins here is never closed; write another \
                    where the text ends";
    assert_eq!(told("enheter.csv", b"id;navn\na;A\nb;\"B\nc;C\n"), [expected]);
}

#[test]
fn mistakes_name_row_and_column() {
    let text = "id;hvor kritisk (1–5);driftes av\na;9;drift\nb;fem;\n;1;\n\nc;2;;for mye\nd;#REF!;";
    insta::assert_snapshot!(told("systemer.csv", text.as_bytes()).join("\n"));
}

#[test]
fn files_with_nothing_in_them_are_told() {
    for text in ["", "\n\n", "id;navn\n", " ; \n;"] {
        let expected = "enheter.csv: the file lists nothing; write at least one row below the header, or \
                        leave the file out";
        assert_eq!(told("enheter.csv", text.as_bytes()), [expected], "{text:?}");
    }
}

#[test]
fn the_basis_is_that_of_the_row() {
    let text = "id;kritisk;grunnlag\na;ja;dokumentert\nb;ja;\nc;ja;document\nd;nei;oppgitt\n";
    let items = read("leverandører.csv", text.as_bytes()).unwrap();
    let bases: Vec<_> =
        items.iter().map(|item| item.entity.attributes.values().next().unwrap().basis).collect();
    assert_eq!(bases, [Basis::Document, Basis::Statement, Basis::Document, Basis::Statement]);
    let told = told("leverandører.csv", b"id;kritisk;grunnlag\na;ja;probe\n");
    assert_eq!(
        told,
        ["leverandører.csv: C2: `grunnlag` cannot be `probe`; choose one of: stated, documented"]
    );
}

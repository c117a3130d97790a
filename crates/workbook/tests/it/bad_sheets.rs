//! What goes wrong in the cells of real workbooks.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula};

use crate::books::{book, codes, ids, raw, read, sheet, told, write};

const IDS: &[&str] = &["id", "navn"];

#[test]
fn every_mistake_has_sheet_row_column_and_what_to_do() {
    let bytes = book(&["Systemer", "Budsjett", "Leverandør"], |number, sheet| match number {
        0 => write(
            sheet,
            &[
                &["id", "hvor kritisk (1–5)", "driftes av", "farge", "id"],
                &["epj", "9", "sky", "blå"],
                &["Fagsystem", "fem", "drift"],
                &["epj", "2,5", "driift"],
                &["", "3"],
            ],
        ),
        1 => write(sheet, &[&["sum"]]),
        _ => write(sheet, &[IDS, &["drift", "Norsk Drift"]]),
    });
    insta::assert_snapshot!(told("inventar.xlsx", &bytes).join("\n"));
}

#[test]
fn merged_cells_are_told() {
    let bytes = book(&["Systemer"], |_, sheet| {
        write(sheet, &[IDS, &["a", "A"], &["b", "B"]]);
        sheet.merge_range(3, 0, 4, 1, "c", &Format::new()).unwrap();
    });
    let expected = "i.xlsx: Systemer!A4: the cells A4:B5 are merged; unmerge them, and write the value \
                    in each cell that should have it";
    assert_eq!(told("i.xlsx", &bytes), [expected]);
}

#[test]
fn a_formula_counts_as_what_it_was_computed_to() {
    let bytes = book(&["Systemer"], |_, sheet| {
        write(sheet, &[&["id", "navn", "hvor kritisk (1–5)"]]);
        sheet.write_formula(1, 0, Formula::new("=\"a\"").set_result("a")).unwrap();
        sheet.write_formula(1, 2, Formula::new("=2+2").set_result("4")).unwrap();
    });
    let items = read("i.xlsx", &bytes).unwrap();
    assert_eq!(ids(&items), ["system/a"]);
    assert_eq!(items[0].entity.attributes.len(), 1);
}

#[test]
fn a_formula_that_was_never_computed_is_told() {
    let data = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c></row>\
                <row r=\"2\"><c r=\"A2\"><f>B2</f></c></row>";
    assert_eq!(codes(&raw(data)), [("Systemer!A2".to_owned(), "formula_without_value")]);
    // One that gives nothing at all is an empty cell.
    let data =
        data.replace("<c r=\"A2\"><f>B2</f></c>", "<c r=\"A2\" t=\"str\"><f>B2</f><v></v></c>");
    assert_eq!(codes(&raw(&data)), [(String::new(), "empty")]);
}

#[test]
fn error_values_are_told_wherever_they_stand() {
    let bytes = book(&["Systemer"], |_, sheet| {
        write(sheet, &[&["id", "navn", "hvor kritisk (1–5)", "kjører på"]]);
        for (column, error) in ["#REF!", "#DIV/0!", "#N/A", "#NAME?"].iter().enumerate() {
            let column = u16::try_from(column).unwrap();
            sheet.write_formula(1, column, Formula::new("=1").set_result(*error)).unwrap();
        }
    });
    let told = told("i.xlsx", &bytes);
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!(
        told[0],
        "i.xlsx: Systemer!A2: the cell shows the error #REF!; correct the formula, or write the value"
    );
}

#[test]
fn dates_are_read_as_dates_and_as_texts_and_are_nothing_else() {
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let bytes = book(&["Øvelser"], |_, sheet| {
        write(sheet, &[&["id", "planlagt"], &["a"], &["b", "01.03.2026 12:00"]]);
        write_rest(sheet, &day);
    });
    let items = read("i.xlsx", &bytes).unwrap();
    let planned: Vec<String> = items
        .iter()
        .map(|item| format!("{:?}", item.entity.attributes.values().next().unwrap().value))
        .collect();
    let noon = "2026-03-01T11:00:00Z".parse::<arvak_core::Instant>().unwrap();
    let night = "2026-03-01T23:00:00Z".parse::<arvak_core::Instant>().unwrap();
    let shown = |at| format!("{:?}", arvak_core::fact::Value::Time(at));
    assert_eq!(planned, [shown(noon), shown(noon), shown(night)]);

    let bytes = book(&["Øvelser"], |_, sheet| {
        write(sheet, &[&["id", "planlagt"], &["a", "03/01/2026"], &["", "i mars"]]);
        let date = ExcelDateTime::from_ymd(2026, 2, 1).unwrap();
        sheet.write_datetime_with_format(2, 0, &date, &day).unwrap();
        sheet.write_string(3, 0, "c").unwrap();
        sheet.write_number(3, 1, 46_000).unwrap();
    });
    let expected =
        [("B2", "not_a_time"), ("A3", "date_in_text"), ("B3", "not_a_time"), ("B4", "not_a_time")];
    let expected = expected.map(|(cell, code)| (format!("Øvelser!{cell}"), code));
    assert_eq!(codes(&bytes), expected);
}

fn write_rest(sheet: &mut rust_xlsxwriter::Worksheet, day: &Format) {
    let noon = ExcelDateTime::from_ymd(2026, 3, 1).unwrap().and_hms(12, 0, 0).unwrap();
    sheet.write_datetime_with_format(1, 1, &noon, day).unwrap();
    sheet.write_string(3, 0, "c").unwrap();
    let date = ExcelDateTime::from_ymd(2026, 3, 1).unwrap();
    sheet.write_datetime_with_format(3, 1, &date, day).unwrap();
}

#[test]
fn decimals_with_comma_or_stop_are_no_whole_numbers() {
    let bytes = book(&["Systemer"], |_, sheet| {
        write(sheet, &[&["id", "hvor kritisk (1–5)"], &["a", "2,5"], &["b", "2.5"], &["c", "2,0"]]);
        sheet.write_string(4, 0, "d").unwrap();
        sheet.write_number(4, 1, 2.5).unwrap();
    });
    let expected = ["B2", "B3", "B5"].map(|cell| (format!("Systemer!{cell}"), "not_whole"));
    assert_eq!(codes(&bytes), expected);
}

#[test]
fn sami_and_kven_letters_are_kept_in_names_and_told_in_ids() {
    let name = "Kárášjoga gielda – čđŋšŧž Áá, Pyssyjoen kylä";
    let items = read("i.xlsx", &sheet("Enheter", &[IDS, &["karasjok", name]])).unwrap();
    assert_eq!(items[0].name.as_deref(), Some(name));
    let told = told("i.xlsx", &sheet("Enheter", &[IDS, &["Kárášjohka", name]]));
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("i.xlsx: Enheter!A2: `id` cannot be `Kárášjohka`; write `"),
        "{told:?}"
    );
}

#[test]
fn a_hundred_sheets_that_nobody_knows_are_all_told_with_the_names_that_are_known() {
    let names: Vec<String> = (1..=100).map(|number| format!("Notat {number:03}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let bytes = book(&names, |_, sheet| write(sheet, &[&["x"]]));
    let told = told("i.xlsx", &bytes);
    assert_eq!(told.len(), 100);
    assert!(
        told[99].starts_with("i.xlsx: 'Notat 100': the sheet `Notat 100` is not known"),
        "{}",
        told[99]
    );
    assert!(told[99].contains("Systems, Datasets"), "{}", told[99]);
    // Empty ones, such as spreadsheets make by themselves, are nothing.
    let names = ["Ark1", "Enheter", "Ark2"];
    let bytes = book(&names, |number, sheet| {
        if number == 1 {
            write(sheet, &[IDS, &["helse"]]);
        }
    });
    assert_eq!(ids(&read("i.xlsx", &bytes).unwrap()), ["unit/helse"]);
}

#[test]
fn a_number_where_a_text_belongs_and_blanks_around_it_are_read() {
    let bytes = book(&["Enheter"], |_, sheet| {
        write(sheet, &[&[" ID ", "Navn *", "MERKNAD"], &["", " \u{a0}Helse  ", "  to\nlinjer \n"]]);
        sheet.write_number(1, 0, 1.0).unwrap();
        write(sheet, &[]);
    });
    let items = read("i.xlsx", &bytes).unwrap();
    assert_eq!(ids(&items), ["unit/1"]);
    assert_eq!(items[0].name.as_deref(), Some("Helse"));
    assert_eq!(items[0].note.as_deref(), Some("to\nlinjer"));
}

#[test]
fn empty_rows_are_nothing_and_rows_are_counted_as_shown() {
    let rows: &[&[&str]] = &[&[], IDS, &[], &["a", ""], &["  ", " "], &["b", ""]];
    let items = read("i.xlsx", &sheet("Enheter", rows)).unwrap();
    assert_eq!(ids(&items), ["unit/a", "unit/b"]);
    let places: Vec<_> = items.iter().map(|item| (item.file.as_str(), item.line)).collect();
    assert_eq!(places, [("i.xlsx!Enheter", 4), ("i.xlsx!Enheter", 6)]);
}

#[test]
fn nothing_is_blamed_for_naming_what_could_not_be_read() {
    let bytes = book(&["Tjenester", "Sistemer"], |number, sheet| match number {
        0 => write(sheet, &[&["id", "kjører på"], &["epj", "db"]]),
        _ => write(sheet, &[IDS, &["db"]]),
    });
    assert_eq!(codes(&bytes), [("Sistemer".to_owned(), "unknown_sheet_near")]);
    let bytes = sheet("Systemer", &[&["id", "kjører på"], &["app", "db"], &["1 2", "app"]]);
    let expected = [("B2", "unknown_thing"), ("A3", "bad_name")];
    assert_eq!(codes(&bytes), expected.map(|(cell, code)| (format!("Systemer!{cell}"), code)));
}

#[test]
fn words_and_references_are_checked_as_core_checks_them() {
    let bytes = book(&["Tjenester", "Enheter"], |number, sheet| match number {
        0 => write(
            sheet,
            &[
                &["id", "innlogging", "kan nås fra internett", "kjører på", "logger inn gjennom"],
                &["a", "skjem", "kanskje", "leverandør", "b"],
                &["b", "SAML", "JA", "1 til db", "service/b"],
            ],
        ),
        _ => write(sheet, &[&["id", "del av"], &["x", "unit/y"], &["y", "unit/x"]]),
    });
    insta::assert_snapshot!(told("i.xlsx", &bytes).join("\n"));
}

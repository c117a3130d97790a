//! `[[conflict]]`: which countries take part in the conflict (letter point 2d), from when, and by whom it is said.

use super::read::Reader;
use super::{ConflictNotice, nested};
use crate::catalogue::text::{self, ORIGIN_FIELDS};
use crate::countries;
use crate::sheet::{Record, Sheet};

pub(super) fn read(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
) -> Option<ConflictNotice> {
    record.only(sheet, || {
        ["id", "date", "countries", "title"].into_iter().chain(ORIGIN_FIELDS).collect()
    });
    let id = reader.id(sheet, record);
    let date = record.need(sheet, "date").and_then(|value| sheet.date_in("date", value));
    let countries = codes(sheet, record);
    let title = nested::body(sheet, record, "title");
    let origin = text::origin(sheet, record);
    Some(ConflictNotice {
        id: id?,
        date: date?,
        countries: countries?,
        title: title?,
        origin: origin?,
    })
}

fn codes(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Vec<String>> {
    let value = record.need(sheet, "countries")?;
    let mut codes = Vec::new();
    for one in sheet.list_in("countries", value, "list")? {
        let code = sheet.word_in("countries", one, &countries::CODES)?;
        codes.push(code.to_owned());
    }
    codes.sort_unstable();
    codes.dedup();
    Some(codes)
}

//! Lists of records, and texts that are longer than titles.

use super::{BODY_CHARS_MAX, RECORDS_MAX};
use crate::catalogue::{Text, text};
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet, Value};

/// The records of a list that may be absent; none, and told, when it is no list or too long a one.
pub(super) fn records<'r, 'v>(
    sheet: &mut Sheet<'_>,
    record: Record<'r, 'v>,
    field: &'r str,
) -> Vec<Record<'r, 'v>> {
    let Some(value) = record.get(field) else { return Vec::new() };
    let list = sheet.list_in(field, value, "list_of_tables").unwrap_or_default();
    if list.len() > RECORDS_MAX {
        let problem = Problem::new("too_many").with("what", "records").with("count", list.len());
        sheet.tell(value.span().start, problem.with("most", RECORDS_MAX));
        return Vec::new();
    }
    list.iter().filter_map(|value: Value<'r, 'v>| Record::of(sheet, field, value)).collect()
}

/// A text in three languages that may be longer than a title.
pub(super) fn body(sheet: &mut Sheet<'_>, record: Record<'_, '_>, field: &str) -> Option<Text> {
    text::texts(sheet, record, field, BODY_CHARS_MAX)
}

/// A date that may be absent. The inner value is nothing then, the outer one when it is no date.
#[expect(clippy::option_option, reason = "absent and misread are not the same")]
pub(super) fn date(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    field: &str,
) -> Option<Option<String>> {
    let Some(value) = record.get(field) else { return Some(None) };
    sheet.date_in(field, value).map(Some)
}

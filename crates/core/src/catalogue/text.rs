//! What every record of the catalogue has: a title in three languages, and where it comes from.

use toml::de::DeValue;

use super::{Origin, Provenance, Text};
use crate::Name;
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet};

/// Most characters of a title.
pub const TITLE_CHARS_MAX: usize = 120;

/// Most names in a list of them.
const NAMES_MAX: usize = 100;

/// The fields of [`origin`].
pub(super) const ORIGIN_FIELDS: [&str; 3] = ["source", "source_date", "provenance"];

const LANGUAGES: [&str; 3] = ["nb", "nn", "en"];

/// The title of a record.
pub(super) fn title(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Text> {
    texts(sheet, record, "title", TITLE_CHARS_MAX)
}

/// A text of a record that must be there, in three languages, each of at most `most` characters.
pub(super) fn texts(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    field: &str,
    most: usize,
) -> Option<Text> {
    let value = record.need(sheet, field)?;
    let DeValue::Table(table) = value.get_ref() else {
        sheet.wrong_type(field, value, "three_texts");
        return None;
    };
    let texts = Record { table, at: value.span().start, of: field };
    texts.only(sheet, || LANGUAGES.to_vec());
    let [nb, nn, en] = LANGUAGES.map(|code| {
        let Some(value) = texts.get(code) else {
            let problem = Problem::new("missing_text").with("field", field);
            sheet.tell(texts.at, problem.with("language", code).with("code", code));
            return None;
        };
        sheet.line_in(&format!("{field}.{code}"), value, most).map(str::to_owned)
    });
    Some(Text { nb: nb?, nn: nn?, en: en? })
}

/// Where a record comes from.
pub(super) fn origin(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Origin> {
    let source = record.need_text(sheet, "source").map(str::to_owned);
    let date = record.need(sheet, "source_date");
    let source_date = date.and_then(|value| sheet.date_in("source_date", value));
    let provenance = record.need(sheet, "provenance").and_then(|value| {
        sheet.word_in("provenance", value, &Provenance::ALL.map(Provenance::name))
    });
    let provenance = provenance.and_then(Provenance::from_name);
    Some(Origin { source: source?, source_date: source_date?, provenance: provenance? })
}

/// The same of a record within another, which need not say it when it is as the other's.
pub(super) fn origin_or(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    of_whole: Option<&Origin>,
) -> Option<Origin> {
    let says_own = ORIGIN_FIELDS.iter().any(|field| record.get(field).is_some());
    if says_own { origin(sheet, record) } else { of_whole.cloned() }
}

/// A list of names that may be absent or empty, and names nothing twice; nothing when it has mistakes.
pub(super) fn names(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    field: &str,
) -> Option<Vec<Name>> {
    let Some(value) = record.get(field) else { return Some(Vec::new()) };
    let list = sheet.list_in(field, value, "list")?;
    if list.len() > NAMES_MAX {
        let problem = Problem::new("too_many").with("what", "references_many");
        let problem = problem.with("count", list.len()).with("most", NAMES_MAX);
        sheet.tell(value.span().start, problem);
        return None;
    }
    let mut names: Vec<Name> = Vec::with_capacity(list.len());
    for value in list {
        let Some(name) = sheet.name_in(field, value) else { continue };
        if names.contains(&name) {
            let problem = Problem::new("repeated_reference").with("field", field);
            sheet.tell(value.span().start, problem.with("id", name));
            continue;
        }
        names.push(name);
    }
    (names.len() == list.len()).then_some(names)
}

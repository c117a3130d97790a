//! `[rules]`: what both sides agreed on before.

use super::{TEXT_CHARS_MAX, field, phone};
use crate::Instant;
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet, Value};

/// Rules of engagement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Who knows that it will happen, and so sees to it that nobody is harmed: at the municipality and at the supplier.
    pub told: Vec<String>,
    /// Who agreed, and when.
    pub agreed: Vec<Agreed>,
    /// The number that stops it at once.
    pub stop: String,
    /// The first instant at which it may happen.
    pub from: Instant,
    /// The first instant at which it may not happen any more.
    pub to: Instant,
}

/// Somebody who agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// Who.
    pub who: String,
    /// The day, as `2026-02-01`.
    pub on: String,
}

pub(super) fn read(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Rules> {
    record.only(sheet, || vec!["told", "agreed", "stop", "from", "to"]);
    let told = record.need(sheet, "told");
    let told = told.and_then(|value| field::lines(sheet, "told", value));
    let agreed = record.need(sheet, "agreed").and_then(|value| agreed(sheet, "agreed", value));
    let stop = record.need(sheet, "stop");
    let stop = stop.and_then(|value| phone::number(sheet, "stop", value));
    let from = record.need(sheet, "from");
    let from = from.and_then(|value| field::instant(sheet, "from", value));
    let written = record.need(sheet, "to");
    let to = written.and_then(|value| field::instant(sheet, "to", value));
    if let (Some(from), Some(to), Some(value)) = (from, to, written)
        && to <= from
    {
        let problem = Problem::new("not_after").with("field", "to").with("other", "from");
        sheet.tell(value.span().start, problem);
        return None;
    }
    Some(Rules { told: told?, agreed: agreed?, stop: stop?, from: from?, to: to? })
}

/// At least one who agreed, of each side as a rule; who that is cannot be read off a text.
pub(super) fn agreed(
    sheet: &mut Sheet<'_>,
    field: &str,
    value: Value<'_, '_>,
) -> Option<Vec<Agreed>> {
    let list = sheet.list_in(field, value, "list_of_tables")?;
    if list.is_empty() {
        sheet.tell(value.span().start, Problem::new("empty_list").with("field", field));
    }
    let all: Vec<Option<Agreed>> = list
        .iter()
        .map(|value| {
            let record = Record::of(sheet, field, value)?;
            record.only(sheet, || vec!["who", "on"]);
            let who = record.need(sheet, "who");
            let who = who.and_then(|value| sheet.line_in("who", value, TEXT_CHARS_MAX));
            let on = record.need(sheet, "on").and_then(|value| sheet.date_in("on", value));
            Some(Agreed { who: who?.to_owned(), on: on? })
        })
        .collect();
    all.into_iter().collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())
}

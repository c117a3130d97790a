//! `[restore]`: what was entered, where it stood, and for how long, before it is deleted and asked for again.

use super::{MARK, TEXT_CHARS_MAX, field, phone};
use crate::Span;
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet};

/// The longest time for which a marker stays in the service.
const STAYS_MAX: Span = Span::from_days(60);

/// What a supplier is asked to bring back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restore {
    /// Where the marker stands, for whoever looks for it; not the marker.
    pub record: String,
    /// How long it must stay before it is deleted: so long that a backup has it.
    pub stays: Span,
    /// What a person does to delete it.
    pub delete: Vec<String>,
}

pub(super) fn read(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Restore> {
    record.only(sheet, || vec!["record", "stays", "delete"]);
    let written = record.need(sheet, "record");
    let place = written.and_then(|value| {
        let text = sheet.line_in("record", value, TEXT_CHARS_MAX)?;
        // The supplier reads this; whoever knows the mark needs no backup.
        if text.contains(MARK) {
            let problem = Problem::new("mark_told").with("field", "record");
            sheet.tell(value.span().start, problem);
            return None;
        }
        Some(text.to_owned())
    });
    let stays = record.need(sheet, "stays");
    let stays = stays.and_then(|value| field::span(sheet, "stays", value, STAYS_MAX));
    let delete = record.need(sheet, "delete").and_then(|value| {
        let steps = field::lines(sheet, "delete", value)?;
        let harmless = steps.iter().all(|step| phone::none_in(sheet, "delete", value, step));
        harmless.then_some(steps)
    });
    Some(Restore { record: place?, stays: stays?, delete: delete? })
}

//! Fields that only definitions of drills have.

use toml::de::DeValue;

use super::TEXT_CHARS_MAX;
use crate::mistake::Problem;
use crate::sheet::{Sheet, Value};
use crate::{EntityId, Instant, Span};

/// An id of one of some kinds.
pub(super) fn thing(
    sheet: &mut Sheet<'_>,
    field: &str,
    value: Value<'_, '_>,
    kinds: &[&str],
) -> Option<EntityId> {
    let text = sheet.text_in(field, value)?;
    let id = text.parse().ok().filter(|id: &EntityId| kinds.contains(&id.kind()));
    if id.is_none() {
        let problem = Problem::new("wrong_target").with("name", field).with("id", text);
        let allowed: Vec<_> = kinds.iter().map(|kind| format!("{kind}/…")).collect();
        sheet.tell(value.span().start, problem.with("allowed", allowed.join(", ")));
    }
    id
}

/// A technique of MITRE ATT&CK: `T` and four digits, with `.` and three more for a sub-technique.
pub(super) fn technique(
    sheet: &mut Sheet<'_>,
    field: &str,
    value: Value<'_, '_>,
) -> Option<String> {
    let text = sheet.text_in(field, value)?;
    if is_technique(text) {
        return Some(text.to_owned());
    }
    let problem = Problem::new("bad_technique").with("field", field).with("text", text);
    sheet.tell(value.span().start, problem);
    None
}

fn is_technique(text: &str) -> bool {
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let Some(rest) = text.strip_prefix('T') else { return false };
    match rest.split_once('.') {
        Some((main, sub)) => digits(main, 4) && digits(sub, 3),
        None => digits(rest, 4),
    }
}

/// A time with its offset.
pub(super) fn instant(sheet: &mut Sheet<'_>, field: &str, value: Value<'_, '_>) -> Option<Instant> {
    let written = match value.get_ref() {
        DeValue::Datetime(time) if time.offset.is_some() => time.to_string().parse().ok(),
        _ => None,
    };
    if written.is_none() {
        sheet.wrong_type(field, value, "instant");
    }
    written
}

/// A length of time that is at most `most`.
pub(super) fn span(
    sheet: &mut Sheet<'_>,
    field: &str,
    value: Value<'_, '_>,
    most: Span,
) -> Option<Span> {
    let span = sheet.span_in(field, value)?;
    if span <= most {
        return Some(span);
    }
    let problem = Problem::new("span_too_long").with("field", field).with("span", span);
    sheet.tell(value.span().start, problem.with("most", most));
    None
}

/// Texts, at least one, each on a line.
pub(super) fn lines(
    sheet: &mut Sheet<'_>,
    field: &str,
    value: Value<'_, '_>,
) -> Option<Vec<String>> {
    let list = sheet.list_in(field, value, "list")?;
    if list.is_empty() {
        sheet.tell(value.span().start, Problem::new("empty_list").with("field", field));
        return None;
    }
    if list.len() > super::LIST_MAX {
        let problem = Problem::new("too_many").with("what", "records").with("count", list.len());
        sheet.tell(value.span().start, problem.with("most", super::LIST_MAX));
        return None;
    }
    let texts: Vec<Option<String>> = list
        .iter()
        .map(|value| sheet.line_in(field, value, TEXT_CHARS_MAX).map(str::to_owned))
        .collect();
    texts.into_iter().collect()
}

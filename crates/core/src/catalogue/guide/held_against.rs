//! `[[question.held_against]]`: what somebody other than the supplier finds out and that contradicts some of its answers. It
//! judges nothing by itself: who compares makes evidence of it, by a method that has a version.

use super::nested;
use super::question::{AnswerType, QuestionOption};
use super::read::Reader;
use crate::Name;
use crate::mistake::Problem;
use crate::requirement::{Via, ViaRead};
use crate::sheet::{Record, Sheet, Value};

/// The supplier's answer is untrue where evidence of one of these kinds says otherwise, on any of these things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldAgainst {
    /// What says otherwise.
    pub by: HeldBy,
    /// The evidence kinds.
    pub kinds: Vec<Name>,
    /// From the supplier to the things, by one path or several. Things that a kind is not about are passed over.
    pub via: Vec<Via>,
}

/// When a finding says otherwise than the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldBy {
    /// It refutes, and the answer is one of these: `yes`, `no`, or ids of options.
    Answers(Vec<Name>),
    /// It was made in a country that is not among those answered.
    Places,
    /// Its attribute, in the question's own unit, is above the number answered.
    MoreThan(Name),
}

pub(super) fn read(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &Reader<'_>,
    answer: Option<AnswerType>,
    options: &[QuestionOption],
) -> Option<Vec<HeldAgainst>> {
    let mut all = Some(Vec::new());
    for one in nested::records(sheet, record, "held_against") {
        let found = held(sheet, one, reader, answer, options);
        all = all.zip(found).map(|(mut all, one)| {
            all.push(one);
            all
        });
    }
    all
}

fn held(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &Reader<'_>,
    answer: Option<AnswerType>,
    options: &[QuestionOption],
) -> Option<HeldAgainst> {
    let field = match answer {
        Some(AnswerType::Countries) => None,
        Some(AnswerType::Number) => Some("more_than"),
        _ => Some("answers"),
    };
    record.only(sheet, || field.into_iter().chain(["kinds", "via"]).collect());
    let mut subjects = Vec::new();
    let mut attributes = Vec::new();
    let kinds = each(sheet, record, "kinds", |sheet, value| {
        let name = sheet.name_in("kinds", value)?;
        // One that has mistakes is told where it stands.
        if let Some(kind) = reader.known.kinds.find(sheet, &name, value) {
            subjects.push(kind.subject.clone());
            attributes.push(kind.attributes.clone());
        }
        Some(name)
    });
    let by = match field {
        None => Some(HeldBy::Places),
        Some("more_than") => more_than(sheet, record, &attributes).map(HeldBy::MoreThan),
        Some(_) => {
            let known = match answer {
                Some(AnswerType::YesNo) => vec!["yes", "no"],
                _ => options.iter().map(|option| option.id.as_str()).collect(),
            };
            let answers = each(sheet, record, "answers", |sheet, value| {
                sheet.word_in("answers", value, &known)?;
                sheet.name_in("answers", value)
            });
            answers.map(HeldBy::Answers)
        }
    };
    let via = each(sheet, record, "via", |sheet, value| via(sheet, value, &subjects));
    Some(HeldAgainst { by: by?, kinds: kinds?, via: via? })
}

/// An attribute that evidence of every one of the kinds has.
fn more_than(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    of_kinds: &[Vec<Name>],
) -> Option<Name> {
    let value = record.need(sheet, "more_than")?;
    let mut shared = of_kinds.first().cloned().unwrap_or_default();
    shared.retain(|name| of_kinds.iter().all(|all| all.contains(name)));
    let known: Vec<_> = shared.iter().map(Name::as_str).collect();
    sheet.word_in("more_than", value, &known)?;
    sheet.name_in("more_than", value)
}

/// A path from a supplier to something that one of the kinds is about.
fn via(sheet: &mut Sheet<'_>, value: Value<'_, '_>, subjects: &[Name]) -> Option<Via> {
    let read: ViaRead = match sheet.text_in("via", value)?.parse() {
        Ok(read) => read,
        Err(misread) => {
            sheet.misread(value, misread);
            return None;
        }
    };
    if read.kind.as_str() != "supplier" {
        let problem = Problem::new("via_start").with("found", &read.kind);
        let at = sheet.byte_of(value, 0);
        sheet.tell(at, problem.with("expected", "supplier"));
        return None;
    }
    let reaches = |subject: &Name| read.targets.contains(&subject.as_str());
    if !subjects.is_empty() && !subjects.iter().any(reaches) {
        let all: Vec<_> = subjects.iter().map(Name::as_str).collect();
        let problem = Problem::new("wrong_subject").with("kind", "held_against");
        let problem = problem.with("subject", all.join(", "));
        sheet.tell(value.span().start, problem.with("found", read.targets.join(", ")));
        return None;
    }
    Some(read.via)
}

/// A list of at least one, each read by itself.
fn each<T>(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    field: &str,
    mut read: impl FnMut(&mut Sheet<'_>, Value<'_, '_>) -> Option<T>,
) -> Option<Vec<T>> {
    let value = record.need(sheet, field)?;
    let mut found = Vec::new();
    for one in sheet.list_in(field, value, "list")? {
        found.push(read(sheet, one)?);
    }
    if found.is_empty() {
        sheet.tell(value.span().start, Problem::new("empty_list").with("field", field));
        return None;
    }
    Some(found)
}

//! What a call-out test is to be: who is rung in which order, within which time somebody must have acknowledged, and on which
//! ground times of people are collected at all.
//!
//! ```toml
//! [callout]
//! id = "vakta-i-mars"
//! within = "30m"
//! next_after = "10m"
//! ```
//!
//! with `[[person]]` in the order of the list, `[rules]` as drills have them, and `[privacy]`; `docs/callouts.md` says every field,
//! `examples/callouts` has files. A definition without its ground cannot be read, so that nothing is planned without one.

mod person;
mod privacy;

pub(super) use person::mail;
pub use person::{Person, WAYS, Way};
pub use privacy::Privacy;

use super::{Rules, field, rules};
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet};
use crate::{Mistake, Name, SourceFile, Span, mistake};

/// The longest time within which somebody must have acknowledged.
const WITHIN_MAX: Span = Span::from_days(1);

/// A call-out test as it was agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    /// What it is called.
    pub id: Name,
    /// How long after the first call somebody must have acknowledged, at the latest.
    pub within: Span,
    /// How long each one has before the next on the list is called too.
    pub next_after: Span,
    /// Who is called, in this order.
    pub persons: Vec<Person>,
    /// What was agreed on.
    pub rules: Rules,
    /// On which ground times of named people are collected, and for how long they are kept.
    pub privacy: Privacy,
}

/// Reads a definition; all mistakes are told at once, in the order of the file.
pub fn parse(file: SourceFile<'_>) -> Result<Callout, Vec<Mistake>> {
    let (mut sheet, table) = Sheet::open(file);
    let whole = Record { table: &table, at: 0, of: "definition" };
    let callout = if sheet.broken() { None } else { read(&mut sheet, whole) };
    let mistakes = mistake::all_of([sheet]);
    match callout {
        Some(callout) if mistakes.is_empty() => Ok(callout),
        _ => Err(mistakes),
    }
}

fn read(sheet: &mut Sheet<'_>, whole: Record<'_, '_>) -> Option<Callout> {
    whole.only(sheet, || vec!["callout", "person", "rules", "privacy"]);
    let head = super::table(sheet, whole, "callout").and_then(|record| head(sheet, record));
    let persons = whole.need(sheet, "person").and_then(|value| person::all(sheet, value));
    let rules = super::table(sheet, whole, "rules").and_then(|record| rules::read(sheet, record));
    let privacy =
        super::table(sheet, whole, "privacy").and_then(|record| privacy::read(sheet, record));
    let (id, within, next_after) = head?;
    let (persons, rules, privacy) = (persons?, rules?, privacy?);
    Some(Callout { id, within, next_after, persons, rules, privacy })
}

fn head(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<(Name, Span, Span)> {
    record.only(sheet, || vec!["id", "within", "next_after"]);
    let id = record.need_name(sheet, "id");
    let within = record.need(sheet, "within");
    let within = within.and_then(|value| field::span(sheet, "within", value, WITHIN_MAX));
    let written = record.need(sheet, "next_after");
    let next_after = written.and_then(|value| field::span(sheet, "next_after", value, WITHIN_MAX));
    if let (Some(within), Some(next_after), Some(value)) = (within, next_after, written)
        && within < next_after
    {
        let problem = Problem::new("not_after").with("field", "within").with("other", "next_after");
        sheet.tell(value.span().start, problem);
        return None;
    }
    Some((id?, within?, next_after?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = include_str!("../mistake/tests/callout.toml");

    fn parsed(text: &str) -> Result<Callout, Vec<String>> {
        let read = parse(SourceFile { name: "callout.toml", text });
        read.map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_sound_definition_says_who_is_called_in_which_order_and_on_which_ground() {
        let read = parsed(SOUND).unwrap();
        let roles: Vec<_> = read.persons.iter().map(|one| one.role.to_string()).collect();
        assert_eq!(roles, ["role/emergency_coordinator", "role/ict_lead"]);
        let ways: Vec<_> = read.persons[1].ways.iter().map(Way::name).collect();
        assert_eq!(ways, ["mail", "sms", "webhook"]);
        assert_eq!(read.privacy.retention.to_string(), "90d");
        assert_eq!(read.privacy.discussed.len(), 1);
    }

    #[test]
    fn without_a_ground_nothing_can_be_planned() {
        let (without, _) = SOUND.split_once("[privacy]").unwrap();
        let told = parsed(without).unwrap_err();
        assert!(told.len() == 1 && told[0].contains("lacks `privacy`"), "{told:?}");
        for field in ["purpose", "legal_basis", "retention", "discussed"] {
            let line = SOUND.lines().find(|line| line.starts_with(field)).unwrap();
            let told = parsed(&SOUND.replace(line, "")).unwrap_err();
            assert!(told.len() == 1 && told[0].contains(field), "{told:?}");
        }
    }

    #[test]
    fn no_emergency_number_is_called() {
        for number in ["112", "+47 113", "1 1 0"] {
            let told = parsed(&SOUND.replace("+47 22 33 44 66", number)).unwrap_err();
            assert!(told.len() == 1 && told[0].contains("emergency number"), "{told:?}");
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let text = SOUND
            .replace("kari@nordvik.example", "kari")
            .replace("\"10m\"", "\"31m\"")
            .replace("\"90d\"", "\"900d\"")
            .replace("role/ict_lead", "supplier/norsk-drift");
        let told = parsed(&text).unwrap_err();
        assert_eq!(told.len(), 4, "{told:#?}");
    }
}

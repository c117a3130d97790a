//! What a drill is to be, as people write it down and agree on it before anything happens:
//!
//! ```toml
//! [drill]
//! id = "norsk-drift-failed-logins"
//! kind = "positive"
//! technique = "T1110.001"
//! source = "system/fagsystem"
//! ```
//!
//! with `[stimulus]`, `[expect]` and `[rules]`; `docs/drills.md` says every field, `examples/drills` has files. A definition is
//! kept from those who are drilled only as to its moment: kind, channels, time and rules are what both sides agreed on.
//!
//! Who may read a definition and what comes of it is in the crate `arvak-monitoring`; the reader is here, beside the
//! other readers of files that people write, since it tells mistakes as they do.

pub mod callout;
mod deed;
mod expect;
mod field;
mod phone;
mod restore;
mod rules;
mod stimulus;

pub use deed::{Act, Deed, Door, TRIES_MAX};
pub use expect::{Channel, Expect};
pub use restore::Restore;
pub use rules::{Agreed, Rules};
pub use stimulus::{Level, Line, Stimulus, Way};

use serde::{Deserialize, Serialize};
use toml::de::DeValue;

use crate::sheet::{Record, Sheet};
use crate::{EntityId, Mistake, Name, SourceFile, mistake};

/// The word that stands where the mark is to be.
pub const MARK: &str = "MARK";

/// Most characters of a text in a definition.
const TEXT_CHARS_MAX: usize = 500;

/// Most entries of a list in a definition.
const LIST_MAX: usize = 50;

/// What a drill asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something harmless happens that looks like an attack: is it seen?
    Positive,
    /// A source of logs is cut: is its silence seen?
    Negative,
    /// The contact for incidents is called: does it answer?
    Contact,
    /// A marker was entered and deleted: can the supplier bring it back from a backup?
    Restore,
}

impl Kind {
    /// All, as they are written.
    pub const WORDS: [&str; 4] = ["positive", "negative", "contact", "restore"];

    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Contact => "contact",
            Self::Restore => "restore",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "negative" => Self::Negative,
            "contact" => Self::Contact,
            "restore" => Self::Restore,
            _ => Self::Positive,
        }
    }
}

/// A drill as it was agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// What it is called.
    pub id: Name,
    /// What it asks.
    pub kind: Kind,
    /// The technique of MITRE ATT&CK that it looks like, such as `T1110.001`; none when a contact is called or a marker
    /// is restored.
    pub technique: Option<String>,
    /// The system or source of logs where it happens; none when a contact is called.
    pub source: Option<EntityId>,
    /// What happens.
    pub stimulus: Stimulus,
    /// Who is to notice, how they tell us, and within which time.
    pub expect: Expect,
    /// What is asked for again, when a marker is restored.
    pub restore: Option<Restore>,
    /// What both sides agreed on.
    pub rules: Rules,
}

/// Reads a definition; all mistakes are told at once, in the order of the file.
pub fn parse(file: SourceFile<'_>) -> Result<Definition, Vec<Mistake>> {
    let (mut sheet, table) = Sheet::open(file);
    let whole = Record { table: &table, at: 0, of: "definition" };
    let definition = if sheet.broken() { None } else { read(&mut sheet, whole) };
    let mistakes = mistake::all_of([sheet]);
    match definition {
        Some(definition) if mistakes.is_empty() => Ok(definition),
        _ => Err(mistakes),
    }
}

fn read(sheet: &mut Sheet<'_>, whole: Record<'_, '_>) -> Option<Definition> {
    let is_restore = |kind: Option<Kind>| kind == Some(Kind::Restore);
    let head = whole.need(sheet, "drill").and_then(|value| Record::of(sheet, "drill", value));
    // Mistakes in the rest are told by the kind, also when something else in the head is wrong; and when the kind is not known.
    let kind = head.and_then(|record| kind_in(record));
    let head = head.and_then(|record| head_of(sheet, record));
    let stimulus = table(sheet, whole, "stimulus")
        .and_then(|record| stimulus::read(sheet, record, kind.unwrap_or(Kind::Positive)));
    let expect = table(sheet, whole, "expect").and_then(|record| expect::read(sheet, record, kind));
    let rules = table(sheet, whole, "rules").and_then(|record| rules::read(sheet, record));
    let usual = ["drill", "stimulus", "expect", "rules"];
    whole.only(sheet, || {
        usual.into_iter().chain((kind.is_none() || is_restore(kind)).then_some("restore")).collect()
    });
    let restore = if is_restore(kind) {
        let read = table(sheet, whole, "restore");
        Some(read.and_then(|record| restore::read(sheet, record))?)
    } else {
        None
    };
    let Head { id, kind, technique, source } = head?;
    let (stimulus, expect, rules) = (stimulus?, expect?, rules?);
    Some(Definition { id, kind, technique, source, stimulus, expect, restore, rules })
}

/// The kind that stands there, where it is one. What else stands there is told by whoever reads the head.
fn kind_in(record: Record<'_, '_>) -> Option<Kind> {
    let DeValue::String(word) = record.get("kind")?.get_ref() else { return None };
    Kind::WORDS.into_iter().find(|known| *known == word.as_ref()).map(Kind::of)
}

fn table<'r, 'v>(
    sheet: &mut Sheet<'_>,
    whole: Record<'r, 'v>,
    field: &'static str,
) -> Option<Record<'r, 'v>> {
    let value = whole.need(sheet, field)?;
    Record::of(sheet, field, value)
}

struct Head {
    id: Name,
    kind: Kind,
    technique: Option<String>,
    source: Option<EntityId>,
}

fn head_of(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Head> {
    let kind = record.need(sheet, "kind");
    let kind = kind.and_then(|value| sheet.word_in("kind", value, &Kind::WORDS)).map(Kind::of);
    let is_called = kind == Some(Kind::Contact);
    let is_restored = kind == Some(Kind::Restore);
    let more: &[&str] = match () {
        () if is_called => &[],
        () if is_restored => &["source"],
        () => &["technique", "source"],
    };
    record.only(sheet, || ["id", "kind"].into_iter().chain(more.iter().copied()).collect());
    let id = record.need_name(sheet, "id");
    if is_called {
        return Some(Head { id: id?, kind: kind?, technique: None, source: None });
    }
    if is_restored {
        let source = record.need(sheet, "source");
        let source = source.and_then(|value| field::thing(sheet, "source", value, &["system"]));
        return Some(Head { id: id?, kind: kind?, technique: None, source: Some(source?) });
    }
    let technique = record.need(sheet, "technique");
    let technique = technique.and_then(|value| field::technique(sheet, "technique", value));
    let source = record.need(sheet, "source");
    let kinds = ["system", "log_source"];
    let source = source.and_then(|value| field::thing(sheet, "source", value, &kinds));
    Some(Head { id: id?, kind: kind?, technique: Some(technique?), source: Some(source?) })
}

#[cfg(test)]
mod tests;

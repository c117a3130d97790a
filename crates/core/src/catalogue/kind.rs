//! `[[kind]]`: evidence kinds and what refutes them.

use std::collections::BTreeMap;

use super::letter::Known;
use super::text::{self, ORIGIN_FIELDS};
use super::{EvidenceKind, Origin, Refuter};
use crate::mistake::Problem;
use crate::requirement::scope::Scope;
use crate::sheet::{Record, Sheet, Value};
use crate::{Basis, Name};

/// Most evidence kinds of a catalogue.
pub const KINDS_MAX: usize = 2_000;

/// Most refuters of one kind.
pub const REFUTERS_MAX: usize = 100;

/// What may be done when evidence is missing: each has its sentence in every language.
pub const ACTIONS: [&str; 9] = [
    "run_probe",
    "ask_supplier",
    "write_document",
    "run_exercise",
    "record_statement",
    "declare_inventory",
    "export_configuration",
    "meet_claims",
    "add_canary",
];

/// The evidence kinds of all files.
pub(super) struct Kinds {
    /// Nothing stands for a kind whose record has mistakes: rules are not held against it.
    registered: BTreeMap<Name, Option<EvidenceKind>>,
    /// Whether every file could be read.
    whole: bool,
}

impl Kinds {
    pub(super) const fn new(whole: bool) -> Self {
        Self { registered: BTreeMap::new(), whole }
    }

    /// The kind that a rule asks for; told when no file registers it.
    pub(super) fn find(
        &self,
        sheet: &mut Sheet<'_>,
        name: &Name,
        value: Value<'_, '_>,
    ) -> Option<&EvidenceKind> {
        if let Some(kind) = self.registered.get(name) {
            return kind.as_ref();
        }
        if self.whole {
            sheet.tell(value.span().start, self.unknown(name));
        }
        None
    }

    fn unknown(&self, name: &Name) -> Problem {
        let names = || self.registered.keys().map(Name::as_str);
        let codes = ("evidence_unknown", "evidence_unknown_near");
        let problem = Problem::unknown(codes, name.as_str(), names());
        if problem.code == "evidence_unknown_near" {
            return problem;
        }
        let beginning = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        let mine = beginning(name.as_str());
        problem.with_allowed(names().filter(|other| beginning(other) == mine))
    }

    pub(super) fn into_map(self) -> BTreeMap<Name, EvidenceKind> {
        self.registered.into_iter().filter_map(|(name, kind)| Some((name, kind?))).collect()
    }
}

/// Reads the kinds of one file.
pub(super) fn read(sheet: &mut Sheet<'_>, file: Record<'_, '_>, known: &mut Known) {
    let Some(value) = file.get("kind") else { return };
    let list = sheet.list_in("kind", value, "list_of_tables").unwrap_or_default();
    let count = known.kinds.registered.len() + list.len();
    if count > KINDS_MAX {
        let problem = Problem::new("too_many").with("what", "kinds").with("count", count);
        sheet.tell(value.span().start, problem.with("most", KINDS_MAX));
        known.kinds.whole = false;
        return;
    }
    for value in list {
        let Some(record) = Record::of(sheet, "kind", value) else { continue };
        let name = known.ids.first(sheet, "kind", "", record);
        let scope = name.as_ref().map_or_else(|| format!("byte {}", record.at), Name::to_string);
        let kind = kind(sheet, record, &scope, known);
        if let Some(name) = name {
            known.kinds.registered.insert(name, kind);
        }
    }
}

fn kind(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    scope: &str,
    known: &mut Known,
) -> Option<EvidenceKind> {
    let own = [
        "id",
        "title",
        "subject",
        "validity",
        "strongest",
        "probes",
        "attributes",
        "refuter",
        "next",
    ];
    record.only(sheet, || own.into_iter().chain(ORIGIN_FIELDS).collect());
    let title = text::title(sheet, record);
    let subject = subject(sheet, record);
    let validity = record.get("validity").and_then(|value| sheet.span_in("validity", value));
    let strongest = record.need(sheet, "strongest");
    let strongest =
        strongest.and_then(|value| sheet.word_in("strongest", value, &Basis::ALL.map(Basis::name)));
    let strongest = strongest.and_then(Basis::from_name);
    let probes = text::names(sheet, record, "probes");
    let attributes = text::names(sheet, record, "attributes");
    let next = record.need(sheet, "next").and_then(|value| sheet.word_in("next", value, &ACTIONS));
    let next = next.and_then(|word| word.parse().ok());
    let origin = text::origin(sheet, record);
    let refuters = refuters(sheet, record, scope, known, origin.as_ref());
    Some(EvidenceKind {
        title: title?,
        subject: subject?,
        validity,
        strongest: strongest?,
        probes: probes?,
        attributes: attributes?,
        refuters: refuters?,
        next: next?,
        origin: origin?,
    })
}

/// The kind of thing that evidence is about.
fn subject(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Name> {
    let value = record.need(sheet, "subject")?;
    let text = sheet.text_in("subject", value)?;
    match Scope::of(text) {
        Ok(_) => text.parse().ok(),
        Err(problem) => {
            sheet.tell(value.span().start, problem);
            None
        }
    }
}

/// The refuters of a kind; nothing when one has mistakes.
fn refuters(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    scope: &str,
    known: &mut Known,
    origin: Option<&Origin>,
) -> Option<Vec<Refuter>> {
    let Some(value) = record.get("refuter") else { return Some(Vec::new()) };
    let list = sheet.list_in("refuter", value, "list_of_tables")?;
    if list.len() > REFUTERS_MAX {
        let problem = Problem::new("too_many").with("what", "refuters");
        let problem = problem.with("count", list.len()).with("most", REFUTERS_MAX);
        sheet.tell(value.span().start, problem);
        return None;
    }
    let mut refuters = Vec::with_capacity(list.len());
    for value in list {
        let record = Record::of(sheet, "refuter", value);
        refuters.push(record.and_then(|record| {
            let id = known.ids.first(sheet, "refuter", scope, record);
            refuter(sheet, record, id, origin)
        }));
    }
    refuters.into_iter().collect()
}

fn refuter(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    id: Option<Name>,
    of_kind: Option<&Origin>,
) -> Option<Refuter> {
    let own = ["id", "title", "healed_by", "machine"];
    record.only(sheet, || own.into_iter().chain(ORIGIN_FIELDS).collect());
    let title = text::title(sheet, record);
    let healed_by = text::names(sheet, record, "healed_by");
    if healed_by.as_ref().is_some_and(Vec::is_empty) {
        let named = id.as_ref().map_or("?", Name::as_str);
        sheet.tell(record.at, Problem::new("unhealable").with("refuter", named));
    }
    let machine = record.flag(sheet, "machine");
    let origin = text::origin_or(sheet, record, of_kind);
    Some(Refuter {
        id: id?,
        title: title?,
        healed_by: healed_by?,
        machine: machine?,
        origin: origin?,
    })
}

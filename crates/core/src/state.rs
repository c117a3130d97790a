//! The state: what the facts recorded so far amount to. A fold of envelopes in the order of the
//! ledger; nothing in it depends on the clock.
//!
//! Things and names are interned: a number stands for an id, so that judging compares numbers.

mod apply;
mod names;
mod prune;
mod seen;
mod slot;
mod slots;
mod snapshot;
mod subject;
mod view;
mod weight;

use std::collections::{BTreeMap, BTreeSet};

pub use apply::{Applied, BadSequence, Touched};
pub(crate) use names::{NameNo, Names};
pub(crate) use prune::Lift;
pub(crate) use slot::{Record, Slot};
pub(crate) use slots::{Scales, Slots};
pub use snapshot::BadSnapshot;
pub(crate) use subject::{Exempted, Listed, Subject, SubjectNo};
pub use view::{EntityView, EvidenceView};
pub(crate) use weight::{Found, Weighed};

use crate::fact::{CatalogueAdoption, Genesis, Obligation, Situation};
use crate::{Actor, EntityId, EntryId, Instant, Name};

/// Everything that the facts recorded so far amount to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    names: Names,
    subjects: Vec<Subject>,
    index: BTreeMap<EntityId, SubjectNo>,
    /// Things that are listed and not retired, by kind, each in the order of their ids.
    kinds: BTreeMap<Box<str>, Vec<SubjectNo>>,
    retired: BTreeSet<SubjectNo>,
    /// Where each evidence entry is, in the order of the entries.
    located: Vec<(u64, SubjectNo, NameNo)>,
    contests: BTreeMap<u64, Vec<u64>>,
    requests: BTreeMap<u64, Request>,
    obligations: BTreeMap<Name, Obliged>,
    catalogue: Option<(EntryId, CatalogueAdoption)>,
    situation: Option<(EntryId, Situation)>,
    genesis: Option<Genesis>,
    size: u64,
    next_entry: u64,
    last_received: Option<Instant>,
    /// Evidence of entries before this one may have been left out of the snapshot that this came
    /// from; 0 when nothing was.
    pruned_before: u64,
}

/// A request for an exemption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) actor: Actor,
    pub(crate) claim: Name,
    pub(crate) subject: EntityId,
    pub(crate) until: Instant,
}

/// An obligation and whether it was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Obliged {
    pub(crate) entry: EntryId,
    pub(crate) fact: Obligation,
    pub(crate) met: Option<EntryId>,
}

impl State {
    /// The state before the first fact.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many entries were applied.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// When the last entry was received.
    pub fn last_received(&self) -> Option<Instant> {
        self.last_received
    }

    /// The first entry of the ledger.
    pub fn genesis(&self) -> Option<&Genesis> {
        self.genesis.as_ref()
    }

    /// The catalogue adopted last, and the entry that adopted it.
    pub fn catalogue(&self) -> Option<(EntryId, &CatalogueAdoption)> {
        self.catalogue.as_ref().map(|(entry, adoption)| (*entry, adoption))
    }

    /// The situation level declared last, and the entry that declared it.
    pub fn situation(&self) -> Option<(EntryId, &Situation)> {
        self.situation.as_ref().map(|(entry, situation)| (*entry, situation))
    }

    /// Whether named expiries are shortened now.
    pub fn is_raised(&self) -> bool {
        self.situation.as_ref().is_some_and(|(_, situation)| situation.raised)
    }

    /// All obligations, in the order of their ids, each with whether it was met.
    pub fn obligations(&self) -> impl Iterator<Item = (&Obligation, bool)> {
        self.obligations.values().map(|obliged| (&obliged.fact, obliged.met.is_some()))
    }

    /// The obligation of that id, and whether it was met.
    pub fn obligation(&self, id: &Name) -> Option<(&Obligation, bool)> {
        self.obligations.get(id).map(|obliged| (&obliged.fact, obliged.met.is_some()))
    }

    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    pub(crate) fn number(&self, id: &EntityId) -> Option<SubjectNo> {
        self.index.get(id).copied()
    }

    pub(crate) fn subject(&self, number: SubjectNo) -> Option<&Subject> {
        self.subjects.get(number.place())
    }

    /// Things of that kind that are listed and not retired, in the order of their ids.
    pub(crate) fn of_kind(&self, kind: &str) -> &[SubjectNo] {
        self.kinds.get(kind).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn retired(&self) -> impl Iterator<Item = SubjectNo> {
        self.retired.iter().copied()
    }

    /// The entries in which somebody replied to the evidence of that entry, in order.
    pub fn contests_of(&self, entry: EntryId) -> &[u64] {
        self.contests.get(&entry.0).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn request(&self, entry: EntryId) -> Option<&Request> {
        self.requests.get(&entry.0)
    }

    pub(crate) fn obliged(&self, id: &Name) -> Option<&Obliged> {
        self.obligations.get(id)
    }

    /// The record of an evidence entry, and whose it is.
    pub(crate) fn record(&self, entry: EntryId) -> Option<(&Record, &Slot, SubjectNo)> {
        let at = self.located.binary_search_by_key(&entry.0, |(entry, ..)| *entry).ok()?;
        let (_, subject, kind) = *self.located.get(at)?;
        let slot = self.subject(subject)?.slots.get(kind)?;
        Some((slot.record(entry)?, slot, subject))
    }

    /// Whether an entry that is not here may have been left out of the snapshot this came from.
    pub(crate) fn may_be_pruned(&self, entry: EntryId) -> bool {
        entry.0 < self.pruned_before
    }

    fn intern(&mut self, id: &EntityId) -> SubjectNo {
        if let Some(number) = self.index.get(id) {
            return *number;
        }
        let number = SubjectNo::of_place(self.subjects.len());
        self.subjects.push(Subject::new(id.clone()));
        self.index.insert(id.clone(), number);
        number
    }

    fn subject_mut(&mut self, number: SubjectNo) -> Option<&mut Subject> {
        self.subjects.get_mut(number.place())
    }
}

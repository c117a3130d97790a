//! The evidence of one kind about one thing.

use std::cmp::Ordering;

use super::{NameNo, Names};
use crate::{Basis, EntryId, Instant, Name, Outcome};

/// Evidence of one kind about one thing, in the order of the entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) kind: NameNo,
    /// Whether evidence was left out when this was written to a snapshot.
    pub(crate) pruned: bool,
    pub(crate) records: Vec<Record>,
}

/// What is kept of one piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) entry: EntryId,
    pub(crate) collected_at: Instant,
    /// [`Instant::NEVER`] when the evidence does not say.
    pub(crate) valid_until: Instant,
    pub(crate) code: Option<NameNo>,
    pub(crate) method: Option<NameNo>,
    pub(crate) version: u32,
    pub(crate) vantage: Option<NameNo>,
    pub(crate) result: Outcome,
    pub(crate) basis: Basis,
    pub(crate) standing: Standing,
    /// The first half of the transcript's digest: enough to tell transcripts apart.
    pub(crate) transcript: Option<Box<[u8; 16]>>,
    /// The entry that this judged again, when it had the right to.
    pub(crate) supersedes: Option<Box<EntryId>>,
    pub(crate) attributes: Option<Box<[(Name, i64)]>>,
}

/// Whether a record still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It counts.
    Counts,
    /// It was judged again by a newer method version.
    Superseded,
    /// It is support that was withdrawn.
    Withdrawn,
}

impl Slot {
    pub(crate) fn new(kind: NameNo) -> Self {
        Self { kind, pruned: false, records: Vec::new() }
    }

    /// The record of an entry.
    pub(crate) fn record(&self, entry: EntryId) -> Option<&Record> {
        let at = self.records.binary_search_by_key(&entry, |record| record.entry).ok()?;
        self.records.get(at)
    }

    /// Records that count, of one result.
    pub(crate) fn counting(&self, result: Outcome) -> impl Iterator<Item = &Record> {
        let counts =
            move |record: &&Record| record.result == result && record.standing == Standing::Counts;
        self.records.iter().filter(counts)
    }

    /// Withdraws support. What it had superseded is judged anew: a refutation counts again, support
    /// does not, because a withdrawal never betters a status (law 4).
    pub(crate) fn withdraw(&mut self, entry: EntryId) {
        let Ok(at) = self.records.binary_search_by_key(&entry, |record| record.entry) else {
            return;
        };
        if let Some(record) = self.records.get_mut(at) {
            record.standing = Standing::Withdrawn;
        }
        let again: Vec<EntryId> = self
            .records
            .iter()
            .filter(|record| record.result == Outcome::Refutes)
            .filter(|record| record.standing == Standing::Superseded)
            .map(|record| record.entry)
            .filter(|refutation| !self.is_superseded(*refutation))
            .collect();
        for record in &mut self.records {
            if again.contains(&record.entry) {
                record.standing = Standing::Counts;
            }
        }
    }

    fn is_superseded(&self, entry: EntryId) -> bool {
        let supersedes = |record: &&Record| record.supersedes.as_deref() == Some(&entry);
        self.records.iter().filter(supersedes).any(|record| record.standing != Standing::Withdrawn)
    }

    /// Marks an entry as judged again.
    pub(crate) fn supersede(&mut self, entry: EntryId) {
        let Ok(at) = self.records.binary_search_by_key(&entry, |record| record.entry) else {
            return;
        };
        if let Some(record) = self.records.get_mut(at)
            && record.standing == Standing::Counts
        {
            record.standing = Standing::Superseded;
        }
    }
}

impl Record {
    /// Orders records that are otherwise as good as each other by what is seen of them, and by entry
    /// only at the last: so that the order of arrival decides nothing but ids (law 2).
    pub(crate) fn tie(&self, other: &Self, names: &Names) -> Ordering {
        let name = |number: Option<NameNo>| number.and_then(|number| names.name(number));
        name(self.code)
            .cmp(&name(other.code))
            .then_with(|| name(self.method).cmp(&name(other.method)))
            .then_with(|| self.version.cmp(&other.version))
            .then_with(|| name(self.vantage).cmp(&name(other.vantage)))
            .then_with(|| self.transcript.cmp(&other.transcript))
            .then_with(|| self.attributes.cmp(&other.attributes))
            .then_with(|| self.valid_until.cmp(&other.valid_until))
            .then_with(|| self.entry.cmp(&other.entry))
    }

    /// By when it was collected, then by strength: which refutation, or which failed attempt, is shown.
    pub(crate) fn latest(&self, other: &Self, names: &Names) -> Ordering {
        self.collected_at
            .cmp(&other.collected_at)
            .then_with(|| self.basis.cmp(&other.basis))
            .then_with(|| self.tie(other, names))
    }

    /// The value of a whole-number attribute.
    pub(crate) fn attribute(&self, name: &Name) -> Option<i64> {
        let attributes = self.attributes.as_deref()?;
        attributes.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }
}

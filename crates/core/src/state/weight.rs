//! What judging reads of the evidence about a thing.

use std::cmp::Ordering;
use std::ops::Deref;

use super::{NameNo, Names, Record, Slot};
use crate::{Basis, EntryId, Instant, Outcome};

/// What judging reads of a record that can matter. A thing has hundreds of records, of which a handful of each
/// kind matter; those of a thing lie together, for a letter is judged by reading them all, and what is far
/// apart in memory takes longer to fetch than to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weight {
    pub(crate) entry: EntryId,
    pub(crate) collected_at: Instant,
    /// [`Instant::NEVER`] when the evidence does not say.
    pub(crate) valid_until: Instant,
    pub(crate) code: Option<NameNo>,
    pub(crate) method: Option<NameNo>,
    pub(crate) vantage: Option<NameNo>,
    /// The place among the slot's records.
    place: u32,
    pub(crate) result: Outcome,
    pub(crate) basis: Basis,
    /// Whether it judged an earlier entry again.
    judged_again: bool,
}

impl Weight {
    /// The weight of the record at that place of its slot.
    pub(super) fn new(place: u32, record: &Record) -> Self {
        Self {
            entry: record.entry,
            collected_at: record.collected_at,
            valid_until: record.valid_until,
            code: record.code,
            method: record.method,
            vantage: record.vantage,
            place,
            result: record.result,
            basis: record.basis,
            judged_again: record.supersedes.is_some(),
        }
    }

    /// The record that it is of, in its slot.
    pub(super) fn of<'s>(&self, slot: &'s Slot) -> Option<&'s Record> {
        slot.records.get(self.place as usize)
    }
}

/// The evidence of one kind about one thing, as much of it as can matter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weighed<'s> {
    pub(super) slot: &'s Slot,
    pub(super) weights: &'s [Weight],
}

impl<'s> Weighed<'s> {
    /// Evidence of one result, in the order of the entries.
    pub(crate) fn of(&self, result: Outcome) -> impl Iterator<Item = Found<'s>> + use<'s> {
        let slot = self.slot;
        let alike = self.weights.iter().filter(move |weight| weight.result == result);
        alike.map(move |weight| Found { weight, slot })
    }
}

/// A piece of evidence that can matter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found<'s> {
    weight: &'s Weight,
    slot: &'s Slot,
}

impl Deref for Found<'_> {
    type Target = Weight;

    fn deref(&self) -> &Weight {
        self.weight
    }
}

impl<'s> Found<'s> {
    /// All that is kept of it.
    pub(crate) fn record(&self) -> Option<&'s Record> {
        self.weight.of(self.slot)
    }

    /// The entry that it judged again.
    pub(crate) fn supersedes(&self) -> Option<EntryId> {
        if self.judged_again { self.record()?.supersedes.as_deref().copied() } else { None }
    }

    /// As [`Record::tie`].
    pub(crate) fn tie(&self, other: &Self, names: &Names) -> Ordering {
        let records = self.record().zip(other.record());
        records.map_or(Ordering::Equal, |(one, other)| one.tie(other, names))
    }

    /// As [`Record::latest`].
    pub(crate) fn latest(&self, other: &Self, names: &Names) -> Ordering {
        self.collected_at
            .cmp(&other.collected_at)
            .then_with(|| self.basis.cmp(&other.basis))
            .then_with(|| self.tie(other, names))
    }
}

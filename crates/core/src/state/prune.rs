//! Which evidence can still matter, whatever is asked and whatever comes, as long as nothing earlier
//! is withdrawn or judged again. Judging looks at nothing else, and snapshots leave the rest out.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use super::slots::Scales;
use super::weight::{Weighed, Weight};
use super::{Names, Record, Slot};
use crate::{Basis, EntryId, Instant, Outcome};

/// For each basis, when the latest support of at least that strength was collected: a refutation of
/// that basis and collected before then is lifted (law 4).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lift([Instant; Basis::ALL.len()]);

impl Lift {
    /// Lifts nothing.
    pub(crate) const NOTHING: Self = Self([Instant::from_millis(i64::MIN); Basis::ALL.len()]);

    /// With one more support.
    fn add(&mut self, basis: Basis, collected_at: Instant) {
        for latest in self.0.iter_mut().take(basis as usize + 1) {
            *latest = collected_at.max(*latest);
        }
    }

    /// With all supports that count. (One that another covers lifts nothing more.)
    #[must_use]
    pub(crate) fn with(mut self, weighed: Weighed<'_>) -> Self {
        for support in weighed.of(Outcome::Supports) {
            self.add(support.basis, support.collected_at);
        }
        self
    }

    /// Whether a refutation is lifted.
    pub(crate) fn lifts(&self, basis: Basis, collected_at: Instant) -> bool {
        self.0.get(basis as usize).is_some_and(|latest| *latest > collected_at)
    }
}

/// The slot without what cannot matter at or after `now`.
pub(crate) fn pruned(slot: &Slot, now: Instant, scales: &Scales<'_>) -> Slot {
    let kept = what_matters(slot, now, scales);
    let stays = |record: &&Record| kept.contains(&record.entry);
    let records: Vec<Record> = slot.records.iter().filter(stays).cloned().collect();
    Slot { kind: slot.kind, pruned: slot.pruned || records.len() < slot.records.len(), records }
}

/// What can matter of a slot at any time.
pub(super) fn weigh(slot: &Slot, scales: &Scales<'_>) -> Vec<Weight> {
    let kept = what_matters(slot, ALWAYS, scales);
    let places = (0..).zip(&slot.records).filter(|(_, one)| kept.contains(&one.entry));
    places.map(|(place, one)| Weight::new(place, one)).collect()
}

/// What can matter of a slot whose weights are known, with one more record: the same as weighing anew.
pub(super) fn with(
    slot: &Slot,
    known: &[Weight],
    record: &Record,
    scales: &Scales<'_>,
) -> Vec<Weight> {
    let is_lifted = record.result == Outcome::Refutes
        && Lift::NOTHING
            .with(Weighed { slot, weights: known })
            .lifts(record.basis, record.collected_at);
    let mut lift = Lift::NOTHING;
    if record.result == Outcome::Supports {
        lift.add(record.basis, record.collected_at);
    }
    let alike = |other: &&Weight| other.result == record.result;
    let mut others = known.iter().filter(alike).filter_map(|weight| weight.of(slot));
    let matters = !is_lifted && !others.any(|other| covers(record, other, scales));
    let leaves = |other: &&Weight| {
        let lifted =
            other.result == Outcome::Refutes && lift.lifts(other.basis, other.collected_at);
        let is_covered = |other: &Record| covers(other, record, scales);
        lifted || (alike(other) && other.of(slot).is_some_and(is_covered))
    };
    // A ledger has fewer entries than this can count.
    let place = u32::try_from(slot.records.len()).unwrap_or(u32::MAX);
    let own = matters.then(|| Weight::new(place, record));
    known.iter().filter(|other| !leaves(other)).copied().chain(own).collect()
}

/// The entries that can matter at or after `now`. Refutations that somebody has replied to are kept while
/// they stand.
fn what_matters(slot: &Slot, now: Instant, scales: &Scales<'_>) -> BTreeSet<EntryId> {
    let Scales { names, disputed } = scales;
    let mut lift = Lift::NOTHING;
    for support in slot.counting(Outcome::Supports) {
        lift.add(support.basis, support.collected_at);
    }
    let stands = |refutation: &&Record| !lift.lifts(refutation.basis, refutation.collected_at);
    let mut kept = frontier(slot.counting(Outcome::Supports).collect(), |worse, better| {
        support_is_covered(worse, better, now, names)
    });
    kept.extend(slot.counting(Outcome::Refutes).filter(stands).filter(|one| disputed(one.entry)));
    kept.extend(frontier(
        slot.counting(Outcome::Refutes).filter(stands).filter(|one| !disputed(one.entry)).collect(),
        |worse, better| refutation_is_covered(worse, better, names),
    ));
    let inconclusive = slot.counting(Outcome::Inconclusive);
    kept.extend(inconclusive.max_by(|a, b| a.latest(b, names)));
    kept.into_iter().map(|record| record.entry).collect()
}

/// Whether of two records of the same result `better` makes `worse` irrelevant for good.
fn covers(worse: &Record, better: &Record, scales: &Scales<'_>) -> bool {
    let Scales { names, disputed } = scales;
    match worse.result {
        Outcome::Supports => support_is_covered(worse, better, ALWAYS, names),
        Outcome::Refutes => {
            refutation_is_covered(worse, better, names)
                && !disputed(worse.entry)
                && !disputed(better.entry)
        }
        Outcome::Inconclusive => worse.latest(better, names) == Ordering::Less,
    }
}

/// Before every instant: nothing has expired yet.
const ALWAYS: Instant = Instant::from_millis(i64::MIN);

/// Whether refutation `worse` can never be shown or stand where `better` does not: `better` is later and
/// as strong.
fn refutation_is_covered(worse: &Record, better: &Record, names: &Names) -> bool {
    worse.basis <= better.basis && worse.latest(better, names) == Ordering::Less
}

/// Those that none of the others covers. `covered` is a strict partial order.
fn frontier(mut records: Vec<&Record>, covered: impl Fn(&Record, &Record) -> bool) -> Vec<&Record> {
    // Whatever covers a record comes before it in this order, or is alike, so one pass is enough.
    let key = |record: &Record| (record.collected_at, record.basis);
    records.sort_by_key(|record| Reverse(key(record)));
    let mut kept: Vec<&Record> = Vec::new();
    let mut from = 0;
    while let Some(first) = records.get(from) {
        let alike = records.iter().skip(from).take_while(|one| key(one) == key(first)).count();
        let group: Vec<&Record> = records.iter().skip(from).take(alike).copied().collect();
        for record in &group {
            let covers = |other: &&Record| covered(record, other);
            if !kept.iter().any(covers) && !group.iter().any(covers) {
                kept.push(record);
            }
        }
        from += alike;
    }
    kept
}

/// Whether support `worse` can never be shown or count where `better` does not do as well: `better` is
/// as late, as strong, as lasting, seen from the same place, and says the same (what it says no longer matters once expired).
fn support_is_covered(worse: &Record, better: &Record, now: Instant, names: &Names) -> bool {
    let expired = worse.valid_until <= now;
    // What has no end of its own may get one from the catalogue, so it is compared with its like only.
    let comparable =
        (worse.valid_until == Instant::NEVER) == (better.valid_until == Instant::NEVER);
    let as_good = worse.collected_at <= better.collected_at
        && worse.basis <= better.basis
        && worse.valid_until <= better.valid_until;
    let better_at_something = worse.collected_at < better.collected_at
        || worse.basis < better.basis
        || worse.valid_until < better.valid_until
        || worse.tie(better, names) == Ordering::Less;
    comparable
        && as_good
        && better_at_something
        && (expired || (worse.attributes == better.attributes && worse.vantage == better.vantage))
}

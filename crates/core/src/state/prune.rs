//! Which evidence can still matter, whatever is asked and whatever comes, as long as nothing earlier
//! is withdrawn or judged again. The rest is left out of snapshots.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

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
    pub(crate) fn add(&mut self, support: &Record) {
        for latest in self.0.iter_mut().take(support.basis as usize + 1) {
            *latest = support.collected_at.max(*latest);
        }
    }

    /// With all supports of a slot that count.
    #[must_use]
    pub(crate) fn with(mut self, slot: &Slot) -> Self {
        for support in slot.counting(Outcome::Supports) {
            self.add(support);
        }
        self
    }

    /// Whether a refutation is lifted.
    pub(crate) fn lifts(&self, refutation: &Record) -> bool {
        let latest = self.0.get(refutation.basis as usize);
        latest.is_some_and(|latest| *latest > refutation.collected_at)
    }
}

/// The slot without what cannot matter at or after `now`. `disputed` are refutations that somebody has
/// replied to; while they stand they are kept.
pub(crate) fn pruned(
    slot: &Slot,
    now: Instant,
    names: &Names,
    disputed: &dyn Fn(EntryId) -> bool,
) -> Slot {
    let lift = Lift::NOTHING.with(slot);
    let stands = |refutation: &&Record| !lift.lifts(refutation);
    let mut kept = frontier(slot.counting(Outcome::Supports).collect(), |worse, better| {
        support_is_covered(worse, better, now, names)
    });
    kept.extend(slot.counting(Outcome::Refutes).filter(stands).filter(|one| disputed(one.entry)));
    kept.extend(frontier(
        slot.counting(Outcome::Refutes).filter(stands).filter(|one| !disputed(one.entry)).collect(),
        |worse, better| {
            worse.basis <= better.basis && worse.latest(better, names) == Ordering::Less
        },
    ));
    let inconclusive = slot.counting(Outcome::Inconclusive);
    kept.extend(inconclusive.max_by(|a, b| a.latest(b, names)));
    let kept: BTreeSet<EntryId> = kept.into_iter().map(|record| record.entry).collect();
    let stays = |record: &&Record| kept.contains(&record.entry);
    let records: Vec<Record> = slot.records.iter().filter(stays).cloned().collect();
    Slot { kind: slot.kind, pruned: slot.pruned || records.len() < slot.records.len(), records }
}

/// Those that none of the others covers. `covered` is a strict partial order.
fn frontier(mut records: Vec<&Record>, covered: impl Fn(&Record, &Record) -> bool) -> Vec<&Record> {
    // Whatever covers a record comes before it in this order, so one pass is enough.
    records.sort_by_key(|record| Reverse((record.collected_at, record.basis, record.valid_until)));
    let mut kept: Vec<&Record> = Vec::new();
    let mut from = 0;
    while let Some(first) = records.get(from) {
        let key = |record: &Record| (record.collected_at, record.basis, record.valid_until);
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
/// as late, as strong, as lasting, and says the same (what it says no longer matters once expired).
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
        && (expired || worse.attributes == better.attributes)
}

//! The evidence about one thing, by kind, and what of it can matter.

use std::ops::Range;

use super::slot::Slot;
use super::weight::{Weighed, Weight};
use super::{NameNo, Names, Record, prune};
use crate::EntryId;

/// Slots in the order of their kinds' numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slots {
    spots: Vec<Spot>,
    /// What can matter of all slots, one after the other, each in the order of its entries. It follows from
    /// the rest; [`super::prune`] says what can matter.
    weights: Vec<Weight>,
    all: Vec<Slot>,
}

/// Where the weights of a slot end; they begin where those of the one before it end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Spot {
    kind: NameNo,
    end: u32,
}

/// What weighing must know of the rest of the state.
pub(crate) struct Scales<'a> {
    pub(crate) names: &'a Names,
    /// Whether somebody replied to an entry.
    pub(crate) disputed: &'a dyn Fn(EntryId) -> bool,
}

impl Slots {
    /// Slots that are in the order of their kinds, each kind once; none when they are not. They are not weighed
    /// yet.
    pub(crate) fn in_order(all: Vec<Slot>) -> Option<Self> {
        let spots: Vec<Spot> = all.iter().map(|slot| Spot { kind: slot.kind, end: 0 }).collect();
        let ordered =
            spots.iter().zip(spots.iter().skip(1)).all(|(one, next)| one.kind < next.kind);
        ordered.then_some(Self { spots, weights: Vec::new(), all })
    }

    /// The evidence of a kind.
    pub(crate) fn get(&self, kind: NameNo) -> Option<&Slot> {
        self.all.get(self.place(kind).ok()?)
    }

    /// What can matter of the evidence of a kind; none when there is no evidence at all.
    pub(crate) fn weighed(&self, kind: NameNo) -> Option<Weighed<'_>> {
        let place = self.place(kind).ok()?;
        let weights = self.weights.get(self.range(place))?;
        Some(Weighed { slot: self.all.get(place)?, weights })
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Slot> {
        self.all.iter()
    }

    /// Takes one more record.
    pub(crate) fn take(&mut self, kind: NameNo, record: Record, scales: &Scales<'_>) {
        let place = self.place(kind).unwrap_or_else(|place| {
            let end = self.range(place).start;
            self.spots.insert(place, Spot { kind, end: u32::try_from(end).unwrap_or(u32::MAX) });
            self.all.insert(place, Slot::new(kind));
            place
        });
        let range = self.range(place);
        let known = self.weights.get(range.clone()).unwrap_or_default();
        let Some(slot) = self.all.get_mut(place) else { return };
        let weights = prune::with(slot, known, &record, scales);
        slot.records.push(record);
        self.set(place, range, weights);
    }

    /// Changes the evidence of a kind, if there is any, and finds anew what of it matters.
    pub(crate) fn change(
        &mut self,
        kind: NameNo,
        scales: &Scales<'_>,
        change: impl FnOnce(&mut Slot),
    ) {
        let Ok(place) = self.place(kind) else { return };
        let range = self.range(place);
        let Some(slot) = self.all.get_mut(place) else { return };
        change(slot);
        let weights = prune::weigh(slot, scales);
        self.set(place, range, weights);
    }

    /// Finds anew what matters.
    pub(crate) fn weigh(&mut self, scales: &Scales<'_>) {
        self.weights.clear();
        for (spot, slot) in self.spots.iter_mut().zip(&self.all) {
            self.weights.extend(prune::weigh(slot, scales));
            spot.end = u32::try_from(self.weights.len()).unwrap_or(u32::MAX);
        }
    }

    fn set(&mut self, place: usize, range: Range<usize>, weights: Vec<Weight>) {
        let (before, now) = (range.len(), weights.len());
        self.weights.splice(range, weights);
        for spot in self.spots.iter_mut().skip(place) {
            let end = spot.end as usize - before + now;
            spot.end = u32::try_from(end).unwrap_or(u32::MAX);
        }
    }

    fn place(&self, kind: NameNo) -> Result<usize, usize> {
        self.spots.binary_search_by_key(&kind, |spot| spot.kind)
    }

    fn range(&self, place: usize) -> Range<usize> {
        let end = |place: usize| self.spots.get(place).map(|spot| spot.end as usize);
        let start = place.checked_sub(1).and_then(end).unwrap_or(0);
        start..end(place).unwrap_or(start)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::state::slot::Standing;
    use crate::{Basis, Instant, Name, Outcome};

    /// What is drawn for a piece of evidence: kind, result, basis, when collected, how long it lasts, attribute.
    type Drawn = (u8, u8, u8, u8, Option<u8>, Option<u8>);

    #[derive(Clone, Debug)]
    enum Step {
        Take(Drawn),
        Withdraw(u8),
        JudgeAgain(u8, Drawn),
        Reply(u8),
    }

    fn drawn() -> impl Strategy<Value = Drawn> {
        let lasts = proptest::option::of(0..6_u8);
        (0..3_u8, 0..3_u8, 0..5_u8, 0..6_u8, lasts, proptest::option::of(0..2_u8))
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            6 => drawn().prop_map(Step::Take),
            1 => any::<u8>().prop_map(Step::Withdraw),
            1 => (any::<u8>(), drawn()).prop_map(|(of, drawn)| Step::JudgeAgain(of, drawn)),
            1 => any::<u8>().prop_map(Step::Reply),
        ];
        proptest::collection::vec(step, 0..40)
    }

    fn record(entry: u64, drawn: Drawn, supersedes: Option<EntryId>) -> Record {
        let (_, result, basis, collected, lasts, attribute) = drawn;
        let collected_at = Instant::from_millis(i64::from(collected));
        let until = |lasts: u8| Instant::from_millis(i64::from(collected) + i64::from(lasts));
        let name: Name = "rate".parse().unwrap();
        Record {
            entry: EntryId(entry),
            collected_at,
            valid_until: lasts.map_or(Instant::NEVER, until),
            code: None,
            method: None,
            version: 1,
            vantage: None,
            result: [Outcome::Supports, Outcome::Refutes, Outcome::Inconclusive]
                [usize::from(result)],
            basis: Basis::ALL[usize::from(basis)],
            standing: Standing::Counts,
            transcript: None,
            supersedes: supersedes.map(Box::new),
            attributes: attribute.map(|value| [(name, i64::from(value))].into()),
        }
    }

    proptest! {
        #[test]
        fn what_matters_is_the_same_whether_it_is_kept_up_or_found_anew(steps in steps()) {
            let mut names = Names::default();
            let kinds = ["a.one", "a.two", "a.three"].map(|name| names.intern(&name.parse().unwrap()));
            let (mut slots, mut taken, mut replied) =
                (Slots::default(), Vec::<NameNo>::new(), BTreeSet::new());
            for step in &steps {
                let before = replied.clone();
                let disputed = |entry: EntryId| before.contains(&entry);
                let scales = Scales { names: &names, disputed: &disputed };
                let known = |of: u8| Some(usize::from(of) % taken.len().max(1)).filter(|_| !taken.is_empty());
                match step {
                    Step::Take(drawn) => {
                        let kind = kinds[usize::from(drawn.0)];
                        slots.take(kind, record(taken.len() as u64, *drawn, None), &scales);
                        taken.push(kind);
                    }
                    Step::Withdraw(of) => if let Some(of) = known(*of) {
                        slots.change(taken[of], &scales, |slot| slot.withdraw(EntryId(of as u64)));
                    },
                    Step::JudgeAgain(of, drawn) => if let Some(of) = known(*of) {
                        let (kind, older) = (taken[of], EntryId(of as u64));
                        slots.take(kind, record(taken.len() as u64, *drawn, Some(older)), &scales);
                        slots.change(kind, &scales, |slot| slot.supersede(older));
                        taken.push(kind);
                    },
                    Step::Reply(of) => if let Some(of) = known(*of) {
                        replied.insert(EntryId(of as u64));
                        let disputed = |entry: EntryId| replied.contains(&entry);
                        let scales = Scales { names: &names, disputed: &disputed };
                        slots.change(taken[of], &scales, |_| ());
                    },
                }
                let disputed = |entry: EntryId| replied.contains(&entry);
                let mut anew = slots.clone();
                anew.weigh(&Scales { names: &names, disputed: &disputed });
                prop_assert_eq!(&slots, &anew);
            }
        }
    }
}

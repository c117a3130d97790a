//! One evidence kind for one thing.

use std::cmp::Ordering;

use super::condition::compares;
use super::course::{Course, PAST};
use super::plan::LeafPlan;
use crate::requirement::{Comparison, is_outside};
use crate::state::{Found, Lift, NameNo, Record, State, SubjectNo, Weighed};
use crate::{Basis, Instant, Name, Outcome};

/// How a leaf stands for one thing, and the evidence that says so.
#[derive(Clone, Debug)]
pub(super) struct LeafJudged<'s> {
    pub(super) subject: SubjectNo,
    pub(super) course: Course,
    /// The support that is shown, when there is any.
    pub(super) support: Option<Support<'s>>,
    /// The latest refutation that stands unopposed.
    pub(super) refuter: Option<Refuter<'s>>,
    /// The latest refutation that stands only once stronger support expires.
    pub(super) contested: Option<Refuter<'s>>,
    /// Standing refutations that somebody has replied to.
    pub(super) disputed: Vec<Found<'s>>,
    /// The latest attempt that told nothing.
    pub(super) inconclusive: Option<Found<'s>>,
    /// The next instant at which any of this could change by itself.
    pub(super) next_event: Instant,
}

/// A support and how it counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Support<'s> {
    pub(super) found: Found<'s>,
    pub(super) grade: Grade,
    pub(super) ends: Instant,
}

/// How a support counts, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    /// Not any more.
    Expired,
    /// Too weak, short of a threshold, or not seen from where it must be.
    Short,
    /// As required.
    Enough,
}

/// A refutation that no support has lifted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refuter<'s> {
    pub(super) found: Found<'s>,
    /// The thing that it was found on: the leaf's own, or one that it succeeds.
    pub(super) found_on: SubjectNo,
    /// When the last stronger support expires.
    pub(super) stands_at: Instant,
}

/// Judges a leaf for a thing. The course does not depend on `at`; what is shown does.
pub(super) fn judge<'s>(
    state: &'s State,
    subject: SubjectNo,
    plan: &LeafPlan<'_>,
    at: Instant,
) -> LeafJudged<'s> {
    let mut judged = LeafJudged {
        subject,
        course: Course::MISSING,
        support: None,
        refuter: None,
        contested: None,
        disputed: Vec::new(),
        inconclusive: None,
        next_event: Instant::NEVER,
    };
    let (Some(kind), Some(own)) = (plan.kind, state.subject(subject)) else { return judged };
    let weighed = own.slots.weighed(kind);
    if weighed.is_none() && own.predecessors.is_empty() {
        return judged;
    }
    let supports = weighed.map_or_else(Supports::default, |weighed| {
        // There is one at most: the latest covers the others.
        judged.inconclusive = weighed.of(Outcome::Inconclusive).next();
        weigh(state, weighed, plan, at, &mut judged)
    });
    let mut refuted_from = Instant::NEVER;
    let quiet = |weighed: Weighed<'_>| weighed.of(Outcome::Refutes).next().is_none();
    if !own.predecessors.is_empty() || !weighed.is_none_or(quiet) {
        standing(state, subject, kind, Lift::NOTHING, &mut |found, found_on| {
            let stands_at = supports.stronger_than(found.basis);
            refuted_from = refuted_from.min(stands_at);
            judged.refutes(state, Refuter { found, found_on, stands_at }, at);
        });
        judged.hide_covered(state);
        judged.disputed.sort_by(|a, b| b.latest(a, state.names()));
    }
    let once = judged.support.is_some();
    judged.course = Course::leaf(supports.enough, supports.any(), once, refuted_from);
    judged
}

/// Until when there is support: by basis, and such as is enough.
struct Supports {
    by_basis: [Instant; Basis::ALL.len()],
    enough: Instant,
}

impl Default for Supports {
    fn default() -> Self {
        Self { by_basis: [PAST; Basis::ALL.len()], enough: PAST }
    }
}

impl Supports {
    fn any(&self) -> Instant {
        self.by_basis.iter().copied().max().unwrap_or(PAST)
    }

    fn stronger_than(&self, basis: Basis) -> Instant {
        self.by_basis.iter().copied().skip(basis as usize + 1).max().unwrap_or(PAST)
    }
}

fn weigh<'s>(
    state: &State,
    weighed: Weighed<'s>,
    plan: &LeafPlan<'_>,
    at: Instant,
    judged: &mut LeafJudged<'s>,
) -> Supports {
    let mut supports = Supports::default();
    let conditions = plan.leaf.map_or(&[][..], |leaf| &leaf.conditions);
    for found in weighed.of(Outcome::Supports) {
        let ends = ends(&found, plan);
        if at < ends {
            judged.next_event = judged.next_event.min(ends);
        }
        if let Some(until) = supports.by_basis.get_mut(found.basis as usize) {
            *until = ends.max(*until);
        }
        let meets = || found.record().is_some_and(|record| meets_all(record, conditions));
        let enough = found.basis >= plan.at_least
            && (conditions.is_empty() || meets())
            && is_seen_from(state, &found, plan);
        if enough {
            supports.enough = supports.enough.max(ends);
        }
        let grade = match (at < ends, enough) {
            (false, _) => Grade::Expired,
            (true, false) => Grade::Short,
            (true, true) => Grade::Enough,
        };
        let support = Support { found, grade, ends };
        if judged.support.is_none_or(|shown| better(&support, &shown, state)) {
            judged.support = Some(support);
        }
    }
    supports
}

/// When a support expires: at the first of its own end and the rule's.
fn ends(support: &Found<'_>, plan: &LeafPlan<'_>) -> Instant {
    match plan.within {
        Some(within) => support.valid_until.min(support.collected_at.plus(within)),
        None if support.valid_until == Instant::NEVER => {
            plan.validity.map_or(Instant::NEVER, |validity| support.collected_at.plus(validity))
        }
        None => support.valid_until,
    }
}

/// Whether a support was seen from where the rule asks.
pub(super) fn is_seen_from(state: &State, support: &Found<'_>, plan: &LeafPlan<'_>) -> bool {
    let outside =
        |vantage| state.names().name(vantage).is_some_and(|name| is_outside(name.as_str()));
    !plan.leaf.is_some_and(|leaf| leaf.from_outside) || support.vantage.is_some_and(outside)
}

fn meets_all(record: &Record, conditions: &[(Name, Comparison, i64)]) -> bool {
    conditions.iter().all(|(name, comparison, literal)| {
        record.attribute(name).is_some_and(|value| compares(value, *comparison, *literal))
    })
}

/// Which support is shown: one that counts for more, then the strongest, then the longest; of expired
/// ones the longest first.
fn better(one: &Support<'_>, other: &Support<'_>, state: &State) -> bool {
    let strength = one.found.basis.cmp(&other.found.basis);
    let length = one.ends.cmp(&other.ends);
    let by_grade = one.grade.cmp(&other.grade).then(match one.grade {
        Grade::Expired => length.then(strength),
        Grade::Short | Grade::Enough => strength.then(length),
    });
    let by_time = by_grade
        .then(one.found.collected_at.cmp(&other.found.collected_at))
        .then(one.found.valid_until.cmp(&other.found.valid_until));
    by_time.then_with(|| one.found.tie(&other.found, state.names())) == Ordering::Greater
}

/// All refutations of a kind that stand on a thing: its own, and those of the things it succeeds. What
/// was found on a predecessor is lifted by support of any thing from there on.
pub(super) fn standing<'s>(
    state: &'s State,
    subject: SubjectNo,
    kind: NameNo,
    lift: Lift,
    stands: &mut dyn FnMut(Found<'s>, SubjectNo),
) {
    let mut to_ask = vec![(subject, lift)];
    while let Some((asked, lift)) = to_ask.pop() {
        let Some(own) = state.subject(asked) else { continue };
        let weighed = own.slots.weighed(kind);
        let lift = weighed.map_or(lift, |weighed| lift.with(weighed));
        for found in weighed.into_iter().flat_map(|weighed| weighed.of(Outcome::Refutes)) {
            if !lift.lifts(found.basis, found.collected_at) {
                stands(found, asked);
            }
        }
        to_ask.extend(own.predecessors.iter().map(|predecessor| (*predecessor, lift)));
    }
}

impl<'s> LeafJudged<'s> {
    fn refutes(&mut self, state: &State, refuter: Refuter<'s>, at: Instant) {
        if !state.contests_of(refuter.found.entry).is_empty() {
            self.disputed.push(refuter.found);
        }
        let shown = if at < refuter.stands_at { &mut self.contested } else { &mut self.refuter };
        let later = |known: &Refuter<'_>| {
            refuter.found.latest(&known.found, state.names()) == Ordering::Greater
        };
        if shown.as_ref().is_none_or(later) {
            *shown = Some(refuter);
        }
    }

    /// A contested refutation is weaker than one that stands; when it is older besides, it tells nothing
    /// more (and a snapshot has left it out).
    fn hide_covered(&mut self, state: &State) {
        let stands = self.refuter.map(|refuter| refuter.found);
        self.contested = self.contested.filter(|contested| {
            stands
                .is_none_or(|found| found.latest(&contested.found, state.names()) == Ordering::Less)
        });
    }

    /// The basis of the best valid support; none while refuted.
    pub(super) fn strength(&self) -> Option<Basis> {
        let valid = self.support.filter(|support| support.grade != Grade::Expired);
        valid.filter(|_| self.refuter.is_none()).map(|support| support.found.basis)
    }
}

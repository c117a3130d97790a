//! The parts of a path, judged for one thing.

use super::Context;
use super::course::Course;
use super::leaf::{self, LeafJudged};
use super::plan::{LeafPlan, PartPlan, PathPlan};
use crate::requirement::Via;
use crate::state::{Obliged, SubjectNo};
use crate::{Basis, Instant, Name, Status};

/// A path, judged: the worst of its parts.
pub(super) struct PathJudged<'s, 'p> {
    pub(super) parts: Vec<PartJudged<'s, 'p>>,
    pub(super) course: Course,
    pub(super) compensates: bool,
}

/// A part of a path, judged.
pub(super) struct PartJudged<'s, 'p> {
    pub(super) course: Course,
    pub(super) what: What<'s, 'p>,
}

/// What a part is.
#[expect(clippy::large_enum_variant, reason = "nearly all are leaves, and a box each is slow")]
pub(super) enum What<'s, 'p> {
    /// A leaf.
    Leaf(Leaf<'s, 'p>),
    /// So many of several.
    AtLeast(u32, Vec<Leaf<'s, 'p>>),
    /// Obligations of a kind, the first due first.
    NotOverdue(&'p Name, Vec<&'s Obliged>),
}

/// A leaf, with all the things that it is about.
pub(super) struct Leaf<'s, 'p> {
    pub(super) plan: &'p LeafPlan<'p>,
    pub(super) course: Course,
    pub(super) things: Things<'s>,
}

/// The things that a leaf is about.
pub(super) enum Things<'s> {
    /// The thing itself.
    Itself(LeafJudged<'s>),
    /// Related things, which may be none.
    Related(Vec<LeafJudged<'s>>),
}

impl<'s, 'p> PathJudged<'s, 'p> {
    pub(super) fn new(context: &Context<'s>, plan: &'p PathPlan<'p>, subject: SubjectNo) -> Self {
        let parts: Vec<_> =
            plan.parts.iter().map(|part| PartJudged::new(context, part, subject)).collect();
        let course = Course::worst(parts.iter().map(|part| part.course));
        Self { parts, course, compensates: plan.compensates }
    }

    /// When a leaf of it is refuted.
    pub(super) fn refuted_from(&self) -> Instant {
        let leaves = self.parts.iter().flat_map(PartJudged::leaves);
        leaves.map(|leaf| leaf.course.refuted_from()).min().unwrap_or(Instant::NEVER)
    }

    /// The next instant at which anything about it could change by itself.
    pub(super) fn next_event(&self, at: Instant) -> Instant {
        self.parts.iter().map(|part| part.next_event(at)).min().unwrap_or(Instant::NEVER)
    }

    /// The weakest basis that it rests on; none when a part rests on nothing.
    pub(super) fn strength(&self, at: Instant) -> Option<Basis> {
        let with_evidence =
            self.parts.iter().filter(|part| !matches!(part.what, What::NotOverdue(..)));
        with_evidence.map(|part| part.strength(at)).min().flatten()
    }
}

impl<'s, 'p> PartJudged<'s, 'p> {
    fn new(context: &Context<'s>, plan: &'p PartPlan<'p>, subject: SubjectNo) -> Self {
        match plan {
            PartPlan::Leaf(plan) => {
                let leaf = Leaf::new(context, plan, subject);
                Self { course: leaf.course, what: What::Leaf(leaf) }
            }
            PartPlan::AtLeast(n, plans) => {
                let leaves: Vec<_> =
                    plans.iter().map(|plan| Leaf::new(context, plan, subject)).collect();
                let courses: Vec<Course> = leaves.iter().map(|leaf| leaf.course).collect();
                Self { course: Course::nth_best(*n, &courses), what: What::AtLeast(*n, leaves) }
            }
            PartPlan::NotOverdue(kind) => Self::not_overdue(context, kind, subject),
        }
    }

    fn not_overdue(context: &Context<'s>, kind: &'p Name, subject: SubjectNo) -> Self {
        let ids = context.state.subject(subject).map_or(&[][..], |found| &found.obligations);
        let mut known: Vec<&Obliged> = ids
            .iter()
            .filter_map(|id| context.state.obliged(id))
            .filter(|obliged| obliged.fact.kind == *kind)
            .collect();
        known.sort_by_key(|obliged| (obliged.fact.due, &obliged.fact.id));
        let due = open(&known).next().map_or(Instant::NEVER, |obliged| obliged.fact.due);
        let course = if known.is_empty() {
            Course::MISSING
        } else {
            Course::leaf(due, due, true, Instant::NEVER)
        };
        Self { course, what: What::NotOverdue(kind, known) }
    }

    pub(super) fn leaves(&self) -> &[Leaf<'s, 'p>] {
        match &self.what {
            What::Leaf(leaf) => std::slice::from_ref(leaf),
            What::AtLeast(_, leaves) => leaves,
            What::NotOverdue(..) => &[],
        }
    }

    fn next_event(&self, at: Instant) -> Instant {
        let things = self.leaves().iter().flat_map(|leaf| leaf.things.all());
        let evidence = things.map(|thing| thing.next_event).min().unwrap_or(Instant::NEVER);
        match &self.what {
            What::NotOverdue(_, known) => {
                let ahead = open(known).map(|obliged| obliged.fact.due).find(|due| at < *due);
                ahead.unwrap_or(Instant::NEVER)
            }
            _ => evidence,
        }
    }

    /// Of several, the best that are needed count.
    fn strength(&self, at: Instant) -> Option<Basis> {
        match &self.what {
            What::Leaf(leaf) => leaf.strength(at),
            What::AtLeast(n, leaves) => {
                let mut ranked: Vec<_> =
                    leaves.iter().map(|leaf| (leaf.course.state(at), leaf.strength(at))).collect();
                ranked.sort_unstable();
                let place = usize::try_from(*n).ok().and_then(|n| n.checked_sub(1))?;
                let needed = ranked.iter().rev().take(place + 1);
                needed.map(|(_, strength)| *strength).min().flatten()
            }
            What::NotOverdue(..) => None,
        }
    }
}

/// Those not met yet.
pub(super) fn open<'a, 's>(
    known: &'a [&'s Obliged],
) -> impl Iterator<Item = &'s Obliged> + use<'a, 's> {
    known.iter().copied().filter(|obliged| obliged.met.is_none())
}

impl<'s, 'p> Leaf<'s, 'p> {
    pub(super) fn new(context: &Context<'s>, plan: &'p LeafPlan<'p>, subject: SubjectNo) -> Self {
        let judge = |subject| leaf::judge(context.state, subject, plan, context.at);
        let Some(via) = plan.leaf.and_then(|leaf| leaf.via.as_ref()) else {
            let itself = judge(subject);
            return Self { plan, course: itself.course, things: Things::Itself(itself) };
        };
        let things: Vec<_> = follow(context, subject, via).into_iter().map(judge).collect();
        let courses = things.iter().map(|thing| thing.course);
        let course = if via.every { Course::worst(courses) } else { Course::best(courses) };
        Self { plan, course, things: Things::Related(things) }
    }

    /// Whether one of several things is enough.
    pub(super) fn one_is_enough(&self) -> bool {
        let via = self.plan.leaf.and_then(|leaf| leaf.via.as_ref());
        via.is_some_and(|via| !via.every)
    }

    /// The thing that counts when one is enough: the best, for the longest.
    pub(super) fn best(&self, at: Instant) -> Option<&LeafJudged<'s>> {
        let rank = |thing: &LeafJudged<'_>| {
            let state = thing.course.state(at);
            (state, thing.strength(), thing.course.lasts(state))
        };
        // The first of equals, as they are listed.
        self.things.all().iter().rev().max_by_key(|thing| rank(thing))
    }

    fn strength(&self, at: Instant) -> Option<Basis> {
        if self.one_is_enough() {
            return self.best(at).and_then(LeafJudged::strength);
        }
        self.things.all().iter().map(LeafJudged::strength).min().flatten()
    }

    /// Whether it asks for related things and there are none.
    pub(super) fn nothing_related(&self) -> bool {
        self.things.all().is_empty()
    }

    pub(super) fn state(&self, at: Instant) -> Status {
        self.course.state(at)
    }
}

impl<'s> Things<'s> {
    pub(super) fn all(&self) -> &[LeafJudged<'s>] {
        match self {
            Self::Itself(thing) => std::slice::from_ref(thing),
            Self::Related(things) => things,
        }
    }
}

/// The things that a chain of relations leads to, in the order of their ids.
pub(super) fn follow(context: &Context<'_>, subject: SubjectNo, via: &Via) -> Vec<SubjectNo> {
    let mut reached = vec![subject];
    for relation in &via.relations {
        let mut next: Vec<SubjectNo> = reached
            .iter()
            .flat_map(|number| context.state.related_to(*number, relation.as_str()))
            .collect();
        let id = |number: &SubjectNo| context.state.subject(*number).map(|found| &found.id);
        next.sort_by(|a, b| id(a).cmp(&id(b)));
        next.dedup();
        reached = next;
    }
    reached
}

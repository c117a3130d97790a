//! A claim: which things it is about, and the worst of them.

use super::condition::{self, Truth};
use super::explain::Explanation;
use super::part::Leaf;
use super::plan::{ClaimPlan, Plan};
use super::reason::{Arg, Args, ReasonCode};
use super::subject;
use super::{Action, ClaimAssessment, Context, Counts, Next, OwnAction, SubjectAssessment};
use crate::state::{State, SubjectNo};
use crate::{Basis, EntityId, Instant, Name, Status};

/// A claim, judged, and when anything about it could change by itself.
pub(super) struct ClaimJudged {
    pub(super) assessment: ClaimAssessment,
    /// One for each subject, in their order.
    pub(super) next_events: Vec<Instant>,
    /// When the claim is about nothing at all.
    pub(super) own_event: Instant,
}

/// Whether a claim is about a thing.
pub(super) enum Scope<'p> {
    /// It is; with the attribute because of which nobody can be sure.
    In(Option<&'p Name>),
    /// It is not, and that rests on somebody's word.
    OutByStatement,
    /// It is not.
    Out,
}

/// Whether a claim is about a thing of its kind.
pub(super) fn scope<'p>(state: &State, plan: &ClaimPlan<'p>, number: SubjectNo) -> Scope<'p> {
    let condition = plan.claim.requirement.for_each.condition.as_ref();
    let truth = condition.map(|condition| condition::holds(state, number, condition));
    let declared_out = state.subject(number).is_some_and(|subject| !subject.in_scope);
    match truth {
        Some(Truth::No(basis)) if basis > Basis::Statement => Scope::Out,
        Some(Truth::No(_)) => Scope::OutByStatement,
        _ if declared_out => Scope::OutByStatement,
        Some(Truth::Unknown(attribute)) => Scope::In(Some(attribute)),
        Some(Truth::Yes(_)) | None => Scope::In(None),
    }
}

/// Judges a claim. `other` is the claim that decides whether it applies.
pub(super) fn judge(
    state: &State,
    letter: &Plan<'_>,
    plan: &ClaimPlan<'_>,
    other: Option<&ClaimAssessment>,
    at: Instant,
) -> ClaimJudged {
    if let (Some(other), Some((_, worse_than))) = (other, plan.applies_if)
        && !other.state.is_worse_than(worse_than)
    {
        return not_applicable(plan, other, worse_than);
    }
    let things = state.of_kind(plan.claim.requirement.for_each.kind.as_str());
    let mut tally = Tally::new(plan, things.len());
    for thing in things {
        tally.add(state, *thing, at);
    }
    tally.finish(state, letter, at)
}

/// A claim that is being judged, thing by thing in the order of their ids.
pub(super) struct Tally<'p> {
    plan: &'p ClaimPlan<'p>,
    subjects: Vec<SubjectAssessment>,
    next_events: Vec<Instant>,
    excluded: Vec<EntityId>,
}

impl<'p> Tally<'p> {
    /// Nothing yet, with room for so many things.
    pub(super) fn new(plan: &'p ClaimPlan<'p>, things: usize) -> Self {
        Self {
            plan,
            subjects: Vec::with_capacity(things),
            next_events: Vec::with_capacity(things),
            excluded: Vec::new(),
        }
    }

    /// Judges a thing of the kind that the claim is about.
    pub(super) fn add(&mut self, state: &State, thing: SubjectNo, at: Instant) {
        match scope(state, self.plan, thing) {
            Scope::In(unknown) => {
                let judged = subject::judge(state, self.plan, thing, unknown, at);
                self.next_events.extend(judged.as_ref().map(|one| one.next_event));
                self.subjects.extend(judged.map(|one| one.assessment));
            }
            Scope::OutByStatement => {
                self.excluded.extend(state.subject(thing).map(|subject| subject.id.clone()));
            }
            Scope::Out => {}
        }
    }

    /// Adds what was judged of later things.
    pub(super) fn follow_with(&mut self, later: Self) {
        self.subjects.extend(later.subjects);
        self.next_events.extend(later.next_events);
        self.excluded.extend(later.excluded);
    }

    /// The claim, when all things of its kind were added.
    pub(super) fn finish(self, state: &State, letter: &Plan<'_>, at: Instant) -> ClaimJudged {
        let Self { plan, subjects, next_events, excluded } = self;
        if subjects.is_empty() {
            return about_nothing(state, letter, plan, excluded, at);
        }
        let mut assessment = ClaimAssessment {
            subjects,
            excluded_by_statement: excluded,
            ..without_subjects(plan, Status::Missing)
        };
        assessment.sum_up();
        ClaimJudged { assessment, next_events, own_event: Instant::NEVER }
    }
}

impl ClaimAssessment {
    /// State, strength and counts from the subjects. Without subjects they stay as they are.
    pub(super) fn sum_up(&mut self) {
        if self.subjects.is_empty() {
            return;
        }
        self.counts = Counts::of(self.subjects.iter().map(|subject| subject.state));
        self.state = self.counts.worst();
        self.strength = self.subjects.iter().map(|subject| subject.strength).min().flatten();
    }
}

fn without_subjects(plan: &ClaimPlan<'_>, state: Status) -> ClaimAssessment {
    ClaimAssessment {
        id: plan.claim.id.clone(),
        state,
        strength: None,
        subjects: Vec::new(),
        counts: Counts::default(),
        excluded_by_statement: Vec::new(),
        reasons: Vec::new(),
        next: None,
    }
}

fn not_applicable(plan: &ClaimPlan<'_>, other: &ClaimAssessment, limit: Status) -> ClaimJudged {
    let mut assessment = without_subjects(plan, Status::NotApplicable);
    let args = Args::default()
        .with("claim", Arg::Name(other.id.clone()))
        .with("state", Arg::Word(other.state.name()))
        .with("worse_than", Arg::Word(limit.name()));
    let code = ReasonCode::NotApplicableClaim;
    assessment.reasons.push(super::Reason { code, args, entries: Vec::new() });
    ClaimJudged { assessment, next_events: Vec::new(), own_event: Instant::NEVER }
}

/// Nothing listed is missing, unless the inventory of that kind is shown to be complete.
fn about_nothing(
    state: &State,
    letter: &Plan<'_>,
    plan: &ClaimPlan<'_>,
    excluded: Vec<EntityId>,
    at: Instant,
) -> ClaimJudged {
    let kind = &plan.claim.requirement.for_each.kind;
    let inventory: Option<EntityId> = format!("inventory/{kind}").parse().ok();
    let inventory = inventory.and_then(|id| state.number(&id));
    let context = inventory.map(|subject| Context { state, at, subject });
    let leaf =
        context.as_ref().map(|context| Leaf::new(context, &letter.complete, context.subject));
    let complete = leaf.as_ref().is_some_and(|leaf| leaf.state(at) == Status::Verified);

    let (status, code) = if complete {
        (Status::NotApplicable, ReasonCode::NotApplicableComplete)
    } else {
        (Status::Missing, ReasonCode::NothingListed)
    };
    let mut assessment = without_subjects(plan, status);
    assessment.excluded_by_statement = excluded;
    let args = Args::about(Some(kind.clone()));
    assessment.reasons.push(super::Reason { code, args, entries: Vec::new() });
    if let (Some(context), Some(leaf)) = (&context, &leaf) {
        let mut why = Explanation::new(context);
        why.leaf(leaf);
        assessment.reasons.extend(why.finish().0);
    }
    if !complete {
        let code = Action::Own(OwnAction::ListInventory);
        assessment.next = Some(Next { code, owner: plan.owner.clone() });
    }
    let events = leaf.iter().flat_map(|leaf| leaf.things.all()).map(|thing| thing.next_event);
    let own_event = events.min().unwrap_or(Instant::NEVER);
    ClaimJudged { assessment, next_events: Vec::new(), own_event }
}

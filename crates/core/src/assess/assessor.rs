//! An assessment that follows a state: after each fact, and as time passes, only what can have changed
//! is judged again. The result is always what [`super::assess`] would give.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::{self, ClaimJudged, Scope};
use super::letter;
use super::part;
use super::plan::{COMPLETE, ClaimPlan, Plan};
use super::{Assessment, ClaimAssessment, Context, subject};
use crate::catalogue::Letter;
use crate::state::{Applied, State, SubjectNo, Touched};
use crate::{Catalogue, EntityId, Instant, Name};

/// The place of a claim in the letter, and the place of a subject in the claim; none for the claim itself.
type Place = (usize, Option<usize>);

/// Follows one letter of a catalogue.
#[derive(Clone, Debug)]
pub struct Assessor {
    catalogue: Catalogue,
    letter: Option<Name>,
    assessment: Assessment,
    /// What may change by itself, and when.
    due: BTreeSet<(Instant, Place)>,
    /// When each subject of each claim is due; the same instants as in `due`.
    next_events: Vec<Vec<Instant>>,
    /// For each claim, the subjects whose evidence is about a related thing.
    related: Vec<BTreeMap<SubjectNo, Vec<usize>>>,
}

impl Assessor {
    /// Judges the first letter of the catalogue for the first time.
    pub fn new(state: &State, catalogue: Catalogue, at: Instant) -> Self {
        let letter = catalogue.letters.first().map(|letter| letter.id.clone());
        let assessment = super::assess(&State::new(), &Catalogue::default(), at);
        let mut assessor = Self {
            catalogue,
            letter,
            assessment,
            due: BTreeSet::new(),
            next_events: Vec::new(),
            related: Vec::new(),
        };
        assessor.judge_everything(state, at);
        assessor
    }

    /// The assessment as it stands.
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// The catalogue that is judged by.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Another catalogue is in force.
    pub fn adopt(&mut self, state: &State, catalogue: Catalogue, at: Instant) {
        self.letter = catalogue.letters.first().map(|letter| letter.id.clone());
        self.catalogue = catalogue;
        self.judge_everything(state, at);
    }

    /// Follows the state after one more fact was applied to it, or after time has passed. `changed` is
    /// what applying gave; every fact must be passed once. An instant before the last one judges all anew.
    pub fn update(&mut self, state: &State, changed: Option<&Applied>, at: Instant) {
        let nothing = Touched::Nothing;
        let touched = match changed {
            Some(Applied::Counted(touched)) => touched,
            Some(Applied::Ignored(_)) | None => &nothing,
            Some(Applied::NeedsHistory) => &Touched::Everything,
        };
        let inventory = matches!(touched, Touched::Slot(_, kind) if kind.as_str() == COMPLETE);
        let ended = self.due.iter().take_while(|(end, _)| *end <= at);
        let ended: BTreeSet<Place> = ended.map(|(_, place)| *place).collect();
        let empty_claim_ended = ended.iter().any(|(_, subject)| subject.is_none());
        let backwards = at < self.assessment.assessed_at;
        if *touched == Touched::Everything || inventory || empty_claim_ended || backwards {
            return self.judge_everything(state, at);
        }
        let catalogue = std::mem::take(&mut self.catalogue);
        let letter = letter_of(&catalogue, self.letter.as_ref());
        let plan = Plan::new(state, &catalogue, letter);
        let mut places = ended;
        self.touch(state, &plan, touched, &mut places);
        self.judge_some(state, &plan, &places, at);
        self.catalogue = catalogue;
        self.assessment.assessed_at = at;
        self.assessment.tree_size = state.size();
        if let Touched::Slot(..) = touched {
            self.assessment.open_findings = letter::open_findings(state);
        }
    }

    fn judge_everything(&mut self, state: &State, at: Instant) {
        let catalogue = std::mem::take(&mut self.catalogue);
        let letter = letter_of(&catalogue, self.letter.as_ref());
        let plan = Plan::new(state, &catalogue, letter);
        let judged = letter::claims(state, &plan, at);
        self.due.clear();
        self.next_events.clear();
        self.related.clear();
        let mut claims = Vec::with_capacity(judged.len());
        for (place, (judged, claim)) in judged.into_iter().zip(&plan.claims).enumerate() {
            self.next_events.push(Vec::new());
            self.related.push(related(state, claim, &judged.assessment, at));
            self.schedule(place, &judged);
            claims.push(judged.assessment);
        }
        self.assessment = letter::assemble(state, &catalogue, letter, claims, at);
        self.catalogue = catalogue;
    }

    /// Notes when a claim and its subjects are due.
    fn schedule(&mut self, place: usize, judged: &ClaimJudged) {
        self.due.retain(|(_, (claim, _))| *claim != place);
        let subjects = judged.next_events.iter().enumerate();
        let subjects = subjects.map(|(subject, end)| (*end, (place, Some(subject))));
        let own = std::iter::once((judged.own_event, (place, None)));
        self.due.extend(subjects.chain(own).filter(|(end, _)| *end != Instant::NEVER));
        if let Some(known) = self.next_events.get_mut(place) {
            known.clone_from(&judged.next_events);
        }
    }

    /// Adds the places that a fact can have changed.
    fn touch(
        &self,
        state: &State,
        plan: &Plan<'_>,
        touched: &Touched,
        places: &mut BTreeSet<Place>,
    ) {
        let (id, kind) = match touched {
            Touched::Slot(id, kind) => (id, Some(kind)),
            Touched::Subject(id) => (id, None),
            Touched::Nothing | Touched::Everything => return,
        };
        let kind = kind.map(|kind| state.names().number(kind.as_str()));
        // What is found on a retired thing is inherited.
        let Some(heir) = state.number(id).map(|number| state.heir(number)) else { return };
        let Some(id) = state.subject(heir).map(|subject| &subject.id) else { return };
        let claims = plan.claims.iter().zip(self.assessment.claims()).zip(&self.related);
        for (place, ((claim, assessed), related)) in claims.enumerate() {
            if kind.is_some_and(|kind| claim.leaves().all(|leaf| leaf.kind != kind)) {
                continue;
            }
            let own = position(assessed, id).into_iter();
            let others = related.get(&heir).into_iter().flatten().copied();
            places.extend(own.chain(others).map(|subject| (place, Some(subject))));
        }
    }

    /// Judges the named subjects again, and what follows from them.
    fn judge_some(
        &mut self,
        state: &State,
        plan: &Plan<'_>,
        places: &BTreeSet<Place>,
        at: Instant,
    ) {
        let changed: BTreeSet<usize> = places.iter().map(|(claim, _)| *claim).collect();
        for (claim, subject) in places {
            if let (Some(claim_plan), Some(subject)) = (plan.claims.get(*claim), subject) {
                self.judge_subject(state, claim_plan, *claim, *subject, at);
            }
        }
        for place in &changed {
            if let Some(claim) = self.claim_mut(*place) {
                claim.sum_up();
            }
        }
        self.judge_dependants(state, plan, at);
        self.assessment.sum_up();
    }

    fn judge_subject(
        &mut self,
        state: &State,
        plan: &ClaimPlan<'_>,
        claim: usize,
        subject: usize,
        at: Instant,
    ) {
        let assessed =
            self.assessment.claims().nth(claim).and_then(|claim| claim.subjects.get(subject));
        let Some(number) = assessed.and_then(|found| state.number(&found.subject)) else { return };
        let Scope::In(unknown) = claim::scope(state, plan, number) else { return };
        let Some(judged) = subject::judge(state, plan, number, unknown, at) else { return };
        let place = (claim, Some(subject));
        let known = self.next_events.get_mut(claim).and_then(|events| events.get_mut(subject));
        if let Some(known) = known {
            self.due.remove(&(*known, place));
            *known = judged.next_event;
            if judged.next_event != Instant::NEVER {
                self.due.insert((judged.next_event, place));
            }
        }
        let slot = self.claim_mut(claim).and_then(|claim| claim.subjects.get_mut(subject));
        if let Some(slot) = slot {
            *slot = judged.assessment;
        }
    }

    /// Claims that apply only when another is bad enough: judged again when that one's state differs
    /// from what they were judged by.
    fn judge_dependants(&mut self, state: &State, plan: &Plan<'_>, at: Instant) {
        for place in plan.order() {
            let Some(claim) = plan.claims.get(place) else { continue };
            let Some((other, worse_than)) = claim.applies_if else { continue };
            let Some(decider) = self.assessment.claims().nth(other) else { continue };
            let Some(assessed) = self.assessment.claims().nth(place) else { continue };
            let applies = decider.state.is_worse_than(worse_than);
            let did_apply = assessed.applied();
            if applies && did_apply {
                continue;
            }
            let judged = claim::judge(state, plan, claim, Some(decider), at);
            if applies == did_apply {
                if let Some(slot) = self.claim_mut(place) {
                    *slot = judged.assessment;
                }
                continue;
            }
            let related = related(state, claim, &judged.assessment, at);
            self.schedule(place, &judged);
            if let Some(slot) = self.related.get_mut(place) {
                *slot = related;
            }
            if let Some(slot) = self.claim_mut(place) {
                *slot = judged.assessment;
            }
        }
    }

    fn claim_mut(&mut self, place: usize) -> Option<&mut ClaimAssessment> {
        self.assessment.points.iter_mut().flat_map(|point| &mut point.claims).nth(place)
    }
}

impl ClaimAssessment {
    /// Whether it was judged as applying.
    fn applied(&self) -> bool {
        self.reasons.iter().all(|reason| reason.code != super::ReasonCode::NotApplicableClaim)
    }
}

fn letter_of<'c>(catalogue: &'c Catalogue, id: Option<&Name>) -> Option<&'c Letter> {
    catalogue.letters.iter().find(|letter| Some(&letter.id) == id)
}

fn position(claim: &ClaimAssessment, id: &EntityId) -> Option<usize> {
    claim.subjects.binary_search_by(|subject| subject.subject.cmp(id)).ok()
}

/// The things that a claim's subjects look to by `via`, and which subjects look to them.
fn related(
    state: &State,
    plan: &ClaimPlan<'_>,
    assessed: &ClaimAssessment,
    at: Instant,
) -> BTreeMap<SubjectNo, Vec<usize>> {
    let mut related: BTreeMap<SubjectNo, Vec<usize>> = BTreeMap::new();
    let vias = || plan.leaves().filter_map(|leaf| leaf.leaf?.via.as_ref());
    if vias().next().is_none() {
        return related;
    }
    for (place, judged) in assessed.subjects.iter().enumerate() {
        let Some(subject) = state.number(&judged.subject) else { continue };
        let context = Context { state, at, subject };
        for other in vias().flat_map(|via| part::follow(&context, subject, via)) {
            related.entry(other).or_default().push(place);
        }
    }
    related
}

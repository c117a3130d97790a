//! What is to be done: one task for each thing that a claim is not shown for.

use std::collections::BTreeMap;

use arvak_core::assess::{ClaimAssessment, Next, Reason, SubjectAssessment};
use arvak_core::catalogue::Claim;
use arvak_core::fact::{Obligation, Value};
use arvak_core::requirement::Part;
use arvak_core::{EntityId, Instant, Name, Status};

use crate::view::View;

/// The kind of the obligation that a due date on a task is.
pub(super) const MEASURE: &str = "measure.due";

/// A claim that is not shown, for one thing; or for none, when there is nothing yet that it could be shown for.
#[derive(Clone, Debug)]
pub(crate) struct Task<'v> {
    pub(crate) claim: &'v ClaimAssessment,
    pub(crate) subject: Option<&'v SubjectAssessment>,
    pub(crate) state: Status,
    /// The role that acts.
    pub(crate) owner: Option<EntityId>,
    /// By when, where somebody fixed it.
    pub(crate) due: Option<Instant>,
    /// From 1 to 5; 0 when nobody said.
    pub(crate) criticality: i64,
}

impl<'v> Task<'v> {
    fn of_subject(
        view: &View,
        open: &Open<'_>,
        claim: &'v ClaimAssessment,
        subject: &'v SubjectAssessment,
    ) -> Option<Self> {
        if !is_open(subject.state) {
            return None;
        }
        let measures = open.measures(&claim.id, &subject.subject);
        let measure = measures.last();
        let responsible = measure.and_then(|measure| measure.owner.clone());
        let by_rule = open.by_rule(view, &claim.id, &subject.subject);
        let due = by_rule.into_iter().chain(measure.copied()).map(|one| one.due).min();
        let usual = subject.next.as_ref().and_then(|next| next.owner.clone());
        Some(Self {
            claim,
            subject: Some(subject),
            state: subject.state,
            owner: responsible.or(usual).or_else(|| claim_owner(view, claim)),
            due,
            criticality: view.criticality(&subject.subject),
        })
    }

    fn of_claim(view: &View, claim: &'v ClaimAssessment) -> Option<Self> {
        let owner = claim.next.as_ref().and_then(|next| next.owner.clone());
        (is_open(claim.state) && claim.subjects.is_empty()).then(|| Self {
            claim,
            subject: None,
            state: claim.state,
            owner: owner.or_else(|| claim_owner(view, claim)),
            due: None,
            criticality: 0,
        })
    }

    /// The thing that it is about.
    pub(crate) fn about(&self) -> Option<&'v EntityId> {
        self.subject.map(|subject| &subject.subject)
    }

    /// The reason that weighs most.
    pub(crate) fn why(&self) -> Option<&'v Reason> {
        match self.subject {
            Some(subject) => subject.weightiest(),
            None => self.claim.reasons.first(),
        }
    }

    /// What to do next.
    pub(crate) fn next(&self) -> Option<&'v Next> {
        match self.subject {
            Some(subject) => subject.next.as_ref(),
            None => self.claim.next.as_ref(),
        }
    }

    /// The address of its page.
    pub(crate) fn path(&self) -> String {
        match self.about() {
            Some(id) => path(self.claim.id.as_str(), id),
            None => format!("/oppgaver/{}", self.claim.id),
        }
    }
}

/// Whether there is something to do about a state.
fn is_open(state: Status) -> bool {
    !matches!(state, Status::Verified | Status::NotApplicable)
}

/// The address of a task's page.
pub(super) fn path(claim: &str, id: &EntityId) -> String {
    format!("/oppgaver/{claim}/{}/{}", id.kind(), id.slug())
}

/// The claims to begin with, by who runs ICT: most hangs on them.
fn begins_with(view: &View) -> &[Name] {
    let organisation = view.organisation().and_then(|id| view.state().entity(id));
    let runs = organisation.and_then(|one| one.attribute("operates_ict")).map(|one| &one.value);
    let runs = match runs {
        Some(Value::Word(word)) => word.as_str(),
        _ => "unknown",
    };
    let starts = &view.catalogue.guide.starts;
    starts.iter().find(|start| start.id.as_str() == runs).map_or(&[], |start| &start.claims)
}

/// Everything that is not shown: the worst first, of equals what is due first, then what most hangs on by who runs ICT,
/// then what is most critical.
pub(crate) fn all(view: &View) -> Vec<Task<'_>> {
    let claims: Vec<&ClaimAssessment> = view.assessment.claims().collect();
    in_order(view).iter().filter_map(|place| place.task(&claims)).collect()
}

/// The one to begin with.
pub(crate) fn first(view: &View) -> Option<Task<'_>> {
    let claims: Vec<&ClaimAssessment> = view.assessment.claims().collect();
    in_order(view).first()?.task(&claims)
}

/// How many there are.
pub(crate) fn count(view: &View) -> usize {
    in_order(view).len()
}

/// Where a task stands in the assessment, with what was found out about it: it is in order once for each view.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    claim: usize,
    subject: Option<usize>,
    owner: Option<EntityId>,
    due: Option<Instant>,
    criticality: i64,
}

impl Place {
    fn task<'v>(&self, claims: &[&'v ClaimAssessment]) -> Option<Task<'v>> {
        let claim = *claims.get(self.claim)?;
        let subject = match self.subject {
            Some(at) => Some(claim.subjects.get(at)?),
            None => None,
        };
        Some(Task {
            claim,
            subject,
            state: subject.map_or(claim.state, |subject| subject.state),
            owner: self.owner.clone(),
            due: self.due,
            criticality: self.criticality,
        })
    }

    fn of(task: Task<'_>, claim: usize, subject: Option<usize>) -> Self {
        let Task { owner, due, criticality, .. } = task;
        Self { claim, subject, owner, due, criticality }
    }
}

fn in_order(view: &View) -> &[Place] {
    view.kept.tasks(|| order(view))
}

fn order(view: &View) -> Vec<Place> {
    let mut tasks: Vec<(Task<'_>, usize, Option<usize>)> = Vec::new();
    let open = Open::of(view);
    for (number, claim) in view.assessment.claims().enumerate() {
        let subjects = claim.subjects.iter().enumerate();
        tasks.extend(subjects.filter_map(|(at, one)| {
            Some((Task::of_subject(view, &open, claim, one)?, number, Some(at)))
        }));
        tasks.extend(Task::of_claim(view, claim).map(|task| (task, number, None)));
    }
    let first = begins_with(view);
    let rank = |claim: &Name| first.iter().position(|one| one == claim).unwrap_or(first.len());
    tasks.sort_by_cached_key(|(task, ..)| {
        let (claim, due) = (&task.claim.id, task.due.unwrap_or(Instant::NEVER));
        (task.state, due, rank(claim), -task.criticality, claim.clone(), task.about().cloned())
    });
    tasks.into_iter().map(|(task, claim, subject)| Place::of(task, claim, subject)).collect()
}

/// Where a task stands in that order, as a text that sorts like it.
pub(crate) fn place(view: &View, task: &Task<'_>) -> String {
    let first = begins_with(view);
    let rank = first.iter().position(|one| *one == task.claim.id).unwrap_or(first.len());
    let (state, due) = (task.state as u8, task.due.unwrap_or(Instant::NEVER).as_millis());
    let criticality = 9 - task.criticality.clamp(0, 9);
    let about = task.about().map(EntityId::as_str).unwrap_or_default();
    format!("{state} {due:020} {rank:04} {criticality} {} {about}", task.claim.id)
}

/// The task of that claim and thing; none when it is shown or not asked.
pub(crate) fn find<'v>(view: &'v View, claim: &str, id: &EntityId) -> Option<Task<'v>> {
    let claim = view.assessment.claim(claim)?;
    let subject = claim.subjects.iter().find(|subject| subject.subject == *id)?;
    Task::of_subject(view, &Open::of(view), claim, subject)
}

/// The task of a claim that has no things.
pub(crate) fn find_claim<'v>(view: &'v View, claim: &str) -> Option<Task<'v>> {
    Task::of_claim(view, view.assessment.claim(claim)?)
}

fn claim_owner(view: &View, claim: &ClaimAssessment) -> Option<EntityId> {
    let owner = &view.claim(claim.id.as_str())?.owner;
    format!("role/{owner}").parse().ok()
}

/// What a due date on a task is called: those made later sort later, so that the newest counts. `size` is how many
/// entries there are, `salt` keeps two at once apart.
pub(super) fn measure_id(claim: &str, size: u64, salt: &str) -> Option<Name> {
    let salt: String = salt.chars().take(8).collect();
    format!("measure.{claim}.{size:012}.{salt}").parse().ok()
}

/// The due dates that were set on a task and are not met, the newest last.
pub(crate) fn measures<'v>(view: &'v View, claim: &Name, id: &EntityId) -> Vec<&'v Obligation> {
    Open::of(view).measures(claim, id)
}

/// The obligations that are not met, by the thing that they concern.
struct Open<'v>(BTreeMap<&'v EntityId, Vec<&'v Obligation>>);

impl<'v> Open<'v> {
    fn of(view: &'v View) -> Self {
        let mut open: BTreeMap<&EntityId, Vec<&Obligation>> = BTreeMap::new();
        for (one, met) in view.state().obligations() {
            if !met {
                open.entry(&one.subject).or_default().push(one);
            }
        }
        Self(open)
    }

    fn about(&self, id: &EntityId) -> impl Iterator<Item = &'v Obligation> {
        self.0.get(id).into_iter().flatten().copied()
    }

    fn measures(&self, claim: &Name, id: &EntityId) -> Vec<&'v Obligation> {
        let prefix = format!("measure.{claim}.");
        let of_task = |one: &&Obligation| {
            one.kind.as_str() == MEASURE && one.id.as_str().starts_with(&prefix)
        };
        let mut found: Vec<&Obligation> = self.about(id).filter(of_task).collect();
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    /// What the claim's rule asks not to be past due.
    fn by_rule(&self, view: &View, claim: &Name, id: &EntityId) -> Vec<&'v Obligation> {
        if !self.0.contains_key(id) {
            return Vec::new();
        }
        let kinds = view.claim(claim.as_str()).map(asked_kinds).unwrap_or_default();
        self.about(id).filter(|one| kinds.contains(&one.kind)).collect()
    }
}

/// The kinds of obligations that a claim's rule asks not to be past due.
fn asked_kinds(claim: &Claim) -> Vec<Name> {
    let parts = claim.requirement.any_of.iter().flat_map(|path| &path.all_of);
    let kinds = parts.filter_map(|part| match part {
        Part::NotOverdue(kind) => Some(kind.clone()),
        Part::Leaf(_) | Part::AtLeast(..) => None,
    });
    kinds.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_dates_that_were_set_later_sort_later() {
        let id = |size| measure_id("1c.2", size, "0123456789abcdef").unwrap();
        assert_eq!(id(7).as_str(), "measure.1c.2.000000000007.01234567");
        assert!(id(9) < id(10) && id(10) < id(1_000));
        assert_eq!(measure_id("Ikke et krav", 1, "x"), None);
    }
}

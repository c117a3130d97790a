//! What is to be done: one task for each thing that a claim is not shown for.

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
        claim: &'v ClaimAssessment,
        subject: &'v SubjectAssessment,
    ) -> Option<Self> {
        if matches!(subject.state, Status::Verified | Status::NotApplicable) {
            return None;
        }
        let measure = newest_measure(view, &claim.id, &subject.subject);
        let responsible = measure.and_then(|measure| measure.owner.clone());
        let obligations = open_obligations(view, &claim.id, &subject.subject);
        let due = obligations.iter().map(|one| one.due).min();
        let usual = subject.next.as_ref().and_then(|next| next.owner.clone());
        Some(Self {
            claim,
            subject: Some(subject),
            state: subject.state,
            owner: responsible.or(usual).or_else(|| claim_owner(view, claim)),
            due,
            criticality: criticality(view, &subject.subject),
        })
    }

    fn of_claim(view: &View, claim: &'v ClaimAssessment) -> Option<Self> {
        let is_open = !matches!(claim.state, Status::Verified | Status::NotApplicable);
        let owner = claim.next.as_ref().and_then(|next| next.owner.clone());
        (is_open && claim.subjects.is_empty()).then(|| Self {
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

/// The address of a task's page.
pub(super) fn path(claim: &str, id: &EntityId) -> String {
    format!("/oppgaver/{claim}/{}/{}", id.kind(), id.slug())
}

/// Everything that is not shown: the worst first, of equals what is due first, then what is most critical.
pub(crate) fn all(view: &View) -> Vec<Task<'_>> {
    let mut tasks: Vec<Task<'_>> = Vec::new();
    for claim in view.assessment.claims() {
        let subjects = claim.subjects.iter();
        tasks.extend(subjects.filter_map(|one| Task::of_subject(view, claim, one)));
        tasks.extend(Task::of_claim(view, claim));
    }
    tasks.sort_by_cached_key(|task| {
        let due = task.due.unwrap_or(Instant::NEVER);
        (task.state, due, -task.criticality, task.claim.id.clone(), task.about().cloned())
    });
    tasks
}

/// The task of that claim and thing; none when it is shown or not asked.
pub(super) fn find<'v>(view: &'v View, claim: &str, id: &EntityId) -> Option<Task<'v>> {
    let claim = view.assessment.claim(claim)?;
    let subject = claim.subjects.iter().find(|subject| subject.subject == *id)?;
    Task::of_subject(view, claim, subject)
}

/// The task of a claim that has no things.
pub(super) fn find_claim<'v>(view: &'v View, claim: &str) -> Option<Task<'v>> {
    Task::of_claim(view, view.assessment.claim(claim)?)
}

fn claim_owner(view: &View, claim: &ClaimAssessment) -> Option<EntityId> {
    let owner = &view.claim(claim.id.as_str())?.owner;
    format!("role/{owner}").parse().ok()
}

fn criticality(view: &View, id: &EntityId) -> i64 {
    let thing = view.state().entity(id);
    match thing.and_then(|thing| thing.attribute("criticality")).map(|found| &found.value) {
        Some(Value::Int(level)) => *level,
        _ => 0,
    }
}

/// What a due date on a task is called: those made later sort later, so that the newest counts. `size` is how many
/// entries there are, `salt` keeps two at once apart.
pub(super) fn measure_id(claim: &str, size: u64, salt: &str) -> Option<Name> {
    let salt: String = salt.chars().take(8).collect();
    format!("measure.{claim}.{size:012}.{salt}").parse().ok()
}

/// The due dates that were set on a task and are not met, the newest last.
pub(super) fn measures<'v>(view: &'v View, claim: &Name, id: &EntityId) -> Vec<&'v Obligation> {
    let prefix = format!("measure.{claim}.");
    let all = view.state().obligations();
    let of_task = all.filter(|(one, met)| {
        !met && one.subject == *id
            && one.kind.as_str() == MEASURE
            && one.id.as_str().starts_with(&prefix)
    });
    let mut found: Vec<&Obligation> = of_task.map(|(one, _)| one).collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

fn newest_measure<'v>(view: &'v View, claim: &Name, id: &EntityId) -> Option<&'v Obligation> {
    measures(view, claim, id).pop()
}

/// What must be done by an instant: the newest due date of the task, and what the claim's rule asks for.
fn open_obligations<'v>(view: &'v View, claim: &Name, id: &EntityId) -> Vec<&'v Obligation> {
    let kinds = view.claim(claim.as_str()).map(asked_kinds).unwrap_or_default();
    let by_rule = view
        .state()
        .obligations()
        .filter(|(one, met)| !met && one.subject == *id && kinds.contains(&one.kind));
    by_rule.map(|(one, _)| one).chain(newest_measure(view, claim, id)).collect()
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

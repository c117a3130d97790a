//! What people decide about a task. Each is a fact like any other; what it does to the status follows.

use arvak_core::fact::{Contest, Exemption, ExemptionRequest, Obligation, ObligationMet};
use arvak_core::{EntityId, EntryId, Fact, Name};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft, salt};
use arvak_words::end_of_day;
use axum::extract::Path;
use axum::response::Response;

use super::one::{again, id};
use super::task::{MEASURE, measure_id, measures, path};
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::recording::{NotRecorded, NotTaken, Taken, record};
use crate::see_other::see_other;
use crate::visit::Visit;

/// Most characters of a text.
pub(crate) const TEXT_CHARS_MAX: usize = 10_000;

/// The parts of a task's address.
pub(super) type At = Path<(String, String, String)>;

/// A due date, and who is responsible.
pub(super) async fn due(
    visit: Visit,
    Path((claim, kind, slug)): At,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = known(&visit, &claim, &kind, &slug)?;
    let taken = set_due(&visit, &claim, &id, &typed).await;
    answered(&visit, &claim, &id, &typed, taken).await
}

/// The same, from wherever it comes: `frist`, `ansvarlig`.
pub(crate) async fn set_due(visit: &Visit, claim: &str, id: &EntityId, typed: &Typed) -> Taken {
    let mut mistakes = Mistakes::default();
    let due = end_of_day(typed.get("frist")).filter(|due| *due > visit.view.at);
    if due.is_none() {
        mistakes.tell("frist", visit.plain("tasks-due-wrong"));
    }
    let owner =
        typed.get("ansvarlig").parse::<EntityId>().ok().filter(|role| role.kind() == "role");
    if owner.is_none() {
        mistakes.tell("ansvarlig", visit.plain("tasks-responsible-wrong"));
    }
    let (Some(due), Some(owner)) = (due, owner) else { return Err(mistakes.into()) };
    let fact = Fact::Obligation(Obligation {
        id: measure_id(claim, visit.view.state().size(), &salt()?).ok_or(Failure::NotFound)?,
        kind: MEASURE.parse().map_err(|_| Failure::Inside)?,
        subject: id.clone(),
        due,
        owner: Some(owner),
    });
    kept(visit, vec![(fact, None)]).await
}

/// The measure is done: every due date that was set on the task is met. The status follows from evidence all the same.
pub(super) async fn done(visit: Visit, Path((claim, kind, slug)): At) -> Result<Response, Failure> {
    let id = known(&visit, &claim, &kind, &slug)?;
    let taken = meet(&visit, &claim, &id).await;
    answered(&visit, &claim, &id, &Typed::default(), taken).await
}

/// The same, from wherever it comes.
pub(crate) async fn meet(visit: &Visit, claim: &str, id: &EntityId) -> Taken {
    let name: Name = claim.parse().map_err(|_| Failure::NotFound)?;
    let open = measures(&visit.view, &name, id);
    let facts =
        open.iter().map(|one| (Fact::ObligationMet(ObligationMet { id: one.id.clone() }), None));
    kept(visit, facts.collect()).await
}

/// A reply to a refutation: it stands beside it and lifts nothing.
pub(super) async fn reply(
    visit: Visit,
    Path((claim, kind, slug)): At,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = known(&visit, &claim, &kind, &slug)?;
    let taken = contest(&visit, &typed).await;
    answered(&visit, &claim, &id, &typed, taken).await
}

/// The same, from wherever it comes: `funn`, `tekst`.
pub(crate) async fn contest(visit: &Visit, typed: &Typed) -> Taken {
    let mut mistakes = Mistakes::default();
    let of = typed.get("funn").parse::<EntryId>().ok();
    if of.is_none() {
        mistakes.tell("funn", visit.plain("tasks-reply-to-wrong"));
    }
    let text = text(visit, typed, "tekst", "tasks-reply-text-wrong", &mut mistakes);
    let (Some(of), Some(text)) = (of, text) else { return Err(mistakes.into()) };
    kept(visit, vec![(Fact::Contest(Contest { of }), Some(text))]).await
}

/// Somebody asks that the claim be set aside for the thing.
pub(super) async fn ask_exemption(
    visit: Visit,
    Path((claim, kind, slug)): At,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = known(&visit, &claim, &kind, &slug)?;
    let taken = request_exemption(&visit, &claim, &id, &typed).await;
    answered(&visit, &claim, &id, &typed, taken).await
}

/// The same, from wherever it comes: `til`, `begrunnelse`.
pub(crate) async fn request_exemption(
    visit: &Visit,
    claim: &str,
    id: &EntityId,
    typed: &Typed,
) -> Taken {
    let mut mistakes = Mistakes::default();
    let until = end_of_day(typed.get("til")).filter(|until| *until > visit.view.at);
    if until.is_none() {
        mistakes.tell("til", visit.plain("tasks-exemption-until-wrong"));
    }
    let reason = text(visit, typed, "begrunnelse", "tasks-exemption-reason-wrong", &mut mistakes);
    let (Some(until), Some(reason)) = (until, reason) else { return Err(mistakes.into()) };
    let name = claim.parse().map_err(|_| Failure::NotFound)?;
    let request = ExemptionRequest { claim: name, subject: id.clone(), until };
    kept(visit, vec![(Fact::ExemptionRequest(request), Some(reason))]).await
}

/// Somebody else approves it.
pub(super) async fn approve_exemption(
    visit: Visit,
    Path((claim, kind, slug)): At,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = known(&visit, &claim, &kind, &slug)?;
    let request: EntryId = typed.get("soknad").parse().map_err(|_| Failure::Bad)?;
    let taken = grant_exemption(&visit, &claim, &id, request).await;
    answered(&visit, &claim, &id, &typed, taken).await
}

/// The same, from wherever it comes.
pub(crate) async fn grant_exemption(
    visit: &Visit,
    claim: &str,
    id: &EntityId,
    request: EntryId,
) -> Taken {
    if request.0 >= visit.view.store.size() {
        return Err(Failure::NotFound.into());
    }
    let recorded = visit.view.store.entry(request)?;
    let Fact::ExemptionRequest(asked) = recorded.envelope.fact else {
        return Err(Failure::NotFound.into());
    };
    if asked.subject != *id || asked.claim.as_str() != claim {
        return Err(Failure::NotFound.into());
    }
    let ExemptionRequest { claim: name, subject, until } = asked;
    let fact = Fact::Exemption(Exemption { request, claim: name, subject, until });
    kept(visit, vec![(fact, None)]).await
}

/// The thing of the address, when the claim is one of the letter's and the thing is listed.
pub(crate) fn known(
    visit: &Visit,
    claim: &str,
    kind: &str,
    slug: &str,
) -> Result<EntityId, Failure> {
    let id = id(kind, slug)?;
    let claim = visit.view.assessment.claim(claim).ok_or(Failure::NotFound)?;
    let is_subject = claim.subjects.iter().any(|subject| subject.subject == id);
    if is_subject { Ok(id) } else { Err(Failure::NotFound) }
}

/// A text that must be there.
fn text(
    visit: &Visit,
    typed: &Typed,
    field: &str,
    wrong: &str,
    mistakes: &mut Mistakes,
) -> Option<String> {
    let text = typed.some(field).filter(|text| text.chars().count() <= TEXT_CHARS_MAX);
    if text.is_none() {
        mistakes.tell(field, visit.plain(wrong));
    }
    text.map(str::to_owned)
}

/// Records the facts.
async fn kept(visit: &Visit, facts: Vec<(Fact, Option<String>)>) -> Taken {
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let drafts = facts
        .into_iter()
        .map(|(fact, reason)| draft(fact, &by, None, Texts { reason, ..Texts::default() }))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| NotRecorded::undrafted(error, visit.words()))?;
    Ok(record(visit, drafts).await?)
}

/// Back to the task; or it is shown again with what is wrong.
async fn answered(
    visit: &Visit,
    claim: &str,
    id: &EntityId,
    typed: &Typed,
    taken: Taken,
) -> Result<Response, Failure> {
    match taken {
        Ok(_) => Ok(see_other(&path(claim, id))),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => again(visit, claim, id, typed, &mistakes).await,
    }
}

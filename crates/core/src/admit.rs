//! What may be recorded. Checked before a fact is appended; a fact that comes to be in a ledger all the
//! same is kept there, and the fold gives it no effect.

mod refusal;

pub use refusal::Refusal;

use crate::catalogue::EvidenceKind;
use crate::fact::{
    Contest, Exemption, ExemptionRequest, Obligation, ObligationMet, Retirement, Withdrawal,
};
use crate::marking::graded;
use crate::{
    Actor, Basis, Body, Catalogue, Draft, EntityId, EntryId, Evidence, Fact, Instant, Outcome,
    State, vocabulary,
};

/// Evidence about law has subjects of this kind, which the catalogue describes: `regime/nis2`.
const REGIME: &str = "regime";

/// Whether `draft` may be recorded at `received_at`. The catalogue is the one in force; without one,
/// kinds of evidence are not checked.
pub fn admit(
    state: &State,
    catalogue: Option<&Catalogue>,
    draft: &Draft,
    received_at: Instant,
) -> Result<(), Refusal> {
    objection(state, &draft.actor, &draft.fact, received_at)?;
    if let Some(body) = &draft.body {
        ungraded(body)?;
    }
    let reason = draft.body.as_ref().and_then(|body: &Body| body.reason.as_deref());
    if needs_reason(&draft.fact) && reason.is_none_or(|reason| reason.trim().is_empty()) {
        return Err(Refusal::ReasonNeeded { fact: draft.fact.name() });
    }
    match &draft.fact {
        Fact::Evidence(evidence) => evidence_fits(state, catalogue, evidence),
        Fact::Scope(scope) => known(state, &scope.subject),
        Fact::Retirement(retirement) => {
            known(state, &retirement.subject)?;
            retirement.successor.as_ref().map_or(Ok(()), |successor| known(state, successor))
        }
        Fact::ExemptionRequest(request) => request_fits(state, catalogue, request, received_at),
        Fact::Exemption(exemption) if exemption.until <= received_at => {
            Err(Refusal::AlreadyOver { until: exemption.until })
        }
        _ => Ok(()),
    }
}

/// Law 10: what is marked as graded has no place here, whatever field it came in.
fn ungraded(body: &Body) -> Result<(), Refusal> {
    let own = [&body.name, &body.note, &body.reason];
    let mut texts = own.into_iter().flatten().chain(body.texts.values());
    match texts.find_map(|text| graded(text)) {
        Some(marking) => Err(Refusal::Graded { grade: marking.grade }),
        None => Ok(()),
    }
}

/// What betters a status without new supporting evidence, and needs a reason (law 12).
fn needs_reason(fact: &Fact) -> bool {
    match fact {
        Fact::Scope(scope) => !scope.in_scope,
        Fact::Situation(situation) => !situation.raised,
        Fact::Retirement(_) | Fact::ExemptionRequest(_) => true,
        _ => false,
    }
}

fn known(state: &State, subject: &EntityId) -> Result<(), Refusal> {
    match state.entity(subject) {
        Some(_) => Ok(()),
        None => Err(Refusal::UnknownSubject { subject: subject.clone() }),
    }
}

fn evidence_fits(
    state: &State,
    catalogue: Option<&Catalogue>,
    evidence: &Evidence,
) -> Result<(), Refusal> {
    if let Some(older) = evidence.supersedes
        && !may_supersede(state, evidence, older)
    {
        return Err(match state.record(older) {
            None if state.may_be_pruned(older) => Refusal::NeedsHistory { of: older },
            _ => Refusal::CannotSupersede { of: older },
        });
    }
    if let Some(catalogue) = catalogue {
        let unknown = || Refusal::UnknownKind { kind: evidence.kind.clone() };
        let kind: &EvidenceKind = catalogue.kinds.get(&evidence.kind).ok_or_else(unknown)?;
        if kind.subject.as_str() != evidence.subject.kind() {
            return Err(Refusal::WrongSubjectKind {
                kind: evidence.kind.clone(),
                expected: kind.subject.clone(),
                subject: evidence.subject.clone(),
            });
        }
    }
    let subject = &evidence.subject;
    if subject.kind() == REGIME {
        let mut regimes = catalogue.iter().flat_map(|catalogue| &catalogue.guide.regimes);
        let told = catalogue.is_none() || regimes.any(|one| one.id.as_str() == subject.slug());
        return if told {
            Ok(())
        } else {
            Err(Refusal::UnknownSubject { subject: subject.clone() })
        };
    }
    // `inventory/service` stands for a list and is on none.
    let listed = vocabulary::kind(subject.kind()).is_none_or(|kind| kind.listed);
    if listed { known(state, subject) } else { Ok(()) }
}

fn request_fits(
    state: &State,
    catalogue: Option<&Catalogue>,
    request: &ExemptionRequest,
    received_at: Instant,
) -> Result<(), Refusal> {
    if request.until <= received_at {
        return Err(Refusal::AlreadyOver { until: request.until });
    }
    let claims = |catalogue: &Catalogue| {
        let points = catalogue.letters.iter().flat_map(|letter| &letter.points);
        points.flat_map(|point| &point.claims).any(|claim| claim.id == request.claim)
    };
    if catalogue.is_some_and(|catalogue| !claims(catalogue)) {
        return Err(Refusal::UnknownClaim { claim: request.claim.clone() });
    }
    known(state, &request.subject)
}

/// Why a fact would have no effect. The fold asks the same of what it finds in a ledger.
pub(crate) fn objection(
    state: &State,
    actor: &Actor,
    fact: &Fact,
    received_at: Instant,
) -> Result<(), Refusal> {
    match fact {
        Fact::Genesis(_) if state.size() > 0 => Err(Refusal::NotFirst),
        Fact::Evidence(evidence) => evidence_counts(actor, evidence, received_at),
        Fact::Entity(entity) => not_retired(state, &entity.id),
        Fact::Scope(scope) => not_retired(state, &scope.subject),
        Fact::Retirement(retirement) => may_retire(state, retirement),
        Fact::Withdrawal(withdrawal) => may_withdraw(state, withdrawal),
        Fact::Exemption(exemption) => may_exempt(state, actor, exemption),
        Fact::Obligation(obligation) => may_oblige(state, obligation),
        Fact::ObligationMet(met) => may_meet(state, met),
        Fact::Contest(contest) => may_contest(state, contest),
        _ => Ok(()),
    }
}

/// Laws 2 and 5: never from the future, and from `configuration` up only from our own judge over bytes
/// that are kept.
fn evidence_counts(
    actor: &Actor,
    evidence: &Evidence,
    received_at: Instant,
) -> Result<(), Refusal> {
    if evidence.collected_at > received_at {
        return Err(Refusal::FromTheFuture { collected_at: evidence.collected_at, received_at });
    }
    let ours = matches!(actor, Actor::Program(_))
        && evidence.method.is_some()
        && evidence.transcript.is_some();
    if evidence.basis >= Basis::Configuration && !ours {
        return Err(Refusal::NotOurJudge { basis: evidence.basis });
    }
    Ok(())
}

/// Whether `evidence` judges `older` again: same kind, thing and transcript, and a newer version of
/// the same method.
pub(crate) fn may_supersede(state: &State, evidence: &Evidence, older: EntryId) -> bool {
    let Some((record, slot, subject)) = state.record(older) else { return false };
    let names = state.names();
    let same_thing = state.subject(subject).is_some_and(|found| found.id == evidence.subject)
        && names.name(slot.kind) == Some(&evidence.kind);
    let newer = evidence.method.as_ref().is_some_and(|method| {
        record.method.and_then(|number| names.name(number)) == Some(&method.name)
            && record.version < method.version
    });
    let transcript = evidence.transcript.as_ref().and_then(|digest| digest.0.first_chunk::<16>());
    same_thing && newer && transcript.is_some() && record.transcript.as_deref() == transcript
}

fn not_retired(state: &State, subject: &EntityId) -> Result<(), Refusal> {
    let number = state.number(subject).and_then(|number| state.subject(number));
    match number.filter(|found| found.is_retired()) {
        Some(_) => Err(Refusal::Retired { subject: subject.clone() }),
        None => Ok(()),
    }
}

fn may_retire(state: &State, retirement: &Retirement) -> Result<(), Refusal> {
    not_retired(state, &retirement.subject)?;
    match &retirement.successor {
        Some(successor) if *successor == retirement.subject => {
            Err(Refusal::OwnSuccessor { subject: successor.clone() })
        }
        Some(successor) => not_retired(state, successor),
        None => Ok(()),
    }
}

fn may_withdraw(state: &State, withdrawal: &Withdrawal) -> Result<(), Refusal> {
    match state.record(withdrawal.of) {
        Some((record, ..)) if record.result == Outcome::Supports => Ok(()),
        Some(_) => Err(Refusal::NotSupport { of: withdrawal.of }),
        None => Err(unknown_evidence(state, withdrawal.of)),
    }
}

fn may_contest(state: &State, contest: &Contest) -> Result<(), Refusal> {
    match state.record(contest.of) {
        Some((record, ..)) if record.result == Outcome::Refutes => Ok(()),
        Some(_) => Err(Refusal::NotRefutation { of: contest.of }),
        None => Err(unknown_evidence(state, contest.of)),
    }
}

fn unknown_evidence(state: &State, of: EntryId) -> Refusal {
    if state.may_be_pruned(of) {
        Refusal::NeedsHistory { of }
    } else {
        Refusal::UnknownEvidence { of }
    }
}

fn may_exempt(state: &State, actor: &Actor, exemption: &Exemption) -> Result<(), Refusal> {
    let unknown = || Refusal::UnknownRequest { request: exemption.request };
    let request = state.request(exemption.request).ok_or_else(unknown)?;
    if request.actor == *actor {
        return Err(Refusal::SameActor { request: exemption.request });
    }
    let same = request.claim == exemption.claim
        && request.subject == exemption.subject
        && request.until == exemption.until;
    if same { Ok(()) } else { Err(Refusal::DiffersFromRequest { request: exemption.request }) }
}

fn may_oblige(state: &State, obligation: &Obligation) -> Result<(), Refusal> {
    match state.obliged(&obligation.id) {
        Some(_) => Err(Refusal::ObligationExists { id: obligation.id.clone() }),
        None => Ok(()),
    }
}

fn may_meet(state: &State, met: &ObligationMet) -> Result<(), Refusal> {
    match state.obliged(&met.id) {
        None => Err(Refusal::UnknownObligation { id: met.id.clone() }),
        Some(obliged) if obliged.met.is_some() => {
            Err(Refusal::ObligationMet { id: met.id.clone() })
        }
        Some(_) => Ok(()),
    }
}

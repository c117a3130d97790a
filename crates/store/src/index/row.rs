//! What the index keeps of an entry.

use arvak_core::{EntityId, Envelope, Fact, Outcome};
use serde::Serialize;

/// One row of the table `entry`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Row {
    pub(crate) id: u64,
    pub(crate) fact: &'static str,
    pub(crate) subject: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) result: Option<&'static str>,
    pub(crate) received_at: i64,
}

impl Row {
    /// The row of entry `id`. `about` is asked for the subject of an earlier entry, since a
    /// withdrawal or a reply belongs to the thing that its evidence is about.
    pub(crate) fn of(
        id: u64,
        envelope: &Envelope,
        about: impl FnOnce(u64) -> Option<EntityId>,
    ) -> Self {
        let subject = match &envelope.fact {
            Fact::Withdrawal(withdrawal) => about(withdrawal.of.0),
            Fact::Contest(contest) => about(contest.of.0),
            Fact::Erasure(erasure) => about(erasure.of.0),
            other => subject_of(other).cloned(),
        };
        Self {
            id,
            fact: envelope.fact.name(),
            subject: subject.map(|subject| subject.to_string()),
            kind: kind_of(&envelope.fact),
            result: result_of(&envelope.fact),
            received_at: envelope.received_at.as_millis(),
        }
    }
}

/// The thing that a fact itself names as its subject.
pub(crate) fn subject_of(fact: &Fact) -> Option<&EntityId> {
    match fact {
        Fact::Entity(entity) => Some(&entity.id),
        Fact::Scope(scope) => Some(&scope.subject),
        Fact::Retirement(retirement) => Some(&retirement.subject),
        Fact::Evidence(evidence) => Some(&evidence.subject),
        Fact::ExemptionRequest(request) => Some(&request.subject),
        Fact::Exemption(exemption) => Some(&exemption.subject),
        Fact::Obligation(obligation) => Some(&obligation.subject),
        _ => None,
    }
}

fn kind_of(fact: &Fact) -> Option<String> {
    let name = match fact {
        Fact::Evidence(evidence) => &evidence.kind,
        Fact::ExemptionRequest(request) => &request.claim,
        Fact::Exemption(exemption) => &exemption.claim,
        Fact::Obligation(obligation) => &obligation.kind,
        _ => return None,
    };
    Some(name.to_string())
}

fn result_of(fact: &Fact) -> Option<&'static str> {
    let Fact::Evidence(evidence) = fact else { return None };
    Some(match evidence.result {
        Outcome::Supports => "supports",
        Outcome::Refutes => "refutes",
        Outcome::Inconclusive => "inconclusive",
    })
}

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
    /// The row of entry `id`. `earlier` gives the envelopes of entries before it, since a withdrawal, a
    /// reply or an erasure belongs to the thing that its entry is about.
    pub(crate) fn of(
        id: u64,
        envelope: &Envelope,
        earlier: impl Fn(u64) -> Option<Envelope>,
    ) -> Self {
        Self {
            id,
            fact: envelope.fact.name(),
            subject: about(id, &envelope.fact, earlier).map(|subject| subject.to_string()),
            kind: kind_of(&envelope.fact),
            result: result_of(&envelope.fact),
            received_at: envelope.received_at.as_millis(),
        }
    }
}

/// The thing that an entry is about, by way of the entries that it refers to. Each of these is earlier
/// than the one that names it, so the way ends.
fn about(id: u64, fact: &Fact, earlier: impl Fn(u64) -> Option<Envelope>) -> Option<EntityId> {
    let mut entry = id;
    let mut fact = fact.clone();
    while let Some(of) = refers_to(&fact) {
        if of >= entry {
            return None;
        }
        (entry, fact) = (of, earlier(of)?.fact);
    }
    fact.subject().cloned()
}

/// The entry that a fact is about, when it is about an entry.
pub(crate) fn refers_to(fact: &Fact) -> Option<u64> {
    match fact {
        Fact::Withdrawal(withdrawal) => Some(withdrawal.of.0),
        Fact::Contest(contest) => Some(contest.of.0),
        Fact::Erasure(erasure) => Some(erasure.of.0),
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

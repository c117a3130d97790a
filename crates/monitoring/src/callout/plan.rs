//! The plan of a call-out test: roles and ways, no names and no addresses, the moment and the nonce.

use arvak_core::drill::callout::Callout;
use arvak_core::{Digest, EntityId, Instant, Name, Span};
use serde::{Deserialize, Serialize};

use crate::canonical;

/// A plan. Its hash is what stands in the ledger before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallPlan {
    /// The version of this form: 1.
    pub v: u32,
    /// The test.
    pub id: Name,
    /// SHA-256 of the definition's bytes.
    pub definition: Digest,
    /// The organisation whose list is called.
    pub organisation: EntityId,
    /// Who is called, in this order.
    pub steps: Vec<CallStep>,
    /// Milliseconds after the first call within which somebody must have acknowledged.
    pub within_ms: i64,
    /// Milliseconds after a step was called until the next one is.
    pub next_after_ms: i64,
    /// The first instant of the period in which the moment was drawn.
    pub from: Instant,
    /// The first instant after it.
    pub to: Instant,
    /// 32 hexadecimal digits that nobody can guess.
    pub nonce: String,
    /// When it begins: as [`moment`] draws it from the nonce.
    pub moment: Instant,
}

/// One on the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallStep {
    /// The role.
    pub role: EntityId,
    /// By which ways they are called: `mail`, `sms`, `webhook`.
    pub ways: Vec<String>,
}

/// The moment that a nonce draws in a period: the first eight bytes of its SHA-256, as a number, taken modulo the period's
/// milliseconds, after its beginning. So whoever sees the plan afterwards sees that nobody chose the moment.
pub fn moment(nonce: &str, from: Instant, to: Instant) -> Instant {
    let drawn = Digest::of(nonce.as_bytes());
    let drawn = drawn.0.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let period = u64::try_from(to.since(from).as_millis()).unwrap_or(0).max(1);
    from.plus(Span::from_millis(i64::try_from(drawn % period).unwrap_or(0)))
}

impl CallPlan {
    /// The plan of a definition, for a moment between `now` and the end of the agreed period. `nonce` is 32 fresh random hexadecimal digits.
    /// None when the period is over.
    pub fn of(
        id: Name,
        (definition, text): (&Callout, &str),
        organisation: EntityId,
        nonce: String,
        now: Instant,
    ) -> Option<Self> {
        let (from, to) = (definition.rules.from.max(now), definition.rules.to);
        if from >= to {
            return None;
        }
        let step = |person: &arvak_core::drill::callout::Person| CallStep {
            role: person.role.clone(),
            ways: person.ways.iter().map(|way| way.name().to_owned()).collect(),
        };
        Some(Self {
            v: 1,
            id,
            definition: Digest::of(text.as_bytes()),
            organisation,
            steps: definition.persons.iter().map(step).collect(),
            within_ms: definition.within.as_millis(),
            next_after_ms: definition.next_after.as_millis(),
            from,
            to,
            moment: moment(&nonce, from, to),
            nonce,
        })
    }

    /// SHA-256 of the plan as [canonical JSON](canonical).
    pub fn seal(&self) -> Digest {
        Digest::of(canonical(self).unwrap_or_default().as_bytes())
    }

    /// The last instant at which an acknowledgement is in time, when the first call went out at `t0`.
    pub const fn deadline(&self, t0: Instant) -> Instant {
        t0.plus(Span::from_millis(self.within_ms))
    }

    /// The last instant at which one is taken at all: once more as long.
    pub const fn listens_until(&self, t0: Instant) -> Instant {
        self.deadline(t0).plus(Span::from_millis(self.within_ms))
    }
}

//! What may be told.

use arvak_core::{EntityId, Instant, Name};
use serde::{Deserialize, Serialize};

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A claim is newly refuted.
    Refuted,
    /// What supports a claim expires soon.
    Expiring,
    /// A due date has passed.
    Overdue,
}

impl Kind {
    /// All of them, in the order of a message.
    pub const ALL: [Self; 3] = [Self::Refuted, Self::Expiring, Self::Overdue];

    /// The name in forms, databases and sentences.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refuted => "refuted",
            Self::Expiring => "expiring",
            Self::Overdue => "overdue",
        }
    }

    /// The kind called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The type of a webhook's message (Standard Webhooks: full-stop delimited).
    pub const fn event_type(self) -> &'static str {
        match self {
            Self::Refuted => "claim.refuted",
            Self::Expiring => "evidence.expiring",
            Self::Overdue => "measure.overdue",
        }
    }
}

/// Something that stands now and may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What kind.
    pub kind: Kind,
    /// The same as long as it lasts, and another one for everything else that lasts at the same time.
    pub key: String,
    /// The claim that it concerns; none for an obligation that no claim asks for.
    pub claim: Option<Name>,
    /// The thing; for deciding who may be told, never told itself.
    pub about: Option<EntityId>,
    /// When it was found, expires, or was due.
    pub at: Instant,
}

impl Event {
    /// What is kept of it until it stands in a message.
    pub fn told(&self) -> Told {
        let (claim, about) = (self.claim.clone(), self.about.clone());
        Told { kind: self.kind, claim, about, at: self.at, is_over: false }
    }
}

/// What is kept of an event until it stands in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What kind.
    pub kind: Kind,
    /// The claim.
    pub claim: Option<Name>,
    /// The thing: so that it is not told to somebody who may see it no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<EntityId>,
    /// When it was found, expires, or was due.
    pub at: Instant,
    /// Whether it was over before it was told: it is told all the same, and that it is over.
    #[serde(default)]
    pub is_over: bool,
}

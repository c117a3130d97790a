//! The eight states that anything judged can be in (DESIGN section 2).

use serde::{Deserialize, Serialize};

/// State of a leaf, path, requirement, claim, point or letter. The order of the first seven is from
/// worst to best; [`Status::NotApplicable`] stands outside it and is left out of every worst-of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Evidence shows that the claim does not hold.
    Refuted,
    /// Nobody has looked.
    Missing,
    /// There was support, and it has expired.
    Stale,
    /// Supported, by weaker evidence than the requirement asks.
    Partial,
    /// Exempted by decision, until a date.
    Exempt,
    /// The requirement is not met, and measures that reduce the risk are verified.
    Compensated,
    /// Supported by evidence as strong as the requirement asks.
    Verified,
    /// The requirement does not concern this organisation.
    NotApplicable,
}

impl Status {
    /// All states, best first, as they are listed for people.
    pub const ALL: [Self; 8] = [
        Self::Verified,
        Self::Compensated,
        Self::Exempt,
        Self::Partial,
        Self::Stale,
        Self::Missing,
        Self::Refuted,
        Self::NotApplicable,
    ];

    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refuted => "refuted",
            Self::Missing => "missing",
            Self::Stale => "stale",
            Self::Partial => "partial",
            Self::Exempt => "exempt",
            Self::Compensated => "compensated",
            Self::Verified => "verified",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The state with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether `self` is worse than `other`. What is not applicable is worse than nothing.
    pub fn is_worse_than(self, other: Self) -> bool {
        self < other && self != Self::NotApplicable
    }
}

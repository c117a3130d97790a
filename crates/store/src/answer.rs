//! What became of a draft.

use std::fmt;

use arvak_core::EntryId;
use serde::{Deserialize, Serialize};

/// The writer's answer to one draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is in the ledger now, durably.
    Taken(EntryId),
    /// Its key was in the ledger already: nothing was written, and this is the earlier entry.
    Known(EntryId),
    /// It may not be recorded; the other drafts are not touched by that.
    Refused(Refused),
}

impl Answer {
    /// The entry that holds the fact, now or from before.
    pub const fn entry(&self) -> Option<EntryId> {
        match self {
            Self::Taken(id) | Self::Known(id) => Some(*id),
            Self::Refused(_) => None,
        }
    }
}

/// Why a draft was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// Its stable code.
    pub code: String,
    /// The reason in English.
    pub reason: String,
}

impl Refused {
    /// The code of a draft that could be recorded, and was not because another of the same whole could not.
    pub const WITH_ANOTHER: &str = "with_another";

    pub(crate) fn with_another() -> Self {
        let reason = "it belongs to a whole of which another part was refused".to_owned();
        Self { code: Self::WITH_ANOTHER.to_owned(), reason }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

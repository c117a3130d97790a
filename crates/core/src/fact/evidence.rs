//! Evidence: an observation, judged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Basis, Digest, EntityId, EntryId, Instant, Name};

/// What the evidence says of the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds.
    Supports,
    /// It does not hold.
    Refutes,
    /// It could not be told (law 5: this never counts as support).
    Inconclusive,
}

/// The program that observed or judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Its name, such as `https`.
    pub name: Name,
    /// Its version; a newer one may judge the same transcript again.
    pub version: u32,
}

/// One piece of evidence about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The evidence kind, registered in the catalogue.
    pub kind: Name,
    /// The thing it is about.
    pub subject: EntityId,
    /// What it says.
    pub result: Outcome,
    /// How it was got.
    pub basis: Basis,
    /// When it was true; never later than received.
    pub collected_at: Instant,
    /// When it stops being true, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Instant>,
    /// What observed or judged it; required from basis `configuration` up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// From where it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vantage: Option<Name>,
    /// Whole numbers that requirements may compare.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<Name, i64>,
    /// Why, as a code of the judge: the check that failed, the refuter that fired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Name>,
    /// Blob with the masked transcript; required from basis `configuration` up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript: Option<Digest>,
    /// Evidence that this judges again, over the same transcript and by a newer method version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<EntryId>,
}

/// Support that no longer counts; the reason is in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The supporting evidence.
    pub of: EntryId,
}

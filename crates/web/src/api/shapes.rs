//! Shapes that several answers have in common. Where the command line has a shape for the same (`--json`), it is that one:
//! `assessment` is for the document and for tests, which read every answer into it.

mod assessment;
mod entry;

pub(super) use assessment::{Assessment, Claim, Point, State, Strength};
pub(super) use entry::{Entry, Whole};

use std::collections::BTreeMap;

use arvak_core::EntryId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How many are in which state; states that nothing is in are left out.
pub(super) type Counts = BTreeMap<String, u32>;

/// What was recorded.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Recorded {
    /// The entries, in order; none when nothing had changed.
    #[schema(value_type = Vec<u64>)]
    pub(super) entries: Vec<EntryId>,
}

/// A link or a key that was just made. It is shown this once.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Secret {
    /// The key, or the whole address of the link.
    pub(super) secret: String,
}

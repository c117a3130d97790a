//! What looks came across: the newest look of each probe at a thing, and the evidence that holds names which were seen
//! against the inventory.
//!
//! A host that answers inside a declared domain and stands in no list refutes that the list of endpoints is complete. The
//! program records it, the pages show it; here stands what both must agree on.

pub mod logins;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::state::EvidenceView;
use crate::{Catalogue, EntityId, EntryId, Instant, Name, State};

/// The method of the evidence.
pub const METHOD: &str = "discovery";

/// The version of what is compared with what.
pub const VERSION: u32 = 1;

/// The list that the names should stand in.
pub const LIST: &str = "inventory/endpoint";

/// The evidence kind: that a list is complete.
pub const KIND: &str = "inventory.complete";

/// Its refuter: something was found that stands in no list.
pub const UNDECLARED: &str = "inventory.undeclared_found";

/// The transcript of the evidence. Fields in the order of their names, so that it is written as it always was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// [`METHOD`].
    pub method: String,
    /// Names that stand in no list, in order.
    pub names: Vec<UnknownName>,
    /// [`VERSION`].
    pub version: u32,
}

/// A name that stands in no list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownName {
    /// The host, in lower-case ASCII.
    pub name: String,
    /// The evidence whose looks met it, in order.
    pub seen_in: Vec<EntryId>,
}

/// The newest evidence of this method; nothing when names were never compared, or never found wanting.
pub fn latest(state: &State) -> Option<EvidenceView<'_>> {
    let (list, kind): (EntityId, Name) = (LIST.parse().ok()?, KIND.parse().ok()?);
    let known = state.evidence(&list, &kind);
    let ours = known.filter(|one| one.method.is_some_and(|method| method.as_str() == METHOD));
    ours.max_by_key(|one| (one.collected_at, one.entry))
}

/// The newest evidence of each probe about a thing: when the look began, and the entry.
pub fn newest_looks<'s>(
    state: &'s State,
    catalogue: &Catalogue,
    about: &EntityId,
) -> BTreeMap<&'s Name, (Instant, EntryId)> {
    let mut newest = BTreeMap::new();
    let kinds = catalogue.kinds.iter().filter(|(_, kind)| kind.subject.as_str() == about.kind());
    for (kind, _) in kinds.filter(|(_, kind)| !kind.probes.is_empty()) {
        for evidence in state.evidence(about, kind) {
            let Some(method) = evidence.method else { continue };
            let found = (evidence.collected_at, evidence.entry);
            let last = newest.entry(method).or_insert(found);
            *last = found.max(*last);
        }
    }
    newest
}

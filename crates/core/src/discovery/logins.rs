//! Services that are recorded as having no log-in, and one was seen: point 3 of the letter does not ask for two factors
//! there, though it should. That refutes that the list of services is complete.

use serde::{Deserialize, Serialize};

use super::{EntityId, EntryId, EvidenceView, Name, State};

/// The method of the evidence.
pub const METHOD: &str = "login_comparison";

/// The version of what is compared with what.
pub const VERSION: u32 = 1;

/// The list that says which services have a log-in.
pub const LIST: &str = "inventory/service";

/// The refuter.
pub const UNRECORDED: &str = "inventory.login_unrecorded";

/// The transcript of the evidence. Fields in the order of their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logins {
    /// [`METHOD`].
    pub method: String,
    /// Services, in order.
    pub services: Vec<LoginSeen>,
    /// [`VERSION`].
    pub version: u32,
}

/// A service with a log-in that nobody recorded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LoginSeen {
    /// The service.
    pub service: EntityId,
    /// Where the log-in was seen.
    pub endpoint: EntityId,
    /// How, as the code of the check `http.login`.
    pub reason: String,
    /// The evidence whose look saw it.
    pub seen_in: EntryId,
}

/// The newest evidence of this method; nothing when nothing was ever found.
pub fn latest(state: &State) -> Option<EvidenceView<'_>> {
    let (list, kind): (EntityId, Name) = (LIST.parse().ok()?, super::KIND.parse().ok()?);
    let known = state.evidence(&list, &kind);
    let ours = known.filter(|one| one.method.is_some_and(|method| method.as_str() == METHOD));
    ours.max_by_key(|one| (one.collected_at, one.entry))
}

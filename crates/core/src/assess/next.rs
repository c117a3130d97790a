//! The next action on a status, and whose it is.

use serde::{Serialize, Serializer};

use super::reason::codes;
use crate::{EntityId, Name};

codes! {
    /// Actions that core itself names; an evidence kind names its own in the catalogue.
    OwnAction {
        /// Mend what was found and have it looked at again, at least as strongly.
        MendAndRetest = "mend_and_retest",
        /// Somebody has replied to the refutation: answer, or look again.
        AnswerContest = "answer_contest",
        /// Findings disagree: look again.
        LookAgain = "look_again",
        /// Show it by a stronger basis, or better than the threshold.
        Strengthen = "strengthen",
        /// Look from beyond the organisation's own network.
        LookFromOutside = "look_from_outside",
        /// List the things of this kind, or show that there are none.
        ListInventory = "list_inventory",
        /// Say which things it has, such as the endpoints of a service.
        ListRelated = "list_related",
        /// Meet the obligation that is past due.
        MeetObligation = "meet_obligation",
        /// Record the obligation that the rule asks for.
        RecordObligation = "record_obligation",
        /// Get evidence of a kind that the catalogue gives no action for.
        GetEvidence = "get_evidence",
    }
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// One that core names.
    Own(OwnAction),
    /// The `next` of an evidence kind in the catalogue.
    OfKind(Name),
}

impl Action {
    /// The code in JSON.
    pub fn name(&self) -> &str {
        match self {
            Self::Own(action) => action.name(),
            Self::OfKind(name) => name.as_str(),
        }
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The next action and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Next {
    /// What to do.
    pub code: Action,
    /// The role that does it: the subject's own `owner`, or else the claim's.
    pub owner: Option<EntityId>,
}

//! How facts become a status (DESIGN section 2).

mod assessment;
mod next;
mod reason;

pub use assessment::{
    Assessment, ClaimAssessment, Counts, OpenFinding, PointAssessment, Provenance, SituationLevel,
    SubjectAssessment,
};
pub use next::{Action, Next, OwnAction};
pub use reason::{Arg, Args, Reason, ReasonCode};

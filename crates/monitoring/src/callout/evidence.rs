//! What a call-out test shows of whom.

use arvak_core::{Basis, EntityId, Instant, Outcome};

use super::{CallRecord, Judged, Verdict};

/// The method that judges.
pub const METHOD: &str = "callout";

/// Its version.
pub const METHOD_VERSION: u32 = 1;

/// What it shows of the organisation (letter point 1a.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The evidence kind.
    pub kind: &'static str,
    /// The organisation.
    pub subject: EntityId,
    /// What it says.
    pub result: Outcome,
    /// A call that we made and an acknowledgement that came by it are a probe, not a word.
    pub basis: Basis,
    /// The refuter that fired.
    pub code: Option<&'static str>,
    /// When it was true.
    pub at: Instant,
}

/// What a judged call-out test shows; nothing when there is no verdict.
pub fn shown(record: &CallRecord, judged: &Judged) -> Option<Shown> {
    let t0 = judged.t0?;
    let (result, code) = match judged.verdict {
        Verdict::Answered => (Outcome::Supports, None),
        Verdict::AnsweredLate => (Outcome::Refutes, Some("incident.call_late")),
        Verdict::Unanswered => (Outcome::Refutes, Some("incident.call_unanswered")),
        Verdict::Pending | Verdict::Stopped | Verdict::NotCalled => return None,
    };
    let at = judged.answered_at.unwrap_or_else(|| record.plan.deadline(t0)).min(record.judged_at);
    let subject = record.plan.organisation.clone();
    Some(Shown { kind: "incident.call_list", subject, result, basis: Basis::Probe, code, at })
}

//! What pages say of drills: the rung always beside the verdict.

use arvak_core::Status;
use arvak_core::drill::Kind;
use arvak_drills::say;
use arvak_monitoring::{Grade, Judged, Plan, Verdict};
use maud::Markup;

use super::known::Told;
use crate::parts;
use crate::visit::Visit;

/// What was asked, with its rung: of a test attack alone, for the others show nothing of a log.
pub(super) fn rung(visit: &Visit, plan: &Plan) -> String {
    match plan.kind {
        Kind::Positive => say::level(plan.level, visit.words()),
        kind => visit.plain(&format!("drill-kind-{}", kind.name())),
    }
}

/// A verdict with its sign. Only what is proven is green.
pub(super) fn verdict(visit: &Visit, judged: &Judged) -> Markup {
    let status = match judged.verdict {
        Verdict::Seen if judged.grade == Some(Grade::Proven) => Status::Verified,
        Verdict::Seen => Status::Partial,
        Verdict::SeenLate | Verdict::SeenWrong | Verdict::NotSeen => Status::Refuted,
        Verdict::SeenWithoutMark | Verdict::Pending | Verdict::NotEmitted => Status::Missing,
        Verdict::Stopped => Status::NotApplicable,
    };
    parts::sign(status, &visit.plain(&format!("drill-verdict-{}", judged.verdict.name())))
}

/// How long it took, or a dash.
pub(super) fn took(visit: &Visit, judged: &Judged) -> String {
    judged.detected_ms.map_or_else(|| "–".to_owned(), |millis| say::took(millis, visit.words()))
}

/// How far it has come.
pub(super) fn stage(visit: &Visit, told: &Told) -> String {
    visit.plain(&format!("drills-stage-{}", told.stage.name()))
}

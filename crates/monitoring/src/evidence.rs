//! What a verdict shows of whom, as evidence kinds of the catalogue.

use arvak_core::drill::{Kind, Level};
use arvak_core::{Basis, EntityId, Instant, Outcome};

use crate::record::{Record, Way};
use crate::verdict::{Grade, Judged, Verdict};

/// The method that judges.
pub const METHOD: &str = "drill";

/// Its version.
pub const METHOD_VERSION: u32 = 1;

/// One thing that a drill shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The evidence kind.
    pub kind: &'static str,
    /// The thing it is about.
    pub subject: EntityId,
    /// What it says.
    pub result: Outcome,
    /// How strong it is: an exercise when the answer was proven, and a statement when somebody's word is all there is.
    pub basis: Basis,
    /// The refuter that fired.
    pub code: Option<&'static str>,
    /// When it was true.
    pub at: Instant,
}

/// What a judged drill shows; nothing when there is no verdict.
///
/// That nobody saw what a person only says they did is that person's word as well. A line in a log shows nothing of the
/// system that the line tells of, so `detection.drill` begins at L2.
pub fn shown(record: &Record, judged: &Judged) -> Vec<Shown> {
    let Some(t0) = judged.t0.filter(|_| judged.verdict.is_final()) else { return Vec::new() };
    let plan = &record.plan;
    let is_sent = record.emissions.iter().any(|one| one.way == Way::Sent && one.is_done);
    let is_proven = match judged.verdict {
        Verdict::Seen => judged.grade == Some(Grade::Proven),
        Verdict::SeenLate => judged.grade == Some(Grade::Proven) && is_sent,
        Verdict::SeenWithoutMark | Verdict::SeenWrong => false,
        _ => is_sent,
    };
    let at = judged.seen_at.unwrap_or_else(|| plan.deadline(t0)).min(record.judged_at);
    let is_call = plan.kind == Kind::Contact;
    if plan.kind == Kind::Restore {
        return plan
            .source
            .iter()
            .map(|system| restored(system, judged, (is_proven, at)))
            .collect();
    }
    let (kind, missed, late) = if is_call {
        ("supplier.contact_reached", "supplier.contact_dead", None)
    } else {
        ("supplier.drill_answered", "supplier.drill_missed", Some("supplier.drill_late"))
    };
    // A call is no exercise of anybody.
    let strong = if is_call { Basis::Probe } else { Basis::Exercise };
    let one = |kind, subject: &EntityId, missed, late: Option<&'static str>| {
        let (result, code) = match judged.verdict {
            Verdict::Seen => (Outcome::Supports, None),
            Verdict::SeenLate if late.is_some() => (Outcome::Refutes, late),
            Verdict::NotSeen => (Outcome::Refutes, Some(missed)),
            _ => (Outcome::Inconclusive, None),
        };
        let basis = if is_proven { strong } else { Basis::Statement };
        Shown { kind, subject: subject.clone(), result, basis, code, at }
    };
    let mut all = vec![one(kind, &plan.supplier, missed, late)];
    let system = plan.source.iter().find(|source| source.kind() == "system");
    if let Some(system) = system
        && plan.kind == Kind::Positive
        && plan.level >= Level::L2
    {
        let late = Some("detection.alerted_late");
        all.push(one("detection.drill", system, "detection.not_alerted", late));
    }
    all
}

/// What a restore drill shows of a system (letter point 2c): that it comes back, without anybody here having seen the backup.
fn restored(system: &EntityId, judged: &Judged, (is_proven, at): (bool, Instant)) -> Shown {
    let (result, code) = match judged.verdict {
        Verdict::Seen => (Outcome::Supports, None),
        Verdict::SeenLate => (Outcome::Refutes, Some("restore.too_slow")),
        Verdict::SeenWrong => (Outcome::Refutes, Some("restore.hash_differs")),
        Verdict::NotSeen => (Outcome::Refutes, Some("restore.not_shown")),
        _ => (Outcome::Inconclusive, None),
    };
    let basis = if is_proven { Basis::Exercise } else { Basis::Statement };
    Shown { kind: "restore.drill", subject: system.clone(), result, basis, code, at }
}

//! Whether reports about mail that fails reach anybody.

use arvak_probe::{CheckOutcome, Grade};

use super::View;
use crate::answers::Answer;
use crate::findings::Findings;
use crate::mail::dmarc;
use crate::mail::dmarc_walk::{Record, Walked, leave, strangers};

const ID: &str = "dmarc.reports";

/// Judges the places that reports go to: another organisation must say that it takes them.
pub(super) fn judge(findings: &mut Findings, view: &View<'_>, walked: &Walked<'_>) {
    let mut note = |result, reason: &str, seen: String| {
        findings.check(ID, Grade::Should, result, reason, seen);
    };
    let dmarc = match &walked.record {
        Record::Absent => return note(CheckOutcome::NotApplicable, "dmarc.absent", String::new()),
        Record::Wrong(..) => {
            return note(CheckOutcome::NotApplicable, "dmarc.invalid", String::new());
        }
        Record::Unknown(code) => return note(CheckOutcome::Inconclusive, code, String::new()),
        Record::Applies { dmarc, .. } => dmarc,
    };
    if !dmarc.reports.iter().any(|uri| dmarc::target(uri).is_some()) {
        return note(CheckOutcome::Notice, "dmarc.no_reports", dmarc.reports.join(", "));
    }
    let mut unknown = None;
    let mut refused = Vec::new();
    for target in strangers(walked) {
        match view.answers.to(&leave(&walked.from, &target), "TXT") {
            Answer::Data(records) if records.iter().any(|record| dmarc::is_dmarc(record)) => {}
            Answer::Data(_) | Answer::NoName => refused.push(target),
            Answer::Unknown(code) => unknown = unknown.or(Some(code)),
        }
    }
    match (refused.is_empty(), unknown) {
        (false, _) => note(CheckOutcome::Fail, "dmarc.reports_not_taken", refused.join(", ")),
        (true, Some(code)) => note(CheckOutcome::Inconclusive, code, String::new()),
        (true, None) => note(CheckOutcome::Pass, "dmarc.reports", dmarc.reports.join(", ")),
    }
}

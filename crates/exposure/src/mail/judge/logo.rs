//! The logo that mail programs may show (BIMI, draft-brand-indicators-for-message-identification).

use arvak_probe::{CheckOutcome, Grade};

use super::View;
use crate::answers::Answer;
use crate::findings::Findings;
use crate::mail::places::Names;
use crate::mail::tags::Tags;

const ID: &str = "bimi.record";

/// Judges the record: nobody needs one.
pub(super) fn judge(findings: &mut Findings, view: &View<'_>) {
    let mut note = |result, reason: &str, seen: &str| {
        findings.check(ID, Grade::Info, result, reason, seen);
    };
    let records = match view.answers.to(&Names::of(view.domain).bimi, "TXT") {
        Answer::Data(records) => records,
        Answer::NoName => Vec::new(),
        Answer::Unknown(code) => return note(CheckOutcome::Inconclusive, code, ""),
    };
    let mut records = records.into_iter().filter(|record| {
        record.split(';').next().and_then(crate::mail::tags::tag) == Some(("v", "BIMI1"))
    });
    match (records.next(), records.next()) {
        (None, _) => note(CheckOutcome::NotApplicable, "bimi.absent", ""),
        (Some(first), Some(_)) => note(CheckOutcome::Notice, "bimi.multiple", first),
        (Some(record), None) if is_good(record) => {
            note(CheckOutcome::Pass, "bimi.present", record);
        }
        (Some(record), None) => note(CheckOutcome::Notice, "bimi.invalid", record),
    }
}

/// The place of the logo, which may be left empty by whoever wants none.
fn is_good(record: &str) -> bool {
    let is_place =
        |value: &str| value.is_empty() || value.to_ascii_lowercase().starts_with("https://");
    Tags::read(record)
        .is_ok_and(|tags| tags.get("l").is_some_and(is_place) && tags.get("a").is_none_or(is_place))
}

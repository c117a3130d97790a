//! Whether the domain shows the control token. Its absence says nothing about the domain.

use arvak_probe::{Event, control_record_name};

use super::Seen;
use crate::answers::Answer;
use crate::dns::{CONTROL_NOTE, CONTROL_PREFIX};
use crate::findings::{Findings, supports};

pub(super) fn judge(findings: &mut Findings, seen: &Seen<'_>) {
    let expected = seen.transcript.events().find_map(|event| match event {
        Event::Note { code, detail } if code == CONTROL_NOTE => Some(&**detail),
        _ => None,
    });
    let Some(token) = expected.filter(|token| !token.is_empty()) else { return };
    let Answer::Data(records) = seen.answers.to(&control_record_name(seen.domain), "TXT") else {
        return;
    };
    let shows = |record: &&str| record.trim().strip_prefix(CONTROL_PREFIX) == Some(token);
    if records.iter().any(shows) {
        findings.verdict(supports("domain.control"));
    }
}

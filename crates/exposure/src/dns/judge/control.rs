//! Whether the domain shows the control token: in DNS, for all of it, or in a file on its own web server, for that host
//! alone. Its absence says nothing about the domain.

use arvak_probe::{Event, control_record_name, control_text};

use super::Seen;
use crate::answers::Answer;
use crate::dns::{CONTROL_NOTE, control_file};
use crate::findings::{Findings, supports};

pub(super) fn judge(findings: &mut Findings, seen: &Seen<'_>) {
    let expected = seen.transcript.events().find_map(|event| match event {
        Event::Note { code, detail } if code == CONTROL_NOTE => Some(&**detail),
        _ => None,
    });
    let Some(token) = expected.filter(|token| !token.is_empty()) else { return };
    let expected = control_text(token);
    let name = control_record_name(seen.domain);
    let in_dns = matches!(seen.answers.to(&name, "TXT"), Answer::Data(records)
        if records.iter().any(|record| record.trim() == expected));
    if in_dns {
        findings.verdict(supports("domain.control"));
    } else if !seen.transcript.truncated && control_file::shows(seen.transcript, &expected) {
        findings.verdict(supports("domain.site_control"));
    }
}

//! The questions of the DNS probe.

use arvak_probe::net::RecordType;
use arvak_probe::{Check, Context, Event, Observation, ProbeError, Recorder, control_record_name};

use super::{CONTROL_NOTE, VERSION};

/// What is asked of every domain. DS is answered by the parent, the rest by the zone.
const QUESTIONS: [RecordType; 7] = [
    RecordType::A,
    RecordType::AAAA,
    RecordType::NS,
    RecordType::MX,
    RecordType::CAA,
    RecordType::DS,
    RecordType::DNSKEY,
];

/// Asks; `token` is the control token that the domain should show.
pub(super) async fn observe(
    check: &Check,
    context: &Context<'_>,
    token: Option<&str>,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let domain = check.host.as_str();
    for record_type in QUESTIONS {
        // A failure stands in the transcript; the next question may still be answered.
        let _ = context.net.query(domain, record_type, &mut recorder).await;
    }
    if let Some(token) = token {
        let note = Event::Note { code: CONTROL_NOTE.to_owned(), detail: token.to_owned() };
        recorder.event(note);
        let name = control_record_name(domain);
        let _ = context.net.query(&name, RecordType::TXT, &mut recorder).await;
    }
    recorder.finish()
}

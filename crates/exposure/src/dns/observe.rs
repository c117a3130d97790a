//! The questions of the DNS probe.

use arvak_probe::net::RecordType;
use arvak_probe::{Check, Context, Event, Observation, ProbeError, Recorder, control_record_name};
use tokio::time::timeout;

use super::{CONTROL_NOTE, VERSION};
use crate::late::late;

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

/// Asks, within the time that one connection may take; `token` is the control token that the domain
/// should show.
pub(super) async fn observe(
    check: &Check,
    context: &Context<'_>,
    token: Option<&str>,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let limit = context.net.limits().total;
    let asked = timeout(limit, ask(check.host.as_str(), context, token, &mut recorder)).await;
    if asked.is_err() {
        recorder.failed("dns", &late(&check.host, context.net));
    }
    recorder.finish()
}

async fn ask(
    domain: &str,
    context: &Context<'_>,
    token: Option<&str>,
    recorder: &mut Recorder<'_>,
) {
    for record_type in QUESTIONS {
        // A failure stands in the transcript; the next question may still be answered.
        let _ = context.net.query(domain, record_type, recorder).await;
    }
    if let Some(token) = token {
        let note = Event::Note { code: CONTROL_NOTE.to_owned(), detail: token.to_owned() };
        recorder.event(note);
        let name = control_record_name(domain);
        let _ = context.net.query(&name, RecordType::TXT, recorder).await;
    }
}

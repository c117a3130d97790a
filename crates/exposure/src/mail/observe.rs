//! The questions of the mail probe.

use arvak_probe::net::RecordType;
use arvak_probe::{Check, Context, DnsAnswer, Observation, ProbeError, Recorder};
use tokio::time::timeout;

use super::VERSION;
use super::dmarc::{self, places};
use super::spf_walk::Walk;
use crate::answers::Answer;
use crate::late::late;

/// Asks for MX, DMARC and SPF, within the time that one connection may take.
pub(super) async fn observe(
    check: &Check,
    context: &Context<'_>,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let limit = context.net.limits().total;
    let asked = timeout(limit, ask(check.host.as_str(), context, &mut recorder)).await;
    if asked.is_err() {
        recorder.failed("dns", &late(&check.host, context.net));
    }
    recorder.finish()
}

async fn ask(domain: &str, context: &Context<'_>, recorder: &mut Recorder<'_>) {
    // A failure stands in the transcript; the next question may still be answered.
    let _ = context.net.query(domain, RecordType::MX, recorder).await;
    ask_dmarc(domain, context, recorder).await;
    ask_spf(domain, context, recorder).await;
}

/// Asks at the domain and, as long as there is no record, at its parents.
async fn ask_dmarc(domain: &str, context: &Context<'_>, recorder: &mut Recorder<'_>) {
    for place in places(domain) {
        let Ok(answer) = context.net.query(&place, RecordType::TXT, recorder).await else { return };
        let has_record = answer.data("TXT").any(dmarc::is_dmarc);
        if has_record || !(answer.is_ok() || answer.is_absent()) {
            return;
        }
    }
}

async fn ask_spf(domain: &str, context: &Context<'_>, recorder: &mut Recorder<'_>) {
    let mut walk = Walk::new(domain);
    while let Some(name) = walk.next() {
        let answer = context.net.query(name, RecordType::TXT, recorder).await;
        walk.take(&answer.as_ref().map_or(Answer::Unknown("net"), read));
    }
}

fn read(answer: &DnsAnswer) -> Answer<'_> {
    match () {
        () if answer.is_ok() => Answer::Data(answer.data("TXT").collect()),
        () if answer.is_absent() => Answer::NoName,
        () => Answer::Unknown("dns"),
    }
}

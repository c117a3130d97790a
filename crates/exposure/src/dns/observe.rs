//! The questions of the DNS probe.

use arvak_probe::net::{Question, RecordType};
use arvak_probe::{
    Check, Context, DnsAnswer, Event, Host, Observation, ProbeError, Recorder, control_record_name,
    control_text,
};
use tokio::time::timeout;

use super::targets::{USUAL_LABELS, USUAL_SERVICES, below, led_to};
use super::{ABSENT_LABEL, CONTROL_NOTE, VERSION, control_file, secure, servers};
use crate::late::late;

/// What is asked of every domain. DS is answered by the parent, the rest by the zone.
const QUESTIONS: [RecordType; 9] = [
    RecordType::A,
    RecordType::AAAA,
    RecordType::NS,
    RecordType::MX,
    RecordType::CAA,
    RecordType::DS,
    RecordType::DNSKEY,
    RecordType::SOA,
    RecordType::TXT,
];

/// The answers whose chain of trust is followed. DS and DNSKEY are links of it.
const CHAINED: [RecordType; 7] = [
    RecordType::SOA,
    RecordType::NS,
    RecordType::A,
    RecordType::AAAA,
    RecordType::MX,
    RecordType::TXT,
    RecordType::CAA,
];

/// Most parents that are asked for CAA.
const PARENTS_MAX: usize = 8;

/// Asks, within the time that one connection may take; `token` is the control token that the domain
/// should show.
pub(super) async fn observe(
    check: &Check,
    context: &Context<'_>,
    token: Option<&str>,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let limit = context.net.limits().total;
    let domain = check.host.as_str();
    for part in [Part::Records, Part::Servers, Part::File] {
        let asked = async {
            match part {
                Part::Records => ask(domain, context, token, &mut recorder).await,
                Part::Servers => servers::ask(domain, context, &mut recorder).await,
                Part::File => visit(&check.host, context, token, &mut recorder).await,
            }
        };
        if timeout(limit, asked).await.is_err() {
            recorder.failed("dns", &late(&check.host, context.net));
        }
    }
    recorder.finish()
}

/// What resolvers are asked, what name servers are, and the file that shows control: silent servers take no time from the
/// rest.
#[derive(Clone, Copy)]
enum Part {
    Records,
    Servers,
    File,
}

/// Looks for the file that shows control, where no record shows it and the domain has an address.
async fn visit(
    host: &Host,
    context: &Context<'_>,
    token: Option<&str>,
    recorder: &mut Recorder<'_>,
) {
    let Some(expected) = token.map(control_text) else { return };
    let record = control_record_name(host.as_str());
    let shows = |answer: &DnsAnswer| {
        answer.name == record && answer.txt().any(|text| text.trim() == expected)
    };
    let has_address = |answer: &DnsAnswer| {
        answer.name == host.as_str()
            && matches!(&*answer.record_type, "A" | "AAAA")
            && answer.data(&answer.record_type).next().is_some()
    };
    if answers(recorder).any(has_address) && !answers(recorder).any(shows) {
        control_file::fetch(host, &expected, context.net, recorder).await;
    }
}

async fn ask(
    domain: &str,
    context: &Context<'_>,
    token: Option<&str>,
    recorder: &mut Recorder<'_>,
) {
    for record_type in QUESTIONS {
        // A failure stands in the transcript; the next question may still be answered.
        let _ = context.net.ask(&Question::unchecked(domain, record_type), recorder).await;
    }
    if let Some(token) = token {
        let note = Event::Note { code: CONTROL_NOTE.to_owned(), detail: token.to_owned() };
        recorder.event(note);
        let name = control_record_name(domain);
        let _ = context.net.query(&name, RecordType::TXT, recorder).await;
    }
    let absent = below(ABSENT_LABEL, domain);
    let mut chained: Vec<(&str, RecordType)> =
        CHAINED.iter().map(|record_type| (domain, *record_type)).collect();
    chained.push((&absent, RecordType::A));
    secure::fetch(&chained, context.net, recorder).await;
    climb(domain, context, recorder).await;
    follow(domain, context, recorder).await;
}

/// Asks the parents for CAA until one has it (RFC 8659 section 3).
async fn climb(domain: &str, context: &Context<'_>, recorder: &mut Recorder<'_>) {
    let has_caa = |answer: &DnsAnswer| {
        answer.record_type == "CAA" && answer.is_ok() && answer.data("CAA").next().is_some()
    };
    if answers(recorder).any(has_caa) {
        return;
    }
    for parent in super::parents(domain).take(PARENTS_MAX) {
        let question = Question::unchecked(parent, RecordType::CAA);
        match context.net.ask(&question, recorder).await {
            Ok(answer) if has_caa(&answer) => return,
            _ => {}
        }
    }
}

/// Follows the names that the domain leads to.
async fn follow(domain: &str, context: &Context<'_>, recorder: &mut Recorder<'_>) {
    for label in USUAL_LABELS.iter().filter(|label| !label.is_empty()) {
        ask_unless_asked(&below(label, domain), RecordType::A, context, recorder).await;
    }
    for service in USUAL_SERVICES {
        ask_unless_asked(&below(service, domain), RecordType::SRV, context, recorder).await;
    }
    ask_unless_asked(&below("www", domain), RecordType::AAAA, context, recorder).await;
    for led in led_to(answers(recorder)) {
        for record_type in [RecordType::A, RecordType::AAAA] {
            ask_unless_asked(led.to.as_str(), record_type, context, recorder).await;
        }
    }
}

async fn ask_unless_asked(
    name: &str,
    record_type: RecordType,
    context: &Context<'_>,
    recorder: &mut Recorder<'_>,
) {
    let kind = record_type.to_string();
    if answers(recorder).any(|answer| answer.name == name && answer.record_type == kind) {
        return;
    }
    let question = Question { checking_disabled: true, ..Question::new(name, record_type) };
    let _ = context.net.ask(&question, recorder).await;
}

fn answers<'r>(recorder: &'r Recorder<'_>) -> impl Iterator<Item = &'r DnsAnswer> {
    recorder.events().filter_map(|event| match event {
        Event::Resolved(answer) => Some(answer),
        _ => None,
    })
}

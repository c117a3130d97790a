//! Services over UDP that send much for little, to whoever the sender is said to be.

use arvak_probe::CheckOutcome;
use arvak_probe::transcript::{PortSeen, PortState, ServiceSeen};

use super::{Seen, Told, place};

/// From so many times the question on, an answer is of use to those who flood others.
const TIMES_MAX: u32 = 2;

/// Answers of DNS are larger than questions by nature, and more with signatures: from so many times on it is
/// worth a thought, and from so many it is as for the others.
const DNS_TIMES_NOTED: u32 = 10;
const DNS_TIMES_MAX: u32 = 20;

pub(super) fn judge<'a>(seen: &Seen<'a>, id: &'static str) -> Told<'a> {
    let knocks = seen.knocks_of(id);
    if knocks.is_empty() && seen.port.is_some() {
        return (CheckOutcome::NotApplicable, "ports.other_port", String::new());
    }
    let mut worst: Option<(CheckOutcome, &'static str)> = None;
    let mut told: Vec<String> = Vec::new();
    for knock in &knocks {
        let PortState::Service(service) = &knock.state else { continue };
        let (result, reason) = graded(knock, service);
        told.push(described(knock, service));
        if worst.is_none_or(|(known, _)| rank(result) > rank(known)) {
            worst = Some((result, reason));
        }
    }
    if let Some((result, reason)) = worst {
        return (result, reason, told.join("; "));
    }
    // Who answers something else over UDP may answer more to another question.
    let other = knocks.iter().find(|knock| matches!(knock.state, PortState::Open { .. }));
    if let Some(knock) = other {
        return (CheckOutcome::Notice, "ports.unrecognised", place(knock));
    }
    match seen.untold(id, &knocks) {
        Some(code) => (CheckOutcome::Inconclusive, code, String::new()),
        None => (CheckOutcome::Pass, "ports.no_answer", String::new()),
    }
}

fn graded(knock: &PortSeen, service: &ServiceSeen) -> (CheckOutcome, &'static str) {
    let times = knock.received_bytes / knock.sent_bytes.max(1);
    match service.name.as_str() {
        "dns_any" if times >= DNS_TIMES_MAX => (CheckOutcome::Fail, "amplifies"),
        "dns_any" if times >= DNS_TIMES_NOTED => (CheckOutcome::Notice, "amplifies"),
        "dns_any" => (CheckOutcome::Pass, "small_answer"),
        // Whatever it has to say today: a busy server lists 600 of those who asked.
        "ntp_monlist" if service.facts.iter().any(|fact| fact == "lists_clients") => {
            (CheckOutcome::Fail, "amplifies")
        }
        _ if times >= TIMES_MAX => (CheckOutcome::Fail, "amplifies"),
        "ntp_control" | "ntp_monlist" => (CheckOutcome::Notice, "answers_control"),
        // The least question has the least answer; others of the same service have not.
        _ => (CheckOutcome::Fail, "answers_strangers"),
    }
}

const fn rank(result: CheckOutcome) -> u8 {
    match result {
        CheckOutcome::Fail => 2,
        CheckOutcome::Notice => 1,
        _ => 0,
    }
}

fn described(knock: &PortSeen, service: &ServiceSeen) -> String {
    let product = service.product.as_deref().map(|text| format!(" {text}")).unwrap_or_default();
    let (sent, received) = (knock.sent_bytes, knock.received_bytes);
    format!("{} {}{product} {sent} B -> {received} B", place(knock), service.name)
}

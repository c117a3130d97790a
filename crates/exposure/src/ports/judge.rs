//! What the knocks mean. A service that was recognised is reachable, whatever else was not seen; that nothing
//! is reachable is only said of a host that answered at all, for otherwise somebody on the way may have kept
//! everything from us.

mod amplify;

use std::collections::BTreeSet;

use arvak_probe::transcript::{PortSeen, PortState, ServiceSeen};
use arvak_probe::{BadTranscript, CheckOutcome, Event, Grade, Judgement, Transcript};

use super::table::{KNOCK, Row, Way, check_of, rows};
use super::{CHECKS, NAME};
use crate::answers::failure_code;
use crate::checks::CheckInfo;
use crate::findings::{Findings, add_summed, pass_nothing_cut};

/// That nothing is reachable that should not be.
const KIND: &str = "surface.services_closed";

/// Checks of how much comes back for how little.
const AMPLIFIERS: [&str; 3] = ["dns.amplification", "ntp.amplification", "ports.amplification"];

/// Judges the bytes of a transcript of the probe.
pub(crate) fn judge(bytes: &[u8]) -> Result<Judgement, BadTranscript> {
    let transcript = Transcript::of_probe(bytes, NAME)?;
    let seen = Seen::of(&transcript);
    let mut findings = Findings::default();
    for check in CHECKS {
        let (result, reason, what) = if seen.knocks.is_empty() {
            let code = failure_code(&transcript).unwrap_or("ports.not_asked");
            (CheckOutcome::Inconclusive, code, String::new())
        } else if check.id == "ports.open" {
            seen.open()
        } else if AMPLIFIERS.contains(&check.id) {
            amplify::judge(&seen, check.id)
        } else {
            seen.reachable(check)
        };
        findings.check(check.id, check.grade, result, reason, what);
    }
    let mut judgement = findings.into_judgement(&transcript);
    pass_nothing_cut(&mut judgement, &transcript, |_| true);
    // What answers more than it was asked is reachable for a reason; the rest is not.
    add_summed(&mut judgement, &transcript, KIND, "surface.service_open", |check| {
        check.grade == Grade::Should && !AMPLIFIERS.contains(&check.id)
    });
    Ok(judgement)
}

/// Result, reason, and what was seen.
type Told<'a> = (CheckOutcome, &'a str, String);

/// What a transcript shows.
struct Seen<'a> {
    port: Option<u16>,
    knocks: Vec<&'a PortSeen>,
    /// What ended the look before its end.
    failure: Option<&'a str>,
}

impl<'a> Seen<'a> {
    fn of(transcript: &'a Transcript) -> Self {
        let knocks = transcript.events().filter_map(|event| match event {
            Event::Port(seen) => Some(seen),
            _ => None,
        });
        Self { port: transcript.port, knocks: knocks.collect(), failure: failure_code(transcript) }
    }

    /// The knocks that count for a check.
    fn knocks_of(&self, id: &str) -> Vec<&'a PortSeen> {
        self.knocks.iter().copied().filter(|seen| check_of(&seen.question) == Some(id)).collect()
    }

    /// Why it cannot be said that nothing is there, if so.
    fn untold(&self, id: &str, knocks: &[&'a PortSeen]) -> Option<&'a str> {
        let failed = knocks.iter().find_map(|seen| match &seen.state {
            PortState::Failed(code) => Some(&**code),
            _ => None,
        });
        let addresses: BTreeSet<&str> = self.knocks.iter().map(|seen| &*seen.address).collect();
        let missing = || {
            let is_row = |row: &Row, seen: &PortSeen| {
                row.port == seen.port
                    && row.question == seen.question
                    && (row.way == Way::Udp) == seen.udp
            };
            addresses.iter().any(|address| {
                rows(self.port).filter(|row| row.check == id).any(|row| {
                    !knocks.iter().any(|seen| seen.address == **address && is_row(row, seen))
                })
            })
        };
        let silent = || {
            let speaks =
                |seen: &&PortSeen| !matches!(seen.state, PortState::Silent | PortState::Failed(_));
            !self.knocks.iter().any(speaks)
        };
        if failed.is_some() {
            failed
        } else if missing() {
            Some(self.failure.unwrap_or("ports.not_asked"))
        } else if silent() {
            Some("ports.silent_host")
        } else {
            None
        }
    }

    /// Whether a service of that kind can be reached.
    fn reachable(&self, check: &CheckInfo) -> Told<'a> {
        let knocks = self.knocks_of(check.id);
        if knocks.is_empty() && self.port.is_some() {
            return (CheckOutcome::NotApplicable, "ports.other_port", String::new());
        }
        let found: Vec<(&PortSeen, &ServiceSeen)> = knocks
            .iter()
            .filter_map(|seen| match &seen.state {
                PortState::Service(service) => Some((*seen, service)),
                _ => None,
            })
            .collect();
        if !found.is_empty() {
            let has = |fact: &str| found.iter().any(|(_, s)| s.facts.iter().any(|f| f == fact));
            let all = |fact: &str| found.iter().all(|(_, s)| s.facts.iter().any(|f| f == fact));
            let (result, reason) = match check.id {
                // FTP that encrypts is a choice that some make; the others are an oversight.
                "ports.ftp" if all("tls_offered") => (CheckOutcome::Notice, "ports.encrypts"),
                // A telephone exchange must be reached by the operator's.
                "ports.sip" => (CheckOutcome::Notice, "ports.reachable"),
                _ if has("no_login") => (CheckOutcome::Fail, "ports.no_login"),
                _ => (CheckOutcome::Fail, "ports.reachable"),
            };
            return (result, reason, found.iter().map(described).collect::<Vec<_>>().join("; "));
        }
        let open: Vec<String> = knocks
            .iter()
            .filter_map(|seen| match &seen.state {
                PortState::Open { said } => {
                    Some(format!("{} {said}", place(seen)).trim_end().to_owned())
                }
                _ => None,
            })
            .collect();
        if !open.is_empty() {
            return (CheckOutcome::Notice, "ports.unrecognised", open.join("; "));
        }
        if let Some(code) = self.untold(check.id, &knocks) {
            return (CheckOutcome::Inconclusive, code, String::new());
        }
        let closed = knocks.iter().all(|seen| seen.state == PortState::Closed);
        (CheckOutcome::Pass, if closed { "ports.closed" } else { "ports.filtered" }, String::new())
    }

    /// Which ports answer.
    fn open(&self) -> Told<'a> {
        let mut open: Vec<String> = Vec::new();
        for seen in &self.knocks {
            let place = match &seen.state {
                PortState::Service(service) => format!("{} {}", place(seen), service.name),
                PortState::Open { .. } if seen.question == KNOCK || !seen.udp => place(seen),
                _ => continue,
            };
            if !open.contains(&place) {
                open.push(place);
            }
        }
        // A port at which a question was answered is named with what answered.
        let named: Vec<String> = open.iter().filter(|place| place.contains(' ')).cloned().collect();
        open.retain(|place| !named.iter().any(|name| name.starts_with(&format!("{place} "))));
        open.sort();
        let ids: BTreeSet<&str> =
            self.knocks.iter().filter_map(|s| check_of(&s.question)).collect();
        let untold = ids.iter().find_map(|id| self.untold(id, &self.knocks_of(id)));
        match (open.is_empty(), untold) {
            (false, _) => (CheckOutcome::Pass, "ports.some_open", open.join(", ")),
            (true, Some(code)) => (CheckOutcome::Inconclusive, code, String::new()),
            (true, None) => (CheckOutcome::Pass, "ports.none_open", String::new()),
        }
    }
}

fn place(seen: &PortSeen) -> String {
    let protocol = if seen.udp { "udp" } else { "tcp" };
    if seen.address.contains(':') {
        return format!("{protocol}/{} [{}]", seen.port, seen.address);
    }
    format!("{protocol}/{}", seen.port)
}

/// A service in short: where, what, and what was seen of it.
fn described((seen, service): &(&PortSeen, &ServiceSeen)) -> String {
    let product = service.product.as_deref().map(|text| format!(" {text}")).unwrap_or_default();
    let facts = if service.facts.is_empty() {
        String::new()
    } else {
        format!(" ({})", service.facts.join(", "))
    };
    format!("{} {}{product}{facts}", place(seen), service.name)
}

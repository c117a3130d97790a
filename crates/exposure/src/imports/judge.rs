//! What a file means for one host. A scanner that does not mention a host says nothing of it.

use std::collections::BTreeMap;

use arvak_probe::{CheckOutcome, CheckResult, Grade, Host, Judgement};

use super::{Finding, Imported, Service, Severity, Transport};
use crate::ports::{CHECKS as PORTS, checks_of_port};

/// Most characters of what was seen that a check repeats.
const SEEN_CHARS_MAX: usize = 300;

/// Judges what a file says of `host`. There are no verdicts: the catalogue has no kinds for them.
pub fn judge(imported: &Imported, host: &Host) -> Judgement {
    let is_host = |name: &str| name.parse::<Host>().is_ok_and(|name| name == *host);
    let knows = imported.names_seen().into_iter().any(is_host);
    let findings: Vec<&Finding> =
        imported.findings.iter().filter(|finding| is_host(&finding.host)).collect();
    let services: Vec<&Service> =
        imported.services.iter().filter(|service| is_host(&service.host)).collect();
    let tool = imported.tool.name();
    let mut checks =
        vec![judge_findings(tool, knows, &findings), judge_services(tool, knows, &services)];
    checks.extend(judge_ports(tool, &services));
    Judgement { checks, verdicts: Vec::new() }
}

fn check(
    id: &'static str,
    grade: Grade,
    (result, reason): (CheckOutcome, &str),
    seen: &str,
) -> CheckResult {
    let seen = seen.chars().filter(|c| !c.is_control()).take(SEEN_CHARS_MAX).collect();
    CheckResult { id, grade, result, seen, reason: reason.to_owned() }
}

fn judge_findings(tool: &str, knows: bool, findings: &[&Finding]) -> CheckResult {
    let worst = findings.iter().map(|finding| finding.severity).max();
    let told = match worst {
        _ if !knows => (CheckOutcome::Inconclusive, "imports.other_host"),
        Some(Severity::Critical | Severity::High) => (CheckOutcome::Fail, "imports.high"),
        Some(Severity::Medium) => (CheckOutcome::Notice, "imports.medium"),
        Some(Severity::Low | Severity::Info) => (CheckOutcome::Pass, "imports.low_only"),
        None => (CheckOutcome::Pass, "imports.none"),
    };
    let is_worst = |finding: &&&Finding| Some(finding.severity) == worst;
    let titles: Vec<String> =
        findings.iter().filter(is_worst).map(|finding| titled(finding)).collect();
    check("imports.findings", Grade::Should, told, &format!("{tool}: {}", titles.join("; ")))
}

fn titled(finding: &Finding) -> String {
    let port = finding.port.map(|port| format!(" ({port})")).unwrap_or_default();
    let title = if finding.title.is_empty() { &finding.id } else { &finding.title };
    format!("{title}{port}")
}

fn judge_services(tool: &str, knows: bool, services: &[&Service]) -> CheckResult {
    let told = match (knows, services.is_empty()) {
        (false, _) => (CheckOutcome::Inconclusive, "imports.other_host"),
        (true, true) => (CheckOutcome::Pass, "imports.none_open"),
        (true, false) => (CheckOutcome::Pass, "imports.some_open"),
    };
    let services: Vec<String> = services.iter().map(|service| described(service)).collect();
    check("imports.services", Grade::Info, told, &format!("{tool}: {}", services.join(", ")))
}

fn described(service: &Service) -> String {
    let protocol = match service.transport {
        Transport::Tcp => "tcp",
        Transport::Udp => "udp",
    };
    let words = [service.product.as_deref(), service.version.as_deref()];
    let words = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    format!("{protocol}/{} {words}", service.port).trim_end().to_owned()
}

/// The checks of ports that should be closed, for those that somebody saw open. That others were closed is not
/// said: nobody knows whether the scanner knocked there.
fn judge_ports(tool: &str, services: &[&Service]) -> Vec<CheckResult> {
    let mut seen: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for service in services {
        let udp = service.transport == Transport::Udp;
        for id in checks_of_port(service.port, udp) {
            let places = seen.entry(id).or_default();
            let place = described(service);
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    let result = |id: &'static str| match id {
        // Reached does not mean that it sends more than it was asked for, or does not encrypt.
        "dns.amplification"
        | "ntp.amplification"
        | "ports.amplification"
        | "ports.ftp"
        | "ports.sip" => CheckOutcome::Notice,
        _ => CheckOutcome::Fail,
    };
    PORTS
        .iter()
        .filter_map(|info| {
            let places = seen.get(info.id)?.join("; ");
            let told = (result(info.id), "imports.reachable");
            Some(check(info.id, info.grade, told, &format!("{tool}: {places}")))
        })
        .collect()
}

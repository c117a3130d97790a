//! Where mail goes: MX, and what its names lead to.

use arvak_probe::{CheckOutcome, Grade};

use super::{Mx, View};
use crate::answers::Answer;
use crate::findings::Findings;
use crate::mail_server::{Told, worst};

/// Judges the MX records.
pub(super) fn judge(findings: &mut Findings, view: &View<'_>) {
    judge_mx(findings, view);
    judge_names(findings, view);
    judge_ipv6(findings, view);
}

fn judge_mx(findings: &mut Findings, view: &View<'_>) {
    let mut note = |result, reason, seen: String| {
        findings.check("mail.mx", Grade::Info, result, reason, seen);
    };
    match view.answers.to(view.domain, "MX") {
        Answer::Data(records) if records.is_empty() => {
            note(CheckOutcome::Notice, "mx.absent", String::new());
        }
        // RFC 7505: a single MX that names the root says that the domain takes no mail.
        Answer::Data(records) if records.iter().any(|data| data.ends_with(" .")) => {
            note(CheckOutcome::Notice, "mx.null", records.join(", "));
        }
        Answer::Data(records) => note(CheckOutcome::Pass, "mx.present", records.join(", ")),
        Answer::NoName => note(CheckOutcome::Notice, "dns.nxdomain", String::new()),
        Answer::Unknown(code) => note(CheckOutcome::Inconclusive, code, String::new()),
    }
}

fn judge_names(findings: &mut Findings, view: &View<'_>) {
    const ID: &str = "mail.mx_names";
    if view.is_without_servers(findings, ID, Grade::Should) {
        return;
    }
    let Mx::Named(mx) = &view.mx else { return };
    let mut told: Vec<Told> = mx.hosts.iter().map(|host| name(view, host)).collect();
    let bad = |name: &String| Told::new(CheckOutcome::Fail, "mx.no_host_name", name.clone());
    told.extend(mx.bad.iter().map(bad));
    if mx.null {
        told.push(Told::new(CheckOutcome::Fail, "mx.null_and_others", "."));
    }
    told_worst(findings, ID, Grade::Should, told);
}

/// A mail server is named by a name of its own with an address (RFC 2181 section 10.3, RFC 5321
/// section 5.1).
fn name(view: &View<'_>, host: &arvak_probe::Host) -> Told {
    let fail = |reason: &str| Told::new(CheckOutcome::Fail, reason, host.as_str());
    if host.address().is_some() {
        return fail("mx.address");
    }
    if view.answers.is_alias(host.as_str()) {
        return fail("mx.alias");
    }
    let mut unknown = None;
    for record_type in ["A", "AAAA"] {
        match view.answers.to(host.as_str(), record_type) {
            Answer::Data(records) if !records.is_empty() => {
                return Told::new(CheckOutcome::Pass, "mx.names", host.as_str());
            }
            Answer::Data(_) | Answer::NoName => {}
            Answer::Unknown(code) => unknown = unknown.or(Some(code)),
        }
    }
    unknown.map_or_else(|| fail("mx.no_address"), Told::unknown)
}

fn judge_ipv6(findings: &mut Findings, view: &View<'_>) {
    const ID: &str = "mail.ipv6";
    if view.is_without_servers(findings, ID, Grade::Must) {
        return;
    }
    let Mx::Named(mx) = &view.mx else { return };
    let hosts = mx.hosts.iter().map(|host| match view.answers.to(host.as_str(), "AAAA") {
        _ if host.address().is_some_and(|address| address.is_ipv6()) => {
            Told::new(CheckOutcome::Pass, "mx.ipv6", host.as_str())
        }
        _ if host.address().is_some() => Told::new(CheckOutcome::Fail, "mx.no_ipv6", host.as_str()),
        Answer::Data(records) if !records.is_empty() => {
            Told::new(CheckOutcome::Pass, "mx.ipv6", host.as_str())
        }
        Answer::Data(_) | Answer::NoName => {
            Told::new(CheckOutcome::Fail, "mx.no_ipv6", host.as_str())
        }
        Answer::Unknown(code) => Told::unknown(code),
    });
    told_worst(findings, ID, Grade::Must, hosts.collect());
}

/// Notes the worst of what was told for each server.
pub(super) fn told_worst(findings: &mut Findings, id: &'static str, grade: Grade, told: Vec<Told>) {
    let worst = worst(told).unwrap_or_else(|| Told::unknown("not_asked"));
    worst.note(findings, id, grade);
}

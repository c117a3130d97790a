//! Whether the certificates of mail servers are the ones that DNS names (RFC 7672).

use std::collections::BTreeSet;

use arvak_probe::CheckOutcome::{Fail, Inconclusive, NotApplicable, Notice, Pass};
use arvak_probe::{Grade, Host, RecordType};

use super::exchange::told_worst;
use super::{Mx, View};
use crate::answers::Answer;
use crate::dns::sec::Security;
use crate::findings::Findings;
use crate::mail::tlsa::{self, Shown};
use crate::mail_server::{Told, chain};
use crate::tlsa::Tlsa;

const DANE: &str = "mail.dane";
const ROLLOVER: &str = "mail.dane_rollover";

/// Judges the TLSA records of every mail server.
pub(super) fn judge(findings: &mut Findings, view: &View<'_>) {
    if view.is_without_servers(findings, DANE, Grade::Must) {
        view.is_without_servers(findings, ROLLOVER, Grade::Should);
        return;
    }
    let Mx::Named(mx) = &view.mx else { return };
    told_worst(findings, DANE, Grade::Must, mx.hosts.iter().map(|host| dane(view, host)).collect());
    let rollover = mx.hosts.iter().map(|host| rollover(view, host)).collect();
    told_worst(findings, ROLLOVER, Grade::Should, rollover);
}

/// The mail servers of which DNS says, signed, that they have TLS.
pub(super) fn promised(view: &View<'_>) -> BTreeSet<String> {
    let Mx::Named(mx) = &view.mx else { return BTreeSet::new() };
    let has = |host: &&Host| {
        let place = tlsa::place(host.as_str(), 25);
        security(view, &place, RecordType::TLSA) == Security::Secure
            && records(view, host).iter().any(Tlsa::is_usable)
    };
    mx.hosts.iter().filter(has).map(Host::to_string).collect()
}

fn records(view: &View<'_>, host: &Host) -> Vec<Tlsa> {
    match view.answers.to(&tlsa::place(host.as_str(), 25), "TLSA") {
        Answer::Data(records) => records.into_iter().filter_map(tlsa::read).collect(),
        Answer::NoName | Answer::Unknown(_) => Vec::new(),
    }
}

/// Whether an answer is secure, by the chain of trust that we followed ourselves.
fn security(view: &View<'_>, name: &str, record_type: RecordType) -> Security {
    view.chains.security(name, u16::from(record_type))
}

fn dane(view: &View<'_>, host: &Host) -> Told {
    let place = tlsa::place(host.as_str(), 25);
    let fail = |reason: &str| Told::new(Fail, reason, host.as_str());
    match view.answers.to(&place, "TLSA") {
        Answer::Unknown(code) => return Told::unknown(code),
        Answer::NoName => return fail("dane.absent"),
        Answer::Data(records) if records.is_empty() => return fail("dane.absent"),
        Answer::Data(_) => {}
    }
    // A sender needs both: without a secure MX anyone may name another server (RFC 7672 section 2.2.1).
    for (name, kind, reason) in [
        (&*place, RecordType::TLSA, "dane.not_secure"),
        (view.domain, RecordType::MX, "dane.mx_not_secure"),
    ] {
        match security(view, name, kind) {
            Security::Secure => {}
            Security::Insecure(_) => return fail(reason),
            Security::Bogus { flaw, at } => {
                let seen = format!("{host}: {} at {at}", flaw.code());
                return Told::new(Fail, "dane.bogus", seen);
            }
            Security::Indeterminate(code) => return Told::unknown(&code),
        }
    }
    let usable: Vec<Tlsa> = records(view, host).into_iter().filter(Tlsa::is_usable).collect();
    if usable.is_empty() {
        return fail("dane.not_usable");
    }
    let Some(server) = view.server(host.as_str()) else { return Told::unknown("not_asked") };
    let Some(seen) = server.tls() else {
        let is_plain = server.failure().is_none() && server.offers(false).is_some();
        return if is_plain { fail("dane.no_tls") } else { server.why_not() };
    };
    let Some(chain) = chain(seen) else { return Told::unknown("tls.bad_chain") };
    let names = [host.as_str(), view.domain];
    let shown = Shown { chain: &chain, names: &names, now: view.transcript.started_at };
    if usable.iter().any(|record| record.matches(&shown)) {
        return Told::new(Pass, "dane.matches", host.as_str());
    }
    fail("dane.no_match")
}

fn rollover(view: &View<'_>, host: &Host) -> Told {
    if let Some(code) = view.answers.to(&tlsa::place(host.as_str(), 25), "TLSA").unknown() {
        return Told::new(Inconclusive, code, "");
    }
    let records = records(view, host);
    match () {
        () if !records.iter().any(Tlsa::is_usable) => Told::new(NotApplicable, "dane.absent", ""),
        () if tlsa::has_rollover(&records) => Told::new(Pass, "dane.rollover", host.as_str()),
        () => Told::new(Notice, "dane.no_rollover", host.as_str()),
    }
}

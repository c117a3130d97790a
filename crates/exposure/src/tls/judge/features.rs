//! What a server takes up beyond suites: compression, renegotiation, master secret, early data, and so on.

use arvak_probe::transcript::{TlsAnswer, TlsHello};
use arvak_probe::{CheckOutcome, Grade};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::findings::Findings;
use crate::tls::Version;
use crate::tls::hello::ext;
use crate::tls::job::{ALPN, COMPRESSION, FEATURES, RENEGOTIATION};
use crate::tls::notes::Notes;
use crate::tls::tables::suite_of;

pub(super) fn judge(findings: &mut Findings, notes: &Notes<'_>) {
    compression(findings, notes);
    let extended = ext::EXTENDED_MASTER_SECRET;
    every_hello(findings, notes, "tls.extended_master_secret", extended);
    every_hello(findings, notes, "tls.secure_renegotiation", ext::RENEGOTIATION_INFO);
    renegotiation(findings, notes);
    early_data(findings, notes);
    ocsp(findings, notes);
    resumption(findings, notes);
    alpn(findings, notes);
    heartbeat(findings, notes);
    encrypt_then_mac(findings, notes);
}

/// Whether there is nothing below TLS 1.3; notes that the check then does not apply.
fn is_newest_only(
    findings: &mut Findings,
    notes: &Notes<'_>,
    check: (&'static str, Grade),
) -> bool {
    let is_new = notes.accepted(Version::Tls13).is_supported() == Some(true);
    let untold = Version::CLASSIC
        .into_iter()
        .any(|version| notes.accepted(version).is_supported().is_none());
    let only = notes.newest_classic().is_none() && is_new && !untold;
    if only {
        findings.check(check.0, check.1, CheckOutcome::NotApplicable, "tls1_3_only", "");
    }
    only
}

fn why(answer: Option<&TlsAnswer>) -> &str {
    match answer {
        Some(TlsAnswer::Unusable(code) | TlsAnswer::Failed(code)) => code,
        Some(TlsAnswer::Alert(_) | TlsAnswer::Closed) => "refused",
        Some(TlsAnswer::Hello(_)) => "answered",
        None => "not_asked",
    }
}

fn compression(findings: &mut Findings, notes: &Notes<'_>) {
    let (id, grade) = ("tls.compression", Grade::Must);
    if is_newest_only(findings, notes, (id, grade)) {
        return;
    }
    match notes.answer(COMPRESSION) {
        Some(TlsAnswer::Hello(hello)) if hello.compression == 0 => {
            findings.check(id, grade, CheckOutcome::Pass, "none", "");
        }
        Some(TlsAnswer::Hello(hello)) => {
            let seen = hello.compression.to_string();
            findings.check(id, grade, CheckOutcome::Fail, "compresses", seen);
        }
        answer => findings.unknown(id, grade, why(answer)),
    }
}

/// An extension that every hello below TLS 1.3 should answer; SSL 3.0 has none.
fn every_hello(findings: &mut Findings, notes: &Notes<'_>, id: &'static str, code: u16) {
    if is_newest_only(findings, notes, (id, Grade::Must)) {
        return;
    }
    let Some((version, _)) = notes.newest_classic() else {
        return findings.unknown(id, Grade::Must, "nothing_accepted");
    };
    let hellos = notes.suite_hellos(version);
    let has = |hello: &&TlsHello| hello.extensions.contains(&code);
    let (result, reason) = if hellos.iter().all(has) {
        (CheckOutcome::Pass, "present")
    } else if hellos.iter().any(has) {
        (CheckOutcome::Fail, "at_times")
    } else {
        (CheckOutcome::Fail, "absent")
    };
    findings.check(id, Grade::Must, result, reason, version.to_string());
}

/// Whether a client can make the server negotiate again. TLS 1.3 does not have it; older versions than 1.2 are not tried.
fn renegotiation(findings: &mut Findings, notes: &Notes<'_>) {
    let (id, grade) = ("tls.client_renegotiation", Grade::Should);
    if is_newest_only(findings, notes, (id, grade)) {
        return;
    }
    match notes.answer(RENEGOTIATION) {
        Some(TlsAnswer::Hello(_)) => {
            findings.check(id, grade, CheckOutcome::Fail, "negotiates_again", "");
        }
        Some(TlsAnswer::Alert(reason)) => {
            findings.check(id, grade, CheckOutcome::Pass, "refused", format!("alert {reason}"));
        }
        Some(TlsAnswer::Closed) => {
            findings.check(id, grade, CheckOutcome::Pass, "refused", "closed");
        }
        Some(TlsAnswer::Unusable(code) | TlsAnswer::Failed(code)) => {
            findings.unknown(id, grade, code);
        }
        // A transcript of before this was tried, or no suite of those that it is tried with.
        None => findings.unknown(id, grade, "not_attempted"),
    }
}

fn early_data(findings: &mut Findings, notes: &Notes<'_>) {
    let (id, grade) = ("tls.early_data", Grade::Must);
    if notes.accepted(Version::Tls13).is_supported() == Some(false) {
        return findings.check(id, grade, CheckOutcome::NotApplicable, "no_tls1_3", "");
    }
    let Some(finished) = notes.finished else {
        return findings.unknown(id, grade, "not_finished");
    };
    match finished.early_data_bytes {
        Some(0) => findings.check(id, grade, CheckOutcome::Pass, "refused", ""),
        Some(bytes) => {
            findings.check(id, grade, CheckOutcome::Fail, "accepted", bytes.to_string());
        }
        None => findings.unknown(id, grade, "no_tickets"),
    }
}

fn ocsp(findings: &mut Findings, notes: &Notes<'_>) {
    let (id, grade) = ("tls.ocsp_stapling", Grade::Should);
    let Some(finished) = notes.finished else {
        return match notes.hello(FEATURES) {
            Some(hello) if hello.stapled => {
                findings.check(id, grade, CheckOutcome::Pass, "stapled", "");
            }
            Some(_) => findings.check(id, grade, CheckOutcome::Fail, "absent", ""),
            None => findings.unknown(id, grade, why(notes.answer(FEATURES))),
        };
    };
    match finished.ocsp.as_deref().map(|text| STANDARD.decode(text).unwrap_or_default()) {
        None => findings.check(id, grade, CheckOutcome::Fail, "absent", ""),
        Some(bytes) if is_successful(&bytes) => {
            let seen = bytes.len().to_string();
            findings.check(id, grade, CheckOutcome::Pass, "stapled", seen);
        }
        Some(_) => findings.check(id, grade, CheckOutcome::Fail, "not_successful", ""),
    }
}

/// RFC 6960 section 4.2.1: a sequence that begins with the status 0.
fn is_successful(der: &[u8]) -> bool {
    let ([0x30, 0x82, _, _, status @ ..]
    | [0x30, 0x81, _, status @ ..]
    | [0x30, 0..=0x7f, status @ ..]) = der
    else {
        return false;
    };
    status.starts_with(&[0x0a, 1, 0])
}

fn resumption(findings: &mut Findings, notes: &Notes<'_>) {
    let mut ways = Vec::new();
    if let Some((version, _)) = notes.newest_classic() {
        let hellos = notes.suite_hellos(version);
        if hellos.iter().any(|hello| hello.session_id) {
            ways.push("ids".to_owned());
        }
        if hellos.iter().any(|hello| hello.extensions.contains(&ext::SESSION_TICKET)) {
            ways.push("tickets".to_owned());
        }
    }
    let new = notes.finished.map_or(0, |finished| finished.tickets);
    if new > 0 {
        ways.push(format!("tls1_3_tickets:{new}"));
    }
    let reason = if ways.is_empty() { "none" } else { "offered" };
    findings.check("tls.resumption", Grade::Info, CheckOutcome::Pass, reason, ways.join(" "));
}

fn alpn(findings: &mut Findings, notes: &Notes<'_>) {
    let (id, grade) = ("tls.alpn", Grade::Info);
    let answers = [FEATURES, ALPN].map(|question| notes.hello(question));
    let mut names: Vec<&str> =
        answers.into_iter().flatten().filter_map(|hello| hello.alpn.as_deref()).collect();
    if let Some(name) = notes.finished.and_then(|finished| finished.alpn.as_deref())
        && !names.contains(&name)
    {
        names.push(name);
    }
    let reason = if names.is_empty() { "absent" } else { "agreed" };
    findings.check(id, grade, CheckOutcome::Pass, reason, names.join(" "));
}

fn heartbeat(findings: &mut Findings, notes: &Notes<'_>) {
    let (id, grade) = ("tls.heartbeat", Grade::Info);
    if is_newest_only(findings, notes, (id, grade)) {
        return;
    }
    match notes.hello(FEATURES) {
        Some(hello) if hello.extensions.contains(&ext::HEARTBEAT) => {
            findings.check(id, grade, CheckOutcome::Notice, "offered", "");
        }
        Some(_) => findings.check(id, grade, CheckOutcome::Pass, "absent", ""),
        None => findings.unknown(id, grade, why(notes.answer(FEATURES))),
    }
}

/// Only suites with CBC need it, so the server's answer counts where it took one of those.
fn encrypt_then_mac(findings: &mut Findings, notes: &Notes<'_>) {
    let (id, grade) = ("tls.encrypt_then_mac", Grade::Info);
    let is_cbc = |code: u16| {
        suite_of(code).is_some_and(|suite| suite.mac != "AEAD" && suite.cipher.contains("CBC"))
    };
    match notes.hello(FEATURES) {
        Some(hello) if hello.extensions.contains(&ext::ENCRYPT_THEN_MAC) => {
            findings.check(id, grade, CheckOutcome::Pass, "present", "");
        }
        Some(hello) if is_cbc(hello.suite) => {
            findings.check(id, grade, CheckOutcome::Notice, "absent", "");
        }
        Some(_) => findings.check(id, grade, CheckOutcome::NotApplicable, "no_cbc_taken", ""),
        None if notes.newest_classic().is_none() => {
            findings.check(id, grade, CheckOutcome::NotApplicable, "tls1_3_only", "");
        }
        None => findings.unknown(id, grade, why(notes.answer(FEATURES))),
    }
}

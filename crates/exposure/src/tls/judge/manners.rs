//! How a server takes what it did not expect: a fall-back, no name, another name, values of the future.

use arvak_probe::transcript::TlsAnswer;
use arvak_probe::{CheckOutcome, Grade};

use crate::findings::Findings;
use crate::tls::Version;
use crate::tls::job::{FALLBACK, GREASE, LONG, NEWER, NO_NAME, OTHER_NAME};
use crate::tls::notes::{Notes, hello_of};

/// RFC 7507 section 3.
const INAPPROPRIATE_FALLBACK: u8 = 86;

/// RFC 6066 section 3.
const UNRECOGNIZED_NAME: u8 = 112;

pub(super) fn judge(findings: &mut Findings, notes: &Notes<'_>) {
    fallback(findings, notes);
    tolerates(findings, notes, "tls.unknown_values", GREASE);
    tolerates(findings, notes, "tls.long_hello", LONG);
    if notes.newest_classic().is_some() {
        tolerates(findings, notes, "tls.unknown_version", NEWER);
    } else {
        let (id, grade) = ("tls.unknown_version", Grade::Should);
        findings.check(id, grade, CheckOutcome::NotApplicable, "tls1_3_only", "");
    }
    name(findings, notes, "tls.no_name", NO_NAME);
    name(findings, notes, "tls.other_name", OTHER_NAME);
}

fn fallback(findings: &mut Findings, notes: &Notes<'_>) {
    let (id, grade) = ("tls.fallback", Grade::Should);
    if notes.fallback().is_none() {
        return findings.check(id, grade, CheckOutcome::NotApplicable, "one_version", "");
    }
    match notes.answer(FALLBACK) {
        Some(TlsAnswer::Alert(INAPPROPRIATE_FALLBACK)) => {
            findings.check(id, grade, CheckOutcome::Pass, "noticed", "");
        }
        // Whoever speaks TLS 1.3 sees in the server's random number that it was made to fall back to 1.2 (RFC 8446,
        // 4.1.3), and to nothing older can it be made to.
        Some(TlsAnswer::Hello(_)) if guarded_by_tls_1_3(notes) => {
            findings.check(id, grade, CheckOutcome::NotApplicable, "tls1_3_guards", "");
        }
        Some(TlsAnswer::Hello(_)) => {
            findings.check(id, grade, CheckOutcome::Fail, "not_noticed", "");
        }
        Some(TlsAnswer::Alert(alert)) => {
            let seen = alert.to_string();
            findings.check(id, grade, CheckOutcome::Notice, "other_alert", seen);
        }
        answer => findings.unknown(id, grade, untold(answer)),
    }
}

/// Whether TLS 1.3 and 1.2 are all that there is.
fn guarded_by_tls_1_3(notes: &Notes<'_>) -> bool {
    Version::ALL.into_iter().all(|version| {
        let is_new = matches!(version, Version::Tls12 | Version::Tls13);
        notes.accepted(version).is_supported() == Some(is_new)
    })
}

/// The same hello without the odd thing in it was answered; so a refusal is one of the odd thing.
fn tolerates(findings: &mut Findings, notes: &Notes<'_>, id: &'static str, question: &str) {
    let grade = Grade::Should;
    match notes.answer(question) {
        Some(TlsAnswer::Hello(_)) => {
            findings.check(id, grade, CheckOutcome::Pass, "answered", "");
        }
        Some(TlsAnswer::Alert(alert)) => {
            findings.check(id, grade, CheckOutcome::Fail, "refused", alert.to_string());
        }
        Some(TlsAnswer::Closed) => findings.check(id, grade, CheckOutcome::Fail, "closed", ""),
        answer => findings.unknown(id, grade, untold(answer)),
    }
}

fn name(findings: &mut Findings, notes: &Notes<'_>, id: &'static str, question: &str) {
    let grade = Grade::Info;
    let usual = notes
        .newest_classic()
        .and_then(|(version, _)| notes.suite_hellos(version).first().and_then(|h| h.certificate));
    match notes.answer(question) {
        Some(answer @ TlsAnswer::Hello(_)) => {
            let sent = hello_of(answer).and_then(|hello| hello.certificate);
            let reason = match (usual, sent) {
                (Some(usual), Some(sent)) if usual == sent => "same_certificate",
                (Some(_), Some(_)) => "other_certificate",
                _ => "answered",
            };
            findings.check(id, grade, CheckOutcome::Pass, reason, "");
        }
        Some(TlsAnswer::Alert(UNRECOGNIZED_NAME)) => {
            findings.check(id, grade, CheckOutcome::Pass, "unrecognized_name", "");
        }
        Some(TlsAnswer::Alert(alert)) => {
            findings.check(id, grade, CheckOutcome::Pass, "refused", alert.to_string());
        }
        Some(TlsAnswer::Closed) => findings.check(id, grade, CheckOutcome::Pass, "closed", ""),
        answer => findings.unknown(id, grade, untold(answer)),
    }
}

fn untold(answer: Option<&TlsAnswer>) -> &str {
    match answer {
        Some(TlsAnswer::Unusable(code) | TlsAnswer::Failed(code)) => code,
        _ => "not_asked",
    }
}

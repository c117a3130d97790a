//! What a DNS transcript means.

use arvak_probe::{
    BadTranscript, CheckOutcome, Event, Grade, Judgement, Transcript, control_record_name,
};

use super::{CONTROL_NOTE, CONTROL_PREFIX, NAME};
use crate::answers::{Answer, Answers, failure_code};
use crate::findings::{Findings, inconclusive, refutes, supports};

/// Judges the bytes of a transcript of the DNS probe.
pub(crate) fn judge(bytes: &[u8]) -> Result<Judgement, BadTranscript> {
    let transcript = Transcript::of_probe(bytes, NAME)?;
    let answers = Answers::of(&transcript);
    let domain = transcript.host.as_str();
    let mut findings = Findings::default();
    judge_resolves(&mut findings, answers, domain);
    judge_dnssec(&mut findings, answers, domain, &transcript);
    judge_caa(&mut findings, answers, domain);
    judge_control(&mut findings, answers, &transcript);
    Ok(findings.into_judgement(&transcript))
}

fn judge_resolves(findings: &mut Findings, answers: Answers<'_>, domain: &str) {
    const KIND: &str = "dns.resolves";
    let mut done = |result, reason: &str, seen: String, found| {
        findings.check("dns.resolves", Grade::Must, result, reason, seen);
        findings.verdict(found);
    };
    let mut unknown = None;
    // Addresses, or at least that the name is a zone or takes mail.
    for record_type in ["A", "AAAA", "NS", "MX"] {
        match answers.to(domain, record_type) {
            Answer::Data(records) if !records.is_empty() => {
                let seen = format!("{record_type} {}", records.join(", "));
                return done(CheckOutcome::Pass, "dns.resolves", seen, supports(KIND));
            }
            Answer::Data(_) => {}
            // RFC 8020: nothing is at or below a name that does not exist, whatever the type.
            Answer::NoName => {
                let found = refutes(KIND, "dns.nxdomain");
                return done(CheckOutcome::Fail, "dns.nxdomain", String::new(), found);
            }
            Answer::Unknown(code) => unknown = unknown.or(Some(code)),
        }
    }
    let (result, reason, found) = unknown.map_or_else(
        || (CheckOutcome::Fail, "dns.no_records", refutes(KIND, "dns.no_records")),
        |code| (CheckOutcome::Inconclusive, code, inconclusive(KIND, code)),
    );
    done(result, reason, String::new(), found);
}

/// Presence alone: that a parent vouches for the zone (DS), that the zone has keys (DNSKEY) and
/// that its answers are signed (RRSIG). Whether the signatures are right is another question.
fn judge_dnssec(
    findings: &mut Findings,
    answers: Answers<'_>,
    domain: &str,
    transcript: &Transcript,
) {
    const KIND: &str = "dnssec.present";
    let mut done = |result, reason: &str, seen: String, found| {
        findings.check("dnssec.present", Grade::Must, result, reason, seen);
        findings.verdict(found);
    };
    let (ds, keys) = (answers.to(domain, "DS"), answers.to(domain, "DNSKEY"));
    let (Answer::Data(ds), Answer::Data(keys)) = (&ds, &keys) else {
        let code = ds.unknown().or(keys.unknown()).unwrap_or("dns.nxdomain");
        return done(CheckOutcome::Inconclusive, code, String::new(), inconclusive(KIND, code));
    };
    let seen = format!("DS {}, DNSKEY {}", ds.len(), keys.len());
    let absent = |reason| (CheckOutcome::Fail, reason, refutes(KIND, "dnssec.absent"));
    let unclear = |reason| (CheckOutcome::Inconclusive, reason, inconclusive(KIND, reason));
    let (result, reason, found) = match (ds.is_empty(), keys.is_empty(), is_zone(answers, domain)) {
        // A name inside somebody's zone has neither; its zone is not among what was asked.
        (true, true, Some(false)) => unclear("dnssec.not_a_zone"),
        (true, true, None) => unclear(failure_code(transcript).unwrap_or("not_asked")),
        (true, true, Some(true)) => absent("dnssec.absent"),
        (true, false, _) => absent("dnssec.no_ds"),
        (false, true, _) => absent("dnssec.no_keys"),
        (false, false, _) => {
            if ["DNSKEY", "NS", "A", "AAAA", "MX"].iter().any(|t| answers.is_signed(domain, t)) {
                (CheckOutcome::Pass, "dnssec.present", supports(KIND))
            } else {
                unclear("dnssec.no_signatures")
            }
        }
    };
    done(result, reason, seen, found);
}

/// Whether the name is the apex of a zone: only those have NS records of their own.
fn is_zone(answers: Answers<'_>, domain: &str) -> Option<bool> {
    match answers.to(domain, "NS") {
        Answer::Data(records) => Some(!records.is_empty()),
        Answer::NoName => Some(false),
        Answer::Unknown(_) => None,
    }
}

fn judge_caa(findings: &mut Findings, answers: Answers<'_>, domain: &str) {
    let (result, reason, seen) = match answers.to(domain, "CAA") {
        Answer::Data(records) if !records.is_empty() => {
            (CheckOutcome::Pass, "caa.present", records.join(", "))
        }
        // RFC 8659: a parent's records would count; so this is no failure.
        Answer::Data(_) | Answer::NoName => (CheckOutcome::Notice, "caa.absent", String::new()),
        Answer::Unknown(code) => (CheckOutcome::Inconclusive, code, String::new()),
    };
    findings.check("caa.present", Grade::Should, result, reason, seen);
}

/// Control is only ever shown: its absence says nothing about the domain.
fn judge_control(findings: &mut Findings, answers: Answers<'_>, transcript: &Transcript) {
    let expected = transcript.events().find_map(|event| match event {
        Event::Note { code, detail } if code == CONTROL_NOTE => Some(&**detail),
        _ => None,
    });
    let Some(token) = expected.filter(|token| !token.is_empty()) else { return };
    let Answer::Data(records) = answers.to(&control_record_name(transcript.host.as_str()), "TXT")
    else {
        return;
    };
    let shows = |record: &&str| record.trim().strip_prefix(CONTROL_PREFIX) == Some(token);
    if records.iter().any(shows) {
        findings.verdict(supports("domain.control"));
    }
}

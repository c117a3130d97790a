//! What a mail transcript means: who may send as the domain, and what becomes of mail that fails.

use arvak_probe::{BadTranscript, CheckOutcome, Grade, Judgement, Transcript};

use super::dmarc::{self, Enforcement};
use super::spf::{self, Rest, Spf};
use super::spf_domain::has_macro;
use super::{DMARC_LABEL, NAME, REDIRECTS_MAX};
use crate::answers::{Answer, Answers};
use crate::findings::{Findings, inconclusive, refutes, supports};

/// Judges the bytes of a transcript of the mail probe.
pub(crate) fn judge(bytes: &[u8]) -> Result<Judgement, BadTranscript> {
    let transcript = Transcript::of_probe(bytes, NAME)?;
    let answers = Answers::of(&transcript);
    let domain = transcript.host.as_str();
    let mut findings = Findings::default();
    judge_mx(&mut findings, answers, domain);
    judge_spf(&mut findings, answers, domain);
    judge_dmarc(&mut findings, answers, domain);
    Ok(findings.into_judgement(&transcript))
}

fn judge_mx(findings: &mut Findings, answers: Answers<'_>, domain: &str) {
    let mut note = |result, reason, seen: String| {
        findings.check("mail.mx", Grade::Info, result, reason, seen);
    };
    match answers.to(domain, "MX") {
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

/// What the SPF records say in the end.
enum SpfFound<'a> {
    Absent,
    Invalid(&'static str, String),
    Policy(Rest, String),
    Unknown(&'a str),
}

fn judge_spf(findings: &mut Findings, answers: Answers<'_>, domain: &str) {
    const KIND: &str = "mail.spf";
    let (valid, policy) = ("spf.valid", "spf.policy");
    let (must, pass, fail) = (Grade::Must, CheckOutcome::Pass, CheckOutcome::Fail);
    match find_spf(answers, domain) {
        SpfFound::Absent => {
            findings.check(valid, must, fail, "spf.absent", "");
            findings.check(policy, must, fail, "spf.absent", "");
            findings.verdict(refutes(KIND, "spf.absent"));
        }
        SpfFound::Invalid(reason, seen) => {
            findings.check(valid, must, fail, reason, seen);
            findings.check(policy, must, CheckOutcome::NotApplicable, "spf.invalid", "");
            findings.verdict(refutes(KIND, "spf.invalid"));
        }
        SpfFound::Unknown(code) => {
            findings.unknown(valid, must, code);
            findings.unknown(policy, must, code);
            findings.verdict(inconclusive(KIND, code));
        }
        SpfFound::Policy(rest, seen) => {
            findings.check(valid, must, pass, "spf.valid", seen.clone());
            match rest {
                Rest::Fail => findings.check(policy, must, pass, "spf.fail", seen),
                Rest::SoftFail => {
                    findings.check(policy, must, CheckOutcome::Notice, "spf.softfail", seen);
                }
                _ => findings.check(policy, must, fail, "spf.permissive", seen),
            }
            findings.verdict(match rest {
                Rest::Fail | Rest::SoftFail => supports(KIND),
                _ => refutes(KIND, "spf.permissive"),
            });
        }
    }
}

fn find_spf<'a>(answers: Answers<'a>, domain: &str) -> SpfFound<'a> {
    let mut name = domain.to_owned();
    let mut chain = String::new();
    for hop in 0..=REDIRECTS_MAX {
        let records = match answers.to(&name, "TXT") {
            Answer::Data(records) => records,
            Answer::NoName => Vec::new(),
            Answer::Unknown(code) => return SpfFound::Unknown(code),
        };
        let mut records = records.into_iter().filter(|record| spf::is_spf(record));
        let record = match (records.next(), records.next()) {
            (None, _) if hop == 0 => return SpfFound::Absent,
            (None, _) => return SpfFound::Invalid("spf.redirect_to_nothing", chain),
            (Some(first), Some(second)) => {
                return SpfFound::Invalid("spf.multiple", format!("{first} | {second}"));
            }
            (Some(record), None) => record,
        };
        let arrow = if hop == 0 { "" } else { " → " };
        chain = format!("{chain}{arrow}{record}");
        match spf::parse(record) {
            Err(bad) => return SpfFound::Invalid("spf.syntax", format!("{} in {record}", bad.0)),
            Ok(Spf { rest: Rest::Redirect, redirect: Some(target) }) => {
                if has_macro(&target) {
                    return SpfFound::Unknown("spf.macro");
                }
                name = target;
            }
            Ok(spf) => return SpfFound::Policy(spf.rest, chain),
        }
    }
    SpfFound::Invalid("spf.too_many_redirects", chain)
}

fn judge_dmarc(findings: &mut Findings, answers: Answers<'_>, domain: &str) {
    const KIND: &str = "mail.dmarc";
    let mut done = |result, reason: &str, seen: &str, found| {
        findings.check("dmarc.policy", Grade::Must, result, reason, seen);
        findings.verdict(found);
    };
    let records = match answers.to(&format!("{DMARC_LABEL}.{domain}"), "TXT") {
        Answer::Data(records) => records,
        Answer::NoName => Vec::new(),
        Answer::Unknown(code) => {
            return done(CheckOutcome::Inconclusive, code, "", inconclusive(KIND, code));
        }
    };
    let mut records = records.into_iter().filter(|record| dmarc::is_dmarc(record));
    let record = match (records.next(), records.next()) {
        (None, _) => {
            let found = refutes(KIND, "dmarc.absent");
            return done(CheckOutcome::Fail, "dmarc.absent", "", found);
        }
        (Some(first), Some(_)) => {
            let found = refutes(KIND, "dmarc.invalid");
            return done(CheckOutcome::Fail, "dmarc.multiple", first, found);
        }
        (Some(record), None) => record,
    };
    let dmarc = match dmarc::parse(record) {
        Ok(dmarc) => dmarc,
        Err(bad) => {
            let seen = format!("{}: {record}", bad.0);
            return done(CheckOutcome::Fail, "dmarc.syntax", &seen, refutes(KIND, "dmarc.invalid"));
        }
    };
    let (result, reason, found) = match dmarc.enforcement {
        Enforcement::None => (CheckOutcome::Fail, "dmarc.none", refutes(KIND, "dmarc.none")),
        Enforcement::Quarantine => (CheckOutcome::Pass, "dmarc.quarantine", supports(KIND)),
        Enforcement::Reject => (CheckOutcome::Pass, "dmarc.reject", supports(KIND)),
    };
    let found = found
        .with("enforcement", dmarc.enforcement as i64)
        .with("percent", i64::from(dmarc.percent));
    done(result, reason, record, found);
}

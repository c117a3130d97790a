//! What becomes of mail that fails: DMARC.

use arvak_probe::{CheckOutcome, Grade};

use crate::answers::{Answer, Answers};
use crate::findings::{Findings, inconclusive, refutes, supports};
use crate::mail::dmarc::{self, BadDmarc, Dmarc, Enforcement, places};

const KIND: &str = "mail.dmarc";
const POLICY: &str = "dmarc.policy";
const SUBDOMAINS: &str = "dmarc.subdomain_policy";

/// Judges the DMARC record that applies to the domain.
pub(super) fn judge(findings: &mut Findings, answers: Answers<'_>, domain: &str) {
    match find(answers, domain) {
        Record::Absent => {
            fail_both(findings, "dmarc.absent", "dmarc.absent", "");
            findings.verdict(refutes(KIND, "dmarc.absent"));
        }
        Record::Wrong(reason, seen) => {
            fail_both(findings, reason, "dmarc.invalid", &seen);
            findings.verdict(refutes(KIND, "dmarc.invalid"));
        }
        Record::Unknown(code) => {
            findings.unknown(POLICY, Grade::Must, code);
            findings.unknown(SUBDOMAINS, Grade::Should, code);
            findings.verdict(inconclusive(KIND, code));
        }
        Record::Applies { dmarc, inherited, seen } => report(findings, &dmarc, inherited, seen),
    }
}

/// The record that applies.
enum Record<'a> {
    Absent,
    Wrong(&'static str, String),
    Unknown(&'a str),
    Applies {
        dmarc: Dmarc,
        /// Whether it stands at a parent, so that the domain is one of its subdomains.
        inherited: bool,
        seen: &'a str,
    },
}

fn find<'a>(answers: Answers<'a>, domain: &str) -> Record<'a> {
    for (height, place) in places(domain).iter().enumerate() {
        let records = match answers.to(place, "TXT") {
            Answer::Data(records) => records,
            Answer::NoName => continue,
            Answer::Unknown(code) => return Record::Unknown(code),
        };
        let mut records = records.into_iter().filter(|record| dmarc::is_dmarc(record));
        return match (records.next(), records.next()) {
            (None, _) => continue,
            (Some(first), Some(_)) => Record::Wrong("dmarc.multiple", first.to_owned()),
            (Some(record), None) => match dmarc::parse(record) {
                Ok(dmarc) => Record::Applies { dmarc, inherited: height > 0, seen: record },
                Err(BadDmarc(why)) => Record::Wrong("dmarc.syntax", format!("{why}: {record}")),
            },
        };
    }
    Record::Absent
}

/// `subdomains` is the reason that subdomains have no policy: there is none at all.
fn fail_both(findings: &mut Findings, policy: &str, subdomains: &str, seen: &str) {
    findings.check(POLICY, Grade::Must, CheckOutcome::Fail, policy, seen);
    findings.check(SUBDOMAINS, Grade::Should, CheckOutcome::Fail, subdomains, "");
}

fn report(findings: &mut Findings, dmarc: &Dmarc, inherited: bool, seen: &str) {
    let own = if inherited { dmarc.subdomains } else { dmarc.enforcement };
    let (result, reason) = outcome(own);
    findings.check(POLICY, Grade::Must, result, reason, seen);
    let (result, reason) = outcome(dmarc.subdomains);
    findings.check(SUBDOMAINS, Grade::Should, result, reason, seen);
    let found = match own {
        Enforcement::None => refutes(KIND, "dmarc.none"),
        Enforcement::Quarantine | Enforcement::Reject => supports(KIND),
    };
    let found = found.with("enforcement", own as i64);
    findings.verdict(found.with("percent", i64::from(dmarc.percent)));
}

fn outcome(enforcement: Enforcement) -> (CheckOutcome, &'static str) {
    match enforcement {
        Enforcement::None => (CheckOutcome::Fail, "dmarc.none"),
        Enforcement::Quarantine => (CheckOutcome::Pass, "dmarc.quarantine"),
        Enforcement::Reject => (CheckOutcome::Pass, "dmarc.reject"),
    }
}

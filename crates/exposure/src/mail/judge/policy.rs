//! What becomes of mail that fails: DMARC.

use arvak_probe::{CheckOutcome, Grade};

use crate::findings::{Findings, inconclusive, refutes, supports};
use crate::mail::dmarc::{Dmarc, Enforcement};
use crate::mail::dmarc_walk::{Record, Walked};

const KIND: &str = "mail.dmarc";
const POLICY: &str = "dmarc.policy";
const SUBDOMAINS: &str = "dmarc.subdomain_policy";
const VALID: &str = "dmarc.valid";
const ALIGNMENT: &str = "dmarc.alignment";

/// Judges the DMARC record that applies to the domain.
pub(super) fn judge(findings: &mut Findings, walked: &Walked<'_>) {
    match &walked.record {
        Record::Absent => {
            fail_all(findings, "dmarc.absent", "dmarc.absent", "");
            findings.verdict(refutes(KIND, "dmarc.absent"));
        }
        Record::Wrong(reason, seen) => {
            fail_all(findings, reason, "dmarc.invalid", seen);
            findings.verdict(refutes(KIND, "dmarc.invalid"));
        }
        Record::Unknown(code) => {
            findings.unknown(POLICY, Grade::Must, code);
            findings.unknown(SUBDOMAINS, Grade::Should, code);
            findings.unknown(VALID, Grade::Must, code);
            findings.unknown(ALIGNMENT, Grade::Info, code);
            findings.verdict(inconclusive(KIND, code));
        }
        Record::Applies { dmarc, inherited, seen } => report(findings, dmarc, *inherited, seen),
    }
}

/// `rest` is the reason that there is nothing else: there is no record that counts.
fn fail_all(findings: &mut Findings, policy: &str, rest: &str, seen: &str) {
    findings.check(POLICY, Grade::Must, CheckOutcome::Fail, policy, seen);
    findings.check(SUBDOMAINS, Grade::Should, CheckOutcome::Fail, rest, "");
    findings.check(VALID, Grade::Must, CheckOutcome::Fail, policy, seen);
    findings.check(ALIGNMENT, Grade::Info, CheckOutcome::NotApplicable, rest, "");
}

fn report(findings: &mut Findings, dmarc: &Dmarc, inherited: bool, seen: &str) {
    let own = if inherited { dmarc.subdomains } else { dmarc.enforcement };
    let (result, reason) = outcome(own);
    findings.check(POLICY, Grade::Must, result, reason, seen);
    let (result, reason) = outcome(dmarc.subdomains);
    findings.check(SUBDOMAINS, Grade::Should, result, reason, seen);
    if dmarc.faults.is_empty() {
        findings.check(VALID, Grade::Must, CheckOutcome::Pass, "dmarc.valid", seen);
    } else {
        let seen = format!("{}: {seen}", dmarc.faults.join(", "));
        findings.check(VALID, Grade::Must, CheckOutcome::Notice, "dmarc.faults", seen);
    }
    let word = |strict: bool| if strict { "strict" } else { "relaxed" };
    let seen = format!("DKIM {}, SPF {}", word(dmarc.strict_dkim), word(dmarc.strict_spf));
    findings.check(ALIGNMENT, Grade::Info, CheckOutcome::Pass, "dmarc.alignment", seen);
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

//! Who may send as the domain: SPF.

use arvak_probe::{CheckOutcome, Grade};

use crate::answers::Answers;
use crate::findings::{Findings, inconclusive, refutes, supports};
use crate::mail::spf::Rest;
use crate::mail::spf_void::{Behind, VOIDS_MAX, look_behind};
use crate::mail::spf_walk::{Found, LOOKUPS_MAX, Walk};

const KIND: &str = "mail.spf";
const VALID: &str = "spf.valid";
const LOOKUPS: &str = "spf.lookups";
const POLICY: &str = "spf.policy";
const VOID: &str = "spf.void_lookups";

/// Judges the SPF record, with what it includes and redirects to, and says what was found.
/// `asked_behind` is whether the look asked what the terms lead to: the first version did not.
pub(super) fn judge(
    findings: &mut Findings,
    answers: Answers<'_>,
    domain: &str,
    asked_behind: bool,
) -> Found {
    let mut walk = Walk::new(domain);
    while let Some(name) = walk.next() {
        walk.take(&answers.to(name, "TXT"));
    }
    let behind = look_behind(&walk.found.asked, |name, kind| answers.to(name, kind));
    if let Some(crowded) = &behind.crowded
        && walk.found.wrong.is_none()
    {
        walk.found.wrong = Some(("spf.too_many_mx", crowded.clone()));
    }
    if asked_behind && walk.found.unknown.is_none() {
        walk.found.unknown.clone_from(&behind.exchangers_unknown);
    }
    report(findings, &walk.found, &behind);
    walk.found
}

fn report(findings: &mut Findings, found: &Found, behind: &Behind) {
    let (must, fail) = (Grade::Must, CheckOutcome::Fail);
    if found.absent {
        findings.check(VALID, must, fail, "spf.absent", "");
        findings.check(LOOKUPS, must, CheckOutcome::NotApplicable, "spf.absent", "");
        findings.check(VOID, Grade::Should, CheckOutcome::NotApplicable, "spf.absent", "");
        findings.check(POLICY, must, fail, "spf.absent", "");
        return findings.verdict(refutes(KIND, "spf.absent"));
    }
    if let Some((reason, place)) = &found.wrong {
        findings.check(VALID, must, fail, reason, &**place);
        for id in [LOOKUPS, POLICY] {
            findings.check(id, must, CheckOutcome::NotApplicable, "spf.invalid", "");
        }
        findings.check(VOID, Grade::Should, CheckOutcome::NotApplicable, "spf.invalid", "");
        return findings.verdict(refutes(KIND, "spf.invalid"));
    }
    if found.lookups > LOOKUPS_MAX {
        // A receiver gives up, whatever the rest of the record says.
        findings.check(VALID, must, CheckOutcome::Pass, "spf.valid", &*found.chain);
        let seen = format!("more than {LOOKUPS_MAX}: {}", found.chain);
        findings.check(LOOKUPS, must, fail, "spf.too_many_lookups", seen);
        findings.check(POLICY, must, CheckOutcome::NotApplicable, "spf.invalid", "");
        findings.check(VOID, Grade::Should, CheckOutcome::NotApplicable, "spf.invalid", "");
        return findings.verdict(refutes(KIND, "spf.invalid"));
    }
    if let Some(code) = &found.unknown {
        return all_unknown(findings, code);
    }
    match found.rest {
        Some(rest) => report_policy(findings, found, behind, rest),
        None => all_unknown(findings, "spf.macro"),
    }
}

fn all_unknown(findings: &mut Findings, code: &str) {
    for id in [VALID, LOOKUPS, POLICY] {
        findings.unknown(id, Grade::Must, code);
    }
    findings.unknown(VOID, Grade::Should, code);
    findings.verdict(inconclusive(KIND, code));
}

fn report_policy(findings: &mut Findings, found: &Found, behind: &Behind, rest: Rest) {
    let (must, seen) = (Grade::Must, &*found.chain);
    findings.check(VALID, must, CheckOutcome::Pass, "spf.valid", seen);
    report_lookups(findings, found, behind);
    let (result, reason) = match rest {
        Rest::Fail => (CheckOutcome::Pass, "spf.fail"),
        Rest::SoftFail => (CheckOutcome::Notice, "spf.softfail"),
        _ => (CheckOutcome::Fail, "spf.permissive"),
    };
    findings.check(POLICY, must, result, reason, seen);
    findings.verdict(match result {
        CheckOutcome::Fail => refutes(KIND, "spf.permissive"),
        _ => supports(KIND),
    });
}

/// Ten terms at most, and two names at most that are not there: beyond the one a receiver gives up, beyond
/// the other it should.
fn report_lookups(findings: &mut Findings, found: &Found, behind: &Behind) {
    let should = Grade::Should;
    if found.macros {
        findings.unknown(LOOKUPS, Grade::Must, "spf.macro");
    } else {
        let count = format!("{} of {LOOKUPS_MAX}", found.lookups);
        findings.check(LOOKUPS, Grade::Must, CheckOutcome::Pass, "spf.few_lookups", count);
    }
    let void = behind.void.join(", ");
    match (&behind.unknown, behind.void.len() > VOIDS_MAX) {
        (_, true) => findings.check(VOID, should, CheckOutcome::Fail, "spf.void_lookups", void),
        (Some(code), _) => findings.unknown(VOID, should, code),
        (None, _) if found.macros => findings.unknown(VOID, should, "spf.macro"),
        (None, _) => findings.check(VOID, should, CheckOutcome::Pass, "spf.few_void", void),
    }
}

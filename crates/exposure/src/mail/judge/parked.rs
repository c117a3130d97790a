//! Whether a domain without mail says so, so that nobody can send in its name.

use arvak_probe::CheckOutcome::{Fail, Inconclusive, NotApplicable, Notice, Pass};
use arvak_probe::Grade;

use super::{Mx, View};
use crate::answers::Answer;
use crate::findings::Findings;
use crate::mail::dmarc::Enforcement;
use crate::mail::dmarc_walk::{Record, Walked};
use crate::mail::spf_walk::Found;

const ID: &str = "mail.parked";

/// Judges a domain without mail servers: SPF that names nobody, DMARC that rejects, and the null MX where
/// mail would else go to its own address (RFC 5321 section 5.1).
pub(super) fn judge(findings: &mut Findings, view: &View<'_>, spf: &Found, walked: &Walked<'_>) {
    let mut note = |result, reason: &str, seen: &str| {
        findings.check(ID, Grade::Should, result, reason, seen);
    };
    let mx = match &view.mx {
        Mx::Named(_) => return note(NotApplicable, "parked.in_use", ""),
        Mx::Unknown(code) => return note(Inconclusive, code, ""),
        Mx::None("dns.nxdomain") => return note(NotApplicable, "dns.nxdomain", ""),
        Mx::None(code) => *code,
    };
    let is_bare = is_bare(&spf.chain);
    if !spf.chain.is_empty() && !is_bare && spf.wrong.is_none() {
        return note(NotApplicable, "parked.sends", &spf.chain);
    }
    if let Some(code) = &spf.unknown {
        return note(Inconclusive, code, "");
    }
    let rejects = match &walked.record {
        Record::Unknown(code) => return note(Inconclusive, code, ""),
        Record::Applies { dmarc, inherited, .. } => {
            let own = if *inherited { dmarc.subdomains } else { dmarc.enforcement };
            own == Enforcement::Reject
        }
        Record::Absent | Record::Wrong(..) => false,
    };
    match (is_bare, rejects) {
        (false, false) => return note(Fail, "parked.spf_and_dmarc", ""),
        (false, true) => return note(Fail, "parked.spf", ""),
        (true, false) => return note(Fail, "parked.dmarc", ""),
        (true, true) => {}
    }
    match has_address(view) {
        _ if mx == "mx.null" => note(Pass, "parked.closed", ""),
        Ok(false) => note(Pass, "parked.closed", ""),
        Ok(true) => note(Notice, "parked.no_null_mx", ""),
        Err(code) => note(Inconclusive, code, ""),
    }
}

/// `v=spf1 -all` and nothing else, or modifiers that change nothing.
fn is_bare(chain: &str) -> bool {
    let mut terms = chain.split(' ').filter(|term| !term.is_empty());
    terms.next().is_some_and(|version| version.eq_ignore_ascii_case("v=spf1"))
        && terms.next().is_some_and(|all| all.eq_ignore_ascii_case("-all"))
}

fn has_address<'a>(view: &View<'a>) -> Result<bool, &'a str> {
    let mut unknown = None;
    for record_type in ["A", "AAAA"] {
        match view.answers.to(view.domain, record_type) {
            Answer::Data(records) if !records.is_empty() => return Ok(true),
            Answer::Data(_) | Answer::NoName => {}
            Answer::Unknown(code) => unknown = Some(code),
        }
    }
    unknown.map_or(Ok(false), Err)
}

#[cfg(test)]
mod tests {
    use super::is_bare;

    #[test]
    fn only_a_record_that_names_nobody_is_bare() {
        assert!(is_bare("v=spf1 -all") && is_bare("V=SPF1  -ALL"));
        for chain in ["", "v=spf1", "v=spf1 ~all", "v=spf1 mx -all", "v=spf1 redirect=a.example"] {
            assert!(!is_bare(chain), "{chain}");
        }
    }
}

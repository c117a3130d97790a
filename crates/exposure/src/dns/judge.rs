//! What a DNS transcript means.

mod above;
mod caa;
mod control;
mod dangling;
mod records;
mod servers;
mod signed;
mod valid;

use arvak_probe::{BadTranscript, CheckOutcome, Grade, Judgement, Transcript};

use super::NAME;
use super::secure::Chains;
use crate::answers::Answers;
use crate::findings::{Findings, add_summed};

/// What the judges of a DNS transcript look at.
struct Seen<'t> {
    transcript: &'t Transcript,
    domain: &'t str,
    answers: Answers<'t>,
    chains: Chains<'t>,
}

/// The result of one check, before it is noted.
struct Told {
    result: CheckOutcome,
    reason: String,
    seen: String,
}

impl Told {
    fn new(result: CheckOutcome, reason: &str, seen: impl Into<String>) -> Self {
        Self { result, reason: reason.to_owned(), seen: seen.into() }
    }

    fn pass(reason: &str, seen: impl Into<String>) -> Self {
        Self::new(CheckOutcome::Pass, reason, seen)
    }

    fn fail(reason: &str, seen: impl Into<String>) -> Self {
        Self::new(CheckOutcome::Fail, reason, seen)
    }

    fn notice(reason: &str, seen: impl Into<String>) -> Self {
        Self::new(CheckOutcome::Notice, reason, seen)
    }

    fn unknown(reason: &str) -> Self {
        Self::new(CheckOutcome::Inconclusive, reason, "")
    }

    fn nothing(reason: &str) -> Self {
        Self::new(CheckOutcome::NotApplicable, reason, "")
    }

    fn note(self, findings: &mut Findings, id: &'static str, grade: Grade) {
        findings.check(id, grade, self.result, &self.reason, self.seen);
    }
}

/// Judges the bytes of a transcript of the DNS probe.
pub(crate) fn judge(bytes: &[u8]) -> Result<Judgement, BadTranscript> {
    let transcript = Transcript::of_probe(bytes, NAME)?;
    let seen = Seen {
        transcript: &transcript,
        domain: transcript.host.as_str(),
        answers: Answers::of(&transcript),
        chains: Chains::of(&transcript),
    };
    let mut findings = Findings::default();
    records::judge(&mut findings, &seen);
    signed::judge(&mut findings, &seen);
    valid::judge(&mut findings, &seen);
    caa::judge(&mut findings, &seen);
    dangling::judge(&mut findings, &seen);
    servers::judge(&mut findings, &seen);
    control::judge(&mut findings, &seen);
    let mut judgement = findings.into_judgement(&transcript);
    add_summed(&mut judgement, &transcript, "dnssec.valid", "dnssec.bogus", |check| {
        check.id == "dnssec.valid"
    });
    Ok(judgement)
}

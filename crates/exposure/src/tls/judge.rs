//! What the transcript of a look means, by the guidelines for TLS of NCSC-NL (edition 2025-05) in the
//! grades of Internet.nl: what must be, what should be, and what is good to know.
//!
//! Pure: the same transcript always gives the same results. Something bad that was seen is bad even when
//! the look was cut short; that there is nothing bad is only said when all was seen.

mod certificate;
mod checks;
mod dane;
mod exchange;
mod features;
mod manners;
mod protocol;

use arvak_probe::{CheckOutcome, Grade, Judgement, Transcript};

pub use checks::CHECKS;

use super::Strength;
use super::notes::{End, Notes};
use crate::findings::{Findings, pass_nothing_cut};

/// Judges a transcript of [`super::enumerate`].
pub fn judge(transcript: &Transcript) -> Judgement {
    let notes = Notes::of(transcript.events());
    let mut findings = Findings::default();
    if !notes.is_begun() {
        let code = transcript.failure_code().unwrap_or("tls.not_asked");
        for check in CHECKS {
            findings.unknown(check.id, check.grade, code);
        }
        return findings.into_judgement(transcript);
    }
    protocol::judge(&mut findings, &notes);
    exchange::judge(&mut findings, &notes);
    features::judge(&mut findings, &notes);
    manners::judge(&mut findings, &notes);
    certificate::judge(&mut findings, transcript);
    dane::judge(&mut findings, transcript);
    let mut judgement = findings.into_judgement(transcript);
    // Evidence of certificates is the HTTPS probe's to give: it sees them the way a visitor does.
    judgement.verdicts.clear();
    pass_nothing_cut(&mut judgement, transcript, |_| true);
    judgement
}

/// Something that was seen, and how good it is.
type Graded = (Strength, String);

/// Notes the worst of several things. `end` says whether all were seen.
fn worst(
    findings: &mut Findings,
    (id, grade): (&'static str, Grade),
    things: &[Graded],
    end: End<'_>,
) {
    let Some(strength) = things.iter().map(|(strength, _)| *strength).min() else {
        let code = match end {
            End::Told => "nothing_accepted",
            End::Untold(code) => code,
        };
        return findings.unknown(id, grade, code);
    };
    let result = match (strength, end) {
        (Strength::Insufficient, _) => CheckOutcome::Fail,
        (_, End::Untold(code)) => {
            return findings.check(
                id,
                grade,
                CheckOutcome::Inconclusive,
                code,
                of(things, strength),
            );
        }
        (Strength::PhaseOut, End::Told) => CheckOutcome::Notice,
        (Strength::Sufficient | Strength::Good, End::Told) => CheckOutcome::Pass,
    };
    findings.check(id, grade, result, strength.code(), of(things, strength));
}

/// The things of that grade, each once.
fn of(things: &[Graded], strength: Strength) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (_, name) in things.iter().filter(|(graded, _)| *graded == strength) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.join(" ")
}

/// The first of several ends that leaves something open.
fn all_told<'a>(ends: impl IntoIterator<Item = End<'a>>) -> End<'a> {
    ends.into_iter().find(|end| matches!(end, End::Untold(_))).unwrap_or(End::Told)
}

#[cfg(test)]
mod tests;

//! Collects what a judge finds.

use arvak_core::{Basis, Instant, Name, Outcome};
use arvak_probe::{
    CheckOutcome, CheckResult, Event, Grade, Judgement, NetError, Transcript, Verdict,
};

use crate::answers::rcode_reason;

/// Most characters of what was seen that a check result repeats.
const SEEN_CHARS_MAX: usize = 300;

/// The reason of what a transcript that lost its end cannot say.
const CUT: &str = "transcript.truncated";

/// Check results and verdicts as they are found.
#[derive(Default)]
pub(crate) struct Findings(Judgement);

/// A verdict on one evidence kind.
pub(crate) struct Found<'a> {
    kind: &'static str,
    result: Outcome,
    code: Option<&'a str>,
    attributes: Vec<(&'static str, i64)>,
    valid_until: Option<Instant>,
}

/// It holds.
pub(crate) fn supports(kind: &'static str) -> Found<'static> {
    Found { kind, result: Outcome::Supports, code: None, attributes: Vec::new(), valid_until: None }
}

/// It does not hold, for the reason with this code.
pub(crate) fn refutes<'a>(kind: &'static str, code: &'a str) -> Found<'a> {
    Found { result: Outcome::Refutes, code: Some(code), ..supports(kind) }
}

/// It could not be told, for the reason with this code.
pub(crate) fn inconclusive<'a>(kind: &'static str, code: &'a str) -> Found<'a> {
    Found { result: Outcome::Inconclusive, code: Some(code), ..supports(kind) }
}

impl Found<'_> {
    /// With a whole number that requirements may compare.
    pub(crate) fn with(mut self, attribute: &'static str, value: i64) -> Self {
        self.attributes.push((attribute, value));
        self
    }

    /// With the instant at which it stops being true.
    pub(crate) fn until(mut self, instant: Instant) -> Self {
        self.valid_until = Some(instant);
        self
    }
}

/// The verdict; nothing when a name in it cannot be one.
pub(crate) fn verdict_of(found: Found<'_>) -> Option<Verdict> {
    // Kinds and attributes are this crate's own names; a code from a transcript may be foreign.
    let number = |(name, value): (&str, i64)| Some((name.parse::<Name>().ok()?, value));
    Some(Verdict {
        kind: found.kind.parse().ok()?,
        result: found.result,
        basis: Basis::Probe,
        code: found.code.and_then(|code| code.parse().ok()),
        attributes: found.attributes.into_iter().filter_map(number).collect(),
        valid_until: found.valid_until,
    })
}

/// What several checks amount to for a kind: one failure refutes it with that code, support needs an answer to
/// each, and where none applies there is nothing to say.
pub(crate) fn summed<'a>(
    kind: &'static str,
    code: &'a str,
    checks: impl Iterator<Item = &'a CheckResult>,
) -> Option<Found<'a>> {
    let checks: Vec<&CheckResult> = checks.collect();
    let first = |result| checks.iter().find(|check| check.result == result);
    if first(CheckOutcome::Fail).is_some() {
        return Some(refutes(kind, code));
    }
    if let Some(check) = first(CheckOutcome::Inconclusive) {
        return Some(inconclusive(kind, &check.reason));
    }
    let applies = checks.iter().any(|check| check.result != CheckOutcome::NotApplicable);
    applies.then(|| supports(kind))
}

/// Adds to a judgement what its checks amount to. A transcript that lost its end supports nothing.
pub(crate) fn add_summed(
    judgement: &mut Judgement,
    transcript: &Transcript,
    kind: &'static str,
    code: &str,
    counts: impl Fn(&CheckResult) -> bool,
) {
    let found = summed(kind, code, judgement.checks.iter().filter(|check| counts(check)));
    let is_cut = transcript.truncated;
    let found = found.map(|found| match found.result {
        Outcome::Supports if is_cut => inconclusive(kind, CUT),
        _ => found,
    });
    let verdict = found.and_then(verdict_of);
    judgement.verdicts.extend(verdict);
}

/// A transcript that lost its end passes nothing among the checks that `counts` names: what is missing might have
/// said otherwise.
pub(crate) fn pass_nothing_cut(
    judgement: &mut Judgement,
    transcript: &Transcript,
    counts: impl Fn(&CheckResult) -> bool,
) {
    let passed = judgement.checks.iter_mut().filter(|check| check.result == CheckOutcome::Pass);
    for check in passed.filter(|check| transcript.truncated && counts(check)) {
        check.result = CheckOutcome::Inconclusive;
        CUT.clone_into(&mut check.reason);
    }
}

impl Findings {
    /// Notes a verdict.
    pub(crate) fn verdict(&mut self, found: Found<'_>) {
        self.0.verdicts.extend(verdict_of(found));
    }

    /// Notes the result of a check.
    pub(crate) fn check(
        &mut self,
        id: &'static str,
        grade: Grade,
        result: CheckOutcome,
        reason: &str,
        seen: impl Into<String>,
    ) {
        let seen = readable(&seen.into());
        self.0.checks.push(CheckResult { id, grade, result, seen, reason: reason.to_owned() });
    }

    /// A check that could not be told.
    pub(crate) fn unknown(&mut self, id: &'static str, grade: Grade, reason: &str) {
        self.check(id, grade, CheckOutcome::Inconclusive, reason, "");
    }

    /// Says of a check that was noted as one that could not be told that it fails.
    pub(crate) fn fail_instead(&mut self, id: &str, reason: &str, seen: impl Into<String>) {
        let noted = self.0.checks.iter_mut().find(|check| check.id == id);
        if let Some(check) = noted {
            check.result = CheckOutcome::Fail;
            reason.clone_into(&mut check.reason);
            check.seen = readable(&seen.into());
        }
    }

    /// What was found in `transcript`. One that lost its end supports nothing: what is missing might
    /// have said otherwise.
    pub(crate) fn into_judgement(self, transcript: &Transcript) -> Judgement {
        let Judgement { mut checks, mut verdicts } = self.0;
        for check in &mut checks {
            explain(check, transcript);
        }
        let supports = verdicts.iter_mut().filter(|verdict| verdict.result == Outcome::Supports);
        for verdict in supports.filter(|_| transcript.truncated) {
            verdict.result = Outcome::Inconclusive;
            verdict.code = CUT.parse().ok();
            verdict.valid_until = None;
        }
        Judgement { checks, verdicts }
    }
}

/// Lets a check that failed to see anything say what the network said: the host, and what to do.
fn explain(check: &mut CheckResult, transcript: &Transcript) {
    if check.result != CheckOutcome::Inconclusive || !check.seen.is_empty() {
        return;
    }
    let detail = transcript.events().find_map(|event| match event {
        Event::Failed { code, detail, .. } | Event::Refused { code, detail }
            if *code == check.reason =>
        {
            Some(detail.clone())
        }
        Event::Resolved(answer) if rcode_reason(&answer.rcode) == Some(&check.reason) => {
            let (host, rcode) = (answer.name.clone(), answer.rcode.clone());
            Some(NetError::ServerFailure { host, rcode }.to_string())
        }
        _ => None,
    });
    if let Some(detail) = detail {
        check.seen = readable(&detail);
    }
}

fn readable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(SEEN_CHARS_MAX).collect()
}

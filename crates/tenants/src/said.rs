//! What judges of both vendors share.

use std::collections::BTreeMap;

use arvak_core::{Basis, Outcome};
use arvak_probe::transcript::ApiAnswer;
use arvak_probe::{CheckOutcome, CheckResult, Event, Grade, Judgement, Transcript, Verdict};

use crate::settings::is_stand_in;

/// What becomes evidence: kind, result, code and numbers.
pub(crate) struct Said {
    pub(crate) kind: &'static str,
    pub(crate) result: Outcome,
    pub(crate) code: Option<String>,
    pub(crate) attributes: Vec<(&'static str, i64)>,
}

impl Said {
    pub(crate) fn inconclusive(kind: &'static str, code: &str) -> Self {
        let (result, code) = (Outcome::Inconclusive, Some(code.to_owned()));
        Self { kind, result, code, attributes: Vec::new() }
    }

    pub(crate) fn refutes(kind: &'static str, code: &str) -> Self {
        Self { result: Outcome::Refutes, ..Self::inconclusive(kind, code) }
    }

    pub(crate) fn supports(kind: &'static str) -> Self {
        Self { kind, result: Outcome::Supports, code: None, attributes: Vec::new() }
    }

    fn verdict(self) -> Option<Verdict> {
        let mut attributes = BTreeMap::new();
        for (name, number) in self.attributes {
            attributes.insert(name.parse().ok()?, number);
        }
        Some(Verdict {
            kind: self.kind.parse().ok()?,
            result: self.result,
            basis: Basis::Configuration,
            code: self.code.and_then(|code| code.parse().ok()),
            attributes,
            valid_until: None,
        })
    }
}

/// A check that people see.
pub(crate) fn check(
    id: &'static str,
    grade: Grade,
    result: CheckOutcome,
    (seen, reason): (String, &str),
) -> CheckResult {
    CheckResult { id, grade, result, seen, reason: reason.to_owned() }
}

/// A check that could not be made, because a question was not answered: the permission that is missing is named.
pub(crate) fn unanswered(
    id: &'static str,
    grade: Grade,
    answer: Option<&ApiAnswer>,
) -> CheckResult {
    let permission = answer.and_then(|answer| answer.permission.clone()).unwrap_or_default();
    let reason = reason(answer);
    check(id, grade, CheckOutcome::Inconclusive, (permission, &reason))
}

/// Why a question has no answer.
pub(crate) fn reason(answer: Option<&ApiAnswer>) -> String {
    let error = answer.and_then(|answer| answer.error.clone());
    error.unwrap_or_else(|| "tenant.not_whole".to_owned())
}

/// The answer to a question, by its code.
pub(crate) fn answer<'t>(transcript: &'t Transcript, what: &str) -> Option<&'t ApiAnswer> {
    transcript.events().find_map(|event| match event {
        Event::ApiAnswer(answer) if answer.what == what => Some(answer),
        _ => None,
    })
}

/// A number as evidence has it.
pub(crate) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The judgement; what a stand-in says is shown, and is never evidence.
pub(crate) fn judgement(
    transcript: &Transcript,
    checks: Vec<CheckResult>,
    said: Vec<Said>,
) -> Judgement {
    let mut said = said;
    if is_stand_in(&transcript.host) {
        for one in &mut said {
            *one = Said::inconclusive(one.kind, "tenant.stand_in");
        }
    }
    Judgement { checks, verdicts: said.into_iter().filter_map(Said::verdict).collect() }
}

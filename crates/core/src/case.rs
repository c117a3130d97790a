//! Cases in the form of the executable model (`reference/assess_model.py`, INTERFACES.md), judged by
//! the product's own rules, so that two implementations can be compared.
//!
//! A case is read, its facts become entries of a ledger and its claims a letter; [`State`] folds the
//! one and [`assess`](crate::assess()) judges it by the other. Nothing here knows how a status comes
//! about.

mod field;
mod form;
mod ledger;
mod letter;
mod names;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::state::BadSequence;
use crate::{Assessment, Instant, State, Status, assess};
use form::Case;
use names::Names;

/// Most bytes of a case.
pub const CASE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A case that cannot be judged. Whoever wrote it must change it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CaseError {
    /// More than [`CASE_BYTES_MAX`].
    #[error("the case has {bytes} bytes, and at most {CASE_BYTES_MAX} are read")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Text that is no JSON.
    #[error("the case is no JSON: {problem}")]
    NotJson {
        /// What and where, as the parser tells it.
        problem: String,
    },
    /// A field that the form does not have.
    #[error("{path}: there is no such field; here there may be {allowed}")]
    UnknownField {
        /// The field, such as `facts[3].strenght`.
        path: String,
        /// The fields that there may be.
        allowed: String,
    },
    /// A field that must be there.
    #[error("{path}: missing, expected {expected}")]
    MissingField {
        /// The field.
        path: String,
        /// What should have been there.
        expected: String,
    },
    /// A value that does not fit.
    #[error("{path}: {found} is not {expected}")]
    BadValue {
        /// The field.
        path: String,
        /// What was written, cut to a readable length.
        found: String,
        /// What should have been there.
        expected: String,
    },
    /// The entries made of the case do not follow each other: our mistake.
    #[error("the case could not be folded: {0}")]
    Sequence(#[from] BadSequence),
}

impl CaseError {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "case_too_long",
            Self::NotJson { .. } => "case_no_json",
            Self::UnknownField { .. } => "case_unknown_field",
            Self::MissingField { .. } => "case_missing_field",
            Self::BadValue { .. } => "case_bad_value",
            Self::Sequence(_) => "case_sequence",
        }
    }
}

/// How a claim stands, in the form of the model.
#[derive(Serialize)]
struct Answer<'a> {
    state: Status,
    subjects: BTreeMap<&'a str, SubjectAnswer>,
}

#[derive(Serialize)]
struct SubjectAnswer {
    beneath: Status,
    state: Status,
}

/// Judges a case in JSON, and answers in JSON with sorted keys:
/// `{CLAIM: {"state", "subjects": {SUBJECT: {"beneath", "state"}}}}`.
pub fn judge_case(json: &str) -> Result<String, CaseError> {
    if json.len() > CASE_BYTES_MAX {
        return Err(CaseError::TooLong { bytes: json.len() });
    }
    let not_json = |error: serde_json::Error| CaseError::NotJson { problem: error.to_string() };
    let case = Case::read(&serde_json::from_str(json).map_err(not_json)?)?;
    let mut names = Names::default();
    let mut state = State::new();
    for (entry, envelope) in ledger::entries(&case, &mut names)? {
        state.apply(entry, &envelope)?;
    }
    let catalogue = letter::catalogue(&case, &mut names)?;
    let assessment = assess(&state, &catalogue, Instant::from_millis(case.at));
    let mut bytes = Vec::new();
    let form = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut out = serde_json::Serializer::with_formatter(&mut bytes, form);
    answers(&assessment, &names).serialize(&mut out).map_err(not_json)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn answers<'a>(assessment: &'a Assessment, names: &'a Names) -> BTreeMap<&'a str, Answer<'a>> {
    let claims = assessment.claims().map(|claim| {
        let subjects = claim.subjects.iter().map(|one| {
            let beneath = one.beneath.unwrap_or(one.state);
            (names.subject_text(&one.subject), SubjectAnswer { beneath, state: one.state })
        });
        let subjects = subjects.collect();
        (names.text(claim.id.as_str()), Answer { state: claim.state, subjects })
    });
    claims.collect()
}

#[cfg(test)]
mod tests;

//! A statement or a document, as `arvak evidence add --stdin` takes it. It is a word: what is stronger comes from what is read
//! or tested here (law 5).

use std::collections::BTreeMap;

use arvak_core::{Basis, EntityId, Evidence, Instant, Outcome};
use arvak_words::moment;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::answer::{Answered, recorded};
use crate::api::ask::{Asked, Form, Sent};
use crate::api::problem::{Problem, Wrong};
use crate::api::shapes::Recorded;
use crate::form::{Mistakes, seen};
use crate::recording::NotTaken;
use crate::tasks::DOCUMENT_BYTES_MAX;
use crate::tasks::act::TEXT_CHARS_MAX;
use crate::tasks::evidence::{collected, keep, object};
use crate::visit::Visit;

/// Most bytes of the body: a document as base64, and the rest.
pub(crate) const BODY_BYTES_MAX: usize = DOCUMENT_BYTES_MAX / 3 * 4 + 64 * 1024;

/// What it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Says {
    Supports,
    Refutes,
}

/// How it came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Word {
    Statement,
    Document,
}

/// A piece of evidence to be recorded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewEvidence, example = json!({
    "kind": "plan.current", "subject": "plan/beredskap", "result": "supports", "basis": "statement",
    "collected_at": "2026-03-01", "note": "The council approved it in case 12/26."
}))]
pub(crate) struct New {
    /// The kind of evidence, as the catalogue names it.
    kind: String,
    /// The thing it is about, as `kind/slug`.
    subject: String,
    /// What it says of the thing.
    result: Says,
    /// How it came to be known; a document needs its file.
    basis: Word,
    /// When it was true: RFC 3339, or a date, which means the end of that day in Norway. Never later than now.
    collected_at: String,
    /// When it stops being true, where that is known.
    #[serde(default)]
    valid_until: Option<String>,
    /// A note.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    note: Option<String>,
    /// The document.
    #[serde(default)]
    file: Option<File>,
}

/// A file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    /// What it is called.
    #[schema(max_length = 200)]
    pub(crate) name: String,
    /// Its bytes, at most 16 MiB.
    #[schema(format = Byte)]
    pub(crate) base64: String,
}

/// Record evidence
///
/// As `arvak evidence add --stdin` takes it. What may not be recorded is refused with the reason.
#[utoipa::path(post, path = "/api/v1/evidence", operation_id = "addEvidence", tag = "evidence",
    request_body = New,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(crate) async fn add(visit: Visit, Sent(sent): Sent<New>) -> Answered {
    Asked::of(&visit, &[])?;
    let (mut wrong, note) = (Vec::new(), sent.note.as_deref().map(seen));
    let bytes = sent.file.as_ref().and_then(|file| {
        let bytes = STANDARD.decode(&file.base64).ok();
        if bytes.is_none() {
            wrong.push(Wrong::at("/file/base64", "invalid", visit.plain("api-base64-wrong")));
        }
        bytes
    });
    let mut mistakes = Mistakes::default();
    if let (Some(file), Some(bytes)) = (&sent.file, &bytes) {
        object(&visit, &seen(&file.name), bytes, &mut mistakes);
    }
    wrong.extend(mistakes.iter().map(|(_, said)| Wrong::at("/file", "refused", said)));
    if note.as_ref().is_some_and(|note| note.chars().count() > TEXT_CHARS_MAX) {
        wrong.push(Wrong::at("/note", "invalid", visit.plain("tasks-text-long")));
    }
    let evidence = sent.evidence(&visit, &mut wrong);
    let (Some(evidence), true) = (evidence, wrong.is_empty()) else {
        return Err(Problem::invalid(wrong));
    };
    let kept = keep(&visit, evidence, note, bytes).await.map_err(NotTaken::from);
    recorded(kept.map_err(|error| Form::new().problem(error))?)
}

impl New {
    fn evidence(&self, visit: &Visit, wrong: &mut Vec<Wrong>) -> Option<Evidence> {
        let mut tell = |pointer: &str, id: &str| {
            wrong.push(Wrong::at(pointer, "invalid", visit.plain(id)));
        };
        let kind = self.kind.parse().map_err(|_| tell("/kind", "tasks-evidence-kind-wrong")).ok();
        let subject = self.subject.parse::<EntityId>();
        let subject = subject.map_err(|_| tell("/subject", "api-id-wrong")).ok();
        let collected = match self.collected_at.parse::<Instant>() {
            Ok(at) => Some(at).filter(|at| *at <= visit.view.at),
            Err(_) => collected(&self.collected_at, visit.view.at),
        };
        if collected.is_none() {
            tell("/collected_at", "tasks-evidence-date-wrong");
        }
        let until = self.valid_until.as_deref().map(moment);
        if until == Some(None) {
            tell("/valid_until", "tasks-evidence-until-wrong");
        }
        if self.basis == Word::Document && self.file.is_none() {
            tell("/file", "tasks-evidence-file-needed");
        }
        Some(Evidence {
            kind: kind?,
            subject: subject?,
            result: match self.result {
                Says::Supports => Outcome::Supports,
                Says::Refutes => Outcome::Refutes,
            },
            basis: match self.basis {
                Word::Statement => Basis::Statement,
                Word::Document => Basis::Document,
            },
            collected_at: collected?,
            valid_until: until.flatten(),
            method: None,
            vantage: None,
            attributes: BTreeMap::new(),
            code: None,
            transcript: None,
            supersedes: None,
        })
    }
}

//! A statement or a document that somebody records, with a file. It is a word: what is stronger comes from what is read
//! or tested here (law 5).

use std::collections::BTreeMap;

use arvak_core::{Basis, EntityId, EntryId, Evidence, Fact, Instant, Outcome, Span};
use arvak_documents::NotTaken;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_words::{Say, end_of_day};
use axum::extract::{Multipart, Path};
use axum::http::StatusCode;
use axum::response::Response;

use super::DOCUMENT_BYTES_MAX;
use super::act::{At, TEXT_CHARS_MAX, known};
use super::forms::recordable;
use super::one::again;
use super::task::path;
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::recording::{NotRecorded, record};
use crate::see_other::see_other;
use crate::visit::Visit;

/// What was sent: fields, and the file (`fil`) if there was one.
pub(crate) struct Sent {
    pub(crate) typed: Typed,
    pub(crate) file: Option<(String, Vec<u8>)>,
}

pub(super) async fn record_evidence(
    visit: Visit,
    Path((claim, kind, slug)): At,
    multipart: Multipart,
) -> Result<Response, Failure> {
    let id = known(&visit, &claim, &kind, &slug)?;
    let Sent { typed, file } = received(multipart).await?;
    let mut mistakes = Mistakes::default();
    let evidence = evidence(&visit, &claim, &id, &typed, file.is_some(), &mut mistakes);
    if let Some((name, bytes)) = &file {
        object(&visit, name, bytes, &mut mistakes);
    }
    let (Some(evidence), true) = (evidence, mistakes.is_empty()) else {
        return again(&visit, &claim, &id, &typed, &mistakes).await;
    };
    let note = typed.some("merknad").map(str::to_owned);
    match keep(&visit, evidence, note, file.map(|(_, bytes)| bytes)).await {
        Ok(_) => Ok(see_other(&path(&claim, &id))),
        Err(NotRecorded::Failure(failure)) => Err(failure),
        Err(NotRecorded::Refused(sentence)) => {
            mistakes.tell("", sentence);
            again(&visit, &claim, &id, &typed, &mistakes).await
        }
    }
}

/// Records a piece of evidence with its note and file, which [`object`] has nothing against.
pub(crate) async fn keep(
    visit: &Visit,
    evidence: Evidence,
    note: Option<String>,
    file: Option<Vec<u8>>,
) -> Result<Vec<EntryId>, NotRecorded> {
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let texts = Texts { note, ..Texts::default() };
    let mut draft = draft(Fact::Evidence(evidence), &by, None, texts)
        .map_err(|error| NotRecorded::undrafted(error, visit.words()))?;
    if let Some(bytes) = file {
        let blobs = visit.app.folder().blobs().clone();
        let kept = tokio::task::spawn_blocking(move || blobs.put(&bytes)).await;
        draft.blobs.push(kept.map_err(|_| Failure::Inside)??);
    }
    record(visit, vec![draft]).await
}

pub(crate) async fn received(mut multipart: Multipart) -> Result<Sent, Failure> {
    let refused = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Failure::TooLarge
        } else {
            Failure::Bad
        }
    };
    let (mut pairs, mut file) = (Vec::new(), None);
    while let Some(field) = multipart.next_field().await.map_err(refused)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "fil" {
            let called = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(refused)?;
            if !bytes.is_empty() {
                file = Some((called, bytes.to_vec()));
            }
        } else {
            pairs.push((name, field.text().await.map_err(refused)?));
        }
    }
    Ok(Sent { typed: Typed::of(pairs), file })
}

/// What is wrong with a file: its size, that it is not what its name says, or that it bears a marking of graded information
/// (law 10).
pub(crate) fn object(visit: &Visit, name: &str, bytes: &[u8], mistakes: &mut Mistakes) {
    if bytes.len() > DOCUMENT_BYTES_MAX {
        mistakes.tell("fil", visit.plain("tasks-evidence-file-large"));
    } else if let Err(error) = arvak_documents::fits(name, bytes) {
        let sentence = match error {
            NotTaken::Unknown => "tasks-evidence-file-unknown",
            NotTaken::Other => "tasks-evidence-file-other",
        };
        mistakes.tell("fil", visit.say(sentence, &[("name", Say::Text(name))]));
    } else if let Some(found) = arvak_documents::graded(bytes) {
        let said = visit.say("refusal-graded", &[("grade", Say::Text(found.grade))]);
        mistakes.tell("fil", format!("{name}: {said}"));
    }
}

fn evidence(
    visit: &Visit,
    claim: &str,
    id: &EntityId,
    typed: &Typed,
    has_file: bool,
    mistakes: &mut Mistakes,
) -> Option<Evidence> {
    let mut wrong = |field: &str, sentence: &str| mistakes.tell(field, visit.plain(sentence));
    let offered = visit.view.claim(claim).map(|claim| recordable(visit, claim, id));
    let (kind, about) = typed.get("slag").split_once(' ').unwrap_or_default();
    let mut offered = offered.into_iter().flatten();
    let chosen = offered.find(|(known, one)| known == kind && one.as_str() == about);
    if chosen.is_none() {
        wrong("slag", "tasks-evidence-kind-wrong");
    }
    let result = match typed.get("sier") {
        "supports" => Some(Outcome::Supports),
        "refutes" => Some(Outcome::Refutes),
        _ => None,
    };
    if result.is_none() {
        wrong("sier", "tasks-evidence-says-wrong");
    }
    let basis = match typed.get("grunnlag") {
        "statement" => Some(Basis::Statement),
        "document" if has_file => Some(Basis::Document),
        "document" => {
            wrong("fil", "tasks-evidence-file-needed");
            None
        }
        _ => {
            wrong("grunnlag", "tasks-evidence-basis-wrong");
            None
        }
    };
    let at = collected(typed.get("dato"), visit.view.at);
    if at.is_none() {
        wrong("dato", "tasks-evidence-date-wrong");
    }
    let until = typed.some("gjelder_til").map(end_of_day);
    if until == Some(None) {
        wrong("gjelder_til", "tasks-evidence-until-wrong");
    }
    if typed.get("merknad").chars().count() > TEXT_CHARS_MAX {
        wrong("merknad", "tasks-text-long");
    }
    let (kind, subject) = chosen?;
    Some(Evidence {
        kind: kind.parse().ok()?,
        subject,
        result: result?,
        basis: basis?,
        collected_at: at?,
        valid_until: until.flatten(),
        method: None,
        vantage: None,
        attributes: BTreeMap::new(),
        code: None,
        transcript: None,
        supersedes: None,
    })
}

/// A date means its end; today, whose end is still to come, means now. A later day is none.
pub(crate) fn collected(date: &str, now: Instant) -> Option<Instant> {
    let end = end_of_day(date)?;
    if end <= now {
        Some(end)
    } else if end <= now.plus(Span::from_days(1)) {
        Some(now)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_now_and_tomorrow_is_not_yet() {
        let now: Instant = "2026-03-10T12:00:00Z".parse().unwrap();
        let at = |date: &str| collected(date, now).map(|at| at.to_string());
        assert_eq!(at("2026-03-10").as_deref(), Some("2026-03-10T12:00:00Z"));
        assert_eq!(at("2026-03-09").as_deref(), Some("2026-03-09T23:00:00Z"));
        assert_eq!(at("2026-03-11"), None);
        assert_eq!(at("i går"), None);
    }
}

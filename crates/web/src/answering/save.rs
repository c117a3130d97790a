//! Keeping what is typed: the whole form with its files, or one question as soon as it is left.

use arvak_core::Name;
use arvak_core::catalogue::guide::AnswerType;
use arvak_store::drafts::ungraded;
use arvak_store::supplier::{Kept, NewFile, TypedRow};
use arvak_suppliers::file::{self, NotTaken};
use arvak_suppliers::life::{Event, Stage};
use arvak_suppliers::typed::{How, TEXT_CHARS_MAX};
use arvak_words::{Say, date_and_time};
use axum::Json;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::contact::Contact;
use super::page::{Told, form, wrong_said};
use super::questions::Standing;
use super::{CHECK, RECEIPT};
use crate::failure::Failure;
use crate::form::Typed;
use crate::recording::NotRecorded;
use crate::see_other::see_other;

/// Most bytes of one field that is no file: a text of the longest kind, in any letters.
const FIELD_BYTES_MAX: usize = 4 * TEXT_CHARS_MAX + 4_096;

/// Most fields of a form.
const FIELDS_MAX: usize = 400;

/// A file that was sent: the question, its name, what it holds.
type Sent = (String, String, Vec<u8>);

pub(super) async fn save(contact: Contact, multipart: Multipart) -> Result<Response, Failure> {
    if contact.stage == Stage::SentIn {
        return Ok(see_other(RECEIPT));
    }
    let (typed, files) = received(multipart).await?;
    let mut told = Told::default();
    for id in open(&contact) {
        if let Some((row, mark)) = row(&contact, &id, &typed) {
            if let Some(sentence) = graded(&contact, &row)? {
                told.refused.push((id.clone(), sentence));
                told.mine.insert(id, (row, None));
                continue;
            }
            match keep(&contact, &row, mark).await? {
                Kept::Changed => told.is_kept = true,
                Kept::Same => {}
                Kept::Meanwhile(theirs) => drop(told.mine.insert(id, (row, Some(theirs)))),
            }
        }
    }
    if let Ok(number) = typed.get("fjern").parse() {
        let operation = contact.visit.app.folder().operation();
        told.is_kept |= operation.remove_supplier_file(&contact.request.id, number).await?;
    }
    for (question, name, bytes) in files {
        match attach(&contact, &question, &name, bytes).await? {
            Ok(()) => told.is_kept = true,
            Err(sentence) => told.refused.push((question, sentence)),
        }
    }
    if told.is_kept {
        contact.note(Event::Answered).await?;
    }
    let is_well = told.mine.is_empty() && told.refused.is_empty();
    if is_well && typed.get("til") == "sjekk" && !typed.has("fjern") {
        return Ok(see_other(CHECK));
    }
    let standing = Standing::of(&contact).await?;
    let status = if told.mine.values().any(|(_, theirs)| theirs.is_some()) {
        StatusCode::CONFLICT
    } else if is_well {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok((status, form(&contact, &standing, &told)).into_response())
}

/// One question, for the script: what came of it, and what it is known by from now on.
pub(super) async fn save_one(contact: Contact, typed: Typed) -> Result<Response, Failure> {
    let visit = &contact.visit;
    if contact.stage == Stage::SentIn {
        let said = visit.plain("answering-sent-meanwhile");
        let body = Json(json!({ "state": "over", "said": said }));
        return Ok((StatusCode::CONFLICT, body).into_response());
    }
    let id = typed.get("q").to_owned();
    let known = open(&contact).contains(&id);
    let Some((row, mark)) = row(&contact, &id, &typed).filter(|_| known) else {
        return Err(Failure::Bad);
    };
    if let Some(said) = graded(&contact, &row)? {
        let mark = Standing::of(&contact).await?.row(&id).mark();
        return Ok(Json(json!({ "state": "wrong", "said": said, "mark": mark })).into_response());
    }
    let kept = keep(&contact, &row, mark).await?;
    if kept == Kept::Changed {
        contact.note(Event::Answered).await?;
    }
    let standing = Standing::of(&contact).await?;
    let wrong = id.parse::<Name>().ok().and_then(|id| standing.wrong.get(&id).cloned());
    let (state, said, mark) = match kept {
        Kept::Meanwhile(theirs) => {
            let at = date_and_time(visit.lang, theirs.at);
            let args = [("at", Say::Text(&at)), ("what", Say::Text(&theirs.text))];
            ("meanwhile", visit.say("answering-theirs", &args), theirs.mark())
        }
        _ => match wrong {
            Some(wrong) => ("wrong", wrong_said(visit, &wrong), standing.row(&id).mark()),
            None => ("kept", visit.plain("answering-kept-one"), standing.row(&id).mark()),
        },
    };
    Ok(Json(json!({ "state": state, "said": said, "mark": mark })).into_response())
}

/// What may be answered: the questions that were chosen, and what was asked further.
fn open(contact: &Contact) -> Vec<String> {
    let questions = contact.questions().into_iter().map(|one| one.id.to_string());
    questions.chain(contact.further().into_iter().map(|one| one.id)).collect()
}

/// What was typed at a question, with the mark of what its writer saw; nothing when the form does not have it.
fn row<'t>(contact: &Contact, id: &str, typed: &'t Typed) -> Option<(TypedRow, &'t str)> {
    let (mark, answer) = (format!("m.{id}"), format!("a.{id}"));
    if !typed.has(&mark) {
        return None;
    }
    // Of several boxes each that is ticked comes by itself.
    let chosen = typed.all(&answer).collect::<Vec<_>>().join(" ");
    // Of a choice, "do not know" is one more; elsewhere it is a box beside the field.
    let (how, text) = match chosen.strip_prefix('~') {
        Some(how) => (How::from_name(how), ""),
        None => (How::from_name(typed.get(&format!("h.{id}"))), chosen.as_str()),
    };
    let most = |text: &str| text.chars().take(TEXT_CHARS_MAX + 1).collect::<String>();
    let row = TypedRow {
        question: id.to_owned(),
        how: how.name().to_owned(),
        // Browsers end lines in two signs.
        text: most(&text.replace("\r\n", "\n")),
        comment: most(&typed.get(&format!("c.{id}")).replace("\r\n", "\n")),
        at: contact.visit.app.clock().now(),
    };
    Some((row, typed.get(&mark)))
}

/// What is told of a text that bears a marking of graded information: it is kept nowhere (law 10).
fn graded(contact: &Contact, row: &TypedRow) -> Result<Option<String>, Failure> {
    for text in [&row.text, &row.comment] {
        if let Err(error) = ungraded(text) {
            return match NotRecorded::undrafted(error, contact.visit.words()) {
                NotRecorded::Refused(sentence) => Ok(Some(sentence)),
                NotRecorded::Failure(failure) => Err(failure),
            };
        }
    }
    Ok(None)
}

async fn keep(contact: &Contact, row: &TypedRow, mark: &str) -> Result<Kept, Failure> {
    let operation = contact.visit.app.folder().operation();
    Ok(operation.keep_supplier_answer(&contact.request.id, row, mark).await?)
}

/// Keeps a file at a question that takes files; a sentence when it is not taken.
async fn attach(
    contact: &Contact,
    question: &str,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Result<(), String>, Failure> {
    let visit = &contact.visit;
    let takes = contact.questions().into_iter().find(|one| one.id.as_str() == question);
    let Some(question) = takes.filter(|one| one.answer == AnswerType::File) else {
        return Err(Failure::Bad);
    };
    let name = file::kept_name(name);
    let refused =
        |why: &str| visit.say(&format!("answering-file-{why}"), &[("name", Say::Text(&name))]);
    if let Err(why) = file::taken(&name, &bytes) {
        return Ok(Err(refused(NotTaken::name(why))));
    }
    if let Some(found) = arvak_documents::graded(&bytes) {
        let said = visit.say("refusal-graded", &[("grade", Say::Text(found.grade))]);
        return Ok(Err(format!("{name}: {said}")));
    }
    let new = NewFile { question: &question.id, name: &name, bytes: &bytes };
    let most = (file::FILES_MAX, file::ALL_BYTES_MAX);
    let operation = visit.app.folder().operation();
    let now = visit.app.clock().now();
    let is_kept = operation.add_supplier_file(&contact.request.id, new, most, now).await?;
    Ok(if is_kept { Ok(()) } else { Err(refused("many")) })
}

/// Fields and files of a form, bounded one by one.
async fn received(mut multipart: Multipart) -> Result<(Typed, Vec<Sent>), Failure> {
    let refused = |error: MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Failure::TooLarge
        } else {
            Failure::Bad
        }
    };
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    while let Some(mut field) = multipart.next_field().await.map_err(refused)? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(question) = name.strip_prefix("f.") {
            let called = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(refused)?;
            if !called.is_empty() || !bytes.is_empty() {
                files.push((question.to_owned(), called, bytes.to_vec()));
            }
            if files.len() > file::FILES_MAX {
                return Err(Failure::TooLarge);
            }
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(part) = field.chunk().await.map_err(refused)? {
            bytes.extend_from_slice(&part);
            if bytes.len() > FIELD_BYTES_MAX {
                return Err(Failure::TooLarge);
            }
        }
        pairs.push((name, String::from_utf8(bytes).map_err(|_| Failure::Bad)?));
        if pairs.len() > FIELDS_MAX {
            return Err(Failure::TooLarge);
        }
    }
    Ok((Typed::of(pairs), files))
}

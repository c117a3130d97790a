//! Answers that were given before: those of the supplier's last reply here, and those in a file that it brought from elsewhere. They
//! are filled in where nothing stands yet, and the supplier looks them over and sends them in as if they had been typed.

use std::collections::BTreeMap;

use arvak_core::Name;
use arvak_core::catalogue::guide::Answer;
use arvak_store::drafts::ungraded;
use arvak_store::supplier::{Kept, TypedRow};
use arvak_suppliers::answer_set::{self, AnswerSet};
use arvak_suppliers::compare::newest_reply;
use arvak_suppliers::life::{Event, Stage};
use arvak_suppliers::receipt::Reply;
use arvak_suppliers::typed::Typed as Answered;
use arvak_words::Say;
use axum::extract::Multipart;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::contact::Contact;
use super::page::{Told, form};
use super::questions::Standing;
use super::{FORM, RECEIPT, SETS};
use crate::failure::Failure;
use crate::form::Typed;
use crate::parts;
use crate::rooms::evidence::download;
use crate::see_other::see_other;
use crate::suppliers::replied::{answers_in, sent_in};

/// What is offered above the questions, as long as some are open.
pub(super) fn offer(contact: &Contact, standing: &Standing) -> Markup {
    let visit = &contact.visit;
    let is_open =
        contact.questions().iter().any(|one| !standing.rows.contains_key(one.id.as_str()));
    html! {
        @if is_open {
            details class="ds-details" {
                summary { (visit.plain("answering-before")) }
                div {
                    @if let Some((_, day)) = last(contact) {
                        form method="post" action="/foresporsel/sist" {
                            p { (visit.say("answering-before-last", &[("at", Say::Owned(day))])) }
                            button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("answering-before-take")) }
                        }
                    }
                    form class="a-form" method="post" action=(SETS) enctype="multipart/form-data" {
                        div class="ds-field" {
                            label class="ds-label" for="f-sett" { (visit.plain("answering-set")) }
                            div data-field="description" id="f-sett-hint" { (visit.plain("answering-set-hint")) }
                            input class="ds-input" type="file" id="f-sett" name="sett" accept=".json,.txt" aria-describedby="f-sett-hint";
                        }
                        button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("answering-set-take")) }
                    }
                }
            }
        }
    }
}

/// What this supplier sent in last, and when; nothing where that was on this request.
fn last(contact: &Contact) -> Option<(BTreeMap<Name, Answer>, String)> {
    let visit = &contact.visit;
    let (entry, at) = newest_reply(visit.view.state(), &contact.request.supplier)?;
    let bytes = sent_in(visit, entry)?;
    if Reply::read(&bytes).is_some_and(|reply| reply.request == contact.request.id) {
        return None;
    }
    Some((answers_in(visit, &bytes)?, arvak_words::date(visit.lang, at)))
}

pub(super) async fn take_last(contact: Contact) -> Result<Response, Failure> {
    if contact.stage == Stage::SentIn {
        return Ok(see_other(RECEIPT));
    }
    let Some((answers, _)) = last(&contact) else { return Ok(see_other(FORM)) };
    let typed = answers.iter().filter_map(|(question, answer)| {
        let (how, text) = answer_set::typed(answer)?;
        Some((question.clone(), Answered { how, text, comment: String::new() }))
    });
    let count = fill(&contact, typed.collect()).await?;
    let said = contact.visit.say("answering-filled", &[("count", parts::number(count))]);
    shown(&contact, StatusCode::OK, said).await
}

pub(super) async fn take_set(
    contact: Contact,
    mut multipart: Multipart,
) -> Result<Response, Failure> {
    if contact.stage == Stage::SentIn {
        return Ok(see_other(RECEIPT));
    }
    let visit = &contact.visit;
    let mut bytes = Vec::new();
    while let Some(mut field) = multipart.next_field().await.map_err(|_| Failure::Bad)? {
        if field.name() != Some("sett") {
            continue;
        }
        while let Some(part) = field.chunk().await.map_err(|_| Failure::Bad)? {
            bytes.extend_from_slice(&part);
            if bytes.len() > answer_set::BYTES_MAX {
                let said = visit.plain("answering-set-long");
                return shown(&contact, StatusCode::UNPROCESSABLE_ENTITY, said).await;
            }
        }
    }
    let set = match AnswerSet::read(&bytes) {
        Ok(set) => set,
        Err(why) => {
            let args = [("field", Say::Text(why.field()))];
            let said = visit.say(&format!("answering-set-{}", why.name()), &args);
            return shown(&contact, StatusCode::UNPROCESSABLE_ENTITY, said).await;
        }
    };
    let taken = set.taken(&contact.questions());
    let otherwise = taken.otherwise.len();
    let count = fill(&contact, taken.typed).await?;
    let args = [
        ("count", parts::number(count)),
        ("otherwise", parts::number(otherwise)),
        ("supplier", Say::Text(&set.supplier)),
        ("date", Say::Text(&set.date)),
        ("scope", Say::Text(&set.scope)),
    ];
    let said = visit.say("answering-set-filled", &args);
    shown(&contact, StatusCode::OK, said).await
}

/// Fills in what stands nowhere yet; returns how many. What is marked as graded is left out.
async fn fill(contact: &Contact, typed: BTreeMap<Name, Answered>) -> Result<usize, Failure> {
    let operation = contact.visit.app.folder().operation();
    let standing = Standing::of(contact).await?;
    let now = contact.visit.app.clock().now();
    let mut count = 0;
    for question in contact.questions() {
        let id = question.id.as_str();
        let is_open = !standing.rows.contains_key(id);
        let Some(typed) = typed.get(&question.id).filter(|_| is_open) else { continue };
        if ungraded(&typed.text).is_err() || ungraded(&typed.comment).is_err() {
            continue;
        }
        let row = TypedRow {
            question: id.to_owned(),
            how: typed.how.name().to_owned(),
            text: typed.text.clone(),
            comment: typed.comment.clone(),
            at: now,
        };
        let mark = TypedRow::empty(id).mark();
        let kept = operation.keep_supplier_answer(&contact.request.id, &row, &mark).await?;
        count += usize::from(kept == Kept::Changed);
    }
    if count > 0 {
        contact.note(Event::Answered).await?;
    }
    Ok(count)
}

async fn shown(contact: &Contact, status: StatusCode, said: String) -> Result<Response, Failure> {
    let standing = Standing::of(contact).await?;
    let told = Told { said: Some((said, status.is_success())), ..Told::default() };
    Ok((status, form(contact, &standing, &told)).into_response())
}

/// The form with which what was sent in is taken along, to be used elsewhere.
pub(super) fn take_along(contact: &Contact) -> Markup {
    let visit = &contact.visit;
    html! {
        h2 { (visit.plain("answering-along")) }
        p { (visit.plain("answering-along-text")) }
        form class="a-form" method="post" action="/foresporsel/kvittering/svarsett" {
            div class="ds-field" {
                label class="ds-label" for="f-gjelder" { (visit.plain("answering-along-scope")) }
                div data-field="description" id="f-gjelder-hint" { (visit.plain("answering-along-hint")) }
                input class="ds-input" type="text" id="f-gjelder" name="gjelder" required maxlength="400" aria-describedby="f-gjelder-hint";
            }
            div class="a-actions" { button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("answering-along-get")) } }
        }
    }
}

/// What was sent in as a file that other municipalities take.
pub(super) async fn set(contact: Contact, typed: Typed) -> Result<Response, Failure> {
    let visit = &contact.visit;
    let Some(receipt) = super::receipt::last(&contact) else { return Ok(see_other(FORM)) };
    let scope = typed.get("gjelder");
    if scope.is_empty() || scope.chars().count() > answer_set::WORDS_CHARS_MAX {
        return Ok(see_other(RECEIPT));
    }
    let bytes = visit.app.folder().blobs().get(receipt.blob).map_err(|_| Failure::NotFound)?;
    let reply = Reply::read(&bytes).ok_or(Failure::NotFound)?;
    let name = visit.thing(&contact.request.supplier);
    let day = arvak_words::day(receipt.at);
    let about = (name.as_str(), scope, day.as_str());
    let set = AnswerSet::of(about, &contact.questions(), &reply.answers, &reply.comments);
    let name = format!("svarsett-{}-{day}.json", contact.request.supplier.slug());
    Ok(download(&name, set.text().into_bytes()))
}

//! What is about to be sent in, to be looked over: every answer, what is missing, and what it counts as.

use arvak_core::catalogue::guide::{Question, outcomes};
use arvak_core::{Digest, Outcome};
use arvak_suppliers::life::Stage;
use arvak_suppliers::taking::shown;
use arvak_words::Say;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::contact::Contact;
use super::page::{question_id, wrong_said};
use super::questions::Standing;
use super::{FORM, RECEIPT};
use crate::accounts::frame::hidden;
use crate::failure::Failure;
use crate::see_other::see_other;
use crate::{page, parts};

pub(super) async fn show(contact: Contact) -> Result<Response, Failure> {
    if contact.stage == Stage::SentIn {
        return Ok(see_other(RECEIPT));
    }
    let standing = Standing::of(&contact).await?;
    Ok(checked(&contact, &standing, None).into_response())
}

/// The page once more, with why nothing was sent in.
pub(super) fn again(contact: &Contact, standing: &Standing, why: &str) -> Response {
    (StatusCode::CONFLICT, checked(contact, standing, Some(why))).into_response()
}

fn checked(contact: &Contact, standing: &Standing, why: Option<&str>) -> Markup {
    let visit = &contact.visit;
    let asked = standing.asked(contact);
    let missing = asked.iter().filter(|one| {
        !standing.answers.contains_key(&one.id) && !standing.wrong.contains_key(&one.id)
    });
    let missing = missing.count();
    let reply = standing.reply(contact);
    let digest = Digest::of(&reply.canonical(&contact.questions()));
    let may_send = standing.wrong.is_empty() && reply.count() > 0;
    let title = visit.plain("answering-check-title");
    let count = [("count", parts::number(missing))];
    let found = outcomes(&asked, &standing.answers);
    let body = html! {
        a class="a-back" href=(FORM) { (visit.plain("answering-check-back")) }
        h1 { (title) }
        @if let Some(why) = why { p class="ds-alert" data-color="danger" role="alert" { (why) } }
        p class="a-lead" { (visit.plain("answering-check-lead")) }
        @if !standing.wrong.is_empty() {
            p class="ds-alert" data-color="danger" { (visit.plain("answering-check-wrong")) }
        }
        @if missing > 0 { p class="ds-alert" data-color="info" { (visit.say("answering-check-missing", &count)) } }
        dl class="a-facts" {
            @for one in &asked { (line(contact, standing, one)) }
            @for (text, answer) in &reply.further {
                div {
                    dt { (text) }
                    dd { @if answer.is_empty() { em { (visit.plain("answering-check-none")) } } @else { (answer) } }
                }
            }
        }
        @if !found.is_empty() {
            h2 { (visit.plain("answering-check-becomes")) }
            p { (visit.plain("answering-check-word")) }
            ul class="ds-list" {
                @for (kind, said) in &found {
                    li { (visit.words().kind_title(kind.as_str(), &visit.view.catalogue)) ": " (visit.plain(said_id(*said))) }
                }
            }
        }
        form class="a-form" method="post" action="/foresporsel/send" {
            (hidden("sum", &digest.to_string()))
            div class="a-actions" {
                @if may_send { button class="ds-button" type="submit" { (visit.plain("answering-send")) } }
                a class="ds-button" data-variant="secondary" href=(FORM) { (visit.plain("answering-check-change")) }
            }
        }
    };
    page::page(visit, &title, &body)
}

/// The sentence for what answers say.
pub(super) const fn said_id(said: Outcome) -> &'static str {
    match said {
        Outcome::Supports => "request-says-yes",
        Outcome::Refutes => "request-says-no",
        Outcome::Inconclusive => "request-says-nothing",
    }
}

fn line(contact: &Contact, standing: &Standing, question: &Question) -> Markup {
    let visit = &contact.visit;
    let wrong = standing.wrong.get(&question.id);
    let answer = standing.answers.get(&question.id);
    let row = standing.row(question.id.as_str());
    let text = visit.lang.of(&question.text);
    html! {
        div {
            dt { (text) }
            dd {
                @if let Some(wrong) = wrong {
                    p class="ds-validation-message" { (row.text) " – " (wrong_said(visit, wrong)) }
                } @else if let Some(answer) = answer { (shown(answer, question, visit.words())) }
                @else { em { (visit.plain("answering-check-none")) } }
                @if !row.comment.trim().is_empty() { br; span class="a-quiet" { (row.comment) } }
                " " a class="ds-link" href={ (FORM) "#" (question_id(question.id.as_str())) }
                    aria-label=(visit.say("answering-check-mend-named", &[("question", Say::Text(text))])) { (visit.plain("answering-check-mend")) }
            }
        }
    }
}

//! The questions, each with what stands there. One form holds them all and works without a script; with one, each question
//! is kept as soon as it is left.

use std::collections::BTreeMap;

use arvak_core::catalogue::guide::{AnswerType, Question};
use arvak_store::supplier::TypedRow;
use arvak_suppliers::file::ACCEPT;
use arvak_suppliers::life::Stage;
use arvak_suppliers::typed::{How, Wrong};
use arvak_words::{Say, date, date_and_time};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::contact::{Contact, Further, by_day};
use super::contradicted;
use super::questions::Standing;
use super::{FORM, RECEIPT};
use crate::accounts::frame::hidden;
use crate::failure::Failure;
use crate::form::{described, id_of};
use crate::page;
use crate::see_other::see_other;
use crate::visit::Visit;

/// What came of what was just sent, to be told on the page.
#[derive(Default)]
pub(super) struct Told {
    /// Whether something was kept.
    pub(super) is_kept: bool,
    /// What was typed and not kept: with what somebody else wrote there meanwhile, or because it may not be kept.
    pub(super) mine: BTreeMap<String, (TypedRow, Option<TypedRow>)>,
    /// Why a text or a file is not kept, by question.
    pub(super) refused: Vec<(String, String)>,
}

pub(super) async fn show(contact: Contact) -> Result<Response, Failure> {
    // What was sent in is not changed; there is the receipt.
    if contact.stage == Stage::SentIn {
        return Ok(see_other(RECEIPT));
    }
    let standing = Standing::of(&contact).await?;
    Ok(form(&contact, &standing, &Told::default()).into_response())
}

pub(super) fn form(contact: &Contact, standing: &Standing, told: &Told) -> Markup {
    let visit = &contact.visit;
    let title = visit.say("answering-title", &[("from", Say::Owned(contact.asked_by()))]);
    let (questions, further) = (contact.questions(), contact.further());
    let args = [
        ("supplier", Say::Owned(visit.thing(&contact.request.supplier))),
        ("due", Say::Owned(by_day(visit, contact.request.due))),
        ("ends", Say::Owned(date(visit.lang, contact.link.ends_at))),
        ("count", crate::parts::number(questions.len())),
    ];
    let is_wrong = !told.mine.is_empty() || !told.refused.is_empty();
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.say("answering-lead", &args)) }
        p { (visit.plain("answering-how")) }
        p class="a-quiet" { (visit.say("answering-link-ends", &args)) }
        (contradicted::notice(contact))
        @if is_wrong { (mistakes(visit, told)) }
        @else if told.is_kept {
            p class="ds-alert" data-color="success" role="status" { (visit.plain("answering-kept")) }
        }
        form class="a-form a-answers" method="post" action=(FORM) enctype="multipart/form-data"
            data-autosave="/foresporsel/lagre" data-lost=(visit.plain("answering-not-kept")) {
            @if !further.is_empty() {
                h2 { (visit.plain("answering-further")) }
                @for one in &further { (further_field(visit, one, &standing.row(&one.id), told)) }
            }
            @for question in questions {
                (field(visit, question, standing, told))
            }
            div class="a-actions" {
                button class="ds-button" type="submit" name="til" value="sjekk" { (visit.plain("answering-to-check")) }
                button class="ds-button" data-variant="secondary" type="submit" name="til" value="lagre" { (visit.plain("answering-save")) }
            }
        }
        (leave(visit))
    };
    page::page(visit, &title, &body)
}

/// Ending the visit, for a machine that several people use.
pub(super) fn leave(visit: &Visit) -> Markup {
    html! {
        form method="post" action="/foresporsel/ut" {
            p class="a-quiet" {
                (visit.plain("answering-leave-why")) " "
                button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" { (visit.plain("answering-leave")) }
            }
        }
    }
}

fn mistakes(visit: &Visit, told: &Told) -> Markup {
    html! {
        div class="ds-error-summary" tabindex="-1" autofocus aria-labelledby="form-mistakes" {
            h2 class="ds-heading" id="form-mistakes" { (visit.plain("answering-mistakes")) }
            ul class="ds-list" {
                @for (question, _) in told.mine.iter().filter(|(_, (_, theirs))| theirs.is_some()) {
                    li { a class="ds-link" href={ "#" (question_id(question)) } { (visit.plain("answering-meanwhile")) } }
                }
                @for (question, sentence) in &told.refused {
                    li { a class="ds-link" href={ "#" (question_id(question)) } { (sentence) } }
                }
            }
        }
    }
}

/// The id of a question's part of the page.
pub(super) fn question_id(question: &str) -> String {
    format!("q-{question}")
}

/// The sentence about what is no answer.
pub(super) fn wrong_said(visit: &Visit, wrong: &Wrong) -> String {
    let code = match wrong {
        Wrong::Country(code) => code.as_str(),
        _ => "",
    };
    visit.say(&format!("answering-wrong-{}", wrong.name()), &[("code", Say::Text(code))])
}

fn field(visit: &Visit, question: &Question, standing: &Standing, told: &Told) -> Markup {
    let id = question.id.as_str();
    let known = standing.row(id);
    let mine = told.mine.get(id);
    let shown = mine.map_or(&known, |(mine, _)| mine);
    let theirs = mine.and_then(|(_, theirs)| theirs.as_ref());
    let wrong = standing.wrong.get(&question.id).map(|wrong| wrong_said(visit, wrong));
    let when = question.when.as_ref();
    let answers = when.map(|when| {
        when.answers.iter().map(arvak_core::Name::as_str).collect::<Vec<_>>().join(" ")
    });
    // As long as the earlier question is open, it stands there without a script; the script hides it.
    let is_left_out = !question.is_asked(&standing.answers);
    html! {
        fieldset class="ds-fieldset a-question" id=(question_id(id)) data-question=(id) tabindex="-1"
            data-when=[when.map(|when| when.question.as_str())] data-when-answer=[answers] hidden[is_left_out] {
            legend class="ds-label" { (visit.lang.of(&question.text)) }
            @if when.is_some() { p class="a-quiet" { (visit.plain("answering-only-if")) } }
            (hidden(&format!("m.{id}"), &theirs.unwrap_or(&known).mark()))
            (control(visit, question, shown, standing))
            @for (at, sentence) in &told.refused {
                @if at == id { p class="ds-validation-message" { (sentence) } }
            }
            @if let Some(theirs) = theirs { (theirs_said(visit, question, theirs)) }
            p class="ds-validation-message" data-said hidden[wrong.is_none()] { (wrong.unwrap_or_default()) }
            details class="ds-details" open[!shown.comment.is_empty()] {
                summary { (visit.plain("answering-comment")) }
                div class="ds-field" {
                    label class="ds-label" for=(id_of(&format!("c.{id}"))) { (visit.plain("answering-comment-label")) }
                    textarea class="ds-input" id=(id_of(&format!("c.{id}"))) name={ "c." (id) } rows="2" { (shown.comment) }
                }
            }
            p class="a-quiet" role="status" data-kept {}
        }
    }
}

/// What somebody else wrote at a question meanwhile.
fn theirs_said(visit: &Visit, question: &Question, theirs: &TypedRow) -> Markup {
    let what = match How::from_name(&theirs.how) {
        How::DoesNotKnow => visit.plain("questionnaire-does-not-know"),
        How::SubSupplier => visit.plain("questionnaire-sub-supplier"),
        How::Answer => chosen(&choices(visit, question), &theirs.text),
    };
    let args =
        [("at", Say::Owned(date_and_time(visit.lang, theirs.at))), ("what", Say::Text(&what))];
    html! { p class="ds-validation-message" { (visit.say("answering-theirs", &args)) } }
}

/// The texts of what was chosen; what was typed, where nothing is chosen.
fn chosen(choices: &[(String, String)], typed: &str) -> String {
    let chosen =
        choices.iter().filter(|(value, _)| typed.split_whitespace().any(|one| one == value));
    let texts: Vec<_> = chosen.map(|(_, text)| text.as_str()).collect();
    if texts.is_empty() { typed.to_owned() } else { texts.join("; ") }
}

/// What may be chosen: values and texts.
fn choices(visit: &Visit, question: &Question) -> Vec<(String, String)> {
    match question.answer {
        AnswerType::YesNo => ["yes", "no"]
            .map(|value| (value.to_owned(), visit.plain(&format!("flag-{value}"))))
            .into(),
        AnswerType::Choice | AnswerType::Choices => {
            let options = question.options.iter();
            options.map(|one| (one.id.to_string(), visit.lang.of(&one.text).to_owned())).collect()
        }
        _ => Vec::new(),
    }
}

fn control(visit: &Visit, question: &Question, row: &TypedRow, standing: &Standing) -> Markup {
    let id = question.id.as_str();
    let (name, how_name) = (format!("a.{id}"), format!("h.{id}"));
    let (field, hint) = (id_of(&name), visit.plain(&hint_id(question.answer)));
    let how = How::from_name(&row.how);
    let others = [
        (How::DoesNotKnow, visit.plain("questionnaire-does-not-know")),
        (How::SubSupplier, visit.plain("questionnaire-sub-supplier")),
    ];
    let described_by = described(&field, Some(&hint), None);
    let is_file = question.answer == AnswerType::File;
    let answers_at = if is_file { id_of(&format!("f.{id}")) } else { field.clone() };
    let input = |kind: &str, mode: Option<&str>| {
        html! {
            input class="ds-input" type=(kind) inputmode=[mode] id=(field) name=(name) value=(row.text)
                aria-describedby=[&described_by] autocomplete="off";
        }
    };
    match question.answer {
        AnswerType::YesNo | AnswerType::Choice => {
            let all = choices(visit, question).into_iter().map(|(value, text)| {
                let is_chosen = how == How::Answer && value == row.text;
                (value, text, is_chosen)
            });
            let all =
                all.chain(others.map(|(one, text)| (format!("~{}", one.name()), text, how == one)));
            html! {
                @for (number, (value, text, is_chosen)) in all.enumerate() {
                    @let radio = format!("{field}-{number}");
                    div class="ds-field" {
                        input class="ds-input" type="radio" id=(radio) name=(name) value=(value) checked[is_chosen];
                        label class="ds-label" data-weight="regular" for=(radio) { (text) }
                    }
                }
            }
        }
        AnswerType::Choices => html! {
            p class="a-quiet" id={ (field) "-hint" } { (hint) }
            @for (number, (value, text)) in choices(visit, question).into_iter().enumerate() {
                @let box_id = format!("{field}-{number}");
                @let is_ticked = how == How::Answer && row.text.split_whitespace().any(|one| one == value);
                div class="ds-field" {
                    input class="ds-input" type="checkbox" id=(box_id) name=(name) value=(value) checked[is_ticked];
                    label class="ds-label" data-weight="regular" for=(box_id) { (text) }
                }
            }
            (boxes(&others, &how_name, how))
        },
        other => html! {
            div class="ds-field" {
                label class="ds-label" data-weight="regular" for=(answers_at) { (visit.plain("answering-answer")) }
                div data-field="description" id={ (field) "-hint" } { (hint) }
                @match other {
                    AnswerType::Number => (input("text", Some("numeric"))),
                    AnswerType::Date => (input("date", None)),
                    AnswerType::Countries | AnswerType::Contact => (input("text", None)),
                    AnswerType::File => (files(visit, question, standing)),
                    _ => textarea class="ds-input" id=(field) name=(name) rows="4"
                        aria-describedby=[&described_by] { (row.text) },
                }
            }
            (boxes(&others, &how_name, how))
        },
    }
}

/// The boxes beside a field: *vet ikke*, *underleverandør svarer*.
fn boxes(others: &[(How, String)], name: &str, how: How) -> Markup {
    html! {
        @for (one, text) in others {
            @let tick = format!("{}-{}", id_of(name), one.name());
            div class="ds-field" {
                input class="ds-input" type="checkbox" id=(tick) name=(name) value=(one.name()) checked[how == *one];
                label class="ds-label" data-weight="regular" for=(tick) { (text) }
            }
        }
    }
}

fn hint_id(answer: AnswerType) -> String {
    match answer {
        AnswerType::File => "answering-file-hint".to_owned(),
        other => format!("questionnaire-how-{}", other.name()),
    }
}

fn files(visit: &Visit, question: &Question, standing: &Standing) -> Markup {
    let id = question.id.as_str();
    let name = format!("f.{id}");
    html! {
        @let attached: Vec<_> = standing.files_of(&question.id).collect();
        @if !attached.is_empty() {
            ul class="ds-list" {
                @for file in attached {
                    li {
                        (file.name) " (" (size(visit, file.size)) ") "
                        button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" name="fjern" value=(file.id)
                            aria-label=(visit.say("answering-file-remove-named", &[("name", Say::Text(&file.name))])) { (visit.plain("answering-file-remove")) }
                    }
                }
            }
        }
        input class="ds-input" type="file" multiple id=(id_of(&name)) name=(name) accept=(ACCEPT)
            aria-describedby={ (id_of(&format!("a.{id}"))) "-hint" };
        button class="ds-button" data-variant="secondary" data-size="sm" type="submit" name="til" value="lagre" { (visit.plain("answering-file-add")) }
    }
}

/// A length of a file for people.
pub(super) fn size(visit: &Visit, bytes: u64) -> String {
    let kilobytes = i64::try_from(bytes.div_ceil(1024)).unwrap_or(i64::MAX);
    visit.say("answering-file-size", &[("kilobytes", Say::Number(kilobytes))])
}

fn further_field(visit: &Visit, one: &Further<'_>, known: &TypedRow, told: &Told) -> Markup {
    let mine = told.mine.get(&one.id);
    let shown = mine.map_or(known, |(mine, _)| mine);
    let theirs = mine.and_then(|(_, theirs)| theirs.as_ref());
    let field = id_of(&format!("a.{}", one.id));
    html! {
        div class="ds-field a-question" id=(question_id(&one.id)) data-question=(one.id) {
            label class="ds-label" for=(field) { (one.text) }
            div data-field="description" { (date(visit.lang, one.at)) }
            (hidden(&format!("m.{}", one.id), &theirs.unwrap_or(known).mark()))
            textarea class="ds-input" id=(field) name={ "a." (one.id) } rows="4" { (shown.text) }
            @for (at, sentence) in &told.refused {
                @if *at == one.id { p class="ds-validation-message" { (sentence) } }
            }
            @if let Some(theirs) = theirs {
                @let args = [("at", Say::Owned(date_and_time(visit.lang, theirs.at))), ("what", Say::Text(&theirs.text))];
                p class="ds-validation-message" { (visit.say("answering-theirs", &args)) }
            }
            p class="ds-validation-message" data-said hidden {}
            p class="a-quiet" role="status" data-kept {}
        }
    }
}

//! One supplier: the requests, how far each has come, what came in, and a form for a new one.

use arvak_core::{EntityId, Name};
use arvak_identity::Right;
use arvak_suppliers::choose::{Chosen, QUESTIONS_MAX, Why, concerning, usual};
use arvak_suppliers::life::{Event, Stage};
use arvak_words::{Say, date, date_and_time};
use arvak_workbook::ANSWER_DAYS;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::asked::{self, Asked};
use super::list::{delivers, stage, told};
use super::report::{self, Documents};
use super::wave::WAVE;
use super::{HERE, contradicted, mails, path, replied};
use crate::accounts::frame::hidden;
use crate::answering::{Receipt, by_day, chosen};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed, tick};
use crate::visit::Visit;
use crate::{page, parts, workbooks};

pub(super) async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, Failure> {
    let id = asked::known(&visit, &slug)?;
    let page = whole(&visit, &id, &Typed::default(), &Mistakes::default()).await?;
    Ok(page.into_response())
}

/// The page once more, with what is wrong.
pub(crate) async fn again(
    visit: &Visit,
    id: &EntityId,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let page = whole(visit, id, typed, mistakes).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn whole(
    visit: &Visit,
    id: &EntityId,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Markup, Failure> {
    let known = visit.view.state().entity(id).ok_or(Failure::NotFound)?;
    let requests = asked::of(visit, id).await?;
    let title = visit.thing(id);
    let may = visit.may(Right::Record) && !known.is_retired();
    let fields = Fields::new(visit, typed, mistakes);
    let address =
        mails::address(visit, id, may && visit.limits().is_none(), (typed, mistakes)).await?;
    let (documents, by_mail) =
        (report::recorded(visit, id).await?, workbooks::section(visit, id, may).await?);
    let mut sent = Vec::new();
    for one in &requests {
        sent.push(mails::list(visit, one, may).await?);
    }
    let body = html! {
        a class="a-back" href=(HERE) { (visit.plain("rooms-suppliers")) }
        h1 { (title) }
        (fields.summary())
        dl class="a-facts" {
            div { dt { (visit.plain("suppliers-delivers")) } dd { (delivers(visit, &known)) } }
            div { dt { (visit.plain("suppliers-critical")) } dd { (told(visit, &known, "critical")) } }
            div { dt { (visit.plain("suppliers-thing")) } dd { (parts::thing(visit, id)) } }
        }
        (replied::countries(visit, id))
        (address)
        p {
            a class="ds-link" href={ (path(id.slug())) "/saksliste" } { (visit.plain("agenda-link")) } " · "
            a class="ds-link" href={ (path(id.slug())) "/kalender" } { (visit.plain("calendar-link")) }
            @if may && visit.limits().is_none() {
                " · " a class="ds-link" href={ (WAVE) "?leverandor=" (id.slug()) } { (visit.plain("wave-one")) }
            }
        }
        (contradicted::section(visit, id, may))
        @if requests.is_empty() { p { (visit.plain("suppliers-never-asked-text")) } }
        (by_mail)
        @for (one, sent) in requests.iter().zip(&sent).rev() { (request(visit, one, (may, sent, &documents), &fields)) }
        @if may { (form(visit, id, typed, &fields)) }
    };
    Ok(page::page(visit, &title, &body))
}

fn request(
    visit: &Visit,
    one: &Asked,
    (may, mails, documents): (bool, &Markup, &Documents),
    fields: &Fields<'_>,
) -> Markup {
    let id = one.row.id.as_str();
    let [come, next] = one.steps(visit.app.clock().now());
    html! {
        section class="a-now" aria-labelledby={ "r-" (id) } {
            h2 id={ "r-" (id) } { (visit.say("suppliers-request", &[("request", Say::Text(id))])) " " (stage(visit, one.stage)) }
            p { (visit.plain(&format!("suppliers-stage-{}-text", one.stage.name()))) }
            dl class="a-facts" {
                div { dt { (visit.plain("suppliers-due")) } dd { (by_day(visit, one.row.due)) } }
                div { dt { (visit.plain("suppliers-made")) } dd { (date(visit.lang, one.row.made_at)) } }
                @if let Some(at) = one.when(Event::Opened) {
                    div { dt { (visit.plain("suppliers-opened")) } dd { (date_and_time(visit.lang, at)) } }
                }
                @if let Some(link) = one.link.as_ref().filter(|_| one.stage != Stage::Closed) {
                    div { dt { (visit.plain("suppliers-link-ends")) } dd { (date(visit.lang, link.ends_at)) } }
                }
                @for (label, step) in [("suppliers-come", come), ("suppliers-next", next)] {
                    @if let Some((at, step)) = step {
                        div { dt { (visit.plain(label)) } dd { (date(visit.lang, at)) ": " (visit.plain(&format!("suppliers-step-{}", step.name()))) } }
                    }
                }
            }
            (asked_questions(visit, one))
            @if let Some(receipt) = one.receipt() { (came_in(visit, one, &receipt, (may, documents))) (replied::changed(visit, one)) }
            @for event in one.events.iter().filter(|event| event.event == Event::FollowUp.name()) {
                p { (date(visit.lang, event.at)) ": " (visit.plain("suppliers-further-asked")) " " q { (event.text) } }
            }
            (mails)
            @if may { (actions(visit, one, fields)) }
        }
    }
}

fn asked_questions(visit: &Visit, one: &Asked) -> Markup {
    let questions = chosen(visit, &one.row.questions);
    html! {
        details class="ds-details" {
            summary { (visit.say("suppliers-questions", &[("count", parts::number(questions.len()))])) }
            div { ol class="ds-list" { @for question in &questions { li { (visit.lang.of(&question.text)) } } } }
        }
    }
}

/// What came in: where it stands in the ledger, its hash, and the files.
fn came_in(
    visit: &Visit,
    one: &Asked,
    receipt: &Receipt,
    (may, documents): (bool, &Documents),
) -> Markup {
    let args = [
        ("at", Say::Owned(date_and_time(visit.lang, receipt.at))),
        ("answered", parts::number(receipt.answered)),
        ("asked", parts::number(receipt.asked)),
    ];
    let replied = receipt.entries.first().copied();
    html! {
        h3 { (visit.plain("suppliers-came-in")) }
        p { (visit.say("suppliers-came-in-text", &args)) }
        dl class="a-facts" {
            div { dt { (visit.plain("answering-receipt-hash")) } dd { code class="a-hash" { (receipt.digest) } } }
            div { dt { (visit.plain("suppliers-entries")) } dd {
                ul class="ds-list" { @for entry in &receipt.entries { li { (parts::evidence(visit, *entry)) } } }
            } }
        }
        @if let Some(replied) = replied {
            p {
                a class="ds-link" href={ "/bevis/" (replied) "/vedlegg/" (receipt.blob) } { (visit.plain("suppliers-answers-file")) }
            }
        }
        @if !receipt.files.is_empty() {
            ul class="ds-list" {
                @for file in &receipt.files {
                    @let digest = &file.blob;
                    li {
                        (file.name) br; code class="a-hash" { (file.digest) } br;
                        @if let Some(entry) = holding(visit, receipt, digest) {
                            a class="ds-link" href={ "/bevis/" (entry) "/vedlegg/" (digest) } { (visit.plain("suppliers-file-get")) }
                        }
                        @if may_be_programs(&file.name) {
                            " · " a class="ds-link" href={ (path(one.row.supplier.slug())) "/program/" (digest) } { (visit.plain("suppliers-file-programs")) }
                        }
                        @if may && report::may_be_report(&file.name) {
                            " · " a class="ds-link" href={ (path(one.row.supplier.slug())) "/rapport/" (digest) } { (visit.plain("assurance-link")) }
                        }
                        (report::already(visit, documents.get(digest)))
                    }
                }
            }
        }
    }
}

/// The entry that a file belongs to.
fn holding(
    visit: &Visit,
    receipt: &Receipt,
    digest: &arvak_core::Digest,
) -> Option<arvak_core::EntryId> {
    let mut entries = receipt.entries.iter().copied();
    entries.find(|entry| {
        let recorded = visit.view.store.entry(*entry);
        recorded.is_ok_and(|one| one.envelope.blobs.contains(digest))
    })
}

/// Whether a file may be a list of software, by its name.
fn may_be_programs(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let known = arvak_suppliers::file::Kind::Sbom.endings();
    ending.is_some_and(|ending| known.contains(&ending.as_str()))
}

fn actions(visit: &Visit, one: &Asked, fields: &Fields<'_>) -> Markup {
    let slug = one.row.supplier.slug();
    let button = |event: Event, act: &str, sentence: &str, color: Option<&str>| {
        html! {
            @if one.stage.allows(event) {
                form method="post" action={ (path(slug)) "/" (act) } {
                    (hidden("foresporsel", one.row.id.as_str()))
                    button class="ds-button" data-variant="secondary" data-size="sm" data-color=[color] type="submit" { (visit.plain(sentence)) }
                }
            }
        }
    };
    html! {
        div class="a-actions" {
            (button(Event::Sent, "sendt", "suppliers-mark-sent", None))
            (button(Event::Renewed, "lenke", "suppliers-new-link", None))
            @if one.stage.is_open() || one.stage == Stage::Expired {
                (button(Event::Renewed, "forleng", "suppliers-extend", None))
            }
            (button(Event::Revoked, "trekk", "suppliers-revoke", Some("danger")))
            (button(Event::Closed, "lukk", "suppliers-close", None))
        }
        @if one.stage.allows(Event::FollowUp) {
            form class="a-form" method="post" action={ (path(slug)) "/oppfolg" } {
                (hidden("foresporsel", one.row.id.as_str()))
                (fields.area("sporsmal", &visit.plain("suppliers-further"), Some(&visit.plain("suppliers-further-hint")), 3))
                div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("suppliers-further-send")) } }
            }
        }
    }
}

/// The form for a new request: which questions, and why each.
fn form(visit: &Visit, id: &EntityId, typed: &Typed, fields: &Fields<'_>) -> Markup {
    let all = concerning(&visit.view.catalogue, visit.view.state(), id, visit.app.clock().now());
    let picked: Vec<Name> = if typed.has("frist") {
        typed.all("spm").filter_map(|id| id.parse().ok()).collect()
    } else {
        usual(&all)
    };
    let most = [("most", parts::number(QUESTIONS_MAX))];
    let days = [("days", Say::Number(i64::from(ANSWER_DAYS)))];
    html! {
        details class="ds-details" id="be" open[typed.has("frist")] {
            summary { (visit.plain("suppliers-make")) }
            div {
                @if all.is_empty() { p { (visit.plain("suppliers-no-questions")) } }
                @else {
                    p { (visit.say("suppliers-make-lead", &most)) }
                    form class="a-form" method="post" action={ (path(id.slug())) "/be" } {
                        (fields.input("date", "frist", &visit.plain("suppliers-due"), Some(&visit.say("suppliers-due-hint", &days))))
                        fieldset class="ds-fieldset" id="f-spm" {
                            legend class="ds-label" { (visit.plain("suppliers-which")) }
                            @for one in &all { (choice(visit, one, picked.contains(&one.question.id))) }
                        }
                        div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("suppliers-make-go")) } }
                    }
                }
            }
        }
    }
}

fn choice(visit: &Visit, one: &Chosen<'_>, is_picked: bool) -> Markup {
    let attribute = |name: &Name| Say::Owned(visit.plain(&format!("attribute-{name}")));
    let why = match &one.why {
        Why::Everyone => visit.plain("suppliers-why-everyone"),
        Why::Is(name) => visit.say("suppliers-why-is", &[("attribute", attribute(name))]),
        Why::Unknown(name) => visit.say("suppliers-why-unknown", &[("attribute", attribute(name))]),
    };
    let claims: Vec<_> = one.question.claims.iter().map(Name::as_str).collect();
    html! {
        div {
            (tick("spm", one.question.id.as_str(), visit.lang.of(&one.question.text), is_picked))
            p class="a-quiet" {
                (visit.say("suppliers-why", &[("claims", Say::Owned(claims.join(", ")))])) " " (why)
                @if one.question.when.is_some() { " " (visit.plain("suppliers-why-when")) }
                @if let Some(known) = &one.known {
                    " " (visit.say("suppliers-why-known", &[
                        ("basis", Say::Owned(visit.plain(&format!("basis-{}", known.basis.name())))),
                        ("until", Say::Owned(date(visit.lang, known.until))),
                    ])) " " (parts::evidence(visit, known.entry))
                }
            }
        }
    }
}

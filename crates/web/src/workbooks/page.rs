//! On a supplier's page: workbooks that came by mail, with the answers to look over, and what became of the others.

use arvak_core::catalogue::guide::Question;
use arvak_core::{Digest, EntityId};
use arvak_store::supplier::WorkbookRow;
use arvak_suppliers::by_mail;
use arvak_suppliers::taking::shown;
use arvak_words::{Say, date_and_time};
use arvak_workbook::{Answered, Mistake, answers};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use super::take::{NotHeld, drafts, hold, noted};
use crate::accounts::frame::hidden;
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::recording::{NotRecorded, record};
use crate::rooms::evidence::download as handed;
use crate::see_other::see_other;
use crate::suppliers::{again, asked, path};
use crate::visit::Visit;

/// Rows that waited once and are shown, the newest of them.
const SHOWN_MOST: usize = 20;

/// A mail that waits, read once more.
struct Waiting {
    mail: Vec<u8>,
    bytes: Vec<u8>,
    answered: Result<Answered, Vec<Mistake>>,
}

impl Waiting {
    async fn of(visit: &Visit, row: &WorkbookRow) -> Result<Option<Self>, Failure> {
        let operation = visit.app.folder().operation();
        let Some(mail) = operation.supplier_workbook_mail(row.id).await? else { return Ok(None) };
        let questions = visit.view.catalogue.guide.questions.clone();
        let (words, name) = (visit.words().lang(), row.file.clone());
        let read = move || {
            let words = arvak_words::Words::new(words);
            let all = by_mail::read(&mail)?.workbooks;
            let (_, bytes) = all.into_iter().find(|(one, _)| *one == name)?;
            let answered = answers(&name, &bytes, &questions, &words);
            Some(Self { mail, bytes, answered })
        };
        tokio::task::spawn_blocking(read).await.map_err(|_| Failure::Inside)
    }
}

/// Suppliers of which workbooks wait, as far as the visitor sees them.
pub(crate) async fn waiting(visit: &Visit) -> Result<Markup, Failure> {
    let all = visit.app.folder().operation().waiting_workbooks().await?;
    let seen = |id: &EntityId| visit.view.state().entity(id).is_some();
    let all: Vec<_> = all.into_iter().filter(|(id, _)| seen(id)).collect();
    Ok(html! {
        @if !all.is_empty() {
            p class="ds-alert" data-color="info" {
                (visit.plain("by-mail-waiting"))
                @for (number, (id, _)) in all.iter().enumerate() {
                    @if number > 0 { "," } " "
                    a class="ds-link" href={ (path(id.slug())) "#e-post" } { (visit.thing(id)) }
                }
            }
        }
    })
}

/// All that came by mail from a supplier.
pub(crate) async fn section(
    visit: &Visit,
    supplier: &EntityId,
    may: bool,
) -> Result<Markup, Failure> {
    let mut rows = visit.app.folder().operation().supplier_workbooks(supplier).await?;
    if rows.is_empty() {
        return Ok(html! {});
    }
    rows.reverse();
    let (waiting, mut done): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.fate == "waits");
    done.truncate(SHOWN_MOST);
    let mut open = Vec::new();
    for row in &waiting {
        open.push((row, Waiting::of(visit, row).await?));
    }
    Ok(html! {
        section aria-labelledby="e-post" {
            h2 id="e-post" { (visit.plain("by-mail-title")) }
            @for (row, read) in &open { (one(visit, row, read.as_ref(), may)) }
            @if !done.is_empty() {
                ul class="ds-list" {
                    @for row in &done { li { (came(visit, row)) " " (visit.plain(&format!("by-mail-fate-{}", row.fate))) } }
                }
            }
        }
    })
}

fn came(visit: &Visit, row: &WorkbookRow) -> String {
    let args = [
        ("sender", Say::Text(&row.sender)),
        ("request", Say::Text(row.request.as_str())),
        ("at", Say::Owned(date_and_time(visit.lang, row.came_at))),
    ];
    visit.say("by-mail-came", &args)
}

fn one(visit: &Visit, row: &WorkbookRow, read: Option<&Waiting>, may: bool) -> Markup {
    let slug = row.supplier.slug();
    let button = |act: &str, sentence: &str, color: Option<&str>| {
        html! {
            form method="post" action={ (path(slug)) "/arbeidsbok" } {
                (hidden("id", &row.id.to_string())) (hidden("hva", act))
                button class="ds-button" data-variant="secondary" data-size="sm" data-color=[color] type="submit" { (visit.plain(sentence)) }
            }
        }
    };
    let is_sound = read.is_some_and(|one| one.answered.is_ok());
    html! {
        section class="a-now" aria-labelledby={ "w-" (row.id) } {
            h3 id={ "w-" (row.id) } { (came(visit, row)) }
            p { (visit.plain("by-mail-word")) }
            dl class="a-facts" {
                div { dt { (visit.plain("by-mail-results")) } dd {
                    @if row.results.is_empty() { (visit.plain("by-mail-no-results")) } @else { code { (row.results) } }
                } }
                div { dt { (visit.plain("by-mail-file")) } dd { (row.file) } }
            }
            @match read.map(|one| &one.answered) {
                None => p { (visit.plain("by-mail-unread")) },
                Some(Ok(answered)) => (said(visit, answered)),
                Some(Err(mistakes)) => {
                    p class="ds-alert" data-color="warning" { (visit.plain("by-mail-wrong")) }
                    ul class="ds-list" { @for one in mistakes { li { (one.told(visit.words())) } } }
                }
            }
            @if may {
                div class="a-actions" {
                    @if is_sound { (button("ta", "by-mail-take", None)) }
                    (button("kast", "by-mail-discard", Some("danger")))
                    a class="ds-link" href={ (path(slug)) "/arbeidsbok/" (row.id) } { (visit.plain("by-mail-get")) }
                }
            }
        }
    }
}

/// The answers, to look over.
fn said(visit: &Visit, answered: &Answered) -> Markup {
    let questions = &visit.view.catalogue.guide.questions;
    let all =
        questions.iter().filter_map(|one: &Question| Some((one, answered.answers.get(&one.id)?)));
    html! {
        @if let Some(date) = &answered.date { p { (visit.say("by-mail-dated", &[("date", Say::Text(date))])) } }
        dl class="a-facts" {
            @for (question, answer) in all {
                div {
                    dt { (visit.lang.of(&question.text)) }
                    dd {
                        (shown(answer, question, visit.words()))
                        @if let Some(comment) = answered.comments.get(&question.id) { br; (comment) }
                    }
                }
            }
        }
    }
}

/// The row that a form or an address names, of that supplier.
async fn named(visit: &Visit, slug: &str, id: &str) -> Result<WorkbookRow, Failure> {
    let supplier = asked::known(visit, slug)?;
    let id: i64 = id.parse().map_err(|_| Failure::NotFound)?;
    let rows = visit.app.folder().operation().supplier_workbooks(&supplier).await?;
    rows.into_iter().find(|row| row.id == id).ok_or(Failure::NotFound)
}

/// The mail as it came.
pub(super) async fn download(
    visit: Visit,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let row = named(&visit, &slug, &id).await?;
    let mail = visit.app.folder().operation().supplier_workbook_mail(row.id).await?;
    let mail = mail.ok_or(Failure::NotFound)?;
    Ok(handed(&format!("{}-{}.eml", row.request, row.id), mail))
}

/// Somebody takes it in, or discards it.
pub(super) async fn decide(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let row = named(&visit, &slug, typed.get("id")).await?;
    let to = format!("{}#e-post", path(&slug));
    // Somebody else decided meanwhile.
    if row.fate != "waits" {
        return Ok(see_other(&to));
    }
    let fate = match typed.get("hva") {
        "kast" => "discarded",
        "ta" => match take(&visit, &row).await {
            Ok(()) => "taken",
            Err(NotRecorded::Failure(failure)) => return Err(failure),
            Err(NotRecorded::Refused(sentence)) => {
                let mut mistakes = Mistakes::default();
                mistakes.tell("", sentence);
                return again(&visit, &row.supplier, &Typed::default(), &mistakes).await;
            }
        },
        _ => return Err(Failure::Bad),
    };
    let by = visit.who.as_ref().map(|who| who.person.clone());
    let now = visit.app.clock().now();
    visit.app.folder().operation().decide_supplier_workbook(row.id, fate, by.as_ref(), now).await?;
    Ok(see_other(&to))
}

/// Records what the workbook says, with it and the mail as its documents. Done again, it is the same.
async fn take(visit: &Visit, row: &WorkbookRow) -> Result<(), NotRecorded> {
    let refused = |id: &str| NotRecorded::Refused(visit.plain(id));
    let read = Waiting::of(visit, row).await?.ok_or_else(|| refused("by-mail-unread"))?;
    let Ok(answered) = &read.answered else { return Err(refused("by-mail-wrong")) };
    let now = visit.app.clock().now().max(visit.view.at);
    let held = hold(answered, &visit.view.catalogue, visit.view.state(), now);
    let held = held.map_err(|why| not_held(visit, answered, why))?;
    let blobs = visit.app.folder().blobs().clone();
    let (bytes, mail) = (read.bytes.clone(), read.mail);
    let put =
        move || Ok::<[Digest; 2], arvak_store::Error>([blobs.put(&bytes)?, blobs.put(&mail)?]);
    let put = tokio::task::spawn_blocking(put).await.map_err(|_| Failure::Inside)??;
    let by = held.by.clone();
    let drafts = drafts(&held, &read.bytes, &put, &by, visit.words());
    let drafts = drafts.map_err(|error| {
        tracing::error!(%error, "a workbook");
        Failure::Inside
    })?;
    let entries = record(visit, drafts).await?;
    let [workbook, _] = put;
    Ok(noted(visit.app.folder(), &held, (&read.bytes, workbook), &entries).await?)
}

fn not_held(visit: &Visit, answered: &Answered, why: NotHeld) -> NotRecorded {
    let request = ("request", Say::Text(answered.request.as_str()));
    NotRecorded::Refused(match why {
        NotHeld::Unknown => visit.say("request-unknown", &[request]),
        NotHeld::OtherSupplier(supplier) => {
            let supplier = ("supplier", Say::Owned(supplier.to_string()));
            let said = ("answered", Say::Owned(answered.supplier.to_string()));
            visit.say("request-other-supplier", &[request, supplier, said])
        }
        NotHeld::Later(date) => visit.say("request-answered-later", &[("date", Say::Owned(date))]),
    })
}

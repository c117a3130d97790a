//! Making a request, and a new link to one. The link is shown once, to whoever made it: here only its hash is kept.

use arvak_core::{EntityId, Instant, Name, Span};
use arvak_identity::{Secret, TokenKind};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::supplier::{AddressRow, RequestRow, SendingRow};
use arvak_suppliers::choose::{concerning, within};
use arvak_suppliers::life::{DAYS_MOST, Event, link_ends};
use arvak_suppliers::taking;
use arvak_words::{Lang, Say, date, end_of_day};
use arvak_workbook::{ANSWER_DAYS, request_id};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use maud::html;

use super::act::allowed;
use super::asked::{self, Asked};
use super::mails::whole;
use super::{one, path};
use crate::accounts::Made;
use crate::accounts::frame::narrow;
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::parts;
use crate::recording::{NotRecorded, NotTaken, record};
use crate::see_other::see_other;
use crate::visit::Visit;

pub(super) async fn make(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = asked::known(&visit, &slug)?;
    match made(&visit, &id, &typed).await {
        Ok(made) => once(&visit, &slug, made.secret),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => one::again(&visit, &id, &typed, &mistakes).await,
    }
}

/// A link that was just made.
pub(crate) struct New {
    pub(crate) request: Name,
    pub(crate) secret: Secret,
    /// From when on it is good no more.
    pub(crate) ends_at: Instant,
}

/// Keeps the request and its link, and records by when an answer is due: `frist`, a date, or the usual days; `spm`, the questions.
/// With `kode`, a language, whoever opens the link is sent a code in it, to where mail to the supplier goes.
pub(crate) async fn made(visit: &Visit, id: &EntityId, typed: &Typed) -> Result<New, NotTaken> {
    let (operation, now) = (visit.app.folder().operation(), visit.app.clock().now());
    let request = request_id(id, now).map_err(|_| Failure::Inside)?;
    let mut mistakes = Mistakes::default();
    // The same day's request on the command line has fixed the date.
    let fixed = visit.view.state().obligation(&request).map(|(one, _)| one.due);
    let typed_due = match typed.some("frist") {
        None => Some(now.plus(Span::from_days(ANSWER_DAYS))),
        Some(text) => end_of_day(text),
    };
    let latest = now.plus(Span::from_days(DAYS_MOST));
    let due = fixed.or(typed_due).filter(|due| *due > now && *due <= latest);
    if due.is_none() {
        mistakes.tell("frist", visit.plain("suppliers-due-wrong"));
    }
    let all = concerning(&visit.view.catalogue, visit.view.state(), id, now);
    let wanted: Vec<Name> = typed.all("spm").filter_map(|id| id.parse().ok()).collect();
    let questions = within(&all, &wanted);
    if questions.is_empty() {
        mistakes.tell("spm", visit.plain("suppliers-which-wrong"));
    }
    if operation.supplier_request(&request).await?.is_some() {
        mistakes.tell("", visit.plain("suppliers-made-today"));
    }
    let sending = sending(visit, id, typed, &mut mistakes).await?;
    let Some(due) = due.filter(|_| mistakes.is_empty()) else { return Err(mistakes.into()) };
    if fixed.is_none() {
        let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
        let fact = taking::due(visit.view.state(), &request, id, due, &by);
        let fact = fact.map_err(|_| Failure::Inside)?;
        let draft = draft(fact.fact, &by, Some(&fact.key), Texts::default());
        let draft = draft.map_err(|error| NotRecorded::undrafted(error, visit.words()))?;
        record(visit, vec![draft]).await?;
    }
    let row = RequestRow {
        id: request.clone(),
        supplier: id.clone(),
        questions,
        due,
        made_by: visit.who.as_ref().map(|who| who.person.clone()),
        made_at: now,
        receipt: None,
    };
    if !operation.add_supplier_request(&row).await? {
        mistakes.tell("", visit.plain("suppliers-made-today"));
        return Err(mistakes.into());
    }
    operation.add_supplier_event(&request, Event::Made.name(), "", now).await?;
    if let Some(sending) = sending {
        operation.set_supplier_sending(&request, &sending).await?;
    }
    Ok(link(visit, &request, due).await?)
}

/// Where the code goes, when one is wanted.
async fn sending(
    visit: &Visit,
    id: &EntityId,
    typed: &Typed,
    mistakes: &mut Mistakes,
) -> Result<Option<SendingRow>, Failure> {
    let Some(lang) = typed.some("kode") else { return Ok(None) };
    whole(visit)?;
    let known = visit.app.folder().operation().supplier_address(id).await?;
    if let Err(error) = visit.app.desk().ready() {
        mistakes.tell("kode", visit.plain(&format!("wave-{}", error.code())));
    } else if lang.parse::<Lang>().is_err() {
        mistakes.tell("kode", visit.plain("suppliers-code-language"));
    } else if known.is_none() {
        mistakes.tell("kode", visit.plain("suppliers-code-address"));
    }
    let to = known.map(|known| AddressRow { lang: lang.to_owned(), ..known });
    Ok(to.map(|to| SendingRow { to, wants_code: true, wave: None }))
}

/// A new link to a request. Those before it are worth nothing from now on.
async fn link(visit: &Visit, request: &Name, due: Instant) -> Result<New, Failure> {
    let secret = TokenKind::Request.make().map_err(Failure::from)?;
    let now = visit.app.real_clock().now();
    let ends_at = link_ends(due, visit.app.clock().now(), now);
    let operation = visit.app.folder().operation();
    operation.add_supplier_link(secret.hash().as_bytes(), request, (now, ends_at)).await?;
    Ok(New { request: request.clone(), secret, ends_at })
}

pub(super) async fn renew(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = asked::known(&visit, &slug)?;
    let asked = asked::one(&visit, &id, typed.get("foresporsel")).await?;
    match renewed(&visit, &asked).await {
        Ok(made) => once(&visit, &slug, made.secret),
        // What may not happen any more was done meanwhile, and is shown on the page.
        Err(NotTaken::Mistakes(_)) => Ok(see_other(&path(&slug))),
        Err(NotTaken::Failure(failure)) => Err(failure),
    }
}

/// A new link to a request that is open.
pub(crate) async fn renewed(visit: &Visit, asked: &Asked) -> Result<New, NotTaken> {
    allowed(visit, asked, Event::Renewed)?;
    let made = link(visit, &asked.row.id, asked.row.due).await?;
    let (operation, now) = (visit.app.folder().operation(), visit.app.clock().now());
    operation.add_supplier_event(&asked.row.id, Event::Renewed.name(), "", now).await?;
    Ok(made)
}

fn once(visit: &Visit, slug: &str, secret: Secret) -> Result<Response, Failure> {
    let by = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?.person.clone();
    let made = Made { by, kind: TokenKind::Request, secret };
    let name = visit.app.accounts().made().put(made, visit.app.real_clock().now())?;
    Ok(see_other(&format!("{}/lenke/{}", path(slug), name.reveal())))
}

/// The link, shown once, at an address where it waits for five minutes.
pub(super) async fn show_once(
    visit: Visit,
    Path((slug, name)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let id = asked::known(&visit, &slug)?;
    let me = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?;
    let made = visit.app.accounts().made().take(&name, visit.app.real_clock().now());
    let made = made.filter(|made| made.by == me.person && made.kind == TokenKind::Request);
    let last = asked::of(&visit, &id).await?.pop();
    let ends = last.and_then(|one| one.link).map(|link| date(visit.lang, link.ends_at));
    let args = [
        ("supplier", Say::Owned(visit.thing(&id))),
        ("ends", Say::Owned(ends.unwrap_or_default())),
    ];
    let body = html! {
        @if let Some(made) = &made {
            p class="a-lead" { (visit.say("suppliers-link-once", &args)) }
            (parts::copied(&visit, "made", &format!("{}/foresporsel#{}", visit.app.site().origin, made.secret.reveal())))
            p { (visit.plain("suppliers-link-send")) }
        } @else {
            p class="a-lead" { (visit.plain("suppliers-link-gone")) }
        }
        div class="a-actions" { a class="ds-button" href=(path(&slug)) { (visit.plain("login-done")) } }
    };
    Ok(narrow(&visit, &visit.plain("suppliers-link-title"), &body).into_response())
}

//! Forgetting a person: what goes is shown first, with where the person is named in what people wrote; a reason and a word of
//! confirmation are asked for. Texts go before the account, so that what was broken off can be done again.

use arvak_core::{EntityId, EntryId, Instant};
use arvak_identity::Role;
use arvak_store::{Account, Answer};
use arvak_words::Say;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::HERE;
use super::found::{Found, has, names, search};
use crate::accounts::link::role_names;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed, tick};
use crate::recording::NotTaken;
use crate::see_other::see_other;
use crate::visit::Visit;
use crate::{page, parts};

/// Where erasures are noted in the operation database: that one was done, not of whom.
const KEPT: &str = "erasures";

/// Most characters of a reason.
const REASON_CHARS_MAX: usize = 1000;

/// How many erasures are remembered.
const NOTED_MOST: usize = 1000;

/// An erasure that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Noted {
    at_ms: i64,
    /// The opaque id of whoever ordered it.
    pub(crate) by: EntityId,
    pub(crate) reason: String,
    /// How many entries lost their texts.
    pub(crate) entries: usize,
}

impl Noted {
    pub(crate) fn at(&self) -> Instant {
        Instant::from_millis(self.at_ms)
    }
}

/// The erasures that were done, the oldest first.
pub(crate) async fn noted(visit: &Visit) -> Result<Vec<Noted>, Failure> {
    let text = visit.app.folder().operation().meta(KEPT).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

pub(crate) async fn account(visit: &Visit, slug: &str) -> Result<Account, Failure> {
    let person: EntityId = format!("person/{slug}").parse().map_err(|_| Failure::NotFound)?;
    visit.app.folder().operation().account(&person).await?.ok_or(Failure::NotFound)
}

pub(super) async fn ask(visit: Visit, Path(slug): Path<String>) -> Result<Markup, Failure> {
    let account = account(&visit, &slug).await?;
    let found = search(&visit, &account).await?;
    Ok(form(&visit, &account, &found, &Typed::default(), &Mistakes::default()))
}

pub(super) async fn erase(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let account = account(&visit, &slug).await?;
    let found = search(&visit, &account).await?;
    match forget(&visit, &account, &found, &typed).await {
        Ok(_) => Ok(see_other(&format!("{HERE}?sagt=slettet"))),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => {
            let page = form(&visit, &account, &found, &typed, &mistakes);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Forgets a person: `tekst` (several: entries that lose their texts), `grunn`, `forstaatt`. Gives how many entries lost theirs.
pub(crate) async fn forget(
    visit: &Visit,
    account: &Account,
    found: &Found,
    typed: &Typed,
) -> Result<usize, NotTaken> {
    let mut mistakes = checked(visit, account, typed).await?;
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let ticked = typed.all("tekst").filter_map(|id| id.parse::<EntryId>().ok());
    let ticked: Vec<EntryId> = ticked.filter(|id| found.contains_key(id)).collect();
    if carried_out(visit, account, &ticked, typed.get("grunn")).await? {
        return Ok(ticked.len());
    }
    mistakes.tell("", visit.plain("login-user-last-administrator"));
    Err(mistakes.into())
}

async fn checked(visit: &Visit, account: &Account, typed: &Typed) -> Result<Mistakes, Failure> {
    let mut mistakes = Mistakes::default();
    let reason = typed.get("grunn");
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        mistakes.tell("grunn", visit.plain("login-reason-missing"));
    } else if has(reason, &names(account)) {
        mistakes.tell("grunn", visit.plain("rooms-personal-reason-named"));
    }
    if !typed.has("forstaatt") {
        mistakes.tell("forstaatt-f-1", visit.plain("rooms-personal-confirm-missing"));
    }
    if visit.who.as_ref().is_some_and(|who| who.person == account.person) {
        mistakes.tell("", visit.plain("rooms-personal-not-own"));
    }
    if is_last_administrator(visit, account).await? {
        mistakes.tell("", visit.plain("login-user-last-administrator"));
    }
    Ok(mistakes)
}

async fn is_last_administrator(visit: &Visit, account: &Account) -> Result<bool, Failure> {
    let administers = |one: &Account| {
        one.closed_at.is_none() && one.roles.iter().any(|role| role == Role::Administrator.name())
    };
    let all = visit.app.folder().operation().accounts().await?;
    Ok(!all.iter().any(|one| administers(one) && one.person != account.person))
}

/// Erases the texts, then the person, and notes that it was done.
async fn carried_out(
    visit: &Visit,
    account: &Account,
    entries: &[EntryId],
    reason: &str,
) -> Result<bool, Failure> {
    let (folder, actor) = (visit.app.folder(), visit.actor()?);
    for entry in entries {
        let erased = folder.erase(*entry, actor.clone(), Some(reason.to_owned())).await?;
        if let Answer::Taken(order) | Answer::Known(order) = erased {
            visit.app.live().settled(order).await;
        }
    }
    visit.app.live().forget();
    let operation = folder.operation();
    if !operation.erase_person(&account.person, Role::Administrator.name()).await? {
        return Ok(false);
    }
    let by = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?.person.clone();
    let at_ms = visit.app.real_clock().now().as_millis();
    let mut all = noted(visit).await?;
    all.push(Noted { at_ms, by, reason: reason.to_owned(), entries: entries.len() });
    let surplus = all.len().saturating_sub(NOTED_MOST);
    all.drain(..surplus);
    operation.set_meta(KEPT, &serde_json::to_string(&all).unwrap_or_default()).await?;
    Ok(true)
}

fn form(
    visit: &Visit,
    account: &Account,
    found: &Found,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Markup {
    let title = visit.say("rooms-personal-erase", &[("name", Say::Text(&account.name))]);
    let fields = Fields::new(visit, typed, mistakes);
    let roles = role_names(visit, &account.roles);
    let body = html! {
        div class="a-narrow" {
            a class="a-back" href=(HERE) { (visit.plain("rooms-personal")) }
            (fields.summary())
            h1 { (title) }
            p class="a-lead" { (visit.plain("rooms-personal-erase-lead")) }
            dl class="a-facts" {
                div { dt { (visit.plain("login-user-name")) } dd { (account.user_name) } }
                @if let Some(email) = &account.email { div { dt { (visit.plain("login-email")) } dd { (email) } } }
                div { dt { (visit.plain("login-roles")) } dd { (roles) } }
            }
            form class="a-form" method="post" action={ (HERE) "/" (account.person.slug()) } {
                (texts(visit, found, typed))
                (fields.area("grunn", &visit.plain("login-reason"), Some(&visit.plain("rooms-personal-reason-hint")), 2))
                (tick("forstaatt", "1", &visit.plain("rooms-personal-confirm"), typed.has("forstaatt")))
                @if let Some(wrong) = mistakes.at("forstaatt-f-1") { p class="ds-validation-message" { (wrong) } }
                div class="a-actions" {
                    button class="ds-button" data-color="danger" type="submit" { (visit.plain("rooms-personal-erase-do")) }
                    a class="ds-button" data-variant="tertiary" href=(HERE) { (visit.plain("inventory-cancel")) }
                }
            }
        }
    };
    page::page(visit, &title, &body)
}

/// Where the person is named, each with a box to tick.
fn texts(visit: &Visit, found: &Found, typed: &Typed) -> Markup {
    let is_new = !typed.has("grunn");
    html! {
        fieldset class="ds-fieldset" {
            legend class="ds-label" { (visit.plain("rooms-personal-texts")) }
            p data-field="description" { (visit.plain("rooms-personal-texts-lead")) }
            @if found.is_empty() { p { (visit.plain("rooms-personal-texts-none")) } }
            @for (id, (place, envelope)) in found {
                @let id = id.to_string();
                @let thing = envelope.fact.subject().map(|thing| visit.thing(thing)).unwrap_or_default();
                @let args = [("id", Say::Text(&id)), ("thing", Say::Text(&thing)),
                    ("where", Say::Owned(visit.plain(place.sentence())))];
                @let is_ticked = if is_new { place.is_named() } else { typed.all("tekst").any(|one| one == id) };
                (tick("tekst", &id, &visit.say("rooms-personal-text", &args), is_ticked))
            }
            @if !found.is_empty() {
                p class="a-quiet" {
                    @for id in found.keys() { (parts::evidence(visit, *id)) " " }
                }
            }
        }
    }
}

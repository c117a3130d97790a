//! One account: roles and units, new factors, closing. What is done to it is noted with who did it, and why.

use arvak_core::EntityId;
use arvak_identity::{Role, Secret, TokenKind};
use arvak_store::{Account, AccountNote, TokenRow};
use arvak_words::Say;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{links, users};
use crate::accounts::frame::{again, moment, narrow};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::recording::NotTaken;
use crate::see_other::see_other;
use crate::single_sign_on;
use crate::visit::Visit;

/// Most characters of a reason.
const REASON_CHARS_MAX: usize = 1000;

pub(crate) async fn account(visit: &Visit, slug: &str) -> Result<Account, Failure> {
    let person: EntityId = format!("person/{slug}").parse().map_err(|_| Failure::NotFound)?;
    visit.app.folder().operation().account(&person).await?.ok_or(Failure::NotFound)
}

fn path(account: &Account) -> String {
    format!("/oppsett/brukere/{}", account.person.slug())
}

pub(super) async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, Failure> {
    let account = account(&visit, &slug).await?;
    Ok(page(&visit, &account, &Typed::default(), &Mistakes::default()).await?.into_response())
}

pub(super) async fn change(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let account = account(&visit, &slug).await?;
    match set_roles(&visit, &account, &typed).await {
        Ok(()) => Ok(see_other(&path(&account))),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => {
            Ok(again(page(&visit, &account, &typed, &mistakes).await?))
        }
    }
}

/// Gives an account other roles and units: `rolle`, `enhet` (several each).
pub(crate) async fn set_roles(
    visit: &Visit,
    account: &Account,
    typed: &Typed,
) -> Result<(), NotTaken> {
    let mut mistakes = Mistakes::default();
    let roles = users::roles(visit, typed, &mut mistakes);
    let units = users::units(visit, typed, &mut mistakes);
    if mistakes.is_empty() {
        let needed = Role::Administrator.name();
        let operation = visit.app.folder().operation();
        if operation.set_roles(&account.person, &roles, &units, needed).await? {
            note(visit, account, "roles_changed", None).await?;
            return Ok(());
        }
        mistakes.tell("rolle", visit.plain("login-user-last-administrator"));
    }
    Err(mistakes.into())
}

/// All factors go, and a link lets the person choose new ones. Nobody does it to himself: he would be left outside.
pub(super) async fn reset(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let account = account(&visit, &slug).await?;
    match reset_factors(&visit, &account, &typed).await {
        Ok(secret) => links::on(&visit, TokenKind::Recovery, secret),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => {
            Ok(again(page(&visit, &account, &typed, &mistakes).await?))
        }
    }
}

/// Takes all factors of an account, and makes a link to choose new ones: `grunn`.
pub(crate) async fn reset_factors(
    visit: &Visit,
    account: &Account,
    typed: &Typed,
) -> Result<Secret, NotTaken> {
    let me = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?;
    let mut mistakes = Mistakes::default();
    let reason = reason(visit, typed, "grunn", &mut mistakes);
    single_sign_on::refuse_own_factors(visit, &account.person).await?;
    if account.closed_at.is_some() || account.person == me.person {
        mistakes.tell("grunn", visit.plain("login-user-not-own"));
    }
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let (operation, now) = (visit.app.folder().operation(), visit.app.real_clock().now());
    operation.clear_factors(&account.person).await?;
    note(visit, account, "factors_reset", Some(reason)).await?;
    let kind = TokenKind::Recovery;
    let secret = kind.make().map_err(Failure::from)?;
    let row = TokenRow {
        id: 0,
        hash: *secret.hash().as_bytes(),
        kind: kind.name().to_owned(),
        person: Some(account.person.clone()),
        name: String::new(),
        roles: Vec::new(),
        units: Vec::new(),
        scopes: String::new(),
        made_by: Some(me.person.clone()),
        made_at: now,
        ends_at: kind.life().map(|life| now.plus(life)),
        used_at: None,
    };
    operation.add_token(&row).await?;
    Ok(secret)
}

pub(super) async fn close(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let account = account(&visit, &slug).await?;
    match shut(&visit, &account, &typed).await {
        Ok(()) => Ok(see_other(&path(&account))),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => {
            Ok(again(page(&visit, &account, &typed, &mistakes).await?))
        }
    }
}

/// Closes an account: `stengegrunn`.
pub(crate) async fn shut(visit: &Visit, account: &Account, typed: &Typed) -> Result<(), NotTaken> {
    let mut mistakes = Mistakes::default();
    let reason = reason(visit, typed, "stengegrunn", &mut mistakes);
    if mistakes.is_empty() {
        let (operation, now) = (visit.app.folder().operation(), visit.app.real_clock().now());
        if operation.close_account(&account.person, now, Role::Administrator.name()).await? {
            note(visit, account, "closed", Some(reason)).await?;
            return Ok(());
        }
        mistakes.tell("stengegrunn", visit.plain("login-user-last-administrator"));
    }
    Err(mistakes.into())
}

fn reason(visit: &Visit, typed: &Typed, field: &str, mistakes: &mut Mistakes) -> String {
    let reason = typed.get(field);
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        mistakes.tell(field, visit.plain("login-reason-missing"));
    }
    reason.to_owned()
}

async fn note(
    visit: &Visit,
    account: &Account,
    what: &str,
    reason: Option<String>,
) -> Result<(), Failure> {
    let by = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?.person.clone();
    let note = AccountNote { by, at: visit.app.real_clock().now(), what: what.to_owned(), reason };
    Ok(visit.app.folder().operation().add_account_note(&account.person, &note).await?)
}

async fn page(
    visit: &Visit,
    account: &Account,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Markup, Failure> {
    let fields = Fields::new(visit, typed, mistakes);
    let (roles, units): (Vec<&str>, Vec<&str>) = if typed.has("rolle") || typed.has("enhet") {
        (typed.all("rolle").collect(), typed.all("enhet").collect())
    } else {
        let units = account.units.iter().map(EntityId::as_str).collect();
        (account.roles.iter().map(String::as_str).collect(), units)
    };
    let path = path(account);
    let is_open = account.closed_at.is_none();
    let notes = notes(visit, account).await?;
    let elsewhere = single_sign_on::called(visit, &account.person).await?;
    let body = html! {
        (fields.summary())
        p class="a-quiet" { (account.user_name) @if let Some(email) = &account.email { " · " (email) } }
        @if let Some(provider) = &elsewhere {
            p { (visit.say("single-sign-on-user", &[("provider", Say::Text(provider))])) }
        }
        @if let Some(at) = account.closed_at {
            p class="ds-alert" data-color="warning" { (visit.plain("login-users-closed")) " " (moment(visit, at)) }
        } @else {
            form class="a-form" method="post" action=(path) {
                (users::boxes(visit, mistakes, &roles, &units))
                p class="a-quiet" { (visit.plain("login-user-ends-sessions")) }
                div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("login-keep")) } }
            }
        }
        @if is_open && elsewhere.is_none() {
            h2 class="ds-heading" { (visit.plain("login-user-reset")) }
            form class="a-form" method="post" action={ (path) "/faktorer" } {
                p { (visit.plain("login-user-reset-lead")) }
                (fields.line("grunn", &visit.plain("login-reason"), None))
                div class="a-actions" { button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("login-user-reset-go")) } }
            }
        }
        @if is_open {
            h2 class="ds-heading" { (visit.plain("login-user-close")) }
            form class="a-form" method="post" action={ (path) "/steng" } {
                p { (visit.plain("login-user-close-lead")) }
                (fields.line("stengegrunn", &visit.plain("login-reason"), None))
                div class="a-actions" { button class="ds-button" data-variant="secondary" data-color="danger" type="submit" { (visit.plain("login-user-close-go")) } }
            }
        }
        (notes)
        div class="a-actions" { a class="ds-link" href="/oppsett/brukere" { (visit.plain("login-users-title")) } }
    };
    Ok(narrow(visit, &account.name, &body))
}

async fn notes(visit: &Visit, account: &Account) -> Result<Markup, Failure> {
    let operation = visit.app.folder().operation();
    let notes = operation.account_notes(&account.person).await?;
    let mut told = Vec::with_capacity(notes.len());
    for note in notes {
        let by = operation.person_name(&note.by).await?;
        let by = by.unwrap_or_else(|| visit.plain("login-somebody"));
        let what = visit.plain(&format!("login-note-{}", note.what.replace('_', "-")));
        let args = [("what", Say::Owned(what)), ("by", Say::Owned(by))];
        told.push((note.at, visit.say("login-note", &args), note.reason));
    }
    Ok(html! {
        @if !told.is_empty() {
            h2 class="ds-heading" { (visit.plain("login-user-notes")) }
            ul class="ds-list" {
                @for (at, sentence, reason) in &told {
                    li { (moment(visit, *at)) ": " (sentence) @if let Some(reason) = reason { " «" (reason) "»" } }
                }
            }
        }
    })
}

//! Who has an account, who is invited, and inviting.

use arvak_core::EntityId;
use arvak_identity::{Role, Secret, TokenKind};
use arvak_store::{Account, TokenRow};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::links;
use super::tokens::take_back;
use crate::accounts::frame::{again, hidden, moment};
use crate::accounts::link::role_names;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed, tick};
use crate::page;
use crate::recording::NotTaken;
use crate::see_other::see_other;
use crate::visit::Visit;

const HERE: &str = "/oppsett/brukere";

/// Most characters of a name.
const NAME_CHARS_MAX: usize = 100;

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    Ok(list(&visit, &Typed::default(), &Mistakes::default()).await?.into_response())
}

/// An invitation is one link, for one person, with the roles that are ticked.
pub(super) async fn invite(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    match make_invitation(&visit, &typed).await {
        Ok(secret) => links::on(&visit, TokenKind::Invitation, secret),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => Ok(again(list(&visit, &typed, &mistakes).await?)),
    }
}

/// A new invitation: `navn`, `rolle` (several), `enhet` (several).
pub(crate) async fn make_invitation(visit: &Visit, typed: &Typed) -> Result<Secret, NotTaken> {
    let me = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?;
    let mut mistakes = Mistakes::default();
    let name = typed.get("navn");
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.contains(char::is_control) {
        mistakes.tell("navn", visit.plain("login-invited-name-wrong"));
    }
    let roles = roles(visit, typed, &mut mistakes);
    let units = units(visit, typed, &mut mistakes);
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let (kind, now) = (TokenKind::Invitation, visit.app.real_clock().now());
    let secret = kind.make().map_err(Failure::from)?;
    let row = TokenRow {
        id: 0,
        hash: *secret.hash().as_bytes(),
        kind: kind.name().to_owned(),
        person: None,
        name: name.to_owned(),
        roles,
        units,
        scopes: String::new(),
        made_by: Some(me.person.clone()),
        made_at: now,
        ends_at: kind.life().map(|life| now.plus(life)),
        used_at: None,
    };
    visit.app.folder().operation().add_token(&row).await?;
    Ok(secret)
}

/// Takes an invitation back.
pub(super) async fn revoke(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    let id: i64 = typed.get("invitasjon").parse().map_err(|_| Failure::Bad)?;
    take_back(&visit, TokenKind::Invitation, id).await?;
    Ok(see_other(HERE))
}

/// The roles that are ticked: one at least.
pub(super) fn roles(visit: &Visit, typed: &Typed, mistakes: &mut Mistakes) -> Vec<String> {
    let ticked = typed.all("rolle").filter_map(Role::from_name);
    let roles: Vec<String> = ticked.map(|role| role.name().to_owned()).collect();
    if roles.is_empty() {
        mistakes.tell("rolle", visit.plain("login-roles-missing"));
    }
    roles
}

/// The units that are ticked; only those that are there.
pub(super) fn units(visit: &Visit, typed: &Typed, mistakes: &mut Mistakes) -> Vec<EntityId> {
    let known: Vec<EntityId> = all_units(visit);
    let ticked = typed.all("enhet").map(|id| id.parse().ok().filter(|id| known.contains(id)));
    let ticked: Option<Vec<EntityId>> = ticked.collect();
    if ticked.is_none() {
        mistakes.tell("enhet", visit.plain("api-unit-unknown"));
    }
    ticked.unwrap_or_default()
}

fn all_units(visit: &Visit) -> Vec<EntityId> {
    visit.view.state().entities_of("unit").map(|unit| unit.id().clone()).collect()
}

/// Boxes for roles and units.
pub(super) fn boxes(visit: &Visit, mistakes: &Mistakes, roles: &[&str], units: &[&str]) -> Markup {
    let known = all_units(visit);
    html! {
        fieldset class="ds-fieldset" id="f-rolle" {
            legend class="ds-label" { (visit.plain("login-roles")) }
            @for role in Role::ALL {
                (tick("rolle", role.name(), &visit.plain(&format!("role-{}", role.name())), roles.contains(&role.name())))
            }
            @if let Some(wrong) = mistakes.at("rolle") { p class="ds-validation-message" { (wrong) } }
        }
        @if !known.is_empty() {
            fieldset class="ds-fieldset" {
                legend class="ds-label" { (visit.plain("login-units")) }
                p data-field="description" { (visit.plain("login-units-hint")) }
                @for unit in &known {
                    (tick("enhet", unit.as_str(), &visit.thing(unit), units.contains(&unit.as_str())))
                }
            }
        }
    }
}

async fn list(visit: &Visit, typed: &Typed, mistakes: &Mistakes) -> Result<Markup, Failure> {
    let operation = visit.app.folder().operation();
    let accounts = operation.accounts().await?;
    let invited = operation.tokens(TokenKind::Invitation.name()).await?;
    let waiting: Vec<&TokenRow> = invited.iter().filter(|row| row.used_at.is_none()).collect();
    let fields = Fields::new(visit, typed, mistakes);
    let (roles, units): (Vec<&str>, Vec<&str>) =
        (typed.all("rolle").collect(), typed.all("enhet").collect());
    let title = visit.plain("login-users-title");
    let body = html! {
        h1 class="ds-heading" { (title) }
        (fields.summary())
        (table(visit, &accounts))
        @if !waiting.is_empty() {
            h2 class="ds-heading" { (visit.plain("login-users-invited")) }
            ul class="ds-list" { @for row in waiting { li { (invitation(visit, row)) } } }
        }
        h2 class="ds-heading" { (visit.plain("login-users-invite")) }
        p { (visit.plain("login-users-invite-lead")) }
        form class="a-form" method="post" action=(HERE) {
            (fields.line("navn", &visit.plain("login-invited-name"), None))
            (boxes(visit, mistakes, &roles, &units))
            div class="a-actions" {
                button class="ds-button" type="submit" { (visit.plain("login-users-make-link")) }
            }
        }
    };
    Ok(page::page(visit, &title, &body))
}

fn table(visit: &Visit, accounts: &[Account]) -> Markup {
    let heads = [
        "login-invited-name",
        "login-user-name",
        "login-roles",
        "login-users-last",
        "login-users-state",
    ]
    .map(|id| visit.plain(id));
    let [name, user, roles, last, state] = &heads;
    html! {
        table class="ds-table a-table" role="table" data-zebra data-hover {
            thead role="rowgroup" { tr role="row" {
                @for head in &heads { th role="columnheader" scope="col" { (head) } }
            } }
            tbody role="rowgroup" {
                @for account in accounts {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(name) {
                            a class="ds-link" href={ (HERE) "/" (account.person.slug()) } { (account.name) }
                        }
                        td role="cell" data-l=(user) { (account.user_name) }
                        td role="cell" data-l=(roles) { (role_names(visit, &account.roles)) }
                        td role="cell" data-l=(last) {
                            @match account.last_log_in {
                                Some(at) => (moment(visit, at)),
                                None => (visit.plain("login-users-never")),
                            }
                        }
                        td role="cell" data-l=(state) {
                            (visit.plain(if account.closed_at.is_some() { "login-users-closed" } else { "login-users-open" }))
                        }
                    }
                }
            }
        }
    }
}

fn invitation(visit: &Visit, row: &TokenRow) -> Markup {
    html! {
        (row.name) " (" (role_names(visit, &row.roles)) ") "
        @if let Some(end) = row.ends_at {
            span class="a-quiet" { (visit.plain("login-users-until")) " " (moment(visit, end)) }
        }
        form method="post" action="/oppsett/brukere/angre" {
            (hidden("invitasjon", &row.id.to_string()))
            button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" { (visit.plain("login-users-revoke")) }
        }
    }
}

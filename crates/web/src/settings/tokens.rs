//! Keys for the API: each has a name, rights that its owner has, and an end.

use arvak_core::{Instant, Span};
use arvak_identity::{Right, Scopes, Secret, TokenKind};
use arvak_store::TokenRow;
use arvak_words::Say;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::links;
use crate::accounts::frame::{again, hidden, moment};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed, tick};
use crate::page;
use crate::recording::NotTaken;
use crate::see_other::see_other;
use crate::visit::Visit;

const HERE: &str = "/oppsett/tokens";

/// Most characters of a key's name.
const NAME_CHARS_MAX: usize = 100;

/// Days that a key may last; the first is proposed.
const DAYS: [u32; 3] = [90, 30, 365];

/// What a key may be given. Approving, erasing and administering are for people, who show two factors each time.
pub(crate) const GIVEN: [Right; 7] = [
    Right::Read,
    Right::Export,
    Right::Record,
    Right::EditInventory,
    Right::Look,
    Right::AskExemption,
    Right::Review,
];

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    Ok(list(&visit, &Typed::default(), &Mistakes::default()).await?.into_response())
}

pub(super) async fn make(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    match make_key(&visit, &typed).await {
        Ok(secret) => links::on(&visit, TokenKind::Api, secret),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => Ok(again(list(&visit, &typed, &mistakes).await?)),
    }
}

/// A new key of the visitor's: `navn`, `rett` (several), `dager`.
pub(crate) async fn make_key(visit: &Visit, typed: &Typed) -> Result<Secret, NotTaken> {
    let me = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?;
    let mut mistakes = Mistakes::default();
    let name = typed.get("navn");
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.contains(char::is_control) {
        mistakes.tell("navn", visit.plain("login-key-name-wrong"));
    }
    let ticked = typed.all("rett").filter_map(Right::from_name);
    let scopes = Scopes::of(ticked.filter(|right| GIVEN.contains(right) && me.may(*right)));
    if scopes.is_empty() {
        mistakes.tell("rett", visit.plain("login-key-rights-missing"));
    }
    let days = typed.get("dager").parse().ok().filter(|days| DAYS.contains(days));
    if days.is_none() {
        mistakes.tell("dager", visit.plain("api-days-wrong"));
    }
    let Some(days) = days.filter(|_| mistakes.is_empty()) else { return Err(mistakes.into()) };
    let (kind, now) = (TokenKind::Api, visit.app.real_clock().now());
    let secret = kind.make().map_err(Failure::from)?;
    let row = TokenRow {
        id: 0,
        hash: *secret.hash().as_bytes(),
        kind: kind.name().to_owned(),
        person: Some(me.person.clone()),
        name: name.to_owned(),
        roles: Vec::new(),
        units: Vec::new(),
        scopes: scopes.to_text(),
        made_by: Some(me.person.clone()),
        made_at: now,
        ends_at: Some(now.plus(Span::from_days(days))),
        used_at: None,
    };
    visit.app.folder().operation().add_token(&row).await?;
    Ok(secret)
}

pub(super) async fn remove(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    let id: i64 = typed.get("nokkel").parse().map_err(|_| Failure::Bad)?;
    take_back(&visit, TokenKind::Api, id).await?;
    Ok(see_other(HERE))
}

/// Takes back a key, or an invitation.
pub(crate) async fn take_back(visit: &Visit, kind: TokenKind, id: i64) -> Result<(), Failure> {
    let operation = visit.app.folder().operation();
    let rows = operation.tokens(kind.name()).await?;
    if !rows.iter().any(|row| row.id == id) {
        return Err(Failure::NotFound);
    }
    operation.remove_token(id).await?;
    Ok(())
}

async fn list(visit: &Visit, typed: &Typed, mistakes: &Mistakes) -> Result<Markup, Failure> {
    let keys = visit.app.folder().operation().tokens(TokenKind::Api.name()).await?;
    let fields = Fields::new(visit, typed, mistakes).usual("dager", "90");
    let ticked: Vec<&str> = typed.all("rett").collect();
    let days = DAYS.map(|days| {
        let text = visit.words().span(Span::from_days(days));
        (days.to_string(), text)
    });
    let title = visit.plain("login-keys-title");
    let body = html! {
        h1 class="ds-heading" { (title) }
        (fields.summary())
        p class="a-lead" { (visit.plain("login-keys-lead")) }
        @if keys.is_empty() { p { (visit.plain("login-keys-none")) } }
        @else { (table(visit, &owned(visit, keys).await?)) }
        h2 class="ds-heading" { (visit.plain("login-keys-new")) }
        form class="a-form" method="post" action=(HERE) {
            (fields.line("navn", &visit.plain("login-key-name"), Some(&visit.plain("login-key-name-hint"))))
            fieldset class="ds-fieldset" id="f-rett" {
                legend class="ds-label" { (visit.plain("login-key-rights")) }
                @for right in GIVEN.into_iter().filter(|right| visit.may(*right)) {
                    (tick("rett", right.name(), &right_name(visit, right), ticked.contains(&right.name())))
                }
                @if let Some(wrong) = mistakes.at("rett") { p class="ds-validation-message" { (wrong) } }
            }
            (fields.select("dager", &visit.plain("login-key-life"), None, &days))
            div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("login-key-make")) } }
        }
    };
    Ok(page::page(visit, &title, &body))
}

fn right_name(visit: &Visit, right: Right) -> String {
    visit.plain(&format!("login-right-{}", right.name().replace('_', "-")))
}

/// The keys, each with the name of its owner.
async fn owned(visit: &Visit, keys: Vec<TokenRow>) -> Result<Vec<(TokenRow, String)>, Failure> {
    let mut owned = Vec::with_capacity(keys.len());
    for row in keys {
        let name = match &row.person {
            Some(person) => visit.person(person).await?,
            None => String::new(),
        };
        owned.push((row, name));
    }
    Ok(owned)
}

fn table(visit: &Visit, keys: &[(TokenRow, String)]) -> Markup {
    let heads = [
        "login-key-name",
        "login-key-rights",
        "login-key-owner",
        "login-key-used",
        "login-key-ends",
        "login-own-do",
    ]
    .map(|id| visit.plain(id));
    let [name, rights, owner, used, ends, act] = &heads;
    html! {
        table class="ds-table a-table" role="table" data-zebra {
            thead role="rowgroup" { tr role="row" {
                @for head in &heads { th role="columnheader" scope="col" { (head) } }
            } }
            tbody role="rowgroup" {
                @for (row, by) in keys {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(name) { (row.name) }
                        td role="cell" data-l=(rights) { (scopes(visit, row)) }
                        td role="cell" data-l=(owner) { (by) }
                        td role="cell" data-l=(used) { (at(visit, row.used_at)) }
                        td role="cell" data-l=(ends) { (at(visit, row.ends_at)) }
                        td role="cell" data-l=(act) {
                            form method="post" action="/oppsett/tokens/fjern" {
                                (hidden("nokkel", &row.id.to_string()))
                                button class="ds-button" data-variant="tertiary" data-size="sm" data-color="danger" type="submit"
                                    aria-label=(visit.say("login-own-remove-named", &[("name", Say::Text(&row.name))])) { (visit.plain("login-own-remove")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn at(visit: &Visit, at: Option<Instant>) -> Markup {
    at.map_or_else(|| html! { (visit.plain("login-users-never")) }, |at| moment(visit, at))
}

fn scopes(visit: &Visit, row: &TokenRow) -> String {
    let scopes = Scopes::from_text(&row.scopes).unwrap_or_default();
    scopes.rights().map(|right| right_name(visit, right)).collect::<Vec<_>>().join(", ")
}

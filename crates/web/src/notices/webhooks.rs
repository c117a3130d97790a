//! Webhooks: registering an address, its secret shown once, a test message, removing.

use arvak_notices::test_payload;
use arvak_notices::webhook::{Address, SECRET_BYTES, secret_to_text};
use arvak_store::{NewMessage, To, WebhookRow};
use arvak_words::Say;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::channels::{self, HERE};
use super::{Fresh, place, round};
use crate::accounts::frame::{again, hidden, moment, narrow};
use crate::accounts::seal;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::recording::NotTaken;
use crate::see_other::see_other;
use crate::visit::Visit;

/// Most webhooks of an installation.
const WEBHOOKS_MAX: usize = 20;

pub(super) async fn add(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    let (_, secret) = match register(&visit, &typed).await {
        Ok(made) => made,
        Err(NotTaken::Failure(failure)) => return Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => {
            return Ok(again(channels::page(&visit, &typed, &mistakes).await?));
        }
    };
    let person = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?.person.clone();
    let fresh = Fresh { person, secret };
    let name = visit.app.notices().fresh().put(fresh, visit.app.clock().now())?;
    Ok(see_other(&format!("{HERE}/nokkel/{}", name.reveal())))
}

/// A new webhook at `adresse`: its number, and its secret, which is shown this once.
pub(crate) async fn register(visit: &Visit, typed: &Typed) -> Result<(i64, String), NotTaken> {
    let me = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?.person.clone();
    let operation = visit.app.folder().operation();
    let (mut mistakes, now) = (Mistakes::default(), visit.app.clock().now());
    let address = Address::parse(typed.get("adresse"));
    let mut secret = [0; SECRET_BYTES];
    getrandom::fill(&mut secret).map_err(|_| Failure::Inside)?;
    let mut added = None;
    if operation.webhooks().await?.len() >= WEBHOOKS_MAX {
        mistakes.tell("adresse", visit.plain("notices-webhook-many"));
    } else if let Some(address) = &address {
        let seal = seal(&visit.app).await?;
        added = operation.add_webhook(&seal, &address.to_string(), &secret, &me, now).await?;
        if added.is_none() {
            mistakes.tell("adresse", visit.plain("notices-webhook-known"));
        }
    } else {
        mistakes.tell("adresse", visit.plain("notices-webhook-wrong"));
    }
    let Some(id) = added else { return Err(mistakes.into()) };
    // What stands already is no news to it.
    round::note_for(&visit.app, &To::Webhook(id)).await?;
    Ok((id, secret_to_text(&secret)))
}

/// The secret, once, to whoever registered the webhook.
pub(super) async fn secret(visit: Visit, Path(name): Path<String>) -> Result<Response, Failure> {
    let me = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?;
    let fresh = visit.app.notices().fresh().take(&name, visit.app.clock().now());
    let fresh = fresh.filter(|fresh| fresh.person == me.person);
    let body = html! {
        @if let Some(fresh) = &fresh {
            p class="a-lead" { (visit.plain("notices-secret-once")) }
            div class="a-copy" {
                pre id="made" { (fresh.secret) }
                button class="ds-button" data-variant="secondary" data-size="sm" type="button" data-copy="made"
                    data-done=(visit.plain("login-copied")) hidden { (visit.plain("login-copy")) }
            }
        } @else {
            p class="a-lead" { (visit.plain("login-made-gone")) }
        }
        div class="a-actions" { a class="ds-button" href=(HERE) { (visit.plain("login-done")) } }
    };
    Ok(narrow(&visit, &visit.plain("notices-secret-title"), &body).into_response())
}

pub(super) async fn remove(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    take_away(&visit, typed.get("webhook").parse().map_err(|_| Failure::Bad)?).await?;
    Ok(see_other(&format!("{HERE}?sagt=fjernet")))
}

/// Takes a webhook away.
pub(crate) async fn take_away(visit: &Visit, id: i64) -> Result<(), Failure> {
    let is_gone = visit.app.folder().operation().remove_webhook(id).await?;
    if is_gone { Ok(()) } else { Err(Failure::NotFound) }
}

pub(super) async fn test(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    try_out(&visit, typed.get("webhook").parse().map_err(|_| Failure::Bad)?).await?;
    Ok(see_other(&format!("{HERE}?sagt=sendt")))
}

/// A test message to a webhook.
pub(crate) async fn try_out(visit: &Visit, id: i64) -> Result<(), Failure> {
    let body = test_payload(&place(&visit.app, &|_| None), visit.app.clock().now());
    let message = NewMessage { subject: String::new(), body, tells: Vec::new() };
    channels::put(visit, &To::Webhook(id), message).await
}

/// What a list shows of an address: whoever knows the rest may know a secret in it.
pub(crate) fn host_of(url: &str) -> String {
    Address::parse(url).map_or_else(|| url.to_owned(), |address| address.host())
}

/// The webhooks, and the form for another one.
pub(super) async fn part(
    visit: &Visit,
    hooks: &[WebhookRow],
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Markup, Failure> {
    let fields = Fields::new(visit, typed, mistakes);
    Ok(html! {
        h2 { (visit.plain("notices-webhooks")) }
        p { (visit.plain("notices-webhooks-lead")) }
        @if !hooks.is_empty() { (table(visit, hooks).await?) }
        form class="a-form" method="post" action={ (HERE) "/webhook" } {
            (fields.input("url", "adresse", &visit.plain("notices-webhook-address"), Some(&visit.plain("notices-webhook-hint"))))
            div class="a-actions" {
                button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("notices-webhook-add")) }
            }
        }
    })
}

async fn table(visit: &Visit, hooks: &[WebhookRow]) -> Result<Markup, Failure> {
    let heads = ["notices-webhook-address", "notices-webhook-by", "notices-made", "login-own-do"]
        .map(|id| visit.plain(id));
    let [address, by, made, act] = &heads;
    Ok(html! {
        table class="ds-table a-table" role="table" aria-label=(visit.plain("notices-webhooks")) {
            thead role="rowgroup" { tr role="row" {
                @for head in &heads { th role="columnheader" scope="col" { (head) } }
            } }
            tbody role="rowgroup" {
                @for hook in hooks {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(address) { (host_of(&hook.url)) }
                        td role="cell" data-l=(by) { (visit.person(&hook.made_by).await?) }
                        td role="cell" data-l=(made) { (moment(visit, hook.made_at)) }
                        td role="cell" data-l=(act) { (buttons(visit, hook)) }
                    }
                }
            }
        }
    })
}

fn buttons(visit: &Visit, hook: &WebhookRow) -> Markup {
    let host = host_of(&hook.url);
    let named = |id: &str| visit.say(id, &[("name", Say::Text(&host))]);
    html! {
        form method="post" action={ (HERE) "/webhook/prove" } {
            (hidden("webhook", &hook.id.to_string()))
            button class="ds-button" data-variant="tertiary" data-size="sm" type="submit"
                aria-label=(named("notices-webhook-test-named")) { (visit.plain("notices-webhook-test")) }
        }
        form method="post" action={ (HERE) "/webhook/fjern" } {
            (hidden("webhook", &hook.id.to_string()))
            button class="ds-button" data-variant="tertiary" data-size="sm" data-color="danger" type="submit"
                aria-label=(named("login-own-remove-named")) { (visit.plain("login-own-remove")) }
        }
    }
}

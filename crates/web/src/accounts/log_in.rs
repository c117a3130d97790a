//! The first page: a passkey, or name and password. What is wrong is told alike, whatever it is, and takes as long.

use std::net::SocketAddr;

use arvak_identity::{Factor, Factors, PasswordHash};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::frame::{again, asked, hidden, narrow, on_with, ours, secret, user_name, wait};
use super::guesses::{attempt, client};
use super::sent::Sent;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::see_other::see_other;
use crate::session;
use crate::single_sign_on;
use crate::visit::Visit;

pub(super) async fn show(visit: Visit) -> Response {
    let to = asked(&visit, "til");
    // Whoever is logged in has nothing to do here, unless it is for something that a session alone is not enough for.
    if visit.who.is_some() && asked(&visit, "igjen").is_empty() {
        return see_other(ours(&to));
    }
    page(&visit, &Typed::default().with("til", to), &Mistakes::default()).into_response()
}

pub(super) async fn send(
    visit: Visit,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Failure> {
    let (app, typed) = (&visit.app, sent.typed());
    let name = typed.get("navn").to_lowercase();
    let mut mistakes = Mistakes::default();
    if name.is_empty() {
        mistakes.tell("navn", visit.plain("login-name-missing"));
    }
    if sent.secret("passord").is_empty() {
        mistakes.tell("passord", visit.plain("login-password-missing"));
    }
    if !mistakes.is_empty() {
        return Ok(again(page(&visit, &typed, &mistakes)));
    }
    let from = client(peer, &headers, app.site());
    let attempt = match attempt(app, &name, Factor::Password, from.as_deref()).await? {
        Ok(attempt) => attempt,
        Err(span) => {
            mistakes.tell("", wait(&visit, span));
            let page = page(&visit, &typed, &mistakes);
            return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
        }
    };
    let operation = app.folder().operation();
    let account = operation.account_called(&name).await?.filter(|one| one.closed_at.is_none());
    let kept = match &account {
        Some(account) => operation.password(&account.person).await?.map(PasswordHash::from_text),
        None => None,
    };
    let is_right = app.accounts().verify(sent.secret("passord").to_owned(), kept).await?;
    // A password without a second factor opens nothing, not even the next step.
    let next = match account {
        Some(account) if is_right && operation.has_factors(&account.person).await?.totp => account,
        _ => {
            mistakes.tell("", visit.plain("login-wrong"));
            return Ok(again(page(&visit, &typed, &mistakes)));
        }
    };
    attempt.was_right(app).await?;
    let factors = Factors::of([Factor::Password]);
    let begun = session::begin(app, &headers, &next.person, &factors).await?;
    let to = super::second::path(ours(typed.get("til")));
    Ok(on_with(begun.cookie, &to))
}

fn page(visit: &Visit, typed: &Typed, mistakes: &Mistakes) -> Markup {
    let fields = Fields::new(visit, typed, mistakes);
    let to = ours(typed.get("til"));
    let body = html! {
        (fields.summary())
        @if visit.who.is_some() { p class="a-lead" { (visit.plain("login-again-why")) } }
        @if visit.app.accounts().passkeys().is_some() {
            (super::passkeys::log_in_button(visit, to))
        }
        (single_sign_on::links(visit, to))
        form class="a-form" method="post" action="/logg-inn" {
            h2 class="ds-heading" data-size="xs" { (visit.plain("login-password-title")) }
            (user_name(visit, mistakes, "navn", fields.value("navn"), "login-name"))
            (secret(visit, mistakes, ("password", "passord", "current-password"), "login-password", None))
            (hidden("til", to))
            div class="a-actions" {
                button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("login-next")) }
            }
        }
        details class="ds-details" {
            summary { (visit.plain("login-help-title")) }
            div { p { (visit.plain("login-help")) } }
        }
    };
    narrow(visit, &visit.plain("login-title"), &body)
}

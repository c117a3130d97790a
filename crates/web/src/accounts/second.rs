//! The second step, after the password: a code, or one of the recovery codes.

use std::net::SocketAddr;

use arvak_core::EntityId;
use arvak_identity::{Factor, TotpSecret, recovery_hash};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::frame::{again, asked, hidden, in_own_language, narrow, on_with, ours, secret, wait};
use super::guesses::{attempt, client};
use super::holding::seal;
use super::sent::Sent;
use crate::app::App;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::see_other::see_other;
use crate::session;
use crate::visit::Visit;

/// The address of the step, for somebody who wants to go to `to`.
pub(super) fn path(to: &str) -> String {
    format!("/logg-inn/kode?til={}", super::frame::escaped(to))
}

pub(super) async fn show(visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    let to = asked(&visit, "til");
    let found = session::found(&visit.app, &headers).await?;
    if !found.is_some_and(|found| found.is_step_after(Factor::Password)) {
        return Ok(see_other("/logg-inn"));
    }
    Ok(page(&visit, &Typed::default().with("til", to), &Mistakes::default()).into_response())
}

pub(super) async fn send(
    visit: Visit,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Failure> {
    let (app, typed) = (&visit.app, sent.typed());
    let found = session::found(app, &headers).await?;
    let Some(found) = found.filter(|found| found.is_step_after(Factor::Password)) else {
        return Ok(see_other("/logg-inn"));
    };
    let person = found.row.person;
    let mut mistakes = Mistakes::default();
    let from = client(peer, &headers, app.site());
    let attempt = match attempt(app, person.as_str(), Factor::Totp, from.as_deref()).await? {
        Ok(attempt) => attempt,
        Err(span) => {
            mistakes.tell("kode", wait(&visit, span));
            let page = page(&visit, &typed, &mistakes);
            return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
        }
    };
    let Some(factor) = shown(app, &person, sent.secret("kode")).await? else {
        mistakes.tell("kode", visit.plain("login-code-wrong"));
        return Ok(again(page(&visit, &typed, &mistakes)));
    };
    attempt.was_right(app).await?;
    let begun = session::begin(app, &headers, &person, &found.factors.with(factor)).await?;
    let account = app.folder().operation().account(&person).await?;
    let lang = account.map(|account| account.lang).unwrap_or_default();
    let to = in_own_language(&visit, &headers, &lang, ours(typed.get("til")));
    Ok(on_with(begun.cookie, &to))
}

/// Which factor the code is; none when it is wrong. A code is taken only once.
async fn shown(app: &App, person: &EntityId, code: &str) -> Result<Option<Factor>, Failure> {
    let (operation, now) = (app.folder().operation(), app.real_clock().now());
    if code.chars().filter(char::is_ascii_alphanumeric).count() > 8 {
        let hash = recovery_hash(person, code);
        let is_taken = operation.take_recovery_code(person, hash.as_bytes()).await?;
        return Ok(is_taken.then_some(Factor::RecoveryCode));
    }
    let Some((secret, last)) = operation.totp(&seal(app).await?, person).await? else {
        return Ok(None);
    };
    let secret = TotpSecret::from_bytes(secret.try_into().map_err(|_| Failure::Inside)?);
    let Some(step) = secret.check(code, now, last) else { return Ok(None) };
    Ok(operation.take_totp_step(person, step).await?.then_some(Factor::Totp))
}

fn page(visit: &Visit, typed: &Typed, mistakes: &Mistakes) -> Markup {
    let fields = Fields::new(visit, typed, mistakes);
    let body = html! {
        (fields.summary())
        p class="a-lead" { (visit.plain("login-code-lead")) }
        form class="a-form" method="post" action="/logg-inn/kode" {
            (secret(visit, mistakes, ("text", "kode", "one-time-code"), "login-code", Some("login-code-hint")))
            (hidden("til", ours(typed.get("til"))))
            div class="a-actions" {
                button class="ds-button" type="submit" { (visit.plain("login-submit")) }
                a class="ds-button" data-variant="tertiary" href="/logg-inn" { (visit.plain("login-back")) }
            }
        }
    };
    narrow(visit, &visit.plain("login-code-title"), &body)
}

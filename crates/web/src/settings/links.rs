//! A link or a key that was just made, shown once: at an address where it waits for five minutes, to whoever made it.

use arvak_identity::{Secret, TokenKind};
use arvak_words::Say;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::html;

use crate::accounts::Made;
use crate::accounts::frame::narrow;
use crate::failure::Failure;
use crate::see_other::see_other;
use crate::visit::Visit;

/// Lets it wait, and leads to where it is shown.
pub(super) fn on(visit: &Visit, kind: TokenKind, secret: Secret) -> Result<Response, Failure> {
    let by = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?.person.clone();
    let made = Made { by, kind, secret };
    let name = visit.app.accounts().made().put(made, visit.app.real_clock().now())?;
    Ok(see_other(&format!("/oppsett/lenke/{}", name.reveal())))
}

pub(super) async fn show(visit: Visit, Path(name): Path<String>) -> Result<Response, Failure> {
    let me = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?;
    let made = visit.app.accounts().made().take(&name, visit.app.real_clock().now());
    let made = made.filter(|made| made.by == me.person);
    let is_key = made.as_ref().is_some_and(|made| made.kind == TokenKind::Api);
    let text = made.as_ref().map(|made| {
        let origin = &visit.app.site().origin;
        if is_key {
            made.secret.reveal().to_owned()
        } else {
            format!("{origin}/lenke/{}", made.secret.reveal())
        }
    });
    let life = made.as_ref().and_then(|made| made.kind.life());
    let life = life.map(|life| visit.words().span(life)).unwrap_or_default();
    let back = if is_key { "/oppsett/tokens" } else { "/oppsett/brukere" };
    let body = html! {
        @if let Some(text) = &text {
            p class="a-lead" {
                @if is_key { (visit.plain("login-key-once")) }
                @else { (visit.say("login-link-once", &[("time", Say::Text(&life))])) }
            }
            div class="a-copy" {
                pre id="made" { (text) }
                button class="ds-button" data-variant="secondary" data-size="sm" type="button" data-copy="made"
                    data-done=(visit.plain("login-copied")) hidden { (visit.plain("login-copy")) }
            }
        } @else {
            p class="a-lead" { (visit.plain("login-made-gone")) }
        }
        div class="a-actions" { a class="ds-button" href=(back) { (visit.plain("login-done")) } }
    };
    let title = if is_key { "login-key-made" } else { "login-link-made" };
    Ok(narrow(&visit, &visit.plain(title), &body).into_response())
}

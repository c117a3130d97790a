//! Coming with a link, and leaving. Looking at the address changes nothing, since mail programs look at links too, and they
//! do not see what stands in the fragment.

use std::net::SocketAddr;

use arvak_core::Span;
use arvak_identity::{Secret, SecretHash};
use arvak_suppliers::life::{Event, Stage};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::code;
use super::contact::{COOKIE, Contact};
use super::{ENTRANCE, FORM, RECEIPT};
use crate::accounts::frame::{narrow, on_with, wait};
use crate::accounts::guesses::{client, wrong_code};
use crate::failure::Failure;
use crate::form::Typed;
use crate::visit::Visit;

/// How long a browser is known that came with a link: a working day. The link itself lasts longer.
const VISIT: Span = Span::from_millis(12 * 3_600_000);

/// Why a link, or a browser, opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    /// This browser did not come with a link, or that was long ago.
    NotHere,
    /// There is no such link.
    Unknown,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked,
    /// Another one took its place.
    Replaced,
    /// The municipality needs no more.
    Closed,
}

impl Gone {
    const fn sentence(self) -> &'static str {
        match self {
            Self::NotHere => "answering-gone-not-here",
            Self::Unknown => "answering-gone-unknown",
            Self::Expired => "answering-gone-expired",
            Self::Revoked => "answering-gone-revoked",
            Self::Replaced => "answering-gone-replaced",
            Self::Closed => "answering-gone-closed",
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::NotHere => StatusCode::UNAUTHORIZED,
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::Expired | Self::Revoked | Self::Replaced | Self::Closed => StatusCode::GONE,
        }
    }
}

/// What is said instead, with a field for another link.
pub(super) fn gone(visit: &Visit, why: Gone) -> Response {
    let said = html! { p class="ds-alert" data-color="warning" role="status" { (visit.plain(why.sentence())) } };
    (why.status(), entrance(visit, &said)).into_response()
}

pub(super) async fn show(visit: Visit) -> Response {
    entrance(&visit, &html! {}).into_response()
}

fn entrance(visit: &Visit, said: &Markup) -> Markup {
    let body = html! {
        (said)
        p class="a-lead" { (visit.plain("answering-enter-lead")) }
        form class="a-form" method="post" action=(ENTRANCE) data-code {
            div class="ds-field" {
                label class="ds-label" for="f-kode" { (visit.plain("answering-enter-code")) }
                div data-field="description" id="f-kode-hint" { (visit.plain("answering-enter-hint")) }
                input class="ds-input" type="text" id="f-kode" name="kode" autocomplete="off" required
                    spellcheck="false" autocapitalize="none" aria-describedby="f-kode-hint";
            }
            div class="a-actions" {
                button class="ds-button" type="submit" { (visit.plain("answering-enter-go")) }
            }
        }
        p class="a-quiet" { (visit.plain("answering-enter-cookie")) }
    };
    narrow(visit, &visit.plain("answering-enter-title"), &body)
}

/// The code in what somebody pasted: what stands behind the `#` of a whole link, or the code alone.
pub(crate) fn pasted_code(pasted: &str) -> &str {
    pasted.rsplit_once('#').map_or(pasted, |(_, code)| code).trim()
}

pub(super) async fn enter(
    visit: Visit,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let app = visit.app.clone();
    let operation = app.folder().operation();
    let hash = SecretHash::of(pasted_code(typed.get("kode")));
    let Some(link) = operation.supplier_link(hash.as_bytes()).await? else {
        let from = client(peer, &headers, app.site());
        if let Some(span) = wrong_code(&app, from.as_deref()).await? {
            let said = html! { p class="ds-alert" data-color="warning" role="status" { (wait(&visit, span)) } };
            let page = entrance(&visit, &said);
            return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
        }
        return Ok(gone(&visit, Gone::Unknown));
    };
    let contact = match Contact::of(visit.clone(), link).await? {
        Ok(contact) => contact,
        Err(why) => return Ok(gone(&visit, why)),
    };
    if let Some(sending) = operation.supplier_sending(&contact.request.id).await?
        && sending.wants_code
    {
        return code::ask(&contact, &sending).await;
    }
    let_in(&contact).await
}

/// From now on this browser may answer.
pub(super) async fn let_in(contact: &Contact) -> Result<Response, Failure> {
    let visit = &contact.visit;
    let (operation, now) = (visit.app.folder().operation(), visit.app.real_clock().now());
    let secret = Secret::random().map_err(Failure::from)?;
    let ends_at = now.plus(VISIT).min(contact.link.ends_at);
    let times = (now, ends_at);
    operation.add_supplier_visit(secret.hash().as_bytes(), &contact.link.hash, times).await?;
    contact.note(Event::Opened).await?;
    let seconds = ends_at.since(now).as_millis() / 1000;
    let to = if contact.stage == Stage::SentIn { RECEIPT } else { FORM };
    Ok(on_with(cookie(visit, secret.reveal(), seconds)?, to))
}

fn cookie(visit: &Visit, value: &str, seconds: i64) -> Result<HeaderValue, Failure> {
    let more = format!("; Max-Age={seconds}");
    let line = COOKIE.set_strict(value, visit.app.site().is_secure(), &more);
    HeaderValue::from_str(&line).map_err(|_| Failure::Inside)
}

/// The browser is forgotten, here and there: for a machine that several people use.
pub(super) async fn leave(contact: Contact, headers: HeaderMap) -> Result<Response, Failure> {
    let app = &contact.visit.app;
    if let Some(shown) = COOKIE.get(&headers, app.site().is_secure()) {
        let hash = SecretHash::of(shown);
        app.folder().operation().end_supplier_visit(hash.as_bytes()).await?;
    }
    Ok(on_with(cookie(&contact.visit, "", 0)?, ENTRANCE))
}

#[cfg(test)]
mod tests {
    use super::pasted_code;

    #[test]
    fn a_whole_link_is_as_good_as_its_code() {
        for pasted in ["abc", " abc\n", "https://a.example/foresporsel#abc", "#abc"] {
            assert_eq!(pasted_code(pasted), "abc");
        }
    }
}

//! The page for whoever was called. Looking at the address acknowledges nothing, nor does a script: mail programs and their
//! scanners look at links too. Somebody presses the button.

use std::net::SocketAddr;

use arvak_core::Instant;
use arvak_identity::SecretHash;
use arvak_monitoring::callout::judge;
use arvak_words::{Say, date_and_time};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::{ENTRANCE, desk};
use crate::accounts::frame::{narrow, wait};
use crate::accounts::guesses::{client, wrong_code};
use crate::answering::pasted_code;
use crate::failure::Failure;
use crate::form::Typed;
use crate::visit::Visit;

pub(super) async fn show(visit: Visit) -> Response {
    entrance(&visit, &html! {}).into_response()
}

fn entrance(visit: &Visit, said: &Markup) -> Markup {
    let body = html! {
        (said)
        p class="a-lead" { (visit.plain("callout-page-lead")) }
        form class="a-form" method="post" action=(ENTRANCE) data-code="fill" {
            div class="ds-field" {
                label class="ds-label" for="f-kode" { (visit.plain("callout-page-code")) }
                div data-field="description" id="f-kode-hint" { (visit.plain("callout-page-hint")) }
                input class="ds-input" type="text" id="f-kode" name="kode" autocomplete="off" required
                    spellcheck="false" autocapitalize="none" aria-describedby="f-kode-hint";
            }
            div class="a-actions" {
                button class="ds-button" type="submit" { (visit.plain("callout-page-button")) }
            }
        }
        p class="a-quiet" { (visit.plain("callout-page-kept")) }
    };
    narrow(visit, &visit.plain("callout-page-title"), &body)
}

pub(super) async fn acknowledge(
    visit: Visit,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let app = visit.app.clone();
    let (operation, now) = (app.folder().operation(), app.clock().now());
    let hash = SecretHash::of(pasted_code(typed.get("kode")));
    let Some(found) = operation.call_of(hash.as_bytes()).await? else {
        let from = client(peer, &headers, app.site());
        if let Some(span) = wrong_code(&app, from.as_deref()).await? {
            let said = html! { p class="ds-alert" data-color="warning" role="status" { (wait(&visit, span)) } };
            let page = entrance(&visit, &said);
            return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
        }
        return Ok(refused(&visit, StatusCode::NOT_FOUND, "callout-page-unknown"));
    };
    if let Some(at) = found.call.acknowledged_at {
        return Ok(done(&visit, "callout-page-already", at));
    }
    let kept = desk::kept(app.folder(), &found.callout).await?.ok_or(Failure::Inside)?;
    if kept.row.stopped_at.is_some() {
        return Ok(refused(&visit, StatusCode::GONE, "callout-page-stopped"));
    }
    let record = kept.record(app.folder(), now).await?;
    // A call of which nobody knows whether it went has arrived, or nobody would hold its code.
    let t0 = judge(&record).t0.unwrap_or(found.call.begun_at);
    if kept.row.judged_at.is_some() || now > kept.plan.listens_until(t0) {
        return Ok(refused(&visit, StatusCode::GONE, "callout-page-over"));
    }
    if operation.acknowledge(hash.as_bytes(), now).await? {
        let is_late = now > kept.plan.deadline(t0);
        let sentence = if is_late { "callout-page-late" } else { "callout-page-done" };
        return Ok(done(&visit, sentence, now));
    }
    // Pressed twice at once, or stopped in between.
    match operation.call_of(hash.as_bytes()).await?.and_then(|found| found.call.acknowledged_at) {
        Some(at) => Ok(done(&visit, "callout-page-already", at)),
        None => Ok(refused(&visit, StatusCode::GONE, "callout-page-over")),
    }
}

fn done(visit: &Visit, sentence: &str, at: Instant) -> Response {
    let said = [("at", Say::Owned(date_and_time(visit.lang, at)))];
    let body = html! {
        p class="ds-alert" data-color="success" role="status" { (visit.say(sentence, &said)) }
        p { (visit.plain("callout-page-close")) }
    };
    narrow(visit, &visit.plain("callout-page-title"), &body).into_response()
}

fn refused(visit: &Visit, status: StatusCode, sentence: &str) -> Response {
    let said =
        html! { p class="ds-alert" data-color="warning" role="status" { (visit.plain(sentence)) } };
    (status, entrance(visit, &said)).into_response()
}

#[cfg(test)]
mod tests {
    use super::pasted_code;

    #[test]
    fn a_whole_link_is_as_good_as_its_code() {
        for pasted in ["abc", " abc\n", "https://a.example/vaktproving#abc", "#abc"] {
            assert_eq!(pasted_code(pasted), "abc");
        }
    }
}

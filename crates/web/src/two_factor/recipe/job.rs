//! A trial with a recipe, step by step: what was done, and what was seen.

use std::convert::Infallible;

use arvak_core::EntityId;
use arvak_words::{Say, date_and_time};
use axum::extract::Path;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use tokio_stream::{Stream, StreamExt as _, wrappers::WatchStream};

use super::tries::{self, End, Line, Try};
use super::{address, path};
use crate::failure::Failure;
use crate::page;
use crate::two_factor::{service, tried};
use crate::visit::Visit;

/// How often a page without JavaScript asks again, in seconds.
const AGAIN: u8 = 3;

fn place(id: &EntityId, number: u64) -> String {
    format!("{}/prov/{number}", address(id))
}

/// Whether it goes on in this process.
pub(crate) fn is_going_on(visit: &Visit, one: &Try) -> bool {
    one.end.is_none() && visit.app.tries().watch(one.id).is_some()
}

pub(super) async fn one(
    visit: Visit,
    Path((slug, number)): Path<(String, u64)>,
) -> Result<Markup, Failure> {
    let id = service::known(&visit.view, &slug)?.id().clone();
    let one = tries::one(&visit.app, &id, number).await?;
    let title = visit.plain("two-factor-recipe-trial");
    let is_on = is_going_on(&visit, &one);
    let live = is_on.then(|| format!("{}/hendelser", place(&id, number)));
    let body = html! {
        a class="a-back" href=(path(&id)) { (visit.thing(&id)) }
        h1 { (title) }
        p class="a-quiet" {
            (date_and_time(visit.lang, one.begun_at()))
            @if let Some(ended) = one.ended_at() { " – " (date_and_time(visit.lang, ended)) }
        }
        div class="a-live" data-live=[live] aria-live="polite" { (progress(&visit, &one)) }
        @if !is_on { (onwards(&visit, &id, &one)) }
    };
    // Without JavaScript the page asks again by itself, until it is over.
    let head = html! {
        @if is_on { noscript { meta http-equiv="refresh" content=(AGAIN); } }
    };
    Ok(page::page_with(&visit, &title, &body, &head))
}

/// What can be done with the recipe that was tried.
fn onwards(visit: &Visit, id: &EntityId, one: &Try) -> Markup {
    html! {
        form method="post" action=(address(id)) {
            input type="hidden" name="hele" value=(one.recipe);
            div class="a-actions" {
                button class="ds-button" type="submit" { (visit.plain("two-factor-recipe-change")) }
                button class="ds-button" data-variant="secondary" type="submit" formaction={ (address(id)) "/lagre" } {
                    (visit.plain("two-factor-recipe-keep"))
                }
            }
        }
    }
}

/// How it ended, and everything that was seen until then.
fn progress(visit: &Visit, one: &Try) -> Markup {
    html! {
        p class="a-lead" { (told(visit, one)) }
        @if let Some(End::Found { next, .. }) = &one.end {
            p { (visit.plain(&format!("mfa-next-{next}"))) }
        }
        @if !one.lines.is_empty() {
            h2 { (visit.plain("two-factor-recipe-seen")) }
            ol class="ds-list" { @for line in &one.lines { li { (shown(visit, line)) } } }
        }
    }
}

fn told(visit: &Visit, one: &Try) -> String {
    match &one.end {
        None if is_going_on(visit, one) => visit.plain("two-factor-recipe-going-on"),
        None => visit.plain("rooms-run-broken-off"),
        Some(End::Found { verdict, reason, .. }) => {
            let verdict = visit.plain(&format!("mfa-verdict-{verdict}"));
            let reason = visit.words().trial_reason(reason);
            let args = [("verdict", Say::Owned(verdict)), ("reason", Say::Owned(reason))];
            visit.say("two-factor-recipe-found", &args)
        }
        Some(End::Nothing) => visit.plain("two-factor-recipe-not-tried"),
        Some(End::Wrong(fault)) => visit.plain(&format!("two-factor-recipe-fault-{fault}")),
        Some(End::Failed(code)) => visit.plain(&format!("failure-{code}")),
    }
}

fn shown(visit: &Visit, line: &Line) -> Markup {
    let status = |status: u16| Say::Owned(status.to_string());
    html! {
        @match line {
            Line::Arm(arm) => strong { (begins(visit, arm)) },
            Line::Page(code, url) => span class="a-quiet" {
                (visit.say("two-factor-recipe-page", &[("status", status(*code)), ("url", Say::Text(url))]))
            },
            Line::Step { number, does, seen, page } => {
                (visit.say("two-factor-recipe-did", &[
                    ("number", crate::parts::number(*number)),
                    ("does", Say::Owned(visit.plain(&format!("two-factor-recipe-did-{does}")))),
                ])) " "
                @match (seen.as_str(), page) {
                    ("done", Some((code, url))) => (visit.say("two-factor-recipe-led", &[("status", status(*code)), ("url", Say::Text(url))])),
                    ("done", None) => (visit.plain("two-factor-recipe-done")),
                    (seen, _) => strong { (tried::said(visit, seen)) },
                }
            },
            Line::Met(met) => {
                (tried::what(visit, met)) ": "
                @if let Some(seen) = &met.after_password { (tried::said(visit, seen)) " → " }
                strong { (tried::said(visit, &met.seen)) }
            },
        }
    }
}

/// What begins: an arm, or the other ways in.
fn begins(visit: &Visit, arm: &str) -> String {
    let id = format!("mfa-arm-{arm}");
    if !visit.words().has(&id) {
        return visit.plain("two-factor-recipe-ways");
    }
    visit.say("two-factor-recipe-arm", &[("arm", Say::Owned(visit.plain(&id)))])
}

/// How it goes, as it goes: each message is what the page shows, and the last one says where to go on.
pub(super) async fn events(
    visit: Visit,
    Path((slug, number)): Path<(String, u64)>,
) -> Result<Response, Failure> {
    let id = service::known(&visit.view, &slug)?.id().clone();
    tries::one(&visit.app, &id, number).await?;
    let watch = visit.app.tries().watch(number).ok_or(Failure::NotFound)?;
    Ok(Sse::new(messages(visit, id, watch)).keep_alive(KeepAlive::default()).into_response())
}

fn messages(
    visit: Visit,
    id: EntityId,
    watch: tokio::sync::watch::Receiver<Try>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    WatchStream::new(watch).map(move |one| {
        Ok(if one.end.is_some() {
            Event::default().event("end").data(place(&id, one.id))
        } else {
            // A carriage return would end the line of an event.
            Event::default().data(progress(&visit, &one).into_string().replace('\r', " "))
        })
    })
}

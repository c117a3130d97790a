//! *Kjøringer*: runs of the probes: started here or by the clock, watched while they go, stopped with one button.

use std::convert::Infallible;

use arvak_identity::{Access, Right};
use arvak_words::{Say, date_and_time};
use axum::extract::Path;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use tokio_stream::{Stream, StreamExt as _, wrappers::WatchStream};

use super::READ;
use crate::failure::Failure;
use crate::form::Typed;
use crate::page;
use crate::program::Look;
use crate::routes::Routes;
use crate::runs::{self, Shown};
use crate::see_other::see_other;
use crate::visit::Visit;

/// How often a page without JavaScript asks again, in seconds.
const AGAIN: u8 = 3;

pub(super) fn routes(routes: Routes) -> Routes {
    let look = Access::May(Right::Look);
    routes
        .get("/kjoringer", READ, list)
        .post("/kjoringer", look, start)
        .get("/kjoringer/{id}", READ, one)
        .get("/kjoringer/{id}/hendelser", READ, events)
        .post("/kjoringer/{id}/stopp", look, stop)
}

async fn start(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    let point = typed.some("punkt").map(str::parse).transpose().map_err(|_| Failure::Bad)?;
    let look = Look { all: typed.has("alle"), point, ..Look::default() };
    let by = visit.who.as_ref().map(|who| who.person.to_string());
    let id = runs::start(&visit.app, look, by, None).await?;
    Ok(see_other(&format!("/kjoringer/{id}")))
}

async fn stop(visit: Visit, Path(id): Path<u64>) -> Result<Response, Failure> {
    runs::one(&visit.app, id).await?;
    visit.app.runs().stop(id);
    Ok(see_other(&format!("/kjoringer/{id}")))
}

async fn list(visit: Visit) -> Result<Markup, Failure> {
    let all = runs::all(&visit.app).await?;
    let title = visit.plain("rooms-runs");
    let heads = ["rooms-run", "rooms-begun", "rooms-by", "rooms-result"].map(|id| visit.plain(id));
    let [run, begun, by, result] = &heads;
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.plain("rooms-runs-lead")) }
        @if visit.may(Right::Look) { (begin(&visit)) }
        @if all.is_empty() {
            p { (visit.plain("rooms-no-runs")) }
        } @else {
            table class="ds-table a-table" role="table" aria-label=(title) {
                thead role="rowgroup" { tr role="row" { @for head in &heads { th role="columnheader" scope="col" { (head) } } } }
                tbody role="rowgroup" {
                    @for one in &all {
                        tr role="row" {
                            th role="rowheader" scope="row" data-l=(run) {
                                a class="ds-link" href={ "/kjoringer/" (one.id) } { (name(&visit, one)) }
                            }
                            td role="cell" data-l=(begun) { (date_and_time(visit.lang, one.begun_at())) }
                            td role="cell" data-l=(by) { (asked_by(&visit, one).await?) }
                            td role="cell" data-l=(result) { (sentence(&visit, one)) }
                        }
                    }
                }
            }
        }
    };
    Ok(page::page(&visit, &title, &body))
}

fn begin(visit: &Visit) -> Markup {
    html! {
        form class="a-form" method="post" action="/kjoringer" {
            div class="ds-field" {
                input class="ds-input" type="checkbox" id="alle" name="alle" value="1";
                label class="ds-label" for="alle" data-weight="regular" { (visit.plain("rooms-look-all")) }
            }
            div class="a-actions" {
                button class="ds-button" type="submit" { (visit.plain("rooms-look-now")) }
            }
        }
    }
}

fn name(visit: &Visit, run: &Shown) -> String {
    let number = [("id", Say::Owned(run.id.to_string()))];
    let domain = run.proof_of.as_deref().and_then(|id| id.parse().ok());
    if let Some(domain) = domain.filter(|id| visit.view.state().entity(id).is_some()) {
        let args =
            [("id", Say::Owned(run.id.to_string())), ("domain", Say::Owned(visit.thing(&domain)))];
        return visit.say("rooms-run-proof", &args);
    }
    match &run.point {
        Some(point) => visit.say(
            "rooms-run-of",
            &[("id", Say::Owned(run.id.to_string())), ("point", Say::Text(point))],
        ),
        None => visit.say("rooms-run-number", &number),
    }
}

async fn asked_by(visit: &Visit, run: &Shown) -> Result<String, Failure> {
    let Some(id) = run.by.as_deref().and_then(|id| id.parse().ok()) else {
        return Ok(visit.plain("rooms-by-clock"));
    };
    visit.person(&id).await
}

/// Whether it goes on in this process.
fn is_going_on(visit: &Visit, run: &Shown) -> bool {
    run.ended_at_ms.is_none() && visit.app.runs().watch(run.id).is_some()
}

/// How it went, in a sentence.
fn sentence(visit: &Visit, run: &Shown) -> String {
    let number = |count: u64| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    if let Some(code) = &run.failure {
        return visit.plain(&format!("failure-{code}"));
    }
    let counts = [
        ("finished", number(run.done)),
        ("supports", number(run.supports)),
        ("refutes", number(run.refutes)),
        ("inconclusive", number(run.inconclusive)),
    ];
    if is_going_on(visit, run) {
        let far = [("done", number(run.done)), ("planned", number(run.planned))];
        return visit.say("rooms-run-far", &far);
    }
    if run.ended_at_ms.is_none() {
        return visit.plain("rooms-run-broken-off");
    }
    if run.planned == 0 && run.done == 0 {
        return visit.plain("rooms-run-nothing");
    }
    let mut said = visit.say("verify-summary", &counts);
    if run.failed > 0 {
        said = format!("{said}. {}", visit.say("verify-failed", &[("count", number(run.failed))]));
    }
    if run.stopped {
        said = format!("{said}. {}", visit.plain("verify-stopped"));
    }
    said
}

async fn one(visit: Visit, Path(id): Path<u64>) -> Result<Markup, Failure> {
    let run = runs::one(&visit.app, id).await?;
    let title = name(&visit, &run);
    let is_on = is_going_on(&visit, &run);
    let live = is_on.then(|| format!("/kjoringer/{id}/hendelser"));
    let body = html! {
        a class="a-back" href="/kjoringer" { (visit.plain("rooms-runs")) }
        h1 { (title) }
        p class="a-quiet" {
            (date_and_time(visit.lang, run.begun_at()))
            @if let Some(ended) = run.ended_at() { " – " (date_and_time(visit.lang, ended)) }
            " · " (asked_by(&visit, &run).await?)
        }
        div class="a-live" data-live=[live] aria-live="polite" { (progress(&visit, &run)) }
        @if is_on {
            @if visit.may(Right::Look) {
                form method="post" action={ "/kjoringer/" (id) "/stopp" } {
                    div class="a-actions" {
                        button class="ds-button" data-variant="secondary" data-color="danger" type="submit" { (visit.plain("rooms-stop")) }
                    }
                }
            }
        } @else {
            div class="a-actions" {
                a class="ds-button" href=(after(&run)) { (visit.plain("rooms-run-see")) }
                a class="ds-button" data-variant="secondary" href="/bevis" { (visit.plain("rooms-evidence")) }
            }
        }
    };
    // Without JavaScript the page asks again by itself, until it is over.
    let head = html! {
        @if is_on { noscript { meta http-equiv="refresh" content=(AGAIN); } }
    };
    Ok(page::page_with(&visit, &title, &body, &head))
}

/// Where one goes when it is over.
fn after(run: &Shown) -> &str {
    run.then.as_deref().unwrap_or("/status")
}

fn progress(visit: &Visit, run: &Shown) -> Markup {
    html! {
        p class="a-lead" { (sentence(visit, run)) }
        @if run.ended_at_ms.is_none() && run.planned > 0 {
            progress class="a-progress" max=(run.planned) value=(run.done.min(run.planned))
                aria-label=(visit.plain("rooms-run")) {}
        }
        // Whose hosts they are is not for everybody.
        @if !run.under_way.is_empty() && visit.limits().is_none() {
            ul class="ds-list" { @for name in &run.under_way { li { (name) } } }
        }
    }
}

/// How it goes, as it goes: each message is what the page shows, and the last one says where to go on.
async fn events(visit: Visit, Path(id): Path<u64>) -> Result<Response, Failure> {
    let watch = visit.app.runs().watch(id).ok_or(Failure::NotFound)?;
    Ok(Sse::new(messages(visit, watch)).keep_alive(KeepAlive::default()).into_response())
}

fn messages(
    visit: Visit,
    watch: tokio::sync::watch::Receiver<Shown>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    WatchStream::new(watch).map(move |run| {
        let event = if run.ended_at_ms.is_some() {
            let to = run.then.clone().unwrap_or_else(|| format!("/kjoringer/{}", run.id));
            Event::default().event("end").data(to)
        } else {
            // A carriage return would end the line of an event.
            let shown = progress(&visit, &run).into_string().replace('\r', " ");
            Event::default().data(shown)
        };
        Ok(event)
    })
}

//! *Om* and *Tilgjengelighet*: what this is, on what the answer rests, whose work it holds; and how accessible it is.
//! Besides, what machines ask: is it alive, and figures.

use std::fmt::Write as _;

use arvak_core::Status;
use arvak_core::assess::Counts;
use arvak_identity::{Access, Right};
use arvak_words::Say;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::page;
use crate::routes::Routes;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/om", Access::Anyone, about)
        .get("/tilgjengelighet", Access::Anyone, accessibility)
        .get("/healthz", Access::Anyone, health)
        .get("/metrics", Access::May(Right::Read), metrics)
}

async fn about(visit: Visit) -> Markup {
    let title = visit.plain("rooms-about");
    let version = [("version", Say::Text(env!("CARGO_PKG_VERSION")))];
    let body = html! {
        div class="a-narrow" {
            h1 { (title) }
            p class="a-lead" { (visit.plain("rooms-about-lead")) }
            @for part in ["rooms-about-evidence", "rooms-about-touch", "rooms-about-people"] {
                h2 { (visit.plain(&format!("{part}-title"))) }
                p { (visit.plain(part)) }
            }
            h2 { (visit.plain("rooms-about-program")) }
            p { (visit.say("rooms-about-version", &version)) }
            p { (visit.plain("rooms-about-municipalities")) }
            details class="ds-details" {
                summary { (visit.plain("rooms-about-licences")) }
                div class="a-scroll" tabindex="0" role="region" aria-label=(visit.plain("rooms-about-licences")) {
                    pre { (arvak_assets::notices()) }
                }
            }
        }
    };
    page::page(&visit, &title, &body)
}

async fn accessibility(visit: Visit) -> Markup {
    let title = visit.plain("rooms-accessibility");
    let body = html! {
        div class="a-narrow" {
            h1 { (title) }
            p class="a-lead" { (visit.plain("rooms-accessibility-lead")) }
            @for part in ["tried", "not-tried", "tell"] {
                h2 { (visit.plain(&format!("rooms-accessibility-{part}-title"))) }
                p { (visit.plain(&format!("rooms-accessibility-{part}"))) }
            }
        }
    };
    page::page(&visit, &title, &body)
}

/// Says no more than that the pages answer: it asks for no log-in.
async fn health() -> &'static str {
    "ok\n"
}

/// Figures in Prometheus' text format.
async fn metrics(visit: Visit) -> Response {
    let assessment = &visit.view.assessment;
    let points = Counts::of(assessment.points.iter().map(|point| point.state));
    let subjects = Counts::of(
        assessment.claims().flat_map(|claim| &claim.subjects).map(|subject| subject.state),
    );
    let mut out = String::new();
    out.push_str("# HELP arvak_entries Entries in the ledger.\n# TYPE arvak_entries gauge\n");
    let _ = writeln!(out, "arvak_entries {}", visit.view.store.size());
    for (name, help, counts) in [
        ("arvak_points", "Points of the letter by state.", points),
        ("arvak_subjects", "Claims for one thing by state.", subjects),
    ] {
        let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} gauge");
        for state in Status::ALL {
            let _ = writeln!(out, "{name}{{state=\"{}\"}} {}", state.name(), counts.get(state));
        }
    }
    let _ = writeln!(
        out,
        "# HELP arvak_assessed_at_seconds When what is shown was judged.\n# TYPE arvak_assessed_at_seconds gauge\narvak_assessed_at_seconds {}",
        assessment.assessed_at.as_millis() / 1_000
    );
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], out).into_response()
}

//! *Oppsett*: what administrators decide: users, keys, and how this installation looks for itself.

use arvak_identity::{Access, Right};
use arvak_words::Say;
use maud::{Markup, html};

use crate::failure::Failure;
use crate::internet::control;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{page, parts};

/// The pages that lie here, and what they are called.
const PAGES: [(&str, &str); 5] = [
    ("/oppsett/brukere", "rooms-users"),
    ("/oppsett/innlogging", "single-sign-on-setup"),
    ("/oppsett/tokens", "rooms-keys"),
    ("/oppsett/kanaler", "notices-channels"),
    ("/oppsett/tidsplan", "notices-timetable"),
];

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/oppsett", Access::May(Right::Administer), setup)
}

async fn setup(visit: Visit) -> Result<Markup, Failure> {
    let title = visit.plain("rooms-setup");
    let site = visit.app.site();
    let records = visit.app.program().control_records().await?;
    let rows = [
        ("rooms-setup-origin", site.origin.clone()),
        (
            "rooms-setup-idle",
            visit.say("span-minutes", &[("count", Say::Number(i64::from(site.idle_minutes)))]),
        ),
        (
            "rooms-setup-session",
            visit.say("span-hours", &[("count", Say::Number(i64::from(site.session_hours)))]),
        ),
        ("rooms-setup-folder", visit.app.folder().layout().root().display().to_string()),
    ];
    let body = html! {
        h1 { (title) }
        ul class="a-points" {
            @for (path, name) in PAGES {
                li {
                    span class="a-id" {}
                    div class="a-what" {
                        a class="a-title" href=(path) { (visit.plain(name)) }
                        p { (visit.plain(&format!("{name}-for"))) }
                    }
                    span {}
                }
            }
        }
        h2 { (visit.plain("rooms-setup-control")) }
        p { a class="ds-link" href=(control::HERE) { (visit.plain("rooms-setup-control-more")) } }
        @if records.is_empty() {
            p { (visit.plain("rooms-setup-control-none")) }
        } @else {
            p { (visit.plain("verify-control")) }
            @for (number, (name, value)) in records.iter().enumerate() {
                (parts::copied(&visit, &format!("dns-{number}"), &format!("{name} TXT \"{value}\"")))
            }
        }
        h2 { (visit.plain("rooms-setup-here")) }
        dl class="a-facts" {
            @for (name, text) in &rows { div { dt { (visit.plain(name)) } dd { (text) } } }
        }
        p class="a-quiet" { (visit.plain("rooms-setup-file")) }
    };
    Ok(page::page(&visit, &title, &body))
}

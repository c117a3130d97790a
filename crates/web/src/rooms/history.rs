//! *Historikk*: what was known on any day, judged as it was then, beside another day; and what changed between them.

use arvak_core::{Instant, Status};
use arvak_words::{Say, date, moment};
use maud::{Markup, html};

use super::READ;
use super::status::{change_line, over_time, subjects_changed};
use crate::failure::Failure;
use crate::form::{Asked, Fields, Mistakes};
use crate::routes::Routes;
use crate::view::View;
use crate::visit::Visit;
use crate::{page, parts};

/// How many changes are listed.
const CHANGES_MOST: usize = 200;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/historikk", READ, history)
}

/// An instant that a field names: the end of a day, never later than now.
fn instant(text: Option<&str>, now: Instant) -> Result<Option<Instant>, ()> {
    let Some(text) = text else { return Ok(None) };
    moment(text).map(|at| Some(at.min(now))).ok_or(())
}

async fn history(visit: Visit, Asked(asked): Asked) -> Result<Markup, Failure> {
    let now = visit.view.at;
    let mut mistakes = Mistakes::default();
    let mut of = |name: &str| {
        let found = instant(asked.some(name), now);
        if found.is_err() {
            mistakes.tell(name, visit.plain("rooms-bad-date"));
        }
        found.unwrap_or_default()
    };
    let (per, mot) = (of("per"), of("mot"));
    let earlier = match per {
        Some(at) => visit.as_of(at).await?,
        None => visit.week_ago().await?,
    };
    let later = match mot {
        Some(at) => visit.as_of(at).await?,
        None => std::sync::Arc::clone(&visit.view),
    };
    let title = visit.plain("rooms-history");
    let fields = Fields::new(&visit, &asked, &mistakes);
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.plain("rooms-history-lead")) }
        (fields.summary())
        form class="a-form" method="get" action="/historikk" {
            div class="a-pair" {
                (fields.input("date", "per", &visit.plain("rooms-as-of"), None))
                (fields.input("date", "mot", &visit.plain("rooms-beside"), Some(&visit.plain("rooms-beside-hint"))))
            }
            div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("rooms-show")) } }
        }
        (beside_each_other(&visit, &earlier, &later))
        (changes(&visit, &earlier, &later))
        (over_time(&visit))
    };
    Ok(page::page(&visit, &title, &body))
}

fn beside_each_other(visit: &Visit, earlier: &View, later: &View) -> Markup {
    let then = date(visit.lang, earlier.assessment.assessed_at);
    let since = date(visit.lang, later.assessment.assessed_at);
    let point = visit.plain("rooms-point");
    let state = |view: &View, id: &str| {
        let found = view.assessment.points.iter().find(|point| point.id.as_str() == id);
        found.map(|point| point.state)
    };
    let shown = |state: Option<Status>| {
        let then = || html! { (visit.plain("rooms-not-asked-then")) };
        state.map_or_else(then, |state| parts::tag(visit, state))
    };
    html! {
        h2 { (visit.say("rooms-two-days", &[("then", Say::Text(&then)), ("since", Say::Text(&since))])) }
        table class="ds-table a-table" role="table" aria-label=(visit.plain("rooms-points")) {
            thead role="rowgroup" {
                tr role="row" {
                    @for head in [&point, &then, &since] { th role="columnheader" scope="col" { (head) } }
                }
            }
            tbody role="rowgroup" {
                @for (found, _) in later.points() {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(point) {
                            a class="ds-link" href={ "/punkt/" (found.id) } { (found.id) " " (visit.lang.of(&found.title)) }
                        }
                        td role="cell" data-l=(then) { (shown(state(earlier, found.id.as_str()))) }
                        td role="cell" data-l=(since) { (shown(state(later, found.id.as_str()))) }
                    }
                }
            }
        }
    }
}

fn changes(visit: &Visit, earlier: &View, later: &View) -> Markup {
    let all = subjects_changed(&earlier.assessment, &later.assessment);
    html! {
        h2 { (visit.plain("rooms-what-changed")) }
        @if all.is_empty() { p { (visit.plain("verify-no-changes")) } }
        ul class="ds-list" {
            @for change in all.iter().take(CHANGES_MOST) { li { (change_line(visit, change)) } }
        }
        @if all.len() > CHANGES_MOST {
            p class="a-quiet" {
                (visit.say("rooms-more", &[("count", parts::number(all.len() - CHANGES_MOST))]))
            }
        }
    }
}

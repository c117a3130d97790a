//! *Historikk*: what was known on any day, judged as it was then, beside another day; and what changed between them.

use arvak_core::Status;
use arvak_words::{Say, date};
use maud::{Markup, html};

use super::READ;
use super::days::{self, TwoDays};
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

async fn history(visit: Visit, Asked(asked): Asked) -> Result<Markup, Failure> {
    let mut mistakes = Mistakes::default();
    let TwoDays { earlier, later } = TwoDays::asked(&visit, &asked, &mut mistakes).await?;
    let title = visit.plain("rooms-history");
    let fields = Fields::new(&visit, &asked, &mistakes);
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.plain("rooms-history-lead")) }
        (fields.summary())
        (days::form(&visit, &fields, "/historikk", None))
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

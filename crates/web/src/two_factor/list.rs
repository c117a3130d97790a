//! All services, the worst first.

use std::collections::BTreeMap;

use arvak_core::assess::SubjectAssessment;
use arvak_core::state::{EntityView, EvidenceView};
use arvak_core::{EntityId, Outcome, Status};
use arvak_store::CanaryRow;
use arvak_words::{Say, date};
use maud::{Markup, html};

use super::{CLAIM, ENFORCED, LogIn, PLAN, canary, meets_the_internet, path, stands, tried};
use crate::failure::Failure;
use crate::internet::logins;
use crate::view::View;
use crate::visit::Visit;
use crate::{page, parts};

/// Rows on the page.
const ROWS_MOST: usize = 400;

/// A service to log in to.
pub(crate) struct Row<'v> {
    pub(crate) id: EntityId,
    pub(crate) login: LogIn,
    pub(crate) stands: Option<&'v SubjectAssessment>,
    pub(crate) newest: Option<EvidenceView<'v>>,
    /// Until when the newest plan says that it takes.
    pub(crate) planned: Option<EvidenceView<'v>>,
}

pub(super) async fn list(visit: Visit) -> Result<Markup, Failure> {
    let rows = rows(&visit);
    let canaries = canary::all(&visit).await?;
    let title = visit.plain("rooms-two-factor");
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.plain("two-factor-lead")) }
        (logins::services(&visit))
        @if rows.is_empty() {
            p { (visit.plain("two-factor-none")) }
        } @else {
            (totals(&visit, &rows))
            (table(&visit, &title, &rows, &canaries))
        }
        p class="a-quiet" { (visit.plain("two-factor-how")) }
    };
    Ok(page::page(&visit, &title, &body))
}

/// Services that meet the internet and have a log-in, or of which nobody said whether they have one.
pub(crate) fn rows(visit: &Visit) -> Vec<Row<'_>> {
    let view = &visit.view;
    let services = view.state().entities_of("service").filter(meets_the_internet);
    let mut rows: Vec<Row<'_>> = services
        .filter(|service| LogIn::of(service) != LogIn::None)
        .map(|service| row(view, &service))
        .collect();
    rows.sort_by_cached_key(|row| (state(row), visit.thing(&row.id)));
    rows
}

/// What is known of one.
pub(crate) fn row<'v>(view: &'v View, service: &EntityView<'_>) -> Row<'v> {
    let id = service.id().clone();
    Row {
        login: LogIn::of(service),
        stands: stands(view, CLAIM, &id),
        newest: tried::newest(view, &id, ENFORCED),
        planned: tried::recorded(view, &id, PLAN).into_iter().find(promises),
        id,
    }
}

/// Whether somebody gave a date: what has a method is our own comparison of a plan with what was seen.
fn promises(one: &EvidenceView<'_>) -> bool {
    one.method.is_none() && one.result == Outcome::Supports
}

/// What nobody said anything of is not examined.
pub(crate) fn state(row: &Row<'_>) -> Status {
    row.stands.map_or(Status::Missing, |stands| stands.state)
}

/// How many are in each state.
fn totals(visit: &Visit, rows: &[Row<'_>]) -> Markup {
    html! {
        ul class="a-counts" {
            @for one in Status::ALL {
                @let count = rows.iter().filter(|row| state(row) == one).count();
                @if count > 0 {
                    li data-status=(one.name()) {
                        strong { (count) }
                        span { (visit.plain(&format!("status-{}", one.name()))) }
                    }
                }
            }
        }
    }
}

fn table(
    visit: &Visit,
    title: &str,
    rows: &[Row<'_>],
    canaries: &BTreeMap<EntityId, CanaryRow>,
) -> Markup {
    let heads = ["service", "login", "state", "shown", "canary", "plan"]
        .map(|head| visit.plain(&format!("two-factor-head-{head}")));
    let [service, login, verdict, shown, canary_head, plan] = &heads;
    html! {
        div class="a-scroll" tabindex="0" role="region" aria-label=(title) {
            table class="ds-table a-table" role="table" aria-label=(title) {
                thead role="rowgroup" {
                    tr role="row" { @for head in &heads { th role="columnheader" scope="col" { (head) } } }
                }
                tbody role="rowgroup" {
                    @for row in rows.iter().take(ROWS_MOST) {
                        tr role="row" {
                            th role="rowheader" scope="row" data-l=(service) {
                                a class="ds-link" href=(path(&row.id)) { (visit.thing(&row.id)) }
                            }
                            td role="cell" data-l=(login) { (log_in(visit, &row.login)) }
                            td role="cell" data-l=(verdict) {
                                (parts::how(visit, state(row), row.stands.and_then(|stands| stands.strength)))
                            }
                            td role="cell" data-l=(shown) { span { (how(visit, row.newest.as_ref())) } }
                            td role="cell" data-l=(canary_head) {
                                (canary::short(visit, canaries.get(&row.id), visit.view.at))
                            }
                            td role="cell" data-l=(plan) { (planned(visit, row)) }
                        }
                    }
                }
            }
        }
        @if rows.len() > ROWS_MOST {
            p class="a-quiet" { (visit.say("internet-more", &[("count", parts::number(rows.len() - ROWS_MOST))])) }
        }
    }
}

/// How people log in.
pub(super) fn log_in(visit: &Visit, login: &LogIn) -> String {
    match login {
        LogIn::Kind(word) => visit.plain(&format!("word.login-{word}")),
        LogIn::None => visit.plain("word.login-none"),
        LogIn::Unsaid => visit.plain("two-factor-login-unsaid"),
    }
}

/// How, and when, the newest was got to know.
fn how(visit: &Visit, newest: Option<&EvidenceView<'_>>) -> Markup {
    let Some(newest) = newest else { return html! { (visit.plain("two-factor-not-shown")) } };
    html! {
        (visit.plain(&format!("basis-{}", newest.basis.name()))) ", "
        (date(visit.lang, newest.collected_at)) " · " (parts::evidence(visit, newest.entry))
    }
}

/// Until when it takes, where two factors are not shown.
fn planned(visit: &Visit, row: &Row<'_>) -> Markup {
    if matches!(state(row), Status::Verified | Status::NotApplicable) {
        return html! {};
    }
    html! {
        @match row.planned.as_ref().and_then(|plan| plan.valid_until) {
            Some(until) => (visit.say("two-factor-planned", &[("at", Say::Owned(date(visit.lang, until)))])),
            None => (visit.plain("two-factor-no-plan")),
        }
    }
}

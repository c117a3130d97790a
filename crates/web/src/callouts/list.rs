//! All call-out tests, the newest first: what was agreed on, and what came of each.

use arvak_identity::Right;
use arvak_monitoring::callout::{Reached, Verdict, judge};
use arvak_words::date;
use axum::response::{IntoResponse as _, Response};
use maud::html;
use serde::Deserialize;

use super::HERE;
use super::desk::{self, Kept};
use crate::failure::Failure;
use crate::visit::Visit;
use crate::{page, parts};

/// Most tests that the page lists.
const LISTED_MOST: usize = 500;

/// What stays of a verdict when people's times are erased.
#[derive(Deserialize)]
struct Stays {
    verdict: String,
    steps: Vec<StaysOf>,
}

#[derive(Deserialize)]
struct StaysOf {
    role: arvak_core::EntityId,
    reached: Reached,
}

/// How a test stands: a stable name, and how each role was reached once that is known.
pub(crate) async fn standing(
    visit: &Visit,
    kept: &Kept,
) -> Result<(String, Vec<(arvak_core::EntityId, Reached)>), Failure> {
    let found = kept.row.found.as_deref().and_then(|text| serde_json::from_str::<Stays>(text).ok());
    if let Some(Stays { verdict, steps }) = found {
        return Ok((verdict, steps.into_iter().map(|one| (one.role, one.reached)).collect()));
    }
    if kept.row.stopped_at.is_some() {
        return Ok((Verdict::Stopped.name().to_owned(), Vec::new()));
    }
    if kept.row.armed_at.is_none() {
        return Ok(("planned".to_owned(), Vec::new()));
    }
    let record = kept.record(visit.app.folder(), visit.app.clock().now()).await?;
    // Whether its moment has come is told when somebody was called, and not before.
    if record.calls.is_empty() {
        return Ok(("started".to_owned(), Vec::new()));
    }
    let judged = judge(&record);
    let steps = judged.steps.into_iter().map(|one| (one.role, one.reached)).collect();
    Ok((judged.verdict.name().to_owned(), steps))
}

/// The sentence for how a role was reached. As long as the time is not over, nobody has failed to answer.
pub(super) fn reached_id(standing: &str, reached: Reached) -> String {
    let is_waiting = reached == Reached::Silent && standing == Verdict::Pending.name();
    format!("callout-reached-{}", if is_waiting { "waiting" } else { reached.name() })
}

/// The sentence for how a test stands.
pub(super) fn verdict_id(standing: &str) -> String {
    format!("callout-verdict-{standing}")
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let mut rows = Vec::new();
    for kept in desk::all(visit.app.folder()).await?.into_iter().rev().take(LISTED_MOST) {
        let (standing, _) = standing(&visit, &kept).await?;
        rows.push((kept, standing));
    }
    let title = visit.plain("rooms-callouts");
    let heads =
        ["test", "period", "called", "result"].map(|id| visit.plain(&format!("callout-head-{id}")));
    let [test, period, called, result] = &heads;
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.plain("callout-list-lead")) }
        @if visit.may(Right::Drill) && visit.limits().is_none() {
            div class="a-actions" { a class="ds-button" href="/vaktprover/ny" { (visit.plain("callout-make")) } }
        }
        @if rows.is_empty() { p { (visit.plain("callout-list-none")) } }
        @else {
            table class="ds-table a-table" role="table" aria-label=(title) {
                thead role="rowgroup" { tr role="row" {
                    @for head in &heads { th role="columnheader" scope="col" { (head) } }
                } }
                tbody role="rowgroup" {
                    @for (kept, standing) in &rows {
                        tr role="row" {
                            th role="rowheader" scope="row" data-l=(test) {
                                a class="ds-link" href={ (HERE) "/" (kept.row.id) } { (kept.row.id) }
                            }
                            td role="cell" data-l=(period) {
                                (date(visit.lang, kept.plan.from)) " – " (date(visit.lang, kept.plan.to))
                            }
                            td role="cell" data-l=(called) {
                                (visit.say("callout-on-list", &[("count", parts::number(kept.plan.steps.len()))]))
                            }
                            td role="cell" data-l=(result) { (visit.plain(&verdict_id(standing))) }
                        }
                    }
                }
            }
        }
        p class="a-quiet" { (visit.plain("callout-list-how")) }
    };
    Ok(page::page(&visit, &title, &body).into_response())
}

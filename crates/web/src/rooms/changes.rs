//! *Endringer*: what bettered a status without new evidence, each with its reason (law 12).

use arvak_core::EntityId;
use arvak_words::date_and_time;
use maud::{Markup, html};

use super::READ;
use super::status::point_of;
use crate::failure::Failure;
use crate::program::Bettered;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{page, parts};

/// How many are listed, the newest first.
const LISTED_MOST: usize = 200;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/endringer", READ, list)
}

async fn list(visit: Visit) -> Result<Markup, Failure> {
    let all = seen(&visit).await?;
    let title = visit.plain("rooms-changes");
    let heads = ["rooms-when", "rooms-fact", "rooms-claim", "rooms-change", "rooms-reason"]
        .map(|id| visit.plain(id));
    let [when, fact, claim, change, reason] = &heads;
    let excluded = visit.view.assessment.claims().flat_map(|claim| &claim.excluded_by_statement);
    let excluded: std::collections::BTreeSet<_> = excluded.collect();
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.say("rooms-changes-lead", &[("count", parts::number(all.len()))])) }
        @if !all.is_empty() {
            table class="ds-table a-table" role="table" aria-label=(title) {
                thead role="rowgroup" { tr role="row" { @for head in &heads { th role="columnheader" scope="col" { (head) } } } }
                tbody role="rowgroup" {
                    @for one in all.iter().rev().take(LISTED_MOST) {
                        tr role="row" {
                            td role="cell" data-l=(when) { (date_and_time(visit.lang, one.at)) }
                            td role="cell" data-l=(fact) {
                                (visit.plain(&format!("fact-{}", one.fact))) " (" (parts::evidence(&visit, one.entry)) ")"
                            }
                            td role="cell" data-l=(claim) {
                                a class="ds-link" href={ "/punkt/" (point_of(&visit, one.claim.as_str())) "#delkrav-" (one.claim) } { (one.claim) }
                                @if let Some(subject) = &one.subject { " " (parts::thing(&visit, subject)) }
                            }
                            td role="cell" data-l=(change) { (parts::from_to(&visit, Some(one.from), one.to)) }
                            td role="cell" data-l=(reason) { (one.reason.as_deref().unwrap_or("–")) }
                        }
                    }
                }
            }
        }
        @if all.len() > LISTED_MOST {
            p class="a-quiet" { (visit.say("rooms-more", &[("count", parts::number(all.len() - LISTED_MOST))])) }
        }
        @if !excluded.is_empty() {
            h2 { (visit.say("rooms-excluded", &[("count", parts::number(excluded.len()))])) }
            ul class="ds-list" { @for id in &excluded { li { (parts::thing(&visit, id)) } } }
        }
    };
    Ok(page::page(&visit, &title, &body))
}

/// What bettered a status without new evidence, in order, as far as the visitor may see it.
pub(crate) async fn seen(visit: &Visit) -> Result<Vec<Bettered>, Failure> {
    let mut all = visit.app.program().bettered().await?;
    let state = visit.view.state();
    let sees = |subject: Option<&EntityId>| {
        visit.limits().is_none() || subject.is_none_or(|id| state.entity(id).is_some())
    };
    all.retain(|one| sees(one.subject.as_ref()));
    Ok(all)
}

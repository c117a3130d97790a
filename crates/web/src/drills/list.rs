//! All drills, the times to detect, and what suppliers state beside what drills showed.

use arvak_drills::say;
use arvak_drills::verdict::sample;
use arvak_identity::Right;
use arvak_monitoring::{Figures, Hours, figures};
use arvak_words::date;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::known::{self, One, Told};
use super::{path, stated, words};
use crate::failure::Failure;
use crate::visit::Visit;
use crate::{page, parts};

/// Most drills that the page lists.
const DRILLS_MOST: usize = 500;

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let all = known::all(&visit).await?;
    let title = visit.plain("rooms-drills");
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.plain("drills-lead")) }
        @if visit.may(Right::Drill) {
            div class="a-actions" {
                a class="ds-button" href="/ovelser/ny" { (visit.plain("drills-make")) }
                a class="ds-button" data-variant="secondary" href="/ovelser/adresser" { (visit.plain("drills-addresses")) }
            }
        }
        p { a class="ds-link" href="/vaktprover" { (visit.plain("rooms-callouts")) } }
        @if all.is_empty() { p { (visit.plain("drills-none")) } } @else { (table(&visit, &title, &all)) }
        (stated::table(&visit))
        (times(&visit, &all))
    };
    Ok(page::page(&visit, &title, &body).into_response())
}

fn table(visit: &Visit, title: &str, all: &[One]) -> Markup {
    let heads = ["drill", "supplier", "stage", "rung", "verdict", "took"]
        .map(|id| visit.plain(&format!("drills-{id}")));
    html! {
        table class="ds-table a-table" role="table" aria-label=(title) {
            thead role="rowgroup" { tr role="row" {
                @for head in &heads { th role="columnheader" scope="col" { (head) } }
            } }
            tbody role="rowgroup" {
                @for one in all.iter().take(DRILLS_MOST) {
                    tr role="row" { (cells(visit, &heads, one)) }
                }
            }
        }
        @if all.len() > DRILLS_MOST { p { (visit.say("drills-more", &[("count", parts::number(all.len() - DRILLS_MOST))])) } }
    }
}

fn cells(visit: &Visit, heads: &[String; 6], one: &One) -> Markup {
    let [drill, supplier, stage, rung, verdict, took] = heads;
    let seal = one.seal().to_string();
    let short = seal.get(..12).unwrap_or_default();
    let Some(Told { gathered, judged, .. }) = &one.told else {
        return html! {
            th role="rowheader" scope="row" data-l=(drill) {
                a class="ds-link" href=(path(one.seal())) { code { (short) "…" } }
            }
            td role="cell" data-l=(supplier) { (visit.plain("drills-sealed")) }
            td role="cell" data-l=(stage) { (visit.plain("drills-sealed")) }
            td role="cell" data-l=(rung) { "–" }
            td role="cell" data-l=(verdict) { "–" }
            td role="cell" data-l=(took) { "–" }
        };
    };
    let plan = &gathered.record.plan;
    html! {
        th role="rowheader" scope="row" data-l=(drill) {
            span {
                a class="ds-link" href=(path(one.seal())) { (plan.id) }
                br; span class="a-quiet" { (date(visit.lang, one.kept.row.made_at)) }
            }
        }
        td role="cell" data-l=(supplier) { (parts::thing(visit, &plan.supplier)) }
        td role="cell" data-l=(stage) {
            @if let Some(told) = &one.told { (words::stage(visit, told)) }
        }
        td role="cell" data-l=(rung) { (words::rung(visit, plan)) }
        td role="cell" data-l=(verdict) { (words::verdict(visit, judged)) }
        td role="cell" data-l=(took) { (words::took(visit, judged)) }
    }
}

/// Figures of the drills whose verdict is recorded: before that it may still change.
fn times(visit: &Visit, all: &[One]) -> Markup {
    let recorded = all.iter().filter(|one| one.kept.row.judged.is_some());
    let samples = recorded.filter_map(|one| one.told.as_ref());
    let samples = samples.filter_map(|told| sample(&told.gathered.record.plan, &told.judged));
    let figures = figures(&samples.collect::<Vec<_>>());
    if figures.is_empty() {
        return html! {};
    }
    let title = visit.plain("drills-times");
    let heads = ["supplier", "technique", "rung-short", "hours", "seen", "median", "ninety"]
        .map(|id| visit.plain(&format!("drills-{id}")));
    html! {
        h2 { (title) }
        p { (visit.plain("drills-times-lead")) }
        table class="ds-table a-table" role="table" aria-label=(title) {
            thead role="rowgroup" { tr role="row" {
                @for head in &heads { th role="columnheader" scope="col" { (head) } }
            } }
            tbody role="rowgroup" { @for one in &figures { (figure(visit, &heads, one)) } }
        }
    }
}

fn figure(visit: &Visit, heads: &[String; 7], one: &Figures) -> Markup {
    let time = |time: Option<i64>| {
        time.map_or_else(|| visit.plain("drill-never"), |millis| say::took(millis, visit.words()))
    };
    let hours = visit.plain(match one.hours {
        Hours::Day => "drill-day",
        Hours::Night => "drill-night",
    });
    let counts = [("seen", parts::number(one.seen)), ("drills", parts::number(one.drills))];
    let cells = [
        one.technique.clone().unwrap_or_else(|| "–".to_owned()),
        one.level.name().to_owned(),
        hours,
        visit.say("drills-seen-of", &counts),
        time(one.median_ms),
        time(one.p90_ms),
    ];
    let [supplier, rest @ ..] = heads;
    html! {
        tr role="row" {
            th role="rowheader" scope="row" data-l=(supplier) { (parts::thing(visit, &one.supplier)) }
            @for (head, cell) in rest.iter().zip(&cells) {
                td role="cell" data-l=(head) { (cell) }
            }
        }
    }
}

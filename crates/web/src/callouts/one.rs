//! One call-out test: what was agreed on and on which ground, what came of it by role, and the times for those who may see them.

use arvak_core::Span;
use arvak_identity::Right;
use arvak_monitoring::callout::{Judged, Reached, judge};
use arvak_words::{Say, date, date_and_time};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::HERE;
use super::act::of;
use super::desk::{self, Kept};
use super::list::{reached_id, standing, verdict_id};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed, tick};
use crate::visit::Visit;
use crate::{page, parts};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let kept = of(&visit, &id).await?;
    let page = whole(&visit, &kept, &Typed::default(), &Mistakes::default()).await?;
    Ok(page.into_response())
}

/// The page once more, with what is wrong.
pub(super) async fn again(
    visit: &Visit,
    kept: &Kept,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let page = whole(visit, kept, typed, mistakes).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn whole(
    visit: &Visit,
    kept: &Kept,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Markup, Failure> {
    let fields = Fields::new(visit, typed, mistakes);
    let id = &kept.row.id;
    let (standing, steps) = standing(visit, kept).await?;
    let judged = judge(&kept.record(visit.app.folder(), visit.app.clock().now()).await?);
    let may = visit.may(Right::Record) && visit.limits().is_none();
    let row = &kept.row;
    let title = visit.say("callout-one-title", &[("id", Say::Text(id))]);
    let body = html! {
        a class="a-back" href=(HERE) { (visit.plain("rooms-callouts")) }
        h1 { (title) }
        (fields.summary())
        p class="a-lead" { (visit.plain(&verdict_id(&standing))) }
        @if !steps.is_empty() { (reached(visit, (kept, &standing), &steps, may.then_some(&judged))) }
        @if let Some(evidence) = row.evidence {
            p { (visit.plain("callout-evidence")) " " (parts::evidence(visit, evidence)) }
        }
        @if visit.may(Right::Drill) && visit.limits().is_none() && standing == "planned" {
            (begin(visit, kept, &fields))
        }
        (agreed(visit, kept))
        @if may && row.stopped_at.is_none() && row.judged_at.is_none() {
            form method="post" action={ (HERE) "/" (row.id) "/stopp" } {
                p { (visit.plain("callout-stop-why")) }
                div class="a-actions" {
                    button class="ds-button" data-color="danger" data-variant="secondary" type="submit" { (visit.plain("callout-stop")) }
                }
            }
        }
    };
    Ok(page::page(visit, &title, &body))
}

/// Starting it: who will be called, and that the ground is right.
fn begin(visit: &Visit, kept: &Kept, fields: &Fields<'_>) -> Markup {
    let words = visit.words();
    if let Err(refusal) = desk::may_start(kept, visit.app.clock().now()) {
        return html! { p class="ds-alert" data-color="warning" { (refusal.say(words)) } };
    }
    let Some(definition) = &kept.definition else { return html! {} };
    html! {
        section class="a-now" aria-labelledby="start" {
            h2 id="start" { (visit.plain("callout-start")) }
            p { (visit.plain("callout-start-text")) }
            ul class="ds-list" {
                @for (number, one) in (1..).zip(&definition.persons) { li { (desk::person(number, one, &|role| visit.thing(role), words)) } }
            }
            p { (desk::ground(definition, words)) }
            form class="a-form" method="post" action={ (HERE) "/" (kept.row.id) "/start" } {
                (tick("grunnlag", "ja", &visit.plain("callout-start-agreed"), false))
                @if fields.is_wrong("grunnlag") { p class="ds-validation-message" id="f-grunnlag" { (visit.plain("callout-start-wrong")) } }
                div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("callout-start-do")) } }
            }
        }
    }
}

/// Each role in the order of the list. Times are shown to those who work with it, until they are erased.
fn reached(
    visit: &Visit,
    (kept, standing): (&Kept, &str),
    steps: &[(arvak_core::EntityId, Reached)],
    judged: Option<&Judged>,
) -> Markup {
    let judged = judged.filter(|_| kept.row.erased_at.is_none());
    let ids = ["role", "reached", "called-at", "answered-at"];
    let shown = if judged.is_some() { 4 } else { 2 };
    let heads: Vec<_> =
        ids.iter().take(shown).map(|id| visit.plain(&format!("callout-head-{id}"))).collect();
    let head = |at: usize| heads.get(at).map(String::as_str).unwrap_or_default();
    let time = |at: Option<arvak_core::Instant>| {
        at.map_or_else(|| "–".to_owned(), |at| date_and_time(visit.lang, at))
    };
    html! {
        h2 id="reached" { (visit.plain("callout-reached")) }
        table class="ds-table a-table" role="table" aria-labelledby="reached" {
            thead role="rowgroup" { tr role="row" {
                @for head in &heads { th role="columnheader" scope="col" { (head) } }
            } }
            tbody role="rowgroup" {
                @for (number, (role, reached)) in steps.iter().enumerate() {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(head(0)) { (visit.thing(role)) }
                        td role="cell" data-l=(head(1)) {
                            (visit.plain(&reached_id(standing, *reached)))
                        }
                        @if let Some(step) = judged.and_then(|judged| judged.steps.get(number)) {
                            td role="cell" data-l=(head(2)) { (time(step.called_at)) }
                            td role="cell" data-l=(head(3)) { (time(step.acknowledged_at)) }
                        }
                    }
                }
            }
        }
    }
}

fn agreed(visit: &Visit, kept: &Kept) -> Markup {
    let (row, plan) = (&kept.row, &kept.plan);
    let span = |millis: i64| visit.words().span(Span::from_millis(millis));
    let agreed = |all: &[arvak_core::drill::Agreed]| {
        let all: Vec<_> = all.iter().map(|one| format!("{} ({})", one.who, one.on)).collect();
        all.join(", ")
    };
    let fact = |id: &str, text: String| {
        html! { div { dt { (visit.plain(id)) } dd { (text) } } }
    };
    html! {
        h2 { (visit.plain("callout-agreed")) }
        dl class="a-facts" {
            (fact("callout-head-period", format!("{} – {}", date_and_time(visit.lang, plan.from), date_and_time(visit.lang, plan.to))))
            (fact("callout-within", span(plan.within_ms)))
            (fact("callout-next-after", span(plan.next_after_ms)))
            @if let Some(definition) = &kept.definition {
                (fact("callout-told", definition.rules.told.join(", ")))
                (fact("callout-agreed-with", agreed(&definition.rules.agreed)))
                (fact("callout-stop-number", definition.rules.stop.clone()))
            }
        }
        h2 { (visit.plain("callout-ground-title")) }
        @if let Some(definition) = &kept.definition {
            @let privacy = &definition.privacy;
            dl class="a-facts" {
                (fact("callout-purpose", privacy.purpose.clone()))
                (fact("callout-basis", privacy.legal_basis.clone()))
                (fact("callout-retention", visit.words().span(privacy.retention)))
                (fact("callout-discussed", agreed(&privacy.discussed)))
                @if let Some(at) = desk::erase_at(kept).filter(|_| row.armed_at.is_some()) {
                    (fact("callout-erased-by", date(visit.lang, at)))
                }
            }
        }
        @if let Some(at) = row.erased_at {
            p { (visit.say("callout-erased", &[("at", Say::Owned(date(visit.lang, at)))])) }
        }
        @if let Some(ground) = row.ground {
            p { (visit.say("callout-ground-entry", &[("entry", Say::Owned(ground.to_string()))])) }
        } @else { p { (visit.plain("callout-ground-none")) } }
    }
}

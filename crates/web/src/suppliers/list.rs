//! All suppliers: those who have not answered first.

use arvak_core::fact::Value;
use arvak_core::state::EntityView;
use arvak_core::{EntityId, Instant};
use arvak_identity::Right;
use arvak_suppliers::life::{Event, Stage};
use arvak_words::{Say, date};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::asked::{self, Asked};
use super::path;
use super::wave::WAVE;
use crate::failure::Failure;
use crate::visit::Visit;
use crate::{page, parts, workbooks};

/// Most suppliers that the page lists.
const SUPPLIERS_MOST: usize = 1_000;

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let asked = asked::all(&visit).await?;
    let now = visit.app.clock().now();
    let state = visit.view.state();
    let listed = state.entities_of("supplier").filter(|one| !one.is_retired() && one.in_scope());
    let mut rows: Vec<_> = listed
        .map(|one| {
            let last = asked.get(one.id()).and_then(|all| all.last());
            (rank(last, now), !is(&one, "critical"), visit.thing(one.id()), one, last)
        })
        .collect();
    rows.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
    let silent = rows.iter().filter(|row| row.0 == 0).count();
    let open = rows.iter().filter(|row| row.0 == 1).count();
    let never = rows.iter().filter(|row| row.0 == 2).count();
    let args = [
        ("count", parts::number(rows.len())),
        ("silent", parts::number(silent)),
        ("open", parts::number(open)),
        ("never", parts::number(never)),
    ];
    let heads = ["name", "delivers", "critical", "stage", "age", "next"]
        .map(|id| visit.plain(&format!("suppliers-{id}")));
    let by_mail = workbooks::waiting(&visit).await?;
    let title = visit.plain("rooms-suppliers");
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.plain("suppliers-lead")) }
        (by_mail)
        p {
            @if visit.may(Right::Record) && visit.limits().is_none() {
                a class="ds-link" href=(WAVE) { (visit.plain("wave-title")) } " · "
            }
            a class="ds-link" href="/foresporsler/kalender" { (visit.plain("calendar-link-all")) }
        }
        @if rows.is_empty() { p { (visit.plain("suppliers-none")) } }
        @else {
            p { (visit.say("suppliers-counts", &args)) }
            table class="ds-table a-table" role="table" aria-label=(title) {
                thead role="rowgroup" { tr role="row" {
                    @for head in &heads { th role="columnheader" scope="col" { (head) } }
                } }
                tbody role="rowgroup" {
                    @for (_, _, name, one, last) in rows.iter().take(SUPPLIERS_MOST) {
                        (row(&visit, &heads, (name, one), *last))
                    }
                }
            }
        }
    };
    Ok(page::page(&visit, &title, &body).into_response())
}

/// Who has not answered in time, who has not answered yet, who was not asked, and then the others.
fn rank(last: Option<&Asked>, now: Instant) -> u8 {
    match last {
        Some(one) if one.stage.is_waiting() && one.row.due <= now => 0,
        Some(one) if one.stage.is_waiting() => 1,
        None => 2,
        Some(_) => 3,
    }
}

fn is(one: &EntityView<'_>, attribute: &str) -> bool {
    let value = one.attribute(attribute).map(|attribute| &attribute.value);
    matches!(value, Some(Value::Bool(true)))
}

fn row(
    visit: &Visit,
    heads: &[String; 6],
    (name, one): (&str, &EntityView<'_>),
    last: Option<&Asked>,
) -> Markup {
    let [name_head, delivers_head, critical_head, stage_head, age_head, next_head] = heads;
    let steps = last.map(|one| one.steps(visit.app.clock().now()));
    html! {
        tr role="row" {
            th role="rowheader" scope="row" data-l=(name_head) {
                a class="ds-link" href=(path(one.id().slug())) { (name) }
            }
            td role="cell" data-l=(delivers_head) { (delivers(visit, one)) }
            td role="cell" data-l=(critical_head) { (told(visit, one, "critical")) }
            td role="cell" data-l=(stage_head) {
                @match last {
                    Some(last) => (stage(visit, last.stage)),
                    None => (visit.plain("suppliers-never-asked")),
                }
            }
            td role="cell" data-l=(age_head) {
                @match last { Some(last) => (age(visit, last)), None => "–" }
            }
            td role="cell" data-l=(next_head) {
                @match steps {
                    Some([Some((_, come)), _]) => (visit.plain(&format!("suppliers-step-{}", come.name()))),
                    Some([None, Some((at, next))]) => {
                        (date(visit.lang, at)) ": " (visit.plain(&format!("suppliers-step-{}", next.name())))
                    },
                    _ => "–",
                }
            }
        }
    }
}

/// A stage in words.
pub(super) fn stage(visit: &Visit, stage: Stage) -> Markup {
    html! { span class="ds-tag" { (visit.plain(&format!("suppliers-stage-{}", stage.name()))) } }
}

/// What a supplier delivers, as far as it is listed: running ICT, and how many systems.
pub(super) fn delivers(visit: &Visit, one: &EntityView<'_>) -> Markup {
    let systems = systems(visit, one.id());
    let operates = is(one, "operates_ict");
    // One element: a cell of a table is a row of its own on a telephone.
    html! {
        span {
            @if operates { (visit.plain("attribute-operates_ict")) }
            @else if one.attribute("operates_ict").is_none() { (visit.plain("suppliers-unsaid")) }
            @else if systems == 0 { "–" }
            @if systems > 0 {
                " " span class="a-quiet" { (visit.say("suppliers-systems", &[("count", parts::number(systems))])) }
            }
        }
    }
}

/// How many services and systems are run by a supplier.
fn systems(visit: &Visit, supplier: &EntityId) -> usize {
    visit.view.state().related(supplier, "operates").len()
}

/// Yes, no or not said.
pub(super) fn told(visit: &Visit, one: &EntityView<'_>, attribute: &str) -> String {
    let value = one.attribute(attribute).map(|attribute| &attribute.value);
    match value {
        Some(Value::Bool(true)) => visit.plain("flag-yes"),
        Some(Value::Bool(false)) => visit.plain("flag-no"),
        _ => visit.plain("suppliers-unsaid"),
    }
}

/// How old an answer is, or how long one has been waited for.
fn age(visit: &Visit, last: &Asked) -> String {
    let answered = last.when(Event::SentIn);
    let since = answered.or(last.when(Event::Sent)).unwrap_or(last.row.made_at);
    let days = visit.app.clock().now().since(since).as_millis() / 86_400_000;
    let id = if answered.is_some() { "suppliers-answered-days" } else { "suppliers-waiting-days" };
    visit.say(id, &[("days", Say::Number(days))])
}

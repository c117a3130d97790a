//! All suppliers: those who have not answered first.

use std::collections::BTreeMap;

use arvak_core::fact::Value;
use arvak_core::state::EntityView;
use arvak_core::{EntityId, Instant, Outcome, Status};
use arvak_identity::Right;
use arvak_suppliers::compare::newest;
use arvak_suppliers::life::{Event, Stage};
use arvak_words::{Say, date};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::asked::{self, Asked};
use super::wave::WAVE;
use super::{HERE, path};
use crate::failure::Failure;
use crate::form::{Asked as Typing, Fields, Mistakes, Typed};
use crate::inventory::escaped;
use crate::visit::Visit;
use crate::{page, parts, workbooks};

/// Suppliers on one page.
const PAGE: usize = 50;

/// Most characters of a search.
const SEARCH_CHARS_MAX: usize = 200;

/// One line of the list.
struct Row<'v> {
    one: EntityView<'v>,
    name: String,
    last: Option<&'v Asked>,
    rank: Rank,
    is_contradicted: bool,
}

/// Where a supplier stands in the list: those first whom somebody must do something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// An answer was due.
    Silent,
    /// It was asked, and has time left.
    Open,
    /// It was never asked.
    Never,
    /// It answered, or the request is closed.
    Other,
}

/// What the list can be narrowed to, as it stands in the address and in the ids of sentences.
const SHOWN: [&str; 5] = ["silent", "open", "never", "answered", "contradicted"];

impl Row<'_> {
    fn is_in(&self, shown: &str) -> bool {
        match shown {
            "silent" => self.rank == Rank::Silent,
            "open" => self.rank == Rank::Open,
            "never" => self.rank == Rank::Never,
            "answered" => self.last.is_some_and(|last| last.row.receipt.is_some()),
            "contradicted" => self.is_contradicted,
            _ => true,
        }
    }
}

pub(super) async fn show(visit: Visit, Typing(typed): Typing) -> Result<Response, Failure> {
    let asked = asked::newest(&visit).await?;
    let rows = rows(&visit, &asked);
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
            p { (counts(&visit, &rows)) }
            @if rows.len() > PAGE || typed.has("vis") || typed.has("sok") { (filter(&visit, &typed)) }
            (table(&visit, &title, &rows, &typed))
        }
    };
    Ok(page::page(&visit, &title, &body).into_response())
}

/// Everybody, in order.
fn rows<'v>(visit: &'v Visit, asked: &'v BTreeMap<EntityId, Asked>) -> Vec<Row<'v>> {
    let (now, state) = (visit.app.clock().now(), visit.view.state());
    let listed = state.entities_of("supplier").filter(|one| !one.is_retired() && one.in_scope());
    let mut rows: Vec<_> = listed
        .map(|one| {
            let last = asked.get(one.id());
            let found = newest(state, one.id());
            let is_contradicted = found.is_some_and(|found| found.result == Outcome::Refutes);
            Row { name: visit.thing(one.id()), rank: rank(last, now), one, last, is_contradicted }
        })
        .collect();
    rows.sort_by(|a, b| {
        let key = |row: &Row<'_>| (row.rank, !is(&row.one, "critical"));
        (key(a), &a.name).cmp(&(key(b), &b.name))
    });
    rows
}

fn counts(visit: &Visit, rows: &[Row<'_>]) -> String {
    let of = |rank: Rank| parts::number(rows.iter().filter(|row| row.rank == rank).count());
    let args = [
        ("count", parts::number(rows.len())),
        ("silent", of(Rank::Silent)),
        ("open", of(Rank::Open)),
        ("never", of(Rank::Never)),
    ];
    visit.say("suppliers-counts", &args)
}

fn filter(visit: &Visit, typed: &Typed) -> Markup {
    let mistakes = Mistakes::default();
    let fields = Fields::new(visit, typed, &mistakes);
    let any = [(String::new(), visit.plain("inventory-any"))];
    let shown = SHOWN.map(|id| (id.to_owned(), visit.plain(&format!("suppliers-show-{id}"))));
    let shown: Vec<_> = any.into_iter().chain(shown).collect();
    html! {
        form class="a-filter" method="get" action=(HERE) role="search" {
            (fields.input("search", "sok", &visit.plain("inventory-search"), None))
            (fields.select("vis", &visit.plain("suppliers-show"), None, &shown))
            button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("inventory-filter")) }
        }
    }
}

fn table(visit: &Visit, title: &str, rows: &[Row<'_>], typed: &Typed) -> Markup {
    let wanted: String =
        typed.get("sok").trim().to_lowercase().chars().take(SEARCH_CHARS_MAX).collect();
    let found: Vec<_> = rows
        .iter()
        .filter(|row| row.is_in(typed.get("vis")))
        .filter(|row| {
            row.name.to_lowercase().contains(&wanted) || row.one.id().slug().contains(&wanted)
        })
        .collect();
    let pages = found.len().div_ceil(PAGE).max(1);
    let side = typed.get("side").parse().unwrap_or(1_usize).clamp(1, pages);
    let heads = ["name", "delivers", "critical", "stage", "age", "next"]
        .map(|id| visit.plain(&format!("suppliers-{id}")));
    let to = |side: usize| {
        let (sok, vis) = (escaped(typed.get("sok")), escaped(typed.get("vis")));
        format!("{HERE}?sok={sok}&vis={vis}&side={side}")
    };
    html! {
        @if found.len() < rows.len() {
            p class="a-quiet" { (visit.say("suppliers-found-count", &[("count", parts::number(found.len()))])) }
        }
        @if !found.is_empty() {
            table class="ds-table a-table" role="table" aria-label=(title) {
                thead role="rowgroup" { tr role="row" {
                    @for head in &heads { th role="columnheader" scope="col" { (head) } }
                } }
                tbody role="rowgroup" {
                    @for one in found.chunks(PAGE).nth(side - 1).unwrap_or_default() {
                        (row(visit, &heads, one))
                    }
                }
            }
        }
        (parts::pager(visit, (side, pages), to))
    }
}

/// Who has not answered in time, who has not answered yet, who was not asked, and then the others.
fn rank(last: Option<&Asked>, now: Instant) -> Rank {
    match last {
        Some(one) if one.stage.is_waiting() && one.row.due <= now => Rank::Silent,
        Some(one) if one.stage.is_waiting() => Rank::Open,
        None => Rank::Never,
        Some(_) => Rank::Other,
    }
}

fn is(one: &EntityView<'_>, attribute: &str) -> bool {
    let value = one.attribute(attribute).map(|attribute| &attribute.value);
    matches!(value, Some(Value::Bool(true)))
}

fn row(visit: &Visit, heads: &[String; 6], row: &Row<'_>) -> Markup {
    let Row { one, name, is_contradicted, .. } = row;
    let last = row.last;
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
                @if *is_contradicted {
                    " " (parts::sign(Status::Refuted, &visit.plain("suppliers-contradicted-short")))
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

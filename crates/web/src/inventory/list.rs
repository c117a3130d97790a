//! Everything of a kind, the worst and most critical first: searched, filtered, a page at a time.

use arvak_core::fact::Value;
use arvak_core::state::EntityView;
use arvak_core::vocabulary::KindRow;
use arvak_core::{EntityId, Status};
use arvak_identity::Right;
use arvak_words::Say;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::form_page::capital;
use super::kinds::{self, path, tabs};
use crate::failure::Failure;
use crate::form::{Asked, Fields, Mistakes, Typed};
use crate::view::View;
use crate::visit::Visit;
use crate::{page, parts, products};

/// Things on one page.
const PAGE: usize = 50;

/// Most characters of a search.
const SEARCH_CHARS_MAX: usize = 200;

/// One line of the list.
struct Row<'v> {
    id: &'v EntityId,
    name: String,
    criticality: Option<i64>,
    owner: String,
    state: Option<Status>,
}

/// The room opens with services.
pub(super) async fn first(visit: Visit, asked: Asked) -> Result<Response, Failure> {
    list(visit, Path("service".to_owned()), asked).await
}

pub(super) async fn list(
    visit: Visit,
    Path(kind): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let kind = kinds::named(&kind)?;
    let rows = rows(&visit, kind, &asked);
    let title = visit.plain("inventory-title");
    let body = html! {
        div class="a-head" {
            h1 { (title) }
            div class="a-actions" { (actions(&visit, kind)) }
        }
        p class="a-lead" { (visit.plain("inventory-lead")) }
        p { a class="ds-link" href=(products::HERE) { (visit.plain("products-link")) } }
        (tabs(&visit, kind.name))
        h2 { (visit.plain(&format!("things-{}", kind.name))) }
        (filter(&visit, kind, &asked))
        (table(&visit, kind, &rows, &asked))
    };
    Ok(page::page(&visit, &title, &body).into_response())
}

fn actions(visit: &Visit, kind: &KindRow) -> Markup {
    html! {
        @if visit.may(Right::EditInventory) {
            a class="ds-button" href={ "/tjenester/ny/" (kind.name) } {
                (visit.say("inventory-new", &[("thing", Say::Owned(thing(visit, kind.name)))]))
            }
            a class="ds-button" data-variant="secondary" href="/tjenester/import" {
                (visit.plain("inventory-import"))
            }
        }
        @if visit.may(Right::Export) {
            a class="ds-button" data-variant="tertiary" href="/tjenester/eksport" {
                (visit.plain("inventory-export"))
            }
        }
    }
}

/// What a thing of a kind is called.
pub(super) fn thing(visit: &Visit, kind: &str) -> String {
    visit.plain(&format!("thing-{kind}"))
}

fn rows<'v>(visit: &'v Visit, kind: &KindRow, asked: &Typed) -> Vec<Row<'v>> {
    let wanted: String =
        asked.get("sok").trim().to_lowercase().chars().take(SEARCH_CHARS_MAX).collect();
    let least: Option<i64> = asked.get("kritisk").parse().ok();
    let status = Status::ALL.into_iter().find(|state| state.name() == asked.get("status"));
    let all = visit.view.state().entities_of(kind.name).map(|entity| row(visit, entity));
    let mut rows: Vec<Row<'v>> = all
        .filter(|row| {
            let named =
                row.name.to_lowercase().contains(&wanted) || row.id.slug().contains(&wanted);
            let critical =
                least.is_none_or(|least| row.criticality.is_some_and(|level| level >= least));
            named && critical && status.is_none_or(|status| row.state == Some(status))
        })
        .collect();
    rows.sort_by_cached_key(|row| {
        let state = row.state.unwrap_or(Status::NotApplicable);
        (state, std::cmp::Reverse(row.criticality), row.name.to_lowercase(), row.id.clone())
    });
    rows
}

fn row<'v>(visit: &'v Visit, entity: EntityView<'v>) -> Row<'v> {
    let criticality = match entity.attribute("criticality").map(|found| &found.value) {
        Some(Value::Int(level)) => Some(*level),
        _ => None,
    };
    let owner = entity.related("owner").first().map(|role| visit.thing(role));
    Row {
        id: entity.id(),
        name: visit.thing(entity.id()),
        criticality,
        owner: owner.unwrap_or_default(),
        state: worst(&visit.view, entity.id()),
    }
}

/// The worst that is judged of a thing; nothing when no claim is about it.
pub(crate) fn worst(view: &View, id: &EntityId) -> Option<Status> {
    let states = view.judged_of(id).map(|(_, subject)| subject.state);
    states.filter(|state| *state != Status::NotApplicable).min()
}

fn filter(visit: &Visit, kind: &KindRow, asked: &Typed) -> Markup {
    let typed = Typed::of([
        ("sok".to_owned(), asked.get("sok").to_owned()),
        ("kritisk".to_owned(), asked.get("kritisk").to_owned()),
        ("status".to_owned(), asked.get("status").to_owned()),
    ]);
    let mistakes = Mistakes::default();
    let fields = Fields::new(visit, &typed, &mistakes);
    let any = || (String::new(), visit.plain("inventory-any"));
    let levels = (1..=5).rev().map(|level: u8| {
        let number = [("level", Say::Number(i64::from(level)))];
        (level.to_string(), visit.say("inventory-at-least", &number))
    });
    let levels: Vec<_> = [any()].into_iter().chain(levels).collect();
    let states = Status::ALL
        .into_iter()
        .rev()
        .map(|state| (state.name().to_owned(), visit.plain(&format!("status-{}", state.name()))));
    let states: Vec<_> = [any()].into_iter().chain(states).collect();
    html! {
        form class="a-filter" method="get" action={ "/tjenester/" (kind.name) } role="search" {
            (fields.input("search", "sok", &visit.plain("inventory-search"), None))
            @if kind.attribute("criticality").is_some() {
                (fields.select("kritisk", &capital(&visit.plain("attribute-criticality")), None, &levels))
            }
            (fields.select("status", &visit.plain("inventory-state"), None, &states))
            button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("inventory-filter")) }
        }
    }
}

fn table(visit: &Visit, kind: &KindRow, rows: &[Row<'_>], asked: &Typed) -> Markup {
    let pages = rows.len().div_ceil(PAGE).max(1);
    let side = asked.get("side").parse().unwrap_or(1_usize).clamp(1, pages);
    let shown = rows.chunks(PAGE).nth(side - 1).unwrap_or_default();
    let has_level = kind.attribute("criticality").is_some();
    let titles = ["inventory-name", "attribute-criticality", "relation-owner", "inventory-state"];
    let [name, level, owner, state] = titles.map(|id| capital(&visit.plain(id)));
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    html! {
        p class="a-quiet" { (visit.say("inventory-count", &[("count", Say::Number(count))])) }
        @if !shown.is_empty() {
            table class="ds-table a-table" role="table" {
                thead role="rowgroup" {
                    tr role="row" {
                        th scope="col" role="columnheader" { (name) }
                        @if has_level { th scope="col" role="columnheader" { (level) } }
                        th scope="col" role="columnheader" { (owner) }
                        th scope="col" role="columnheader" { (state) }
                    }
                }
                tbody role="rowgroup" {
                    @for row in shown {
                        tr role="row" {
                            th scope="row" role="rowheader" { a href=(path(row.id)) { (row.name) } }
                            @if has_level {
                                td role="cell" data-l=(level) { @if let Some(one) = row.criticality { (one) } }
                            }
                            td role="cell" data-l=(owner) { (row.owner) }
                            td role="cell" data-l=(state) {
                                @if let Some(one) = row.state { (parts::tag(visit, one)) }
                                @else { (visit.plain("inventory-not-asked")) }
                            }
                        }
                    }
                }
            }
        }
        (pager(visit, kind, asked, side, pages))
    }
}

fn pager(visit: &Visit, kind: &KindRow, asked: &Typed, side: usize, pages: usize) -> Markup {
    let to = |side: usize| {
        let kept = [
            ("sok", asked.get("sok")),
            ("kritisk", asked.get("kritisk")),
            ("status", asked.get("status")),
        ];
        let kept = kept.iter().filter(|(_, value)| !value.is_empty());
        let kept: Vec<String> =
            kept.map(|(name, value)| format!("{name}={}&", escaped(value))).collect();
        format!("/tjenester/{}?{}side={side}", kind.name, kept.concat())
    };
    parts::pager(visit, (side, pages), to)
}

/// A text as a value in an address's query.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = std::fmt::Write::write_fmt(&mut out, format_args!("%{byte:02X}"));
        }
    }
    out
}

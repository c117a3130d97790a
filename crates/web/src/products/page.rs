//! Which systems contain a product: one search over all lists that count.

use arvak_core::EntityId;
use arvak_store::products::{Found, Wanted};
use arvak_words::{Say, date};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::{HERE, SEARCH_CHARS_MAX, read_list};
use crate::failure::Failure;
use crate::form::{Asked, Fields, Mistakes, Typed};
use crate::inventory::escaped;
use crate::visit::Visit;
use crate::{page, parts};

/// Products on one page.
const PAGE: usize = 50;

pub(super) async fn show(visit: Visit, Asked(asked): Asked) -> Result<Response, Failure> {
    let system = asked.some("system").map(str::parse::<EntityId>);
    let system = system.transpose().map_err(|_| Failure::NotFound)?;
    if let Some(system) = &system {
        visit.view.state().entity(system).ok_or(Failure::NotFound)?;
    }
    let (wanted, count) = found(&visit, &asked, system.as_ref()).await?;
    let (mut all, total) = (wanted, count);
    let has_more = all.len() > PAGE;
    all.truncate(PAGE);
    let args =
        [("products", parts::number(total.products)), ("systems", parts::number(total.systems))];
    let title = visit.plain("products-title");
    let body = html! {
        a class="a-back" href="/tjenester/system" { (visit.plain("things-system")) }
        h1 { (title) }
        p class="a-lead" { (visit.plain("products-lead")) }
        (filter(&visit, &asked, system.as_ref()))
        @if total.products == 0 { p { (visit.plain("products-none")) } }
        @else {
            p class="a-quiet" { (visit.say("products-count", &args)) }
            (table(&visit, &all))
            @if let (true, Some(last)) = (has_more, all.last()) {
                p { a class="ds-button" data-variant="secondary" rel="next" href=(next(&asked, &last.place)) { (visit.plain("products-more")) } }
            }
        }
    };
    Ok(page::page(&visit, &title, &body).into_response())
}

/// One more than the page shows, and how many there are.
async fn found(
    visit: &Visit,
    asked: &Typed,
    system: Option<&EntityId>,
) -> Result<(Vec<Found>, arvak_store::products::Count), Failure> {
    let cut = |text: &str| text.chars().take(SEARCH_CHARS_MAX).collect::<String>();
    let wanted = Wanted {
        systems: seen(visit, system),
        contains: cut(asked.get("sok")),
        purl: cut(asked.get("purl")),
        after: asked.some("etter").map(str::to_owned),
        limit: PAGE + 1,
    };
    let reading = visit.view.store.reading();
    let count = reading.count_products(read_list, wanted.clone()).await?;
    Ok((reading.products(read_list, wanted).await?, count))
}

/// The systems whose products a visitor may see: all of them, or those of the own units.
pub(crate) fn seen(visit: &Visit, system: Option<&EntityId>) -> Option<Vec<EntityId>> {
    if let Some(system) = system {
        return Some(vec![system.clone()]);
    }
    visit.limits()?;
    let systems = visit.view.state().entities_of("system");
    Some(systems.map(|one| one.id().clone()).collect())
}

fn filter(visit: &Visit, asked: &Typed, system: Option<&EntityId>) -> Markup {
    let mistakes = Mistakes::default();
    let fields = Fields::new(visit, asked, &mistakes);
    html! {
        form class="a-filter" method="get" action=(HERE) role="search" {
            (fields.input("search", "sok", &visit.plain("products-search"), None))
            (fields.input("text", "purl", &visit.plain("products-purl"), Some(&visit.plain("products-purl-hint"))))
            @if let Some(system) = system { input type="hidden" name="system" value=(system); }
            button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("products-go")) }
        }
        @if let Some(system) = system {
            p { (visit.plain("products-system")) ": " (parts::thing(visit, system)) }
        }
    }
}

/// Products with the systems that have them.
pub(super) fn table(visit: &Visit, all: &[Found]) -> Markup {
    let [name, version, purl] =
        ["name", "version", "purl"].map(|id| visit.plain(&format!("suppliers-program-{id}")));
    let [system, from, at] =
        ["products-system", "products-from", "products-at"].map(|id| visit.plain(id));
    html! {
        table class="ds-table a-table" role="table" aria-label=(visit.plain("products-title")) {
            thead role="rowgroup" { tr role="row" {
                @for head in [&name, &version, &system, &from, &at, &purl] {
                    th role="columnheader" scope="col" { (head) }
                }
            } }
            tbody role="rowgroup" {
                @for one in all {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(name) { (one.product.name) }
                        td role="cell" data-l=(version) { (one.product.version.as_deref().unwrap_or("–")) }
                        td role="cell" data-l=(system) { (parts::thing(visit, &one.system)) }
                        td role="cell" data-l=(from) { (source(visit, one.source.as_ref())) }
                        td role="cell" data-l=(at) { a class="ds-link" href={ "/bevis/" (one.entry) } { (date(visit.lang, one.at)) } }
                        td role="cell" data-l=(purl) { (one.product.purl.as_deref().unwrap_or("–")) }
                    }
                }
            }
        }
    }
}

/// Who gave a list.
pub(super) fn source(visit: &Visit, source: Option<&EntityId>) -> Markup {
    if let Some(source) = source {
        parts::thing(visit, source)
    } else {
        html! { (visit.plain("products-own")) }
    }
}

/// The address of the products after a place.
fn next(asked: &Typed, place: &str) -> String {
    let kept = ["sok", "purl", "system"].map(|name| (name, asked.get(name)));
    let kept = kept.iter().filter(|(_, text)| !text.is_empty());
    let kept: Vec<String> = kept.map(|(name, text)| format!("{name}={}&", escaped(text))).collect();
    format!("{HERE}?{}etter={}", kept.concat(), escaped(place))
}

/// A list that counts, in one sentence.
pub(super) fn list_line(visit: &Visit, one: &arvak_store::products::CountingList) -> String {
    let source = match &one.source {
        Some(source) => visit.thing(source),
        None => visit.plain("products-own"),
    };
    let source = ("source", Say::Owned(source));
    match one.products {
        Some(count) => {
            let date = ("date", Say::Owned(date(visit.lang, one.at)));
            visit.say("products-of-list", &[("count", parts::number(count)), date, source])
        }
        None => visit.say("products-of-unreadable", &[source]),
    }
}

//! On a system's page: what it is built from.

use arvak_core::EntityId;
use arvak_store::products::Wanted;
use maud::{Markup, html};

use super::page::{list_line, table};
use super::{HERE, read_list};
use crate::failure::Failure;
use crate::inventory::escaped;
use crate::parts;
use crate::visit::Visit;

/// Products that the page shows; all of them are one click away.
const SHOWN: usize = 10;

/// The lists of a system that count, and the first of its products. What is no system has none.
pub(crate) async fn section(visit: &Visit, id: &EntityId) -> Result<Markup, Failure> {
    if id.kind() != "system" {
        return Ok(html! {});
    }
    let reading = visit.view.store.reading();
    let mut lists = reading.software_lists(read_list).await?;
    lists.retain(|one| one.system == *id);
    let wanted = Wanted { systems: Some(vec![id.clone()]), ..Wanted::any(SHOWN) };
    let products =
        if lists.is_empty() { Vec::new() } else { reading.products(read_list, wanted).await? };
    Ok(html! {
        h2 id="programvare" { (visit.plain("products-of")) }
        @if lists.is_empty() { p { (visit.plain("products-of-none")) } }
        @else {
            ul class="ds-list" {
                @for one in &lists { li { (list_line(visit, one)) " " (parts::evidence(visit, one.entry)) } }
            }
            @if !products.is_empty() {
                (table(visit, &products))
                p { a class="ds-link" href={ (HERE) "?system=" (escaped(id.as_str())) } { (visit.plain("products-of-all")) } }
            }
        }
    })
}

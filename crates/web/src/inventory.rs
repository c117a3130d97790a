//! Services and systems: everything that is listed, a form for each thing, import with a preview, export.

mod back_door;
pub(crate) mod edit;
pub(crate) mod export;
mod form_page;
pub(crate) mod import;
mod import_page;
pub(crate) mod kinds;
pub(crate) mod list;
mod pending;
pub(crate) mod retire;

use arvak_identity::{Access, Right};

pub(crate) use import_page::Preview;
pub(crate) use list::escaped;

use crate::products;
use crate::routes::Routes;
use crate::work::Work;

/// Most bytes of the files of one import together.
pub(crate) const IMPORT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Its addresses.
pub(crate) fn routes(routes: Routes) -> Routes {
    let edit = Access::May(Right::EditInventory);
    products::routes(routes)
        .get("/tjenester", Access::May(Right::Read), list::first)
        .get("/tjenester/{kind}", Access::May(Right::Read), list::list)
        .get("/tjenester/ny/{kind}", edit, edit::new)
        .post("/tjenester/ny/{kind}", edit, edit::create)
        .get("/ting/{kind}/{slug}/endre", edit, edit::edit)
        .post("/ting/{kind}/{slug}/endre", edit, edit::change)
        .get("/ting/{kind}/{slug}/avvikle", edit, retire::ask)
        .post("/ting/{kind}/{slug}/avvikle", edit, retire::retire)
        .get("/tjenester/import", edit, import::ask)
        .upload("/tjenester/import", edit, IMPORT_BYTES_MAX + 64 * 1024, import::preview)
        .post("/tjenester/import/bekreft", edit, import::confirm)
        .costing(Work::Export)
        .get("/tjenester/mal", edit, export::template)
        .costing(Work::Export)
        .get("/tjenester/eksport", Access::May(Right::Export), export::export)
}

#[cfg(test)]
mod tests;

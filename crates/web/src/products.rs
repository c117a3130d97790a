//! What systems are built from: lists of software become evidence about a system, and their products are found again. The command
//! line takes lists in by the same function.

mod page;
mod section;
mod take;

use arvak_identity::{Access, Right};
use arvak_store::products::ListedProduct;

use crate::routes::Routes;

pub(crate) use page::seen as seen_systems;
pub(crate) use section::section;
pub(crate) use take::{Came, systems_of, take};
pub use take::{NewList, drafted, same, told};

/// The address where products are looked for.
pub(crate) const HERE: &str = "/tjenester/programvare";

/// Most characters that are looked for.
pub const SEARCH_CHARS_MAX: usize = 200;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get(HERE, Access::May(Right::Read), page::show)
}

/// The products of a list of software, for the index of products.
pub fn read_list(bytes: &[u8]) -> Option<Vec<ListedProduct>> {
    let list = arvak_suppliers::sbom::read(bytes).ok()?;
    let product = |one: arvak_suppliers::sbom::Product| ListedProduct {
        name: one.name,
        version: one.version,
        purl: one.purl,
        maker: one.supplier,
    };
    Some(list.products.into_iter().map(product).collect())
}

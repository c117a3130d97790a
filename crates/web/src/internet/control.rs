//! *Domener og tillatelser*: what shows that a domain is the municipality's, what would show it, and leave for what is somebody
//! else's. Nothing here decides anything: the scope gate reads the evidence at every run.

pub(crate) mod act;
pub(crate) mod leaves;
mod page;
#[cfg(test)]
mod tests;

use arvak_identity::{Access, Right};

use crate::failure::Failure;
use crate::program::{Control, Controlled};
use crate::routes::Routes;
use crate::tasks::DOCUMENT_BYTES_MAX;
use crate::visit::Visit;
use crate::work::Work;

/// The page.
pub(crate) const HERE: &str = "/internett/kontroll";

/// Its addresses. Whoever may look may also say what may be looked at, when they show that it is theirs.
pub(super) fn routes(routes: Routes) -> Routes {
    let look = Access::May(Right::Look);
    routes
        .get("/internett/kontroll", look, page::show)
        .post("/internett/kontroll/let", look, act::search)
        .costing(Work::Sending)
        .post("/internett/kontroll/kode/send", look, act::send)
        .post("/internett/kontroll/kode", look, act::confirm)
        .get("/internett/kontroll/mal", look, leaves::template)
        .upload(
            "/internett/kontroll/tillatelse",
            look,
            DOCUMENT_BYTES_MAX + 64 * 1024,
            leaves::take,
        )
        .post("/internett/kontroll/tillatelse/slutt", look, leaves::stop)
}

/// What opens more than any visitor may do. It is about the whole municipality, and so is the right to look: nobody comes here who
/// is limited to units.
pub(crate) async fn known(visit: &Visit) -> Result<Control, Failure> {
    Ok(visit.app.program().control().await?)
}

/// The listed domain of that slug.
pub(crate) async fn domain(visit: &Visit, slug: &str) -> Result<Controlled, Failure> {
    let mut domains = known(visit).await?.domains.into_iter();
    domains.find(|domain| domain.id.slug() == slug).ok_or(Failure::NotFound)
}

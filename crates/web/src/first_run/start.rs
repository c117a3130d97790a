//! Starting the first look as a job.

use crate::failure::Failure;
use crate::program::Look;
use crate::runs;
use crate::visit::Visit;

/// Starts the public look at everything that is listed; the address of its page, which leads on to the status.
pub(super) async fn start(visit: &Visit) -> Result<String, Failure> {
    let by = visit.who.as_ref().map(|who| who.person.to_string());
    let then = Some("/status".to_owned());
    let id = runs::start(&visit.app, Look { all: true, ..Look::default() }, by, then).await?;
    Ok(format!("/kjoringer/{id}"))
}

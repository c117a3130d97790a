//! Starting the first look as a job.

use crate::failure::Failure;
use crate::visit::Visit;

/// Starts the public look at everything that is listed; the address of its page.
pub(super) async fn start(visit: &Visit) -> Result<String, Failure> {
    let _ = visit;
    Ok("/kjoringer".to_owned())
}

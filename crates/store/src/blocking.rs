//! Work that waits for the disk or for another thread, away from the runtime's threads.

use crate::{Error, Result};

/// Runs `work` on a thread that may wait.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => Err(Error::Stopped { why: stopped.to_string() }),
    }
}

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

/// Waits for `future`, which asks a database, on a thread that may wait and has no runtime of its own.
pub(crate) fn wait_for<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.map_err(|error| Error::Stopped { why: error.to_string() })?;
    runtime.block_on(future)
}

//! One touch stops everything.

use std::fmt;
use std::sync::Arc;

use tokio::sync::watch;

/// A handle that stops whatever holds a clone of it. It cannot be started again.
#[derive(Clone)]
pub struct Stop {
    sender: Arc<watch::Sender<bool>>,
}

impl Default for Stop {
    fn default() -> Self {
        Self { sender: Arc::new(watch::Sender::new(false)) }
    }
}

impl Stop {
    /// Stops everything.
    pub fn stop(&self) {
        self.sender.send_replace(true);
    }

    /// Whether it was touched.
    pub fn is_stopped(&self) -> bool {
        *self.sender.borrow()
    }

    /// Returns when it is touched.
    pub async fn stopped(&self) {
        let mut receiver = self.sender.subscribe();
        // The sender lives in `self`, so this cannot fail; and if it did, nobody could stop us.
        if receiver.wait_for(|stopped| *stopped).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stop({})", self.is_stopped())
    }
}

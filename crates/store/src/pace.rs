//! Waiting and elapsed time inside the store. No fact sees these: what is recorded is stamped by the
//! folder's clock, which may be simulated, whereas a socket's time-out must pass for real.

use std::time::{Duration, Instant};

/// Measures real time from its start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "time-outs are real time; no fact sees them")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// How much of `limit` is left; zero when it has passed.
    pub(crate) fn left_of(self, limit: Duration) -> Duration {
        limit.saturating_sub(self.0.elapsed())
    }
}

/// Lets `duration` pass.
#[expect(clippy::disallowed_methods, reason = "a client waits between two tries for the lock")]
pub(crate) fn pause(duration: Duration) {
    std::thread::sleep(duration);
}

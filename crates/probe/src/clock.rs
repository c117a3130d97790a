//! The program's clock, and one that is moved by hand.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use arvak_core::{Instant, Span};

use crate::{BoxFuture, Clock};

/// The clock of the machine: the only place in the workspace that asks what time it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the program's one clock")]
    fn now(&self) -> Instant {
        Instant::from_millis(jiff::Timestamp::now().as_millisecond())
    }

    fn sleep(&self, span: Span) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration(span)))
    }
}

/// `span` for the runtime's timers.
pub(crate) fn duration(span: Span) -> Duration {
    Duration::from_millis(u64::try_from(span.as_millis()).unwrap_or(0))
}

/// A clock that stands still until it is moved, or slept on: sleeping moves it at once. For the
/// demonstration's simulated history and for tests.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that shows `start`.
    pub fn new(start: Instant) -> Self {
        Self(AtomicI64::new(start.as_millis()))
    }

    /// Moves the clock forward by `span`.
    pub fn advance(&self, span: Span) {
        self.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }

    /// Moves the clock to `at`, also backwards.
    pub fn set(&self, at: Instant) {
        self.0.store(at.as_millis(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant::from_millis(self.0.load(Ordering::SeqCst))
    }

    fn sleep(&self, span: Span) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.advance(span);
            tokio::task::yield_now().await;
        })
    }
}

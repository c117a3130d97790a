//! Which clock a data folder goes by.

use std::sync::Arc;

use arvak_core::fact::ClockKind;
use arvak_core::{Instant, Span};
use arvak_probe::{BoxFuture, Clock, SystemClock};

/// The clock of a ledger: the machine's, or for a demonstration's ledger one that goes on from where
/// its simulated time stopped, from when this is called.
pub(crate) fn clock_of(kind: Option<ClockKind>, last_received: Option<Instant>) -> Arc<dyn Clock> {
    match (kind, last_received) {
        (Some(ClockKind::Simulated), Some(base)) => {
            Arc::new(GoingOn { base, started: SystemClock.now() })
        }
        _ => Arc::new(SystemClock),
    }
}

/// Simulated time that goes on at the pace of the machine's clock.
#[derive(Debug)]
struct GoingOn {
    base: Instant,
    started: Instant,
}

impl Clock for GoingOn {
    fn now(&self) -> Instant {
        self.base.plus(SystemClock.now().since(self.started))
    }

    fn sleep(&self, span: Span) -> BoxFuture<'_, ()> {
        Box::pin(async move { SystemClock.sleep(span).await })
    }
}

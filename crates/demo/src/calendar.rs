//! The simulated clock that all servers of a world share, and things that change with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use arvak_core::Instant;

/// The simulated now. A clone reads the same clock.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    from: Instant,
    now_ms: Arc<AtomicI64>,
}

impl Calendar {
    /// A calendar whose day 0 begins at `from`, which is also its now.
    pub(crate) fn new(from: Instant) -> Self {
        Self { from, now_ms: Arc::new(AtomicI64::new(from.as_millis())) }
    }

    /// Moves the simulated now; what is already connected stays as it was.
    pub(crate) fn set(&self, now: Instant) {
        self.now_ms.store(now.as_millis(), Ordering::SeqCst);
    }

    /// The simulated now.
    pub(crate) fn now(&self) -> Instant {
        Instant::from_millis(self.now_ms.load(Ordering::SeqCst))
    }

    /// Whole days since the start; 0 before it.
    pub(crate) fn day(&self) -> u32 {
        u32::try_from(self.now().since(self.from).as_days()).unwrap_or(u32::MAX)
    }
}

/// A value that holds from a day on, until the next one in a list does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Since<T> {
    /// The first day on which it holds.
    pub(crate) day: u32,
    /// What holds.
    pub(crate) value: T,
}

/// A [`Since`], written shortly in tables.
pub(crate) const fn since<T: Copy>(day: u32, value: T) -> Since<T> {
    Since { day, value }
}

/// What holds on `day`; `changes` are in order of days.
pub(crate) fn on<T>(changes: &[Since<T>], day: u32) -> Option<&T> {
    changes.iter().take_while(|change| change.day <= day).last().map(|change| &change.value)
}

/// Whether `day` lies in the closed range of days.
pub(crate) fn within(days: Option<(u32, u32)>, day: u32) -> bool {
    days.is_some_and(|(first, last)| (first..=last).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arvak_core::Span;

    #[test]
    fn a_change_holds_from_its_day_until_the_next() {
        let changes = [since(3, 'a'), since(7, 'b')];
        let seen: Vec<_> = [2, 3, 6, 7, 99].map(|day| on(&changes, day).copied()).to_vec();
        assert_eq!(seen, [None, Some('a'), Some('a'), Some('b'), Some('b')]);
    }

    #[test]
    fn a_day_begins_at_the_hour_of_the_start() {
        let from = Instant::from_millis(1_000_000);
        let calendar = Calendar::new(from);
        assert_eq!(calendar.day(), 0);
        calendar.set(Instant::from_millis(from.plus(Span::from_days(4)).as_millis() - 1));
        assert_eq!(calendar.day(), 3);
        calendar.set(Instant::from_millis(0));
        assert_eq!(calendar.day(), 0);
    }
}

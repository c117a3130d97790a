//! Guessing is slow: after some failures each next try must wait, longer and longer, up to a quarter of an hour. Nobody is
//! ever locked out for good, for then anybody could lock anybody out.
//!
//! Failures are counted for an account and a factor, and for the client's address. The factor that succeeds clears its own
//! failures at that account, and no others: a right password says nothing about the codes, nor about the other
//! accounts that the same address tried. A passkey cannot be guessed and is not slowed by guesses at a password.

use arvak_core::{Instant, Span};

/// How many failures are free, and how long they are remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    free: u32,
}

/// The longest that anybody waits after the last failure.
pub const WAIT_MAX: Span = Span::from_millis(15 * 60_000);

/// How long a failure is remembered.
pub const REMEMBERED: Span = Span::from_millis(24 * 3_600_000);

impl Throttle {
    /// For one factor of one account: three mistakes are human.
    pub const ACCOUNT: Self = Self { free: 3 };

    /// For an address: a whole town hall may come from one.
    pub const ADDRESS: Self = Self { free: 20 };

    /// When the next try is allowed; `None` when it is now. The order of `failures` does not matter. One that is later
    /// than `now`, by a clock that since was set back, counts as one of now.
    pub fn wait(self, failures: &[Instant], now: Instant) -> Option<Instant> {
        let counted = failures.iter().copied().map(|at| at.min(now));
        let counted: Vec<Instant> = counted.filter(|at| now.since(*at) < REMEMBERED).collect();
        let number = u32::try_from(counted.len()).unwrap_or(u32::MAX);
        let last = counted.into_iter().max()?;
        let over = number.checked_sub(self.free).filter(|over| *over > 0)?;
        // 2 s, 4 s, 8 s … up to the longest.
        let seconds = 1_i64.checked_shl(over.min(20)).unwrap_or(i64::MAX);
        let delay = Span::from_millis(seconds.saturating_mul(1000)).min(WAIT_MAX);
        let until = last.plus(delay);
        (until > now).then_some(until)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn instants() -> impl Strategy<Value = Vec<Instant>> {
        proptest::collection::vec((0..200_000_000_i64).prop_map(Instant::from_millis), 0..60)
    }

    fn throttle() -> impl Strategy<Value = Throttle> {
        proptest::sample::select(&[Throttle::ACCOUNT, Throttle::ADDRESS][..])
    }

    proptest! {
        #[test]
        fn nobody_waits_longer_than_a_quarter_of_an_hour(throttle in throttle(), failures in instants(), now in 0..200_000_000_i64) {
            let now = Instant::from_millis(now);
            if let Some(until) = throttle.wait(&failures, now) {
                prop_assert!(until > now && until <= now.plus(WAIT_MAX));
                prop_assert_eq!(throttle.wait(&failures.iter().copied().filter(|at| *at <= now).collect::<Vec<_>>(), until), None);
            }
        }

        #[test]
        fn another_failure_never_shortens_the_wait(throttle in throttle(), failures in instants(), now in 0..200_000_000_i64) {
            let now = Instant::from_millis(now);
            let before = throttle.wait(&failures, now);
            let mut more = failures;
            more.push(now);
            prop_assert!(throttle.wait(&more, now) >= before);
        }

        #[test]
        fn the_order_of_failures_does_not_matter(throttle in throttle(), failures in instants(), now in 0..200_000_000_i64) {
            let now = Instant::from_millis(now);
            let turned: Vec<Instant> = failures.iter().rev().copied().collect();
            prop_assert_eq!(throttle.wait(&failures, now), throttle.wait(&turned, now));
        }
    }

    /// How many seconds one waits after so many failures at one instant.
    fn seconds(throttle: Throttle, failures: usize) -> i64 {
        let now = Instant::from_millis(1_000_000_000);
        let until = throttle.wait(&vec![now; failures], now);
        until.map_or(0, |until| until.since(now).as_millis() / 1000)
    }

    #[test]
    fn the_wait_doubles_from_the_fourth_failure_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> =
            (0..16).map(|failures| seconds(Throttle::ACCOUNT, failures)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(seconds(Throttle::ADDRESS, 20), 0);
        assert_eq!(seconds(Throttle::ADDRESS, 21), 2);
        assert_eq!(seconds(Throttle::ACCOUNT, 10_000), 900);
    }

    #[test]
    fn a_guesser_gets_about_a_hundred_tries_a_day() {
        let (mut now, mut failures, mut tries) = (0_i64, Vec::new(), 0);
        while now < 86_400_000 {
            if let Some(until) = Throttle::ACCOUNT.wait(&failures, Instant::from_millis(now)) {
                now = until.as_millis();
            } else {
                failures.push(Instant::from_millis(now));
                tries += 1;
            }
        }
        assert!((100..=110).contains(&tries), "{tries}");
    }
}

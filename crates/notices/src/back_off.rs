//! When a message that did not get through is tried again, and when it is given up.

use arvak_core::{Instant, Span};

/// The wait after the first attempt; it doubles each time.
const FIRST: i64 = 60_000;

/// The longest wait: four times a day is often enough for a server that is away for days.
const MOST: i64 = 6 * 3_600_000;

/// When to try again after `attempts` attempts, the last of them at `now`.
pub fn next_try(attempts: u32, now: Instant) -> Instant {
    let doubled = FIRST.saturating_mul(1_i64.checked_shl(attempts.saturating_sub(1)).unwrap_or(0));
    let wait = if attempts > 30 { MOST } else { doubled.clamp(FIRST, MOST) };
    now.plus(Span::from_millis(wait))
}

/// Whether a message that was made at `made_at` is tried no more at `now`.
pub fn is_given_up(made_at: Instant, now: Instant, give_up: Span) -> bool {
    now.since(made_at) >= give_up
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_six_hours_and_never_become_shorter() {
        let now = Instant::from_millis(0);
        let wait = |attempts| next_try(attempts, now).as_millis() / 60_000;
        assert_eq!([wait(1), wait(2), wait(3), wait(9), wait(10)], [1, 2, 4, 256, 360]);
        for attempts in 0..200 {
            assert!(wait(attempts + 1) >= wait(attempts), "{attempts}");
            assert!((1..=360).contains(&wait(attempts)), "{attempts}");
        }
        assert!(wait(u32::MAX) == 360);
    }

    #[test]
    fn a_message_is_given_up_after_the_days_that_the_operator_says() {
        let (made, days) = (Instant::from_millis(0), Span::from_days(5));
        assert!(!is_given_up(made, made.plus(Span::from_millis(days.as_millis() - 1)), days));
        assert!(is_given_up(made, made.plus(days), days));
    }
}

//! How long a log-in lasts, and what it is worth.

use arvak_core::{Instant, Span};

use crate::Factors;

/// How long whoever has shown one factor has for the other, or for choosing factors.
const STEP: Span = Span::from_millis(15 * 60_000);

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Without being used.
    pub idle: Span,
    /// In all.
    pub absolute: Span,
}

impl Default for Limits {
    /// Thirty minutes, and twelve hours.
    fn default() -> Self {
        Self { idle: Span::from_millis(30 * 60_000), absolute: Span::from_millis(12 * 3_600_000) }
    }
}

/// What the rules need to know of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What was shown.
    pub factors: Factors,
    /// When it began.
    pub made_at: Instant,
    /// When it was last used.
    pub seen_at: Instant,
}

/// What a session is worth now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Two factors were shown, and it has not ended.
    Full,
    /// Not yet two factors: it opens nothing but the next step of logging in.
    Step,
    /// It was not used for too long.
    Idle,
    /// It lasted as long as a session may.
    Over,
}

impl Session {
    /// What it is worth at `now`.
    pub fn standing(&self, limits: Limits, now: Instant) -> Standing {
        let is_full = self.factors.are_two();
        let absolute = if is_full { limits.absolute } else { limits.absolute.min(STEP) };
        if now.since(self.made_at) >= absolute {
            return Standing::Over;
        }
        if now.since(self.seen_at) >= limits.idle {
            return Standing::Idle;
        }
        if is_full { Standing::Full } else { Standing::Step }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Factor;

    fn factors() -> impl Strategy<Value = Factors> {
        proptest::collection::vec(proptest::sample::select(&Factor::ALL[..]), 0..4)
            .prop_map(Factors::of)
    }

    fn session() -> impl Strategy<Value = Session> {
        (factors(), 0..100_000_000_i64, 0..100_000_000_i64).prop_map(|(factors, made, used)| {
            let made_at = Instant::from_millis(made);
            Session { factors, made_at, seen_at: Instant::from_millis(made + used) }
        })
    }

    fn limits() -> impl Strategy<Value = Limits> {
        (1..10_000_000_i64, 1..100_000_000_i64).prop_map(|(idle, absolute)| Limits {
            idle: Span::from_millis(idle),
            absolute: Span::from_millis(absolute),
        })
    }

    proptest! {
        #[test]
        fn only_two_factors_make_a_session_full(session in session(), limits in limits(), now in 0..300_000_000_i64) {
            let standing = session.standing(limits, Instant::from_millis(now));
            if standing == Standing::Full {
                prop_assert!(session.factors.are_two());
            }
        }

        #[test]
        fn what_has_ended_stays_ended(session in session(), limits in limits(), now in 0..300_000_000_i64, later in 0..300_000_000_i64) {
            let is_alive = |at| matches!(session.standing(limits, Instant::from_millis(at)), Standing::Full | Standing::Step);
            if is_alive(now + later) {
                prop_assert!(is_alive(now));
            }
        }

        #[test]
        fn use_lengthens_the_idle_limit_and_never_the_absolute_one(session in session(), limits in limits(), used in 0..300_000_000_i64) {
            let end = session.made_at.plus(limits.absolute);
            let seen_at = Instant::from_millis(used);
            let used = Session { seen_at, ..session };
            prop_assert_eq!(used.standing(limits, end), Standing::Over);
        }
    }

    #[test]
    fn half_an_hour_without_use_ends_it_and_so_do_twelve_hours() {
        let limits = Limits::default();
        let start = Instant::from_millis(0);
        let minutes = |minutes: i64| Instant::from_millis(minutes * 60_000);
        let factors = Factors::of([Factor::Passkey]);
        let session = Session { factors: factors.clone(), made_at: start, seen_at: start };
        assert_eq!(session.standing(limits, minutes(29)), Standing::Full);
        assert_eq!(session.standing(limits, minutes(30)), Standing::Idle);
        let used = Session { factors, made_at: start, seen_at: minutes(719) };
        assert_eq!(used.standing(limits, minutes(719)), Standing::Full);
        assert_eq!(used.standing(limits, minutes(720)), Standing::Over);
    }

    #[test]
    fn a_step_lasts_a_quarter_of_an_hour() {
        let limits = Limits::default();
        let start = Instant::from_millis(0);
        let factors = Factors::of([Factor::Password]);
        let session = Session { factors, made_at: start, seen_at: start };
        assert_eq!(session.standing(limits, Instant::from_millis(899_999)), Standing::Step);
        assert_eq!(session.standing(limits, Instant::from_millis(900_000)), Standing::Over);
    }
}

//! When somebody is to be reminded of a request: a function of dates alone.
//!
//! Seven, three and one days before it is due; the day after, with the leader of whoever was asked told; and a fortnight after
//! it counts as not answered, as the letter's rule for suppliers that do not answer has it.

use arvak_core::{Instant, Span};

/// Days before it is due on which whoever was asked is reminded.
pub const DAYS_BEFORE: [u32; 3] = [7, 3, 1];

/// Days after it was due when the leader of whoever was asked is told.
pub const DAYS_TO_LEADER: u32 = 1;

/// Days after it was due when it counts as not answered.
pub const DAYS_TO_SILENT: u32 = 14;

/// What is to be done about a request that is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Remind whoever was asked, so many days before it is due.
    Before(u32),
    /// Tell their leader.
    Leader,
    /// It counts as not answered.
    Silent,
}

impl Step {
    /// Its name in sentences' ids and in JSON.
    pub fn name(self) -> String {
        match self {
            Self::Before(days) => format!("before-{days}"),
            Self::Leader => "leader".to_owned(),
            Self::Silent => "silent".to_owned(),
        }
    }
}

/// A step, and when it comes.
pub type Due = (Instant, Step);

/// All steps of a request that was sent and is due then, in order. A reminder that would have come before the request
/// itself, or within a day of it, is left out.
pub fn steps(sent: Instant, due: Instant) -> Vec<Due> {
    let before = |days: u32| {
        let days_ms = Span::from_days(days).as_millis();
        Instant::from_millis(due.as_millis().saturating_sub(days_ms))
    };
    let first = sent.plus(Span::from_days(1));
    let reminders = DAYS_BEFORE.map(|days| (before(days), Step::Before(days)));
    let after = [(DAYS_TO_LEADER, Step::Leader), (DAYS_TO_SILENT, Step::Silent)]
        .map(|(days, step)| (due.plus(Span::from_days(days)), step));
    reminders.into_iter().filter(|(at, _)| *at > first).chain(after).collect()
}

/// The latest step that has come, and the next one.
pub fn standing(sent: Instant, due: Instant, now: Instant) -> (Option<Due>, Option<Due>) {
    let all = steps(sent, due);
    let come = all.iter().rev().find(|(at, _)| *at <= now).copied();
    let next = all.iter().find(|(at, _)| *at > now).copied();
    (come, next)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn day(number: i64) -> Instant {
        Instant::from_millis(number * 86_400_000)
    }

    #[test]
    fn a_fortnight_has_three_reminders_and_two_steps_after() {
        let all = steps(day(0), day(14));
        let expected = [
            (day(7), Step::Before(7)),
            (day(11), Step::Before(3)),
            (day(13), Step::Before(1)),
            (day(15), Step::Leader),
            (day(28), Step::Silent),
        ];
        assert_eq!(all, expected);
        assert_eq!(standing(day(0), day(14), day(6)), (None, Some(expected[0])));
        assert_eq!(standing(day(0), day(14), day(12)), (Some(expected[1]), Some(expected[2])));
        assert_eq!(standing(day(0), day(14), day(90)), (Some(expected[4]), None));
    }

    #[test]
    fn nobody_is_reminded_the_day_after_being_asked() {
        let names: Vec<_> = steps(day(0), day(4)).iter().map(|(_, step)| step.name()).collect();
        assert_eq!(names, ["before-1", "leader", "silent"]);
    }

    proptest! {
        #[test]
        fn steps_come_in_order_after_it_was_sent(sent in 0..400_i64, days in 0..400_i64, now in 0..1_000_i64) {
            let (sent, due, now) = (day(sent), day(sent + days), day(now));
            let all = steps(sent, due);
            prop_assert!(all.windows(2).all(|pair| pair[0].0 < pair[1].0));
            prop_assert!(all.iter().all(|(at, _)| *at > sent));
            let (come, next) = standing(sent, due, now);
            prop_assert!(come.is_none_or(|(at, _)| at <= now));
            prop_assert!(next.is_none_or(|(at, _)| at > now));
            prop_assert_eq!(next.is_none(), now >= due.plus(Span::from_days(DAYS_TO_SILENT)));
        }
    }
}

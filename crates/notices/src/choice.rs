//! What somebody wants to be told, and how often.

use std::collections::BTreeSet;

use arvak_core::{Instant, Span};
use arvak_words::at_hour;

use crate::Kind;

/// The hour in Oslo from which a digest is sent.
pub const MORNING: i8 = 7;

/// How often somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As soon as something happens.
    AtOnce,
    /// Each morning on which there is something to tell.
    Daily,
    /// Each Monday morning on which there is something to tell.
    Weekly,
}

impl Pace {
    /// All of them, the most frequent first.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::Daily, Self::Weekly];

    /// The name in forms, databases and sentences.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AtOnce => "at-once",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }

    /// The pace called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pace| pace.name() == name)
    }
}

/// What somebody wants to be told, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What.
    pub kinds: BTreeSet<Kind>,
    /// How often.
    pub pace: Pace,
}

impl Choice {
    /// For whoever has not chosen: everything each morning for those who can do something about it, else nothing.
    pub fn usual(may_act: bool) -> Self {
        let kinds = if may_act { Kind::ALL.into() } else { BTreeSet::new() };
        Self { kinds, pace: Pace::Daily }
    }

    /// For a program that listens: everything, at once.
    pub fn everything() -> Self {
        Self { kinds: Kind::ALL.into(), pace: Pace::AtOnce }
    }

    /// The kinds by name, with blanks between, as they are kept.
    pub fn kinds_to_text(&self) -> String {
        self.kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" ")
    }

    /// As it was kept; unknown kinds are left out, an unknown pace is the usual one.
    pub fn from_text(kinds: &str, pace: &str) -> Self {
        let kinds = kinds.split_whitespace().filter_map(Kind::from_name).collect();
        Self { kinds, pace: Pace::from_name(pace).unwrap_or(Pace::Daily) }
    }
}

/// Whether what waits for somebody since `since` is to be sent at `now`: for a digest, when a morning has begun meanwhile.
/// A program that did not run in the morning sends it when it runs again.
pub fn is_time(pace: Pace, since: Instant, now: Instant) -> bool {
    match pace {
        Pace::AtOnce => true,
        Pace::Daily => since < morning(now, 1),
        Pace::Weekly => since < morning(now, 7),
    }
}

/// The newest morning that has begun at `now`; of Mondays when `every` is 7.
fn morning(now: Instant, every: i32) -> Instant {
    let begun = (0..=every).map(|days| at_hour(now, -days, MORNING));
    let mut begun = begun.filter(|morning| *morning <= now);
    let monday = |morning: &Instant| every == 1 || is_monday(*morning);
    begun.find(monday).unwrap_or(Instant::from_millis(i64::MIN))
}

/// Whether a morning in Oslo is that of a Monday; it is the same day in UTC.
fn is_monday(morning: Instant) -> bool {
    // 1970-01-01 was a Thursday.
    let days = morning.as_millis().div_euclid(Span::from_days(1).as_millis());
    (days + 3).rem_euclid(7) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_daily_digest_goes_out_once_each_morning_in_oslo() {
        // Seven in Oslo is six in UTC in winter, five in summer.
        let since = at("2026-03-02T06:00:00Z");
        assert!(!is_time(Pace::Daily, since, at("2026-03-02T22:00:00Z")));
        assert!(!is_time(Pace::Daily, since, at("2026-03-03T05:59:59Z")));
        assert!(is_time(Pace::Daily, since, at("2026-03-03T06:00:00Z")));
        assert!(!is_time(Pace::Daily, at("2026-07-02T05:00:00Z"), at("2026-07-03T04:59:00Z")));
        assert!(is_time(Pace::Daily, at("2026-07-02T05:00:00Z"), at("2026-07-03T05:00:00Z")));
    }

    #[test]
    fn a_weekly_digest_goes_out_on_mondays() {
        // 2 March 2026 is a Monday.
        let since = at("2026-03-02T06:30:00Z");
        assert!(!is_time(Pace::Weekly, since, at("2026-03-08T23:00:00Z")));
        assert!(!is_time(Pace::Weekly, since, at("2026-03-09T05:00:00Z")));
        assert!(is_time(Pace::Weekly, since, at("2026-03-09T06:00:00Z")));
        // Late is better than never.
        assert!(is_time(Pace::Weekly, since, at("2026-03-12T06:00:00Z")));
        assert!(is_time(Pace::Weekly, at("2026-03-02T05:59:00Z"), at("2026-03-02T06:00:00Z")));
    }

    #[test]
    fn a_choice_is_read_back_as_it_was_kept() {
        let choice = Choice { kinds: [Kind::Overdue, Kind::Refuted].into(), pace: Pace::Weekly };
        assert_eq!(Choice::from_text(&choice.kinds_to_text(), choice.pace.name()), choice);
        assert_eq!(Choice::from_text("", "never").kinds, BTreeSet::new());
    }
}

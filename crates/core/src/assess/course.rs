//! How a status goes on by itself. Time alone never betters anything (law 3), so what the facts say is
//! told by one instant for each state: until when the status is at least that good. Worst-of, best-of
//! and n-th-best then work state by state, and law 3 holds whatever the rules are.

use crate::{Instant, Status};

/// The states that a course tells of, worst first; [`Status::Refuted`] is what remains.
const LEVELS: [Status; 6] = [
    Status::Missing,
    Status::Stale,
    Status::Partial,
    Status::Exempt,
    Status::Compensated,
    Status::Verified,
];

/// An instant before every other: a state that is never reached ended here.
pub(super) const PAST: Instant = Instant::from_millis(i64::MIN);

/// For each of [`LEVELS`], the instant until which the status is at least that good. The instants never
/// grow from a worse to a better state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Course([Instant; LEVELS.len()]);

impl Course {
    /// Missing for ever.
    pub(super) const MISSING: Self = Self([Instant::NEVER, PAST, PAST, PAST, PAST, PAST]);

    /// A leaf: verified until one instant, supported at all until another, once supported, and refuted
    /// from some instant on whatever the support.
    pub(super) fn leaf(
        verified: Instant,
        supported: Instant,
        once: bool,
        refuted: Instant,
    ) -> Self {
        let stale = if once { Instant::NEVER } else { PAST };
        Self([Instant::NEVER, stale, supported, verified, verified, verified]).until(refuted)
    }

    /// As this one, but refuted from an instant on.
    pub(super) fn until(self, refuted: Instant) -> Self {
        Self(self.0.map(|until| until.min(refuted)))
    }

    /// When a refutation stands.
    pub(super) fn refuted_from(&self) -> Instant {
        self.lasts(Status::Missing)
    }

    /// As this one, but at least `floor` until an instant.
    pub(super) fn at_least(self, floor: Status, until: Instant) -> Self {
        let mut course = self;
        for (level, lasts) in LEVELS.into_iter().zip(&mut course.0) {
            if level <= floor {
                *lasts = until.max(*lasts);
            }
        }
        course
    }

    /// The worst of several; missing when there is none.
    pub(super) fn worst(courses: impl IntoIterator<Item = Self>) -> Self {
        courses
            .into_iter()
            .reduce(|one, other| one.each(other, Instant::min))
            .unwrap_or(Self::MISSING)
    }

    /// The best of several; missing when there is none.
    pub(super) fn best(courses: impl IntoIterator<Item = Self>) -> Self {
        courses
            .into_iter()
            .reduce(|one, other| one.each(other, Instant::max))
            .unwrap_or(Self::MISSING)
    }

    /// The n-th best of several, counted from 1; missing when there are fewer.
    pub(super) fn nth_best(n: u32, courses: &[Self]) -> Self {
        let Some(place) = usize::try_from(n).ok().and_then(|n| n.checked_sub(1)) else {
            return Self::MISSING;
        };
        let mut result = Self::MISSING;
        for (level, lasts) in LEVELS.into_iter().zip(&mut result.0) {
            let mut ends: Vec<Instant> = courses.iter().map(|course| course.lasts(level)).collect();
            ends.sort_unstable();
            if let Some(end) = ends.iter().rev().nth(place) {
                *lasts = *end;
            }
        }
        result
    }

    /// The state at an instant. What lasts until an instant has ended at it.
    pub(super) fn state(&self, at: Instant) -> Status {
        let levels = LEVELS.into_iter().zip(self.0).rev();
        levels
            .into_iter()
            .find(|(_, until)| at < *until)
            .map_or(Status::Refuted, |(level, _)| level)
    }

    /// The next instant at which time alone worsens the state that it has at `at`.
    pub(super) fn worsens(&self, at: Instant) -> Option<Instant> {
        Some(self.lasts(self.state(at))).filter(|until| *until != Instant::NEVER && at < *until)
    }

    /// Until when the status is at least that good.
    pub(super) fn lasts(&self, state: Status) -> Instant {
        let known = LEVELS.into_iter().zip(self.0).find(|(level, _)| *level == state);
        known.map_or(PAST, |(_, until)| until)
    }

    fn each(self, other: Self, pick: impl Fn(Instant, Instant) -> Instant) -> Self {
        let mut result = self;
        for (mine, theirs) in result.0.iter_mut().zip(other.0) {
            *mine = pick(*mine, theirs);
        }
        result
    }
}

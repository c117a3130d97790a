//! A scale of time along a picture, and its marks.

use arvak_core::Instant;
use maud::{Markup, html};

/// A mark on a scale of time, with its finished words: the first of a month, a Monday.
#[derive(Debug, Clone)]
pub struct Tick {
    /// When.
    pub at: Instant,
    /// What stands there: «1. nov.».
    pub label: String,
}

/// A scale from one instant to another between two places.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) from: Instant,
    pub(crate) to: Instant,
    pub(crate) left: i32,
    pub(crate) right: i32,
}

impl Scale {
    /// The place of an instant; what lies outside is at the edge.
    pub(crate) fn place(&self, at: Instant) -> i32 {
        let whole = self.to.since(self.from).as_millis().max(1);
        let part = at.since(self.from).as_millis().clamp(0, whole);
        let room = i128::from(self.right - self.left);
        let moved = i128::from(part) * room / i128::from(whole);
        self.left + i32::try_from(moved).unwrap_or_default()
    }

    /// Whether an instant lies on the scale.
    pub(crate) fn holds(&self, at: Instant) -> bool {
        self.from <= at && at <= self.to
    }

    /// Lines and words of the marks; words that would touch the one before are left out.
    pub(crate) fn ticks(&self, ticks: &[Tick], top: i32, bottom: i32) -> Markup {
        let mut free = i32::MIN;
        let mut drawn = Vec::new();
        for tick in ticks.iter().filter(|tick| self.holds(tick.at)) {
            let (x, wide) = (self.place(tick.at), crate::text::width(&tick.label));
            let named = x - wide / 2 > free;
            if named {
                free = x + wide / 2 + 8;
            }
            drawn.push((x, named.then_some(&tick.label)));
        }
        html! {
            @for (x, label) in drawn {
                line class="p-grid" x1=(x) x2=(x) y1=(top) y2=(bottom) {}
                @if let Some(label) = label {
                    text class="p-quiet" x=(x) y=(bottom + 18) text-anchor="middle" { (label) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn places_lie_between_the_edges_and_keep_their_order(
            from in -1_000_000_000_000i64..1_000_000_000_000,
            long in 0i64..1_000_000_000_000,
            mut times in prop::collection::vec(-2_000_000_000_000i64..2_000_000_000_000, 2..20),
        ) {
            let scale = Scale {
                from: Instant::from_millis(from),
                to: Instant::from_millis(from + long),
                left: 40,
                right: 700,
            };
            times.sort_unstable();
            let places: Vec<_> =
                times.iter().map(|at| scale.place(Instant::from_millis(*at))).collect();
            prop_assert!(places.is_sorted());
            prop_assert!(places.iter().all(|place| (40..=700).contains(place)));
        }
    }
}

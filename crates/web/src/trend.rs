//! How the points stood, day by day: the ledger is folded once, and judged at the end of each day by the catalogue that
//! was in force then.

use std::ops::ControlFlow;
use std::sync::Arc;

use arvak_core::assess::Counts;
use arvak_core::{Instant, Span, State, assess};
use arvak_store::{Error, Reading};

/// How many days are told.
pub(crate) const DAYS: u32 = 90;

/// How the points stood at the end of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    /// The end of the day; the present for the last.
    pub(crate) at: Instant,
    /// How many points were in which state.
    pub(crate) points: Counts,
}

/// The days until `now`, at most [`DAYS`]; none before the first entry.
pub(crate) fn trend(store: &Reading, now: Instant) -> Result<Vec<Day>, Error> {
    let mut state = State::new();
    let mut ends = ends(now).into_iter().peekable();
    let mut days = Vec::new();
    let mut failed = None;
    store.for_each(0, |id, envelope, _| {
        while let Some(end) = ends.next_if(|end| *end < envelope.received_at) {
            match day(store, &state, end) {
                Ok(day) => days.extend(day),
                Err(error) => failed = Some(error),
            }
        }
        // An entry that does not follow is for `verify` to tell; what is known is shown.
        if state.apply(id, envelope).is_err() || failed.is_some() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    for end in ends {
        days.extend(day(store, &state, end)?);
    }
    Ok(days)
}

fn day(store: &Reading, state: &State, at: Instant) -> Result<Option<Day>, Error> {
    let Some(catalogue) = store.catalogue_in_force(state)? else { return Ok(None) };
    let catalogue: Arc<_> = catalogue;
    let points = assess(state, &catalogue, at).points;
    Ok(Some(Day { at, points: Counts::of(points.iter().map(|point| point.state)) }))
}

/// Midnights (UTC) of the last days, and `now`.
fn ends(now: Instant) -> Vec<Instant> {
    let day = Span::from_days(1).as_millis();
    let midnight = now.as_millis() - now.as_millis().rem_euclid(day);
    let ends = (0..i64::from(DAYS)).rev().map(|back| Instant::from_millis(midnight - back * day));
    ends.chain([now]).collect()
}

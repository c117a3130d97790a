//! When this installation looks by itself: never, every few hours, or once a night in a window. What is due is decided by
//! the schedule of the probes; this decides when it is asked.

pub(crate) mod page;
pub(crate) mod vantage;

#[cfg(test)]
mod tests;

use std::time::Duration;

use arvak_core::{Instant, Span};
use arvak_identity::{Access, Right};
use arvak_probe::Stop;
use arvak_store::Operation;
use arvak_words::at_hour;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::failure::Failure;
use crate::first_run;
use crate::program::Look;
use crate::routes::Routes;
use crate::runs;

/// Where it is kept in the operation database.
const KEPT: &str = "timetable";

/// Where the beginning of the newest run by the clock is kept.
const LAST: &str = "timetable-last";

/// How often it is looked whether it is time.
const TICK: Duration = Duration::from_secs(30);

/// When this installation looks by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "when", rename_all = "snake_case")]
pub(crate) enum Timetable {
    /// Only when somebody asks.
    Off,
    /// So many hours after the last time, day and night.
    Every {
        /// Hours, 1 to 24.
        hours: u8,
    },
    /// Once in each window, from hour to hour in Oslo; a run that goes on at its end is stopped.
    Nightly {
        /// The hour at which the window begins, 0 to 23.
        from: u8,
        /// The hour at which it ends, 0 to 23; not later than `from`: on the next day.
        to: u8,
    },
}

impl Default for Timetable {
    fn default() -> Self {
        Self::Every { hours: 1 }
    }
}

impl Timetable {
    /// Whether a run is to begin at `now`, when the last one began at `last`.
    fn is_time(self, last: Instant, now: Instant) -> bool {
        match self {
            Self::Off => false,
            Self::Every { hours } => now.since(last) >= of_hours(hours),
            Self::Nightly { from, to } => {
                window(from, to, now).is_some_and(|(begin, _)| last < begin)
            }
        }
    }

    /// Whether a run that the clock began may go on at `now`.
    fn may_run(self, now: Instant) -> bool {
        match self {
            Self::Off => false,
            Self::Every { .. } => true,
            Self::Nightly { from, to } => window(from, to, now).is_some(),
        }
    }

    /// When the next run begins, when the last one began at `last`; none when it never does.
    pub(crate) fn next(self, last: Instant, now: Instant) -> Option<Instant> {
        match self {
            Self::Off => None,
            _ if self.is_time(last, now) => Some(now),
            Self::Every { hours } => Some(last.plus(of_hours(hours))),
            Self::Nightly { from, .. } => {
                let begins = (0..=1).map(|days| at_hour(now, days, hour(from)));
                begins.into_iter().find(|begin| *begin > now)
            }
        }
    }
}

fn of_hours(hours: u8) -> Span {
    Span::from_millis(i64::from(hours) * 3_600_000)
}

fn hour(hour: u8) -> i8 {
    i8::try_from(hour.min(23)).unwrap_or(0)
}

/// The window that `now` is in: when it began and when it ends.
fn window(from: u8, to: u8, now: Instant) -> Option<(Instant, Instant)> {
    let over = i32::from(to <= from);
    let of_day = |days: i32| (at_hour(now, days, hour(from)), at_hour(now, days + over, hour(to)));
    [of_day(0), of_day(-1)].into_iter().find(|(begin, end)| *begin <= now && now < *end)
}

/// Its addresses.
pub(crate) fn routes(routes: Routes) -> Routes {
    let administer = Access::May(Right::Administer);
    routes
        .get("/oppsett/tidsplan", administer, page::show)
        .post("/oppsett/tidsplan", administer, page::keep)
        .post("/oppsett/tidsplan/stasted", administer, vantage::keep)
}

/// Looks by itself at the times that the administrator chose, until it is stopped.
pub async fn look_on_time(app: App, stop: Stop) {
    while !stop.is_stopped() {
        if let Err(error) = tick(&app).await {
            tracing::error!(%error, "it could not be told whether it is time to look");
        }
        tokio::select! {
            () = stop.stopped() => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// Begins a run when it is time, and stops one whose window is over.
async fn tick(app: &App) -> Result<(), Failure> {
    let operation = app.folder().operation();
    if !first_run::is_over(operation).await? {
        return Ok(());
    }
    let (timetable, now) = (kept(operation).await?, app.clock().now());
    if let Some(id) = app.runs().active_of_clock().filter(|_| !timetable.may_run(now)) {
        app.runs().stop(id);
    }
    let Some(last) = last(operation).await? else {
        // A new installation has looked during its first run: it begins to count now.
        return Ok(operation.set_meta(LAST, &now.to_string()).await?);
    };
    if timetable.is_time(last, now) && app.runs().active().is_none() {
        // First noted, then done: a run that brings the program down is not begun again at once.
        operation.set_meta(LAST, &now.to_string()).await?;
        runs::start(app, Look::default(), None, None).await?;
    }
    Ok(())
}

/// What the administrator chose; the usual until then.
pub(crate) async fn kept(operation: &Operation) -> Result<Timetable, Failure> {
    let text = operation.meta(KEPT).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// When the newest run by the clock began.
pub(crate) async fn last(operation: &Operation) -> Result<Option<Instant>, Failure> {
    Ok(operation.meta(LAST).await?.and_then(|text| text.parse().ok()))
}

//! Ninety days with a simulated clock: each morning people say and decide what the history holds, and
//! then the probes that are due look at the world as it is that day.

use std::collections::BTreeMap;
use std::sync::Arc;

use arvak_core::{Instant, Span};
use arvak_demo::{DAYS, DEEP, HISTORY, INVENTORY, World};
use arvak_probe::schedule::{Asked, due_checks};
use arvak_probe::{Clock, Stop};

use super::telling::{Tale, Telling};
use super::{MORNING, canaries, place, suppliers};
use crate::cli::Doors;
use crate::settings::Settings;
use crate::wiring::doors;
use crate::wiring::looking::{self, Keep, Known, Tokens};
use crate::wiring::reading::Reading;

/// How long after the morning the probes look.
const LATER: Span = Span::from_millis(3_600_000);

/// The areas of NSM's list are told once a week, and on the last day.
const DAYS_BETWEEN_AREAS: u32 = 7;

/// The municipality has its canaries from this day on. What they find holds for a week and is looked at anew after half of that,
/// so that none of them was tried on the last day, and a visitor may have it done again.
const CANARIES_FROM: u32 = DAYS - 14;

/// The municipality looks at all that meets the internet from this day on: until then at what visitors see.
const DEEP_FROM: u32 = DAYS - 20;

pub(super) struct Play {
    telling: Telling,
    world: Arc<World>,
    tokens: Tokens,
    looks: u64,
}

impl Play {
    /// Makes the folder and takes the inventory in.
    pub(super) async fn begin(
        start: Instant,
        settings: &Settings,
        world: Arc<World>,
    ) -> anyhow::Result<Self> {
        let tale = Tale { from: start, inventory: INVENTORY, history: HISTORY };
        let telling = Telling::begin(&tale, settings).await?;
        place::write(settings, &world)?;
        let reading = Reading::open(settings, None).await?;
        let tokens = doors::domains(reading.state()).into_iter().filter_map(|domain| {
            let token = world.token(&domain)?;
            Some((domain, token))
        });
        let tokens: BTreeMap<String, String> = tokens.collect();
        // Whoever looks later, from a page, looks for the same.
        let operation = telling.recording.folder.operation();
        for (domain, token) in &tokens {
            operation.keep_control_token(domain, token, start).await?;
        }
        Ok(Self { telling, world, tokens, looks: 0 })
    }

    /// How many looks there were.
    pub(super) const fn looks(&self) -> u64 {
        self.looks
    }

    /// A clean stop.
    pub(super) async fn end(self) -> anyhow::Result<()> {
        self.telling.end().await
    }

    /// Plays them all.
    pub(super) async fn all_days(&mut self, settings: &Settings) -> anyhow::Result<()> {
        let bar = crate::render::progress::days(u64::from(DAYS), settings);
        for day in 0..=DAYS {
            self.day(day, settings).await?;
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(())
    }

    async fn day(&mut self, day: u32, settings: &Settings) -> anyhow::Result<()> {
        // A slow look may have moved the clock beyond a morning.
        let morning = self.telling.at(day).plus(MORNING);
        self.set_time(morning);
        self.telling.morning(day, settings).await?;
        let telling = &self.telling;
        let hands =
            suppliers::Hands { recording: &telling.recording, settings, words: telling.words() };
        hands.day(day).await?;
        if day == CANARIES_FROM {
            canaries::keep(&self.telling.recording, &self.world, settings).await?;
        }
        self.set_time(morning.plus(LATER));
        self.look(day, settings).await?;
        if day.is_multiple_of(DAYS_BETWEEN_AREAS) || day == DAYS {
            self.telling.areas(settings).await?;
        }
        Ok(())
    }

    fn set_time(&self, at: Instant) {
        self.telling.go_on_to(at);
        self.world.set_time(self.telling.clock.now());
    }

    async fn look(&mut self, day: u32, settings: &Settings) -> anyhow::Result<()> {
        let reading = Reading::open(settings, None).await?;
        let stop = Stop::default();
        let clock: Arc<dyn Clock> = self.telling.clock.clone();
        let scope = doors::scope(reading.state(), clock.now());
        let net = doors::open(settings, &Doors::default(), scope, stop.clone(), clock.clone())?;
        let folder = &self.telling.recording.folder;
        let vantage = doors::vantage_of(settings, folder.operation()).await?;
        let known = Known::of(self.tokens.clone(), &reading);
        let schedule = looking::of(folder, net, clock.clone(), vantage, known, &stop).await?;
        let (state, catalogue) = (reading.state(), &reading.catalogue);
        let mut due = due_checks(&schedule.probes, state, catalogue, clock.now(), &Asked::Nothing);
        due.retain(|due| day >= DEEP_FROM || !DEEP.contains(&due.check.probe.as_str()));
        let keep = Keep::new(folder.clone(), clock, state);
        let summary = schedule.run(&due, &keep, None).await?;
        self.looks += u64::try_from(summary.conclusive + summary.inconclusive).unwrap_or(0);
        Ok(())
    }
}

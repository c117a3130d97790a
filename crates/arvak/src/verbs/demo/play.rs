//! Ninety days with a simulated clock: each morning people say and decide what the history holds, and
//! then the probes that are due look at the world as it is that day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arvak_core::fact::{
    ClockKind, Contest, Exemption, ExemptionRequest, Obligation, ObligationMet, Retirement,
    Situation, Withdrawal,
};
use arvak_core::{
    Draft, EntityId, EntryId, Evidence, Fact, Instant, Name, Outcome, SourceFile, Span, inventory,
};
use arvak_demo::{DAYS, HISTORY, Happening, HistoryEvent, INVENTORY, World, history};
use arvak_probe::schedule::{Asked, due_checks};
use arvak_probe::{Clock, ManualClock, Stop};
use arvak_words::Words;

use super::{MORNING, place};
use crate::cli::Doors;
use crate::settings::Settings;
use crate::wiring::areas;
use crate::wiring::doors;
use crate::wiring::drafts::{Texts, USUAL_ROLE, draft};
use crate::wiring::inventory::{Becomes, drafts};
use crate::wiring::looking::{self, Keep, Tokens};
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// How long after the morning the probes look.
const LATER: Span = Span::from_millis(3_600_000);

/// The areas of NSM's list are told once a week, and on the last day.
const DAYS_BETWEEN_AREAS: u32 = 7;

pub(super) struct Play {
    start: Instant,
    clock: Arc<ManualClock>,
    world: Arc<World>,
    recording: Recording,
    tokens: Tokens,
    events: Vec<HistoryEvent>,
    /// The entries that later events name.
    named: BTreeMap<Name, Named>,
    looks: u64,
    words: Words,
}

struct Named {
    entry: EntryId,
    fact: Fact,
}

impl Play {
    /// Makes the folder and takes the inventory in.
    pub(super) async fn begin(
        start: Instant,
        settings: &Settings,
        world: Arc<World>,
    ) -> anyhow::Result<Self> {
        let words = Words::new(settings.lang);
        let clock = Arc::new(ManualClock::new(start.plus(MORNING)));
        let recording =
            crate::verbs::init::make(settings, ClockKind::Simulated, clock.clone(), &words).await?;
        place::write(settings, &world)?;
        let files: Vec<_> =
            INVENTORY.iter().map(|(name, text)| SourceFile { name, text }).collect();
        let items = inventory::parse(&files, &BTreeSet::default()).map_err(|mistakes| {
            let lines: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("Nordvik's inventory has mistakes:\n{}", lines.join("\n"))
        })?;
        let reading = Reading::open(settings, None).await?;
        let new = vec![Becomes::New; items.len()];
        let drafts = drafts(&items, &new, reading.state(), &USUAL_ROLE.parse()?, None)?;
        recording.append_all(drafts, &words).await?;
        let reading = Reading::open(settings, None).await?;
        let tokens = doors::domains(reading.state()).into_iter().filter_map(|domain| {
            let token = world.token(&domain)?;
            Some((domain, token))
        });
        let tokens = tokens.collect();
        let events = history(HISTORY)?;
        let named = BTreeMap::new();
        Ok(Self { start, clock, world, recording, tokens, events, named, looks: 0, words })
    }

    /// How many looks there were.
    pub(super) const fn looks(&self) -> u64 {
        self.looks
    }

    /// A clean stop.
    pub(super) async fn end(self) -> anyhow::Result<()> {
        self.recording.close().await
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
        let morning = self.at(day).plus(MORNING);
        // A slow look may have moved the clock beyond a morning.
        self.clock.set(self.clock.now().max(morning));
        self.world.set_time(self.clock.now());
        let events: Vec<_> = self.events.iter().filter(|event| event.day == day).cloned().collect();
        for event in events {
            self.happen(&event, settings).await?;
        }
        self.clock.set(self.clock.now().max(morning.plus(LATER)));
        self.world.set_time(self.clock.now());
        self.look(settings).await?;
        if day.is_multiple_of(DAYS_BETWEEN_AREAS) || day == DAYS {
            let reading = Reading::open(settings, None).await?;
            areas::record(&self.recording, &reading, &self.words).await?;
        }
        Ok(())
    }

    fn at(&self, day: u32) -> Instant {
        self.start.plus(Span::from_days(day))
    }

    async fn look(&mut self, settings: &Settings) -> anyhow::Result<()> {
        let reading = Reading::open(settings, None).await?;
        let stop = Stop::default();
        let clock: Arc<dyn Clock> = self.clock.clone();
        let scope = doors::scope(reading.state(), clock.now());
        let net = doors::open(settings, &Doors::default(), scope, stop.clone(), clock.clone())?;
        let vantage = doors::vantage(settings)?;
        let folder = &self.recording.folder;
        let tokens = self.tokens.clone();
        let schedule = looking::of(folder, net, clock.clone(), vantage, tokens, &stop);
        let (state, catalogue) = (reading.state(), &reading.catalogue);
        let due = due_checks(&schedule.probes, state, catalogue, clock.now(), &Asked::Nothing);
        let keep = Keep::new(folder.clone(), clock, state);
        let summary = schedule.run(&due, &keep, None).await?;
        self.looks += u64::try_from(summary.conclusive + summary.inconclusive).unwrap_or(0);
        Ok(())
    }

    async fn happen(&mut self, event: &HistoryEvent, settings: &Settings) -> anyhow::Result<()> {
        let Some((reference, fact)) = self.fact(event, settings).await? else { return Ok(()) };
        let (file, line) = &event.place;
        let key = format!("{file}:{line}\n{}", serde_json::to_string(&fact)?);
        let draft: Draft = draft(fact.clone(), &event.by, Some(&key), texts(event))?;
        let entry = self.recording.append(draft, &self.words).await?;
        if let Some(reference) = reference {
            self.named.insert(reference, Named { entry, fact });
        }
        Ok(())
    }

    /// The fact that an event records, and the name by which later events know it.
    async fn fact(
        &self,
        event: &HistoryEvent,
        settings: &Settings,
    ) -> anyhow::Result<Option<(Option<Name>, Fact)>> {
        let now = self.clock.now();
        let unnamed = |fact: Fact| Some((None, fact));
        Ok(match event.what.clone() {
            Happening::Evidence {
                reference,
                kind,
                subject,
                result,
                code,
                basis,
                valid_days,
                attributes,
            } => {
                let evidence = Evidence {
                    kind,
                    subject,
                    result,
                    basis,
                    collected_at: now,
                    valid_until: valid_days.map(|days| now.plus(Span::from_days(days))),
                    method: None,
                    vantage: None,
                    attributes,
                    code,
                    transcript: None,
                    supersedes: None,
                };
                Some((reference, Fact::Evidence(evidence)))
            }
            Happening::Withdrawal { of } => {
                unnamed(Fact::Withdrawal(Withdrawal { of: self.named(&of)?.entry }))
            }
            Happening::ExemptionRequest { reference, claim, subject, until_day } => {
                let until = self.at(until_day);
                let request = ExemptionRequest { claim, subject, until };
                Some((Some(reference), Fact::ExemptionRequest(request)))
            }
            Happening::Exemption { request } => {
                let asked = self.named(&request)?;
                let Fact::ExemptionRequest(ExemptionRequest { claim, subject, until }) =
                    asked.fact.clone()
                else {
                    anyhow::bail!("`{request}` is no request for an exemption");
                };
                let exemption = Exemption { request: asked.entry, claim, subject, until };
                unnamed(Fact::Exemption(exemption))
            }
            Happening::Retirement { subject, successor } => {
                unnamed(Fact::Retirement(Retirement { subject, successor }))
            }
            Happening::Contest { kind, subject } => {
                let reading = Reading::open(settings, None).await?;
                let latest = latest_refutation(&reading, &subject, &kind);
                latest.map(|of| (None, Fact::Contest(Contest { of })))
            }
            Happening::Obligation { id, kind, subject, due_day } => {
                let due = self.at(due_day);
                let owner = Some(event.by.clone());
                unnamed(Fact::Obligation(Obligation { id, kind, subject, due, owner }))
            }
            Happening::ObligationMet { id } => unnamed(Fact::ObligationMet(ObligationMet { id })),
            Happening::Situation { raised, level } => {
                unnamed(Fact::Situation(Situation { raised, level, since: now }))
            }
        })
    }

    fn named(&self, reference: &Name) -> anyhow::Result<&Named> {
        let found = self.named.get(reference);
        found.ok_or_else(|| anyhow::anyhow!("the history names `{reference}` before it happened"))
    }
}

fn latest_refutation(reading: &Reading, subject: &EntityId, kind: &Name) -> Option<EntryId> {
    let evidence = reading.state().evidence(subject, kind);
    let refutes = evidence.filter(|one| one.result == Outcome::Refutes && !one.superseded);
    refutes.max_by_key(|one| (one.collected_at, one.entry)).map(|one| one.entry)
}

/// What needs a reason has its note as one.
fn texts(event: &HistoryEvent) -> Texts {
    let note = event.note.clone();
    match event.what {
        Happening::Evidence { .. } | Happening::Contest { .. } | Happening::Obligation { .. } => {
            Texts { note, ..Texts::default() }
        }
        _ => Texts { reason: note, ..Texts::default() },
    }
}

//! An inventory and a dated history, told into a ledger with a simulated clock. Each event is recorded at
//! the hour at which it happens, through the same code as anybody's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arvak_core::fact::{
    ClockKind, Contest, Exemption, ExemptionRequest, Obligation, ObligationMet, Retirement,
    Situation, Withdrawal,
};
use arvak_core::{
    Draft, EntityId, EntryId, Evidence, Fact, Instant, Name, Outcome, SourceFile, Span, inventory,
};
use arvak_demo::{Happening, HistoryEvent, history};
use arvak_probe::{Clock as _, ManualClock};
use arvak_store::drafts::{Texts, USUAL_ROLE, add_texts, draft};
use arvak_store::import::{Becomes, drafts};
use arvak_words::Words;

use super::MORNING;
use crate::settings::Settings;
use crate::wiring::areas;
use crate::wiring::discovery;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;
use crate::wiring::{compared, measures, milestones};

/// From the start of a day to its middle: there it has the same date everywhere in the country.
const NOON: Span = Span::from_millis(12 * 60 * 60 * 1_000);

/// What is told: file names and texts.
pub(super) struct Tale {
    /// The start of day 0.
    pub(super) from: Instant,
    pub(super) inventory: &'static [(&'static str, &'static str)],
    pub(super) history: &'static [(&'static str, &'static str)],
}

pub(super) struct Telling {
    from: Instant,
    pub(super) clock: Arc<ManualClock>,
    pub(super) recording: Recording,
    events: Vec<HistoryEvent>,
    /// The entries that later events name.
    named: BTreeMap<Name, Named>,
    words: Words,
}

struct Named {
    entry: EntryId,
    fact: Fact,
}

impl Telling {
    /// Makes the folder and takes the inventory in, on the morning of day 0.
    pub(super) async fn begin(tale: &Tale, settings: &Settings) -> anyhow::Result<Self> {
        let words = Words::new(settings.lang);
        let events = history(tale.history)?;
        let clock = Arc::new(ManualClock::new(tale.from.plus(MORNING)));
        let recording =
            crate::verbs::init::make(settings, ClockKind::Simulated, clock.clone(), &words).await?;
        let files: Vec<_> =
            tale.inventory.iter().map(|(name, text)| SourceFile { name, text }).collect();
        let items = inventory::parse(&files, &BTreeSet::default()).map_err(|mistakes| {
            let lines: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("the inventory has mistakes:\n{}", lines.join("\n"))
        })?;
        let reading = Reading::open(settings, None).await?;
        let new = vec![Becomes::New; items.len()];
        let drafts = drafts(&items, &new, reading.state(), &USUAL_ROLE.parse()?, None)?;
        recording.append_all(drafts, &words).await?;
        Ok(Self { from: tale.from, clock, recording, events, named: BTreeMap::new(), words })
    }

    /// The words that notes are written in.
    pub(super) const fn words(&self) -> &Words {
        &self.words
    }

    /// A clean stop.
    pub(super) async fn end(self) -> anyhow::Result<()> {
        self.recording.close().await
    }

    /// The last day on which something happens.
    pub(super) fn last_day(&self) -> u32 {
        self.events.last().map_or(0, |event| event.day)
    }

    /// The start of a day.
    pub(super) fn at(&self, day: u32) -> Instant {
        self.from.plus(Span::from_days(day))
    }

    /// The clock goes on to that instant; it never goes back.
    pub(super) fn go_on_to(&self, at: Instant) {
        self.clock.set(self.clock.now().max(at));
    }

    /// What happens on the morning of a day.
    pub(super) async fn morning(&mut self, day: u32, settings: &Settings) -> anyhow::Result<()> {
        self.go_on_to(self.at(day).plus(MORNING));
        let events: Vec<_> = self.events.iter().filter(|event| event.day == day).cloned().collect();
        for event in events {
            self.happen(&event, settings).await?;
        }
        Ok(())
    }

    /// What was seen is held against the inventory, and the areas of NSM's list are told from what lies under them.
    pub(super) async fn areas(&self, settings: &Settings) -> anyhow::Result<()> {
        let reading = Reading::open(settings, None).await?;
        // A reading of a simulated ledger goes on at the machine's pace, so it may be a little later.
        self.go_on_to(reading.at);
        discovery::record(&self.recording, &reading, &self.words).await?;
        milestones::record(&self.recording, &reading, &self.words).await?;
        measures::record(&self.recording, &reading, &self.words).await?;
        compared::record(&self.recording, &reading, &self.words).await?;
        areas::record(&self.recording, &reading, &self.words).await?;
        Ok(())
    }

    async fn happen(&mut self, event: &HistoryEvent, settings: &Settings) -> anyhow::Result<()> {
        let Some((reference, fact)) = self.fact(event, settings).await? else { return Ok(()) };
        let (file, line) = &event.place;
        let key = format!("{file}:{line}\n{}", serde_json::to_string(&fact)?);
        let mut draft: Draft = draft(fact.clone(), &event.by, Some(&key), texts(event))?;
        if let Happening::Evidence { plan: Some(plan), .. } = &event.what {
            let day_of = |day| self.at(day).plus(NOON).to_string().chars().take(10).collect();
            add_texts(&mut draft, plan.plan(day_of).unwrap_or_default().texts())?;
        }
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
                plan: _,
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

//! Folds the ledger and compares the assessment before and after each fact that is no new support.

use std::ops::ControlFlow;
use std::sync::Arc;

use arvak_core::change::{Change, Changed, Direction, changes};
use arvak_core::{
    Assessment, Assessor, Catalogue, EntryId, Envelope, Fact, Instant, Name, Outcome, State,
};
use arvak_store::Known;

use super::Bettered;
use crate::wiring::reading::Reading;

/// Most facts that are tried together. Where nothing bettered over all of them, none is looked at alone.
const TOGETHER_MOST: usize = 512;

/// A fact that may better something, not looked at yet.
struct Waiting {
    entry: EntryId,
    envelope: Envelope,
    reason: Option<String>,
}

/// The fold, and what it has found so far.
pub(super) struct Watch<'a> {
    reading: &'a Reading,
    since: Option<Instant>,
    state: State,
    assessor: Assessor,
    waiting: Vec<Waiting>,
    pub(super) found: Vec<Bettered>,
}

impl<'a> Watch<'a> {
    /// Before the first fact.
    pub(super) fn new(reading: &'a Reading, since: Option<Instant>) -> Self {
        let state = State::new();
        let assessor = Assessor::new(&state, Catalogue::default(), Instant::from_millis(0));
        Self { reading, since, state, assessor, waiting: Vec::new(), found: Vec::new() }
    }

    /// After the facts that were known at an instant.
    pub(super) fn after(reading: &'a Reading, known: Known, at: Instant) -> anyhow::Result<Self> {
        let state = known.state;
        let catalogue = reading.store.catalogue_in_force(&state)?.unwrap_or_default();
        let assessor = Assessor::new(&state, Arc::unwrap_or_clone(catalogue), at);
        Ok(Self { reading, since: None, state, assessor, waiting: Vec::new(), found: Vec::new() })
    }

    /// Reads the entries from `from` on, to the end.
    pub(super) fn read(&mut self, from: u64) -> anyhow::Result<()> {
        let reading = self.reading;
        let mut problem = None;
        reading.store.for_each(from, |entry, envelope, body| {
            let reason = body.and_then(|body| body.reason.clone());
            match self.see(entry, envelope, reason) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    problem = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        match problem {
            Some(error) => Err(error),
            None => self.settle(),
        }
    }

    fn see(
        &mut self,
        entry: EntryId,
        envelope: &Envelope,
        reason: Option<String>,
    ) -> anyhow::Result<()> {
        if !is_new_support(&envelope.fact) {
            let together = self.waiting.first().is_none_or(|first| {
                first.envelope.received_at == envelope.received_at
                    && self.waiting.len() < TOGETHER_MOST
            });
            if !together {
                self.settle()?;
            }
            self.waiting.push(Waiting { entry, envelope: envelope.clone(), reason });
            return Ok(());
        }
        self.settle()?;
        self.apply(entry, envelope)?;
        Ok(())
    }

    /// Looks at the waiting facts: all together first, and one by one when something bettered.
    fn settle(&mut self) -> anyhow::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let Some(first) = waiting.first() else { return Ok(()) };
        // Time may have worsened something since the last fact; that is not these facts' doing.
        self.assessor.update(&self.state, None, first.envelope.received_at);
        let before = (self.state.clone(), self.assessor.clone());
        for fact in &waiting {
            self.apply(fact.entry, &fact.envelope)?;
        }
        let alone = waiting.len() == 1;
        if self.betterments(before.1.assessment()).is_empty() {
            return Ok(());
        }
        if alone {
            let changes = self.betterments(before.1.assessment());
            self.tell(waiting, changes);
            return Ok(());
        }
        (self.state, self.assessor) = before;
        for fact in waiting {
            let before = self.assessor.assessment().clone();
            self.apply(fact.entry, &fact.envelope)?;
            let changes = self.betterments(&before);
            self.tell(vec![fact], changes);
        }
        Ok(())
    }

    fn apply(&mut self, entry: EntryId, envelope: &Envelope) -> anyhow::Result<()> {
        let applied = self.state.apply(entry, envelope)?;
        if matches!(envelope.fact, Fact::Catalogue(_)) {
            let catalogue = self.reading.store.catalogue_in_force(&self.state)?.unwrap_or_default();
            let catalogue = Arc::unwrap_or_clone(catalogue);
            self.assessor.adopt(&self.state, catalogue, envelope.received_at);
        } else {
            self.assessor.update(&self.state, Some(&applied), envelope.received_at);
        }
        Ok(())
    }

    /// What is better now than `before`. A claim is told of itself only when it has no things.
    fn betterments(&self, before: &Assessment) -> Vec<Change> {
        let has_things =
            |id: &Name| before.claim(id.as_str()).is_some_and(|claim| !claim.subjects.is_empty());
        let told = |change: &Change| match &change.of {
            Changed::Subject(..) => true,
            Changed::Claim(id) => !has_things(id),
            Changed::Letter | Changed::Point(_) => false,
        };
        let mut found = changes(before, self.assessor.assessment());
        found.retain(|change| change.direction == Direction::Better && told(change));
        found
    }

    fn tell(&mut self, facts: Vec<Waiting>, changes: Vec<Change>) {
        let Some(fact) = facts.into_iter().next() else { return };
        let at = fact.envelope.received_at;
        if self.since.is_some_and(|since| at <= since) {
            return;
        }
        for change in changes {
            let (claim, subject) = match change.of {
                Changed::Subject(claim, subject) => (claim, Some(subject)),
                Changed::Claim(claim) => (claim, None),
                Changed::Letter | Changed::Point(_) => continue,
            };
            let Some(from) = change.from else { continue };
            self.found.push(Bettered {
                at,
                entry: fact.entry,
                fact: fact.envelope.fact.name(),
                reason: fact.reason.clone(),
                claim,
                subject,
                from,
                to: change.to,
            });
        }
    }
}

/// Evidence that supports and is a look of its own, not another judgement of an earlier one.
fn is_new_support(fact: &Fact) -> bool {
    matches!(fact, Fact::Evidence(evidence)
        if evidence.result == Outcome::Supports && evidence.supersedes.is_none())
}

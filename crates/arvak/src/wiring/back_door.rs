//! Law 12: which facts bettered a status without new supporting evidence. The ledger is folded again,
//! and what a fact changed at the instant of its receipt is told.

use std::ops::ControlFlow;
use std::sync::Arc;

use arvak_core::change::{Change, Changed, Direction, changes};
use arvak_core::{
    Assessment, Assessor, Catalogue, EntityId, EntryId, Envelope, Fact, Instant, Name, Outcome,
    State, Status,
};
use serde::Serialize;

use super::reading::Reading;
use crate::settings::Settings;

/// Most facts that are tried together. Where nothing bettered over all of them, none is looked at alone.
const TOGETHER_MOST: usize = 512;

/// A status that a fact bettered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Bettered {
    /// When the fact was received.
    pub(crate) at: Instant,
    /// The fact.
    pub(crate) entry: EntryId,
    /// Its kind: `retirement`, `scope`, `exemption`, `entity`, `catalogue` …
    pub(crate) fact: &'static str,
    /// The reason that was recorded with it, unless it was erased.
    pub(crate) reason: Option<String>,
    /// The claim.
    pub(crate) claim: Name,
    /// The thing; absent when the claim has none.
    pub(crate) subject: Option<EntityId>,
    /// The state before.
    pub(crate) from: Status,
    /// The state after; absent when it is not asked any more.
    pub(crate) to: Option<Status>,
}

/// All of them, in order; only what was received after `since`, when that is given.
pub(crate) async fn bettered(
    settings: &Settings,
    since: Option<Instant>,
) -> anyhow::Result<Vec<Bettered>> {
    let reading = Reading::open(settings, None).await?;
    let mut watch = Watch::new(&reading, since);
    let mut problem = None;
    reading.store.for_each(0, |entry, envelope, body| {
        let reason = body.and_then(|body| body.reason.clone());
        match watch.see(entry, envelope, reason) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                problem = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    if let Some(error) = problem {
        return Err(error);
    }
    watch.settle()?;
    Ok(watch.found)
}

/// A fact that may better something, not looked at yet.
struct Waiting {
    entry: EntryId,
    envelope: Envelope,
    reason: Option<String>,
}

struct Watch<'a> {
    reading: &'a Reading,
    since: Option<Instant>,
    state: State,
    assessor: Assessor,
    waiting: Vec<Waiting>,
    found: Vec<Bettered>,
}

impl<'a> Watch<'a> {
    fn new(reading: &'a Reading, since: Option<Instant>) -> Self {
        let state = State::new();
        let assessor = Assessor::new(&state, Catalogue::default(), Instant::from_millis(0));
        Self { reading, since, state, assessor, waiting: Vec::new(), found: Vec::new() }
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

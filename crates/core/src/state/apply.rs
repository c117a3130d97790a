//! One more fact.

use super::slot::Standing;
use super::{Exempted, Listed, Obliged, Record, Request, Scales, Slots, State, SubjectNo};
use crate::admit::{self, Refusal};
use crate::fact::{
    Contest, Entity, Exemption, Obligation, ObligationMet, Retirement, Scope, Withdrawal,
};
use crate::{Class, EntityId, EntryId, Envelope, Evidence, Fact, Instant, Name, vocabulary};

/// What applying a fact did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It counts, and touches this.
    Counted(Touched),
    /// It is recorded and has no effect on any status, because of this.
    Ignored(Refusal),
    /// It concerns evidence that this state may have left out when it was written to a snapshot. The
    /// state is as before; fold the ledger from its beginning.
    NeedsHistory,
}

/// Which statuses a fact can change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// None.
    Nothing,
    /// Those that ask for this kind of evidence about this thing.
    Slot(EntityId, Name),
    /// Those of this thing itself.
    Subject(EntityId),
    /// Any.
    Everything,
}

/// Entries that do not follow each other. Somebody passed them in the wrong order: our mistake.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadSequence {
    /// An entry came after a later one.
    #[error("entry {entry} was applied when entry {expected} or a later one was due")]
    Order {
        /// The entry.
        entry: EntryId,
        /// The least entry that could follow.
        expected: EntryId,
    },
    /// An entry was received before the one that precedes it.
    #[error(
        "entry {entry} was received at {received_at}, before the entry that precedes it ({last})"
    )]
    Time {
        /// The entry.
        entry: EntryId,
        /// When it says that it was received.
        received_at: Instant,
        /// When its predecessor was.
        last: Instant,
    },
}

impl BadSequence {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Order { .. } => "entry_order",
            Self::Time { .. } => "entry_time",
        }
    }
}

impl State {
    /// Applies the next entry of the ledger. An error leaves the state as it was.
    pub fn apply(&mut self, entry: EntryId, envelope: &Envelope) -> Result<Applied, BadSequence> {
        if entry.0 < self.next_entry {
            return Err(BadSequence::Order { entry, expected: EntryId(self.next_entry) });
        }
        let received_at = envelope.received_at;
        if let Some(last) = self.last_received.filter(|last| received_at < *last) {
            return Err(BadSequence::Time { entry, received_at, last });
        }
        let applied = match admit::objection(self, &envelope.actor, &envelope.fact, received_at) {
            Ok(()) => self.count(entry, envelope),
            Err(Refusal::NeedsHistory { .. }) => Applied::NeedsHistory,
            Err(refusal) => Applied::Ignored(refusal),
        };
        if applied != Applied::NeedsHistory {
            self.size += 1;
            self.next_entry = entry.0.saturating_add(1);
            self.last_received = Some(received_at);
        }
        Ok(applied)
    }

    fn count(&mut self, entry: EntryId, envelope: &Envelope) -> Applied {
        let touched = match &envelope.fact {
            Fact::Genesis(genesis) => {
                self.genesis = Some(genesis.clone());
                Touched::Nothing
            }
            Fact::Entity(entity) => self.list(entry, entity, envelope.class),
            Fact::Scope(scope) => self.declare(scope),
            Fact::Retirement(retirement) => self.retire(entry, retirement),
            Fact::Evidence(evidence) => return self.observe(entry, evidence),
            Fact::Withdrawal(withdrawal) => return self.withdraw(withdrawal),
            Fact::ExemptionRequest(request) => {
                let request = Request {
                    actor: envelope.actor.clone(),
                    claim: request.claim.clone(),
                    subject: request.subject.clone(),
                    until: request.until,
                };
                self.requests.insert(entry.0, request);
                Touched::Nothing
            }
            Fact::Exemption(exemption) => self.exempt(entry, exemption),
            Fact::Obligation(obligation) => self.oblige(entry, obligation),
            Fact::ObligationMet(met) => self.meet(entry, met),
            Fact::Contest(contest) => self.contest(entry, contest),
            Fact::Catalogue(adoption) => {
                self.catalogue = Some((entry, adoption.clone()));
                Touched::Everything
            }
            Fact::Situation(situation) => {
                self.situation = Some((entry, situation.clone()));
                Touched::Everything
            }
            Fact::Approval(_) | Fact::Erasure(_) | Fact::KeyRotation(_) => Touched::Nothing,
        };
        Applied::Counted(touched)
    }

    fn list(&mut self, entry: EntryId, entity: &Entity, class: Class) -> Touched {
        let number = self.intern(&entity.id);
        let before = self.subject(number).and_then(|subject| subject.listed.clone());
        if let Some(before) = &before
            && before.entity.relations != entity.relations
        {
            self.relate(number, &before.entity, false);
        }
        if before.as_ref().is_none_or(|before| before.entity.relations != entity.relations) {
            self.relate(number, entity, true);
        }
        if before.is_none() {
            self.enter_kind(number, &entity.id);
        }
        if let Some(subject) = self.subject_mut(number) {
            subject.listed = Some(Listed { entry, entity: entity.clone(), class });
        }
        Touched::Everything
    }

    /// Adds or removes a thing at the other ends of its relations.
    pub(super) fn relate(&mut self, from: SubjectNo, entity: &Entity, add: bool) {
        for relation in &entity.relations {
            let inverse = vocabulary::inverse(relation.relation.as_str());
            let Some(inverse) = inverse.and_then(|name| name.parse::<Name>().ok()) else {
                continue;
            };
            let inverse = self.names.intern(&inverse);
            for target in &relation.to {
                let target = self.intern(target);
                if let Some(target) = self.subject_mut(target) {
                    if add {
                        target.incoming.insert((inverse, from));
                    } else {
                        target.incoming.remove(&(inverse, from));
                    }
                }
            }
        }
    }

    pub(super) fn enter_kind(&mut self, number: SubjectNo, id: &EntityId) {
        let subjects = &self.subjects;
        let known = |number: &SubjectNo| subjects.get(number.place()).map(|subject| &subject.id);
        let list = self.kinds.entry(id.kind().into()).or_default();
        if let Err(at) = list.binary_search_by(|other| known(other).cmp(&Some(id))) {
            list.insert(at, number);
        }
    }

    fn declare(&mut self, scope: &Scope) -> Touched {
        let number = self.intern(&scope.subject);
        if let Some(subject) = self.subject_mut(number) {
            subject.in_scope = scope.in_scope;
        }
        Touched::Everything
    }

    fn retire(&mut self, entry: EntryId, retirement: &Retirement) -> Touched {
        let number = self.intern(&retirement.subject);
        let successor = retirement.successor.as_ref().map(|id| self.intern(id));
        let successor = successor.filter(|successor| self.heir(*successor) != number);
        if let Some(subject) = self.subject_mut(number) {
            subject.retired = Some(entry);
            subject.successor = successor;
        }
        if let Some(successor) = successor.and_then(|successor| self.subject_mut(successor)) {
            successor.predecessors.push(number);
        }
        self.retired.insert(number);
        if let Some(list) = self.kinds.get_mut(retirement.subject.kind()) {
            list.retain(|other| *other != number);
        }
        Touched::Everything
    }

    /// The thing at the end of a chain of successors; itself when it has none. Chains have no cycles:
    /// [`State::retire`] gives no successor that would close one.
    pub(crate) fn heir(&self, mut number: SubjectNo) -> SubjectNo {
        while let Some(next) = self.subject(number).and_then(|subject| subject.successor) {
            number = next;
        }
        number
    }

    fn observe(&mut self, entry: EntryId, evidence: &Evidence) -> Applied {
        let superseded =
            evidence.supersedes.filter(|older| admit::may_supersede(self, evidence, *older));
        if let Some(older) = evidence.supersedes {
            match self.record(older) {
                Some((_, slot, _)) if superseded.is_some() && slot.pruned => {
                    return Applied::NeedsHistory;
                }
                None if self.may_be_pruned(older) => return Applied::NeedsHistory,
                _ => {}
            }
        }
        let subject = self.intern(&evidence.subject);
        let kind = self.names.intern(&evidence.kind);
        let record = self.record_of(entry, evidence, superseded);
        self.at_slots(subject, |slots, scales| {
            slots.take(kind, record, scales);
            if let Some(older) = superseded {
                slots.change(kind, scales, |slot| slot.supersede(older));
            }
        });
        self.located.push((entry.0, subject, kind));
        Applied::Counted(Touched::Slot(evidence.subject.clone(), evidence.kind.clone()))
    }

    fn record_of(
        &mut self,
        entry: EntryId,
        evidence: &Evidence,
        superseded: Option<EntryId>,
    ) -> Record {
        let attributes = evidence.attributes.iter().map(|(name, value)| (name.clone(), *value));
        Record {
            entry,
            collected_at: evidence.collected_at,
            valid_until: evidence.valid_until.unwrap_or(Instant::NEVER),
            code: evidence.code.as_ref().map(|name| self.names.intern(name)),
            method: evidence.method.as_ref().map(|method| self.names.intern(&method.name)),
            version: evidence.method.as_ref().map_or(0, |method| method.version),
            vantage: evidence.vantage.as_ref().map(|name| self.names.intern(name)),
            result: evidence.result,
            basis: evidence.basis,
            standing: Standing::Counts,
            transcript: evidence
                .transcript
                .and_then(|digest| digest.0.first_chunk().copied())
                .map(Box::new),
            supersedes: superseded.map(Box::new),
            attributes: (!evidence.attributes.is_empty()).then(|| attributes.collect()),
        }
    }

    fn withdraw(&mut self, withdrawal: &Withdrawal) -> Applied {
        let Some((record, slot, subject)) = self.record(withdrawal.of) else {
            return Applied::NeedsHistory;
        };
        if slot.pruned {
            return Applied::NeedsHistory;
        }
        let (entry, kind) = (record.entry, slot.kind);
        self.at_slots(subject, |slots, scales| {
            slots.change(kind, scales, |slot| slot.withdraw(entry));
        });
        Applied::Counted(self.touched_slot(subject, kind))
    }

    /// Gives the evidence about a thing to `change`, with what weighing it needs.
    fn at_slots(&mut self, subject: SubjectNo, change: impl FnOnce(&mut Slots, &Scales<'_>)) {
        let disputed = |entry: EntryId| self.contests.contains_key(&entry.0);
        let scales = Scales { names: &self.names, disputed: &disputed };
        if let Some(subject) = self.subjects.get_mut(subject.place()) {
            change(&mut subject.slots, &scales);
        }
    }

    fn touched_slot(&self, subject: SubjectNo, kind: super::NameNo) -> Touched {
        match (self.subject(subject), self.names.name(kind)) {
            (Some(subject), Some(kind)) => Touched::Slot(subject.id.clone(), kind.clone()),
            _ => Touched::Everything,
        }
    }

    fn exempt(&mut self, entry: EntryId, exemption: &Exemption) -> Touched {
        let claim = self.names.intern(&exemption.claim);
        let number = self.intern(&exemption.subject);
        if let Some(subject) = self.subject_mut(number) {
            subject.exemptions.push(Exempted { claim, until: exemption.until, entry });
        }
        Touched::Subject(exemption.subject.clone())
    }

    fn oblige(&mut self, entry: EntryId, obligation: &Obligation) -> Touched {
        let number = self.intern(&obligation.subject);
        if let Some(subject) = self.subject_mut(number) {
            subject.obligations.push(obligation.id.clone());
        }
        let obliged = Obliged { entry, fact: obligation.clone(), met: None };
        self.obligations.insert(obligation.id.clone(), obliged);
        Touched::Subject(obligation.subject.clone())
    }

    fn meet(&mut self, entry: EntryId, met: &ObligationMet) -> Touched {
        let Some(obliged) = self.obligations.get_mut(&met.id) else { return Touched::Nothing };
        obliged.met = Some(entry);
        Touched::Subject(obliged.fact.subject.clone())
    }

    fn contest(&mut self, entry: EntryId, contest: &Contest) -> Touched {
        self.contests.entry(contest.of.0).or_default().push(entry.0);
        let found = self.record(contest.of).map(|(_, slot, subject)| (subject, slot.kind));
        let Some((subject, kind)) = found else { return Touched::Nothing };
        // What somebody replied to matters as long as it stands.
        self.at_slots(subject, |slots, scales| slots.change(kind, scales, |_| ()));
        self.touched_slot(subject, kind)
    }
}

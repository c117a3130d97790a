//! The facts of a case as entries of a ledger.

use std::collections::{BTreeMap, BTreeSet};

use super::CaseError;
use super::form::{self, Case, What};
use super::names::Names;
use crate::fact::{Entity, Exemption, ExemptionRequest, Method, Scope, VERSION, Withdrawal};
use crate::{Actor, Basis, Class, Digest, EntryId, Envelope, Evidence, Fact, Instant};

/// The program that stands as the judge of evidence from `configuration` up.
const JUDGE: &str = "case";
/// Asks for the exemptions of a case.
const ASKS: &str = "role/asks";
/// Approves them, and records what needs no program.
const APPROVES: &str = "role/approves";

/// Entries being made.
struct Ledger<'n> {
    names: &'n mut Names,
    received: i64,
    entries: Vec<(EntryId, Envelope)>,
    listed: BTreeSet<crate::EntityId>,
    /// Which entry holds the fact with a `seq`.
    placed: BTreeMap<u64, EntryId>,
}

/// Entries for what is known at the case's instant, in the order of `seq`. Withdrawals come after all
/// else: a case may number one before the evidence that it withdraws, and a ledger has no such order.
pub(super) fn entries(
    case: &Case,
    names: &mut Names,
) -> Result<Vec<(EntryId, Envelope)>, CaseError> {
    let mut known: Vec<_> = case.facts.iter().filter(|fact| fact.received <= case.at).collect();
    known.sort_by_key(|fact| (matches!(fact.what, What::Withdrawal { .. }), fact.seq));
    let mut ledger = Ledger {
        names,
        received: i64::MIN,
        entries: Vec::new(),
        listed: BTreeSet::new(),
        placed: BTreeMap::new(),
    };
    for fact in known {
        ledger.record(fact)?;
    }
    Ok(ledger.entries)
}

impl Ledger<'_> {
    fn record(&mut self, fact: &form::Fact) -> Result<(), CaseError> {
        // The order of `seq` is the ledger's, and there the time of receipt never decreases.
        self.received = self.received.max(fact.received);
        match &fact.what {
            What::Evidence { strength, .. } => {
                let strength = *strength;
                let evidence = self.evidence(&fact.what)?;
                let Some(evidence) = evidence else { return Ok(()) };
                let actor = if strength >= Basis::Configuration {
                    Actor::Program(self.names.name(JUDGE)?)
                } else {
                    Actor::Role(self.names.subject(APPROVES)?)
                };
                let entry = self.push(actor, Fact::Evidence(evidence));
                self.placed.insert(fact.seq, entry);
            }
            What::Withdrawal { of } => {
                // What is no evidence cannot be withdrawn, and the fold says so.
                let nothing = EntryId(u64::MAX);
                let of = self.placed.get(of).copied().unwrap_or(nothing);
                self.by_role(APPROVES, Fact::Withdrawal(Withdrawal { of }))?;
            }
            What::Exemption { claim, subject, until } => self.exempt(claim, subject, *until)?,
            What::Subject { subject, in_scope } => {
                let subject = self.names.subject(subject)?;
                if self.listed.insert(subject.clone()) {
                    let entity = Entity {
                        id: subject.clone(),
                        attributes: BTreeMap::new(),
                        relations: Vec::new(),
                    };
                    self.by_role(APPROVES, Fact::Entity(entity))?;
                }
                let scope = Scope { subject, in_scope: *in_scope };
                self.by_role(APPROVES, Fact::Scope(scope))?;
            }
        }
        Ok(())
    }

    fn evidence(&mut self, what: &What) -> Result<Option<Evidence>, CaseError> {
        let What::Evidence { kind, subject, result, strength, collected, valid_until } = what
        else {
            return Ok(None);
        };
        let ours = *strength >= Basis::Configuration;
        let method = Method { name: self.names.name(JUDGE)?, version: 1 };
        Ok(Some(Evidence {
            kind: self.names.name(kind)?,
            subject: self.names.subject(subject)?,
            result: *result,
            basis: *strength,
            collected_at: Instant::from_millis(*collected),
            valid_until: valid_until.map(Instant::from_millis),
            method: ours.then_some(method),
            vantage: None,
            attributes: BTreeMap::new(),
            code: None,
            transcript: ours.then(|| Digest::of(JUDGE.as_bytes())),
            supersedes: None,
        }))
    }

    /// An exemption of a case is approved already; a ledger wants the request and the approval, by two.
    fn exempt(&mut self, claim: &str, subject: &str, until: i64) -> Result<(), CaseError> {
        let claim = self.names.name(claim)?;
        let subject = self.names.subject(subject)?;
        let until = Instant::from_millis(until);
        let request = ExemptionRequest { claim: claim.clone(), subject: subject.clone(), until };
        let request = self.by_role(ASKS, Fact::ExemptionRequest(request))?;
        let exemption = Exemption { request, claim, subject, until };
        self.by_role(APPROVES, Fact::Exemption(exemption))?;
        Ok(())
    }

    fn by_role(&mut self, role: &str, fact: Fact) -> Result<EntryId, CaseError> {
        let actor = Actor::Role(self.names.subject(role)?);
        Ok(self.push(actor, fact))
    }

    fn push(&mut self, actor: Actor, fact: Fact) -> EntryId {
        let entry = EntryId(self.entries.len() as u64);
        let envelope = Envelope {
            received_at: Instant::from_millis(self.received),
            v: VERSION,
            key: Digest::of(&entry.0.to_be_bytes()),
            actor,
            class: Class::Internal,
            body: None,
            blobs: Vec::new(),
            fact,
        };
        self.entries.push((entry, envelope));
        entry
    }
}

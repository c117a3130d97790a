//! What somebody may see who is limited to units: own things, and what belongs to the whole municipality.
//!
//! A thing belongs to a unit when one of its owners also owns that unit, or a unit that is part of it. A thing without an
//! owner belongs where what it is for belongs: an endpoint to its service, a backup to its system. The municipality
//! itself, the roles, and what is said of the inventory as a whole belong to everybody (docs/decisions/0013).

use std::collections::BTreeSet;

use arvak_core::fact::Value;
use arvak_core::state::EntityView;
use arvak_core::{EntityId, Fact, State};
use arvak_store::{Error, Reading};

/// Kinds of which everything is everybody's.
const EVERYBODYS: [&str; 4] = ["organisation", "role", "inventory", "regime"];

/// Where a thing without an owner belongs: its kind, and the step to what it is for.
const BELONGS: [(&str, &str); 10] = [
    ("endpoint", "endpoint_of"),
    ("dataset", "stored_in"),
    ("log_source", "collects_from"),
    ("backup_set", "backs_up"),
    ("plan", "covers"),
    ("plan", "fallback_for"),
    ("exercise", "exercises"),
    ("service", "needed_by"),
    ("system", "needed_by"),
    ("system", "carries"),
];

/// How many steps a thing without an owner may be from one that has one: more than the vocabulary has.
const STEPS_MOST: usize = 8;

/// How deep facts about facts are followed: an erasure of a reply to evidence.
const DEPTH_MOST: u8 = 4;

/// What somebody sees who is limited to units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sight {
    own: BTreeSet<EntityId>,
}

impl Sight {
    /// What is seen by somebody who is limited to these units.
    pub(crate) fn of(state: &State, units: &[EntityId]) -> Self {
        let units = with_parts(state, units);
        let owners = units.iter().flat_map(|unit| state.related(unit, "owner"));
        let owners: BTreeSet<&EntityId> = owners.collect();
        let mut own: BTreeSet<EntityId> = units.clone();
        let mut without = Vec::new();
        for thing in state.ever_listed().filter(|thing| thing.id().kind() != "unit") {
            let mut has_owner = false;
            for owner in owners_of(&thing) {
                has_owner = true;
                if owners.contains(owner) {
                    own.insert(thing.id().clone());
                }
            }
            if !has_owner {
                without.push(thing);
            }
        }
        for _ in 0..STEPS_MOST {
            let belongs = |thing: &EntityView<'_>| {
                let steps = BELONGS.iter().filter(|(kind, _)| *kind == thing.id().kind());
                steps.flat_map(|(_, step)| thing.related(step)).any(|other| own.contains(other))
            };
            let (found, rest): (Vec<_>, Vec<_>) = without.into_iter().partition(belongs);
            if found.is_empty() {
                break;
            }
            own.extend(found.into_iter().map(|thing| thing.id().clone()));
            without = rest;
        }
        Self { own }
    }

    /// Whether the thing may be seen.
    pub(crate) fn sees(&self, id: &EntityId) -> bool {
        self.is_everybodys(id) || self.owns(id)
    }

    /// Whether the thing belongs to one of the units: then it may be changed too.
    pub(crate) fn owns(&self, id: &EntityId) -> bool {
        self.own.contains(id)
    }

    /// Whether the thing is one that everybody sees.
    #[expect(clippy::unused_self, reason = "it is asked of the same as the rest")]
    pub(crate) fn is_everybodys(&self, id: &EntityId) -> bool {
        EVERYBODYS.contains(&id.kind())
    }

    /// Whether the fact may be seen: by the thing that it is about, or that the fact is about which it concerns. What is
    /// about no thing is everybody's.
    pub(crate) fn sees_fact(&self, store: &Reading, fact: &Fact) -> Result<bool, Error> {
        let found = thing_of(store, fact, DEPTH_MOST)?;
        Ok(match found {
            About::Thing(id) => self.sees(&id),
            About::Everything => true,
            About::Unknown => false,
        })
    }

    /// Takes out of a fact what names things that may not be seen; whether there was any.
    pub(crate) fn strip(&self, fact: &mut Fact) -> bool {
        match fact {
            Fact::Entity(entity) => {
                let before = entity.clone();
                for relation in &mut entity.relations {
                    relation.to.retain(|id| self.sees(id));
                }
                entity.relations.retain(|relation| !relation.to.is_empty());
                entity.attributes.retain(|_, attribute| match &attribute.value {
                    Value::Id(id) => self.sees(id),
                    _ => true,
                });
                *entity != before
            }
            Fact::Retirement(retirement) => {
                let hidden = retirement.successor.take_if(|successor| !self.sees(successor));
                hidden.is_some()
            }
            _ => false,
        }
    }

    /// Whether the fact is about an own thing: then it may be recorded.
    pub(crate) fn owns_fact(&self, store: &Reading, fact: &Fact) -> Result<bool, Error> {
        let found = thing_of(store, fact, DEPTH_MOST)?;
        Ok(matches!(found, About::Thing(id) if self.owns(&id)))
    }
}

/// What a fact is about.
enum About {
    Thing(EntityId),
    /// No thing: the catalogue, the situation, a report.
    Everything,
    /// A fact that is not there.
    Unknown,
}

fn thing_of(store: &Reading, fact: &Fact, depth: u8) -> Result<About, Error> {
    if let Some(subject) = fact.subject() {
        return Ok(About::Thing(subject.clone()));
    }
    let of = match fact {
        Fact::Withdrawal(withdrawal) => withdrawal.of,
        Fact::Contest(contest) => contest.of,
        Fact::Erasure(erasure) => erasure.of,
        Fact::ObligationMet(met) => {
            let mut all = store.state().obligations();
            let found = all.find(|(one, _)| one.id == met.id);
            return Ok(found.map_or(About::Unknown, |(one, _)| About::Thing(one.subject.clone())));
        }
        _ => return Ok(About::Everything),
    };
    match depth.checked_sub(1).filter(|_| of.0 < store.size()) {
        Some(depth) => thing_of(store, &store.entry(of)?.envelope.fact, depth),
        None => Ok(About::Unknown),
    }
}

/// The owners as they are recorded, also of what is retired.
fn owners_of<'s>(thing: &EntityView<'s>) -> impl Iterator<Item = &'s EntityId> + use<'s> {
    let relations = thing.relations().iter();
    relations.filter(|one| one.relation.as_str() == "owner").flat_map(|one| &one.to)
}

/// The units, and all that are part of them.
fn with_parts(state: &State, units: &[EntityId]) -> BTreeSet<EntityId> {
    let mut all = BTreeSet::new();
    let mut next: Vec<EntityId> = units.iter().filter(|id| id.kind() == "unit").cloned().collect();
    while let Some(unit) = next.pop() {
        let parts = state.related(&unit, "parts");
        let parts = parts.into_iter().filter(|part| part.kind() == "unit" && !all.contains(*part));
        next.extend(parts.cloned());
        all.insert(unit);
    }
    all
}

#[cfg(test)]
mod tests;

//! The parts of a state, written.

use super::write::Writer;
use super::{MAGIC, VERSION};
use crate::fact::{
    Attribute, CatalogueAdoption, ClockKind, Entity, Genesis, Obligation, Relation, Situation,
    Value,
};
use crate::state::slot::Standing;
use crate::state::{
    Exempted, NameNo, Obliged, Record, Request, Scales, Slot, State, Subject, prune,
};
use crate::{Actor, Basis, Class, Instant, Outcome};

pub(super) fn state(state: &State) -> Vec<u8> {
    let mut out = Writer(Vec::with_capacity(64 * 1024));
    out.bytes(MAGIC);
    out.number(VERSION);
    out.number(state.size);
    out.number(state.next_entry);
    out.option(state.last_received, Writer::instant);
    let slots = pruned(state);
    let left_out = slots.iter().flatten().any(|slot| slot.pruned);
    out.number(if left_out { state.next_entry } else { 0 });
    out.option(state.genesis.as_ref(), genesis);
    out.option(state.catalogue.as_ref(), |out, (entry, fact)| {
        out.entry(*entry);
        catalogue(out, fact);
    });
    out.option(state.situation.as_ref(), |out, (entry, fact)| {
        out.entry(*entry);
        situation(out, fact);
    });
    out.list(state.names.all().iter(), Writer::name);
    out.list(state.subjects.iter().zip(&slots), |out, (one, slots)| subject(out, one, slots));
    out.list(state.requests.iter(), |out, (entry, one)| {
        out.number(*entry);
        request(out, one);
    });
    out.list(state.obligations.values(), obliged);
    let kept =
        |of: &u64| slots.iter().flatten().any(|slot| slot.record(crate::EntryId(*of)).is_some());
    let contests: Vec<_> = state.contests.iter().filter(|(of, _)| kept(of)).collect();
    out.list(contests.into_iter(), |out, (of, replies)| {
        out.number(*of);
        out.list(replies.iter(), |out, reply| out.number(*reply));
    });
    out.0
}

/// The slots of each subject, without what cannot matter.
fn pruned(state: &State) -> Vec<Vec<Slot>> {
    let now = state.last_received.unwrap_or(Instant::from_millis(i64::MIN));
    let disputed = |entry| !state.contests_of(entry).is_empty();
    let scales = Scales { names: &state.names, disputed: &disputed };
    let prune = |slot: &Slot| prune::pruned(slot, now, &scales);
    state.subjects.iter().map(|subject| subject.slots.iter().map(prune).collect()).collect()
}

fn subject(out: &mut Writer, subject: &Subject, slots: &[Slot]) {
    out.id(&subject.id);
    out.option(subject.listed.as_ref(), |out, listed| {
        out.entry(listed.entry);
        entity(out, &listed.entity);
        out.byte(class_byte(listed.class));
    });
    out.flag(subject.in_scope);
    out.option(subject.retired, Writer::entry);
    out.option(subject.successor, |out, number| out.number(number.get().into()));
    out.list(slots.iter(), slot);
    out.list(subject.exemptions.iter(), exempted);
}

fn entity(out: &mut Writer, entity: &Entity) {
    out.list(entity.attributes.iter(), |out, (name, value)| {
        out.name(name);
        attribute(out, value);
    });
    out.list(entity.relations.iter(), relation);
}

fn attribute(out: &mut Writer, attribute: &Attribute) {
    match &attribute.value {
        Value::Bool(flag) => {
            out.byte(0);
            out.flag(*flag);
        }
        Value::Int(number) => {
            out.byte(1);
            out.signed(*number);
        }
        Value::Word(word) => {
            out.byte(2);
            out.name(word);
        }
        Value::Host(host) => {
            out.byte(3);
            out.name(host);
        }
        Value::Id(id) => {
            out.byte(4);
            out.id(id);
        }
        Value::Time(instant) => {
            out.byte(5);
            out.instant(*instant);
        }
    }
    basis(out, attribute.basis);
    out.option(attribute.class, |out, class| out.byte(class_byte(class)));
}

fn relation(out: &mut Writer, relation: &Relation) {
    out.name(&relation.relation);
    out.list(relation.to.iter(), Writer::id);
    out.number(relation.at_least.into());
    out.number(relation.grace_hours.into());
}

fn slot(out: &mut Writer, slot: &Slot) {
    out.number(slot.kind.get().into());
    out.flag(slot.pruned);
    out.list(slot.records.iter(), record);
}

fn record(out: &mut Writer, record: &Record) {
    out.entry(record.entry);
    out.instant(record.collected_at);
    let ends = record.valid_until != Instant::NEVER;
    out.option(ends.then_some(record.valid_until), Writer::instant);
    for number in [record.code, record.method, record.vantage] {
        out.number(number.map_or(0, NameNo::get).into());
    }
    out.number(record.version.into());
    out.byte(match record.result {
        Outcome::Supports => 0,
        Outcome::Refutes => 1,
        Outcome::Inconclusive => 2,
    });
    basis(out, record.basis);
    out.byte(match record.standing {
        Standing::Counts => 0,
        Standing::Superseded => 1,
        Standing::Withdrawn => 2,
    });
    out.option(record.transcript.as_deref(), |out, digest| out.bytes(digest));
    out.option(record.supersedes.as_deref().copied(), Writer::entry);
    out.list(record.attributes.as_deref().unwrap_or_default().iter(), |out, (name, value)| {
        out.name(name);
        out.signed(*value);
    });
}

fn exempted(out: &mut Writer, exempted: &Exempted) {
    out.number(exempted.claim.get().into());
    out.instant(exempted.until);
    out.entry(exempted.entry);
}

fn request(out: &mut Writer, request: &Request) {
    match &request.actor {
        Actor::Role(id) => {
            out.byte(0);
            out.id(id);
        }
        Actor::Person(id) => {
            out.byte(1);
            out.id(id);
        }
        Actor::Program(name) => {
            out.byte(2);
            out.name(name);
        }
    }
    out.name(&request.claim);
    out.id(&request.subject);
    out.instant(request.until);
}

fn obliged(out: &mut Writer, obliged: &Obliged) {
    let Obligation { id, kind, subject, due, owner } = &obliged.fact;
    out.entry(obliged.entry);
    out.name(id);
    out.name(kind);
    out.id(subject);
    out.instant(*due);
    out.option(owner.as_ref(), Writer::id);
    out.option(obliged.met, Writer::entry);
}

fn genesis(out: &mut Writer, genesis: &Genesis) {
    out.text(&genesis.origin);
    out.text(&genesis.public_key);
    out.flag(genesis.clock == ClockKind::Simulated);
}

fn catalogue(out: &mut Writer, adoption: &CatalogueAdoption) {
    out.bytes(&adoption.digest.0);
    out.list(adoption.letters.iter(), Writer::name);
}

fn situation(out: &mut Writer, situation: &Situation) {
    out.flag(situation.raised);
    out.name(&situation.level);
    out.instant(situation.since);
}

fn basis(out: &mut Writer, basis: Basis) {
    let place = Basis::ALL.into_iter().zip(0..).find(|(known, _)| *known == basis);
    out.byte(place.map_or(0, |(_, place)| place));
}

fn class_byte(class: Class) -> u8 {
    match class {
        Class::Internal => 0,
        Class::Leadership => 1,
        Class::Shared => 2,
        Class::Public => 3,
    }
}

//! The parts of a state, read. What can be derived from them is derived again.

use super::read::Reader;
use super::{BadSnapshot, MAGIC, VERSION};
use crate::fact::{
    Attribute, CatalogueAdoption, ClockKind, Entity, Genesis, Obligation, Relation, Situation,
    Value,
};
use crate::state::slot::Standing;
use crate::state::{
    Exempted, Listed, NameNo, Names, Obliged, Record, Request, Scales, Slot, Slots, State, Subject,
    SubjectNo,
};
use crate::{Actor, Basis, Class, Digest, EntityId, EntryId, Instant, Outcome};

type Read<T> = Result<T, BadSnapshot>;

pub(super) fn state(bytes: &[u8]) -> Read<State> {
    let mut input = Reader(bytes);
    if input.take(MAGIC.len())? != MAGIC {
        return Err(BadSnapshot::Damaged);
    }
    if input.number()? != VERSION {
        return Err(BadSnapshot::Version);
    }
    let mut state = State {
        size: input.number()?,
        next_entry: input.number()?,
        last_received: input.option(Reader::instant)?,
        pruned_before: input.number()?,
        genesis: input.option(genesis)?,
        catalogue: input.option(|input| Ok((input.entry()?, catalogue(input)?)))?,
        situation: input.option(|input| Ok((input.entry()?, situation(input)?)))?,
        ..State::default()
    };
    for name in input.list(Reader::name)? {
        state.names.intern(&name);
    }
    let names = &state.names;
    let subjects = input.list(|input| subject(input, names))?;
    let requests = input.list(|input| Ok((input.number()?, request(input)?)))?;
    let obligations = input.list(obliged)?;
    let contests = input.list(|input| Ok((input.number()?, input.list(Reader::number)?)))?;
    if !input.0.is_empty() {
        return Err(BadSnapshot::Damaged);
    }
    state.requests = requests.into_iter().collect();
    state.contests = contests.into_iter().collect();
    state.take_subjects(subjects)?;
    // When the replies to them are known too.
    state.weigh_everything();
    state.take_obligations(obligations);
    Ok(state)
}

impl State {
    fn take_subjects(&mut self, subjects: Vec<(Subject, Option<u32>)>) -> Read<()> {
        let count = subjects.len();
        for (place, (subject, _)) in subjects.iter().enumerate() {
            let number = SubjectNo::of_place(place);
            if self.index.insert(subject.id.clone(), number).is_some() {
                return Err(BadSnapshot::Damaged);
            }
        }
        let successors: Vec<Option<u32>> =
            subjects.iter().map(|(_, successor)| *successor).collect();
        self.subjects = subjects.into_iter().map(|(subject, _)| subject).collect();
        let mut located = Vec::new();
        for (place, successor) in successors.into_iter().enumerate() {
            let number = SubjectNo::of_place(place);
            self.link(number, successor)?;
            let Some(subject) = self.subject(number) else { continue };
            let records = subject.slots.iter().flat_map(|slot| {
                slot.records.iter().map(move |record| (record.entry.0, number, slot.kind))
            });
            located.extend(records);
            let listed = subject.listed.clone();
            let (id, retired) = (subject.id.clone(), subject.is_retired());
            if let Some(listed) = &listed {
                self.relate(number, &listed.entity, true);
            }
            if listed.is_some() && !retired {
                self.enter_kind(number, &id);
            }
            if retired {
                self.retired.insert(number);
            }
        }
        located.sort_unstable_by_key(|(entry, ..)| *entry);
        self.located = located;
        // Everything that a relation names was a subject before.
        if self.subjects.len() == count { Ok(()) } else { Err(BadSnapshot::Damaged) }
    }

    fn weigh_everything(&mut self) {
        let disputed = |entry: EntryId| self.contests.contains_key(&entry.0);
        let scales = Scales { names: &self.names, disputed: &disputed };
        for subject in &mut self.subjects {
            subject.slots.weigh(&scales);
        }
    }

    fn link(&mut self, number: SubjectNo, successor: Option<u32>) -> Read<()> {
        let Some(successor) = successor else { return Ok(()) };
        let successor = usize::try_from(successor).map_err(|_| BadSnapshot::Damaged)?;
        let successor = SubjectNo::of_place(successor);
        if self.subject(successor).is_none() || self.heir(successor) == number {
            return Err(BadSnapshot::Damaged);
        }
        if let Some(subject) = self.subject_mut(number) {
            subject.successor = Some(successor);
        }
        if let Some(successor) = self.subject_mut(successor) {
            successor.predecessors.push(number);
        }
        Ok(())
    }

    fn take_obligations(&mut self, obligations: Vec<Obliged>) {
        let mut by_entry: Vec<&Obliged> = obligations.iter().collect();
        by_entry.sort_by_key(|obliged| obliged.entry);
        for obliged in by_entry {
            let number = self.intern(&obliged.fact.subject);
            if let Some(subject) = self.subject_mut(number) {
                subject.obligations.push(obliged.fact.id.clone());
            }
        }
        self.obligations = obligations.into_iter().map(|one| (one.fact.id.clone(), one)).collect();
    }
}

/// A subject, and the number of its successor.
fn subject(input: &mut Reader<'_>, names: &Names) -> Read<(Subject, Option<u32>)> {
    let mut subject = Subject::new(input.id()?);
    let id = subject.id.clone();
    subject.listed = input.option(|input| {
        Ok(Listed { entry: input.entry()?, entity: entity(input, id)?, class: class(input)? })
    })?;
    subject.in_scope = input.flag()?;
    subject.retired = input.option(Reader::entry)?;
    let successor = input.option(Reader::number_u32)?;
    let slots = input.list(|input| slot(input, names))?;
    subject.slots = Slots::in_order(slots).ok_or(BadSnapshot::Damaged)?;
    subject.exemptions = input.list(|input| exempted(input, names))?;
    Ok((subject, successor))
}

fn entity(input: &mut Reader<'_>, id: EntityId) -> Read<Entity> {
    let attributes = input.list(|input| Ok((input.name()?, attribute(input)?)))?;
    let relations = input.list(relation)?;
    Ok(Entity { id, attributes: attributes.into_iter().collect(), relations })
}

fn attribute(input: &mut Reader<'_>) -> Read<Attribute> {
    let value = match input.byte()? {
        0 => Value::Bool(input.flag()?),
        1 => Value::Int(input.signed()?),
        2 => Value::Word(input.name()?),
        3 => Value::Host(input.name()?),
        4 => Value::Id(input.id()?),
        5 => Value::Time(input.instant()?),
        _ => return Err(BadSnapshot::Damaged),
    };
    Ok(Attribute { value, basis: basis(input)?, class: input.option(class)? })
}

fn relation(input: &mut Reader<'_>) -> Read<Relation> {
    Ok(Relation {
        relation: input.name()?,
        to: input.list(Reader::id)?,
        at_least: input.number_u32()?,
        grace_hours: input.number_u32()?,
    })
}

fn slot(input: &mut Reader<'_>, names: &Names) -> Read<Slot> {
    let kind = known(input, names)?.ok_or(BadSnapshot::Damaged)?;
    let pruned = input.flag()?;
    let records = input.list(|input| record(input, names))?;
    if records.is_sorted_by_key(|record| record.entry) {
        Ok(Slot { kind, pruned, records })
    } else {
        Err(BadSnapshot::Damaged)
    }
}

fn record(input: &mut Reader<'_>, names: &Names) -> Read<Record> {
    Ok(Record {
        entry: input.entry()?,
        collected_at: input.instant()?,
        valid_until: input.option(Reader::instant)?.unwrap_or(Instant::NEVER),
        code: known(input, names)?,
        method: known(input, names)?,
        vantage: known(input, names)?,
        version: input.number_u32()?,
        result: match input.byte()? {
            0 => Outcome::Supports,
            1 => Outcome::Refutes,
            2 => Outcome::Inconclusive,
            _ => return Err(BadSnapshot::Damaged),
        },
        basis: basis(input)?,
        standing: match input.byte()? {
            0 => Standing::Counts,
            1 => Standing::Superseded,
            2 => Standing::Withdrawn,
            _ => return Err(BadSnapshot::Damaged),
        },
        transcript: input.option(|input| input.array().map(Box::new))?,
        supersedes: input.option(|input| input.entry().map(Box::new))?,
        attributes: {
            let list = input.list(|input| Ok((input.name()?, input.signed()?)))?;
            (!list.is_empty()).then(|| list.into_boxed_slice())
        },
    })
}

fn exempted(input: &mut Reader<'_>, names: &Names) -> Read<Exempted> {
    Ok(Exempted {
        claim: known(input, names)?.ok_or(BadSnapshot::Damaged)?,
        until: input.instant()?,
        entry: input.entry()?,
    })
}

fn request(input: &mut Reader<'_>) -> Read<Request> {
    let actor = match input.byte()? {
        0 => Actor::Role(input.id()?),
        1 => Actor::Person(input.id()?),
        2 => Actor::Program(input.name()?),
        _ => return Err(BadSnapshot::Damaged),
    };
    Ok(Request { actor, claim: input.name()?, subject: input.id()?, until: input.instant()? })
}

fn obliged(input: &mut Reader<'_>) -> Read<Obliged> {
    let entry: EntryId = input.entry()?;
    let fact = Obligation {
        id: input.name()?,
        kind: input.name()?,
        subject: input.id()?,
        due: input.instant()?,
        owner: input.option(Reader::id)?,
    };
    Ok(Obliged { entry, fact, met: input.option(Reader::entry)? })
}

fn genesis(input: &mut Reader<'_>) -> Read<Genesis> {
    let origin = input.text()?.to_owned();
    let public_key = input.text()?.to_owned();
    let clock = if input.flag()? { ClockKind::Simulated } else { ClockKind::Real };
    Ok(Genesis { origin, public_key, clock })
}

fn catalogue(input: &mut Reader<'_>) -> Read<CatalogueAdoption> {
    let digest = Digest(input.array()?);
    Ok(CatalogueAdoption { digest, letters: input.list(Reader::name)? })
}

fn situation(input: &mut Reader<'_>) -> Read<Situation> {
    Ok(Situation { raised: input.flag()?, level: input.name()?, since: input.instant()? })
}

/// The number of a name; 0 is none.
fn known(input: &mut Reader<'_>, names: &Names) -> Read<Option<NameNo>> {
    match input.number_u32()? {
        0 => Ok(None),
        number => names.known(number).map(Some).ok_or(BadSnapshot::Damaged),
    }
}

fn basis(input: &mut Reader<'_>) -> Read<Basis> {
    let place = usize::from(input.byte()?);
    Basis::ALL.get(place).copied().ok_or(BadSnapshot::Damaged)
}

fn class(input: &mut Reader<'_>) -> Read<Class> {
    match input.byte()? {
        0 => Ok(Class::Internal),
        1 => Ok(Class::Leadership),
        2 => Ok(Class::Shared),
        3 => Ok(Class::Public),
        _ => Err(BadSnapshot::Damaged),
    }
}

//! What other crates may read of a state.

use std::collections::BTreeMap;

use super::slot::Standing;
use super::{Listed, Record, State, Subject, SubjectNo};
use crate::fact::{Attribute, Relation};
use crate::{Basis, Class, EntityId, EntryId, Instant, Name, Outcome};

/// A thing of the inventory, as it was described last.
#[derive(Clone, Copy, Debug)]
pub struct EntityView<'a> {
    state: &'a State,
    subject: &'a Subject,
    listed: &'a Listed,
}

impl<'a> EntityView<'a> {
    /// Its id.
    pub fn id(&self) -> &'a EntityId {
        &self.subject.id
    }

    /// The entry that described it last.
    pub fn entry(&self) -> EntryId {
        self.listed.entry
    }

    /// Who may see how it is described.
    pub fn class(&self) -> Class {
        self.listed.class
    }

    /// Its attributes.
    pub fn attributes(&self) -> &'a BTreeMap<Name, Attribute> {
        &self.listed.entity.attributes
    }

    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&'a Attribute> {
        self.attributes().iter().find(|(known, _)| known.as_str() == name).map(|(_, found)| found)
    }

    /// Its relations as they were recorded; [`State::related`] follows them and their inverses.
    pub fn relations(&self) -> &'a [Relation] {
        &self.listed.entity.relations
    }

    /// The things that a relation or inverse leads to; see [`State::related`].
    pub fn related(&self, relation: &str) -> Vec<&'a EntityId> {
        self.state.related(self.id(), relation)
    }

    /// Whether it is gone.
    pub fn is_retired(&self) -> bool {
        self.subject.is_retired()
    }

    /// What took its place.
    pub fn successor(&self) -> Option<&'a EntityId> {
        self.state.subject(self.subject.successor?).map(|subject| &subject.id)
    }

    /// Whether it is inside what the letter concerns, as declared last.
    pub fn in_scope(&self) -> bool {
        self.subject.in_scope
    }
}

/// A piece of evidence, as much of it as judging needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceView<'a> {
    /// The ledger entry.
    pub entry: EntryId,
    /// What it says.
    pub result: Outcome,
    /// How it was got.
    pub basis: Basis,
    /// When it was true.
    pub collected_at: Instant,
    /// When it stops being true, where that is known.
    pub valid_until: Option<Instant>,
    /// Why, as a code of the judge.
    pub code: Option<&'a Name>,
    /// What observed or judged it.
    pub method: Option<&'a Name>,
    /// From where it was seen.
    pub vantage: Option<&'a Name>,
    /// Whether it is support that was withdrawn.
    pub withdrawn: bool,
    /// Whether it was judged again by a newer method version.
    pub superseded: bool,
    /// The whole numbers of the judge.
    pub attributes: &'a [(Name, i64)],
}

impl EvidenceView<'_> {
    /// The whole number that the judge gave under that name.
    pub fn attribute(&self, name: &Name) -> Option<i64> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, number)| *number)
    }
}

impl State {
    /// Things that are listed and not retired, in the order of their ids.
    pub fn entities(&self) -> impl Iterator<Item = EntityView<'_>> {
        self.index
            .values()
            .filter_map(|number| self.view(*number))
            .filter(|view| !view.is_retired())
    }

    /// Things of a kind that are listed and not retired, in the order of their ids.
    pub fn entities_of(&self, kind: &str) -> impl Iterator<Item = EntityView<'_>> {
        self.of_kind(kind).iter().filter_map(|number| self.view(*number))
    }

    /// A thing that was listed at some time, retired or not.
    pub fn entity(&self, id: &EntityId) -> Option<EntityView<'_>> {
        self.view(self.number(id)?)
    }

    /// Whether a thing is listed and not retired.
    pub fn is_listed(&self, id: &EntityId) -> bool {
        self.entity(id).is_some_and(|view| !view.is_retired())
    }

    /// The things that a relation of `id`, or the inverse name of a relation, leads to, in the order of
    /// their ids. A retired thing that a relation names is replaced by its successor, and left out when
    /// it has none.
    pub fn related(&self, id: &EntityId, relation: &str) -> Vec<&EntityId> {
        let Some(number) = self.number(id) else { return Vec::new() };
        let ids = self.related_to(number, relation);
        ids.into_iter().filter_map(|number| self.subject(number)).map(|found| &found.id).collect()
    }

    /// Everything recorded of a kind about a thing, in the order of the entries. From a snapshot, only
    /// what can still matter.
    pub fn evidence<'a>(
        &'a self,
        id: &EntityId,
        kind: &Name,
    ) -> impl Iterator<Item = EvidenceView<'a>> + use<'a> {
        let subject = self.number(id).and_then(|number| self.subject(number));
        let slot = subject.zip(self.names.number(kind.as_str()));
        let slot = slot.and_then(|(subject, kind)| subject.slots.get(kind));
        slot.into_iter().flat_map(|slot| &slot.records).map(|record| self.evidence_view(record))
    }

    pub(crate) fn related_to(&self, number: SubjectNo, relation: &str) -> Vec<SubjectNo> {
        let Some(subject) = self.subject(number) else { return Vec::new() };
        let forward = subject.listed.iter().flat_map(|listed| &listed.entity.relations);
        let forward = forward
            .filter(|found| found.relation.as_str() == relation)
            .flat_map(|found| &found.to)
            .filter_map(|id| self.number(id));
        let inverse = self.names.number(relation);
        let backward = subject.incoming.iter().filter(|(name, _)| Some(*name) == inverse);
        let living = |number: SubjectNo| {
            let heir = self.heir(number);
            self.subject(heir)
                .filter(|subject| !subject.is_retired())
                .map(|found| (&found.id, heir))
        };
        let stays = |from: &SubjectNo| self.subject(*from).is_some_and(|from| !from.is_retired());
        let backward = backward.map(|(_, from)| *from).filter(stays);
        let found = forward.chain(backward).filter_map(living);
        found.collect::<BTreeMap<_, _>>().into_values().collect()
    }

    fn view(&self, number: SubjectNo) -> Option<EntityView<'_>> {
        let subject = self.subject(number)?;
        Some(EntityView { state: self, subject, listed: subject.listed.as_ref()? })
    }

    fn evidence_view<'a>(&'a self, record: &'a Record) -> EvidenceView<'a> {
        let name = |number| self.names.name(number);
        EvidenceView {
            entry: record.entry,
            result: record.result,
            basis: record.basis,
            collected_at: record.collected_at,
            valid_until: Some(record.valid_until).filter(|until| *until != Instant::NEVER),
            code: record.code.and_then(name),
            method: record.method.and_then(name),
            vantage: record.vantage.and_then(name),
            withdrawn: record.standing == Standing::Withdrawn,
            superseded: record.standing == Standing::Superseded,
            attributes: record.attributes.as_deref().unwrap_or_default(),
        }
    }
}

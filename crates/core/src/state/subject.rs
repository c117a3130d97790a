//! One thing that facts were recorded about.

use std::collections::BTreeSet;

use super::{NameNo, Slots};
use crate::fact::Entity;
use crate::{Class, EntityId, EntryId, Instant, Name};

/// The number of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SubjectNo(u32);

impl SubjectNo {
    /// The number of the thing at that place. A state cannot hold 2³² things.
    pub(crate) fn of_place(place: usize) -> Self {
        Self(u32::try_from(place).unwrap_or(u32::MAX))
    }

    /// The place in the list of things.
    pub(crate) const fn place(self) -> usize {
        self.0 as usize
    }

    /// The number as it is written in a snapshot.
    pub(crate) const fn get(self) -> u32 {
        self.0
    }
}

/// Everything recorded about one thing. It need not be listed: evidence may come first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) id: EntityId,
    pub(crate) listed: Option<Listed>,
    /// As declared last; inside when nothing was declared.
    pub(crate) in_scope: bool,
    pub(crate) retired: Option<EntryId>,
    pub(crate) successor: Option<SubjectNo>,
    pub(crate) predecessors: Vec<SubjectNo>,
    /// Inverse relation name and the thing at the other end.
    pub(crate) incoming: BTreeSet<(NameNo, SubjectNo)>,
    pub(crate) slots: Slots,
    pub(crate) exemptions: Vec<Exempted>,
    pub(crate) obligations: Vec<Name>,
}

/// The thing as the inventory described it last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) entry: EntryId,
    pub(crate) entity: Entity,
    /// Who may see it.
    pub(crate) class: Class,
}

/// An exemption of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exempted {
    pub(crate) claim: NameNo,
    pub(crate) until: Instant,
    pub(crate) entry: EntryId,
}

impl Subject {
    pub(crate) fn new(id: EntityId) -> Self {
        Self {
            id,
            listed: None,
            in_scope: true,
            retired: None,
            successor: None,
            predecessors: Vec::new(),
            incoming: BTreeSet::new(),
            slots: Slots::default(),
            exemptions: Vec::new(),
            obligations: Vec::new(),
        }
    }

    pub(crate) fn is_retired(&self) -> bool {
        self.retired.is_some()
    }
}

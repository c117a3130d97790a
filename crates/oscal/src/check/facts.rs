//! What one pass over a document gathers: what it defines, what it refers to, and what is wrong already.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::Ids;
use super::fault::{Fault, FaultCode};
use super::walk::Path;

/// What sort of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Catalog,
    Plan,
    Results,
}

impl Kind {
    pub(super) fn of_root(member: &str) -> Option<Self> {
        match member {
            "catalog" => Some(Self::Catalog),
            "assessment-plan" => Some(Self::Plan),
            "assessment-results" => Some(Self::Results),
            _ => None,
        }
    }
}

/// A reference that is looked up when all documents are read.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) place: String,
    pub(super) what: What,
    pub(super) to: String,
}

/// What is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A UUID of something in the list of this name; in any list when it is empty.
    Uuid(&'static str),
    /// A role of the document.
    Role,
    /// A control of a catalog.
    Control,
    /// An objective of a catalog.
    Objective,
    /// A statement of a catalog.
    Statement,
    /// A resource of this document.
    Resource,
    /// A file.
    File,
    /// A file with an assessment plan.
    PlanFile,
}

/// What one document holds.
#[derive(Debug)]
pub(super) struct Facts<'n> {
    pub(super) file: &'n str,
    pub(super) kind: Option<Kind>,
    /// The document's own UUID.
    pub(super) uuid: Option<String>,
    /// UUIDs, each with the list that its bearer stands in.
    pub(super) defined: BTreeMap<String, String>,
    pub(super) roles: Vec<String>,
    pub(super) ids: Ids,
    pub(super) references: Vec<Reference>,
    /// The files that it imports.
    pub(super) imports: Vec<String>,
    pub(super) faults: Vec<Fault>,
}

impl<'n> Facts<'n> {
    pub(super) fn new(file: &'n str) -> Self {
        Self {
            file,
            kind: None,
            uuid: None,
            defined: BTreeMap::new(),
            roles: Vec::new(),
            ids: Ids::default(),
            references: Vec::new(),
            imports: Vec::new(),
            faults: Vec::new(),
        }
    }

    pub(super) fn fault(&mut self, place: &str, code: FaultCode, seen: &str) {
        self.faults.push(Fault::new(self.file, place, code, seen));
    }

    /// Something in the list `of` bears this UUID.
    pub(super) fn define(&mut self, uuid: &str, of: &str, path: &Path<'_>) {
        match self.defined.entry(uuid.to_ascii_lowercase()) {
            Entry::Occupied(_) => self.fault(&path.text(), FaultCode::DuplicateUuid, uuid),
            Entry::Vacant(free) => drop(free.insert(of.to_owned())),
        }
    }

    /// Something here refers to something. What stands before it is found at once, the rest when all is read.
    pub(super) fn refer(&mut self, what: What, to: &str, path: &Path<'_>) {
        let uuid = matches!(what, What::Uuid(_) | What::Resource);
        let to = if uuid { to.to_ascii_lowercase() } else { to.to_owned() };
        let found = match what {
            What::Uuid(list) => {
                self.defined.get(&to).is_some_and(|of| list.is_empty() || of == list)
            }
            What::Role => self.roles.contains(&to),
            _ => false,
        };
        if !found {
            self.references.push(Reference { place: path.text(), what, to });
        }
    }
}

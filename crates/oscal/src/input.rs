//! What an export is made from, and who may read it.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::assess::{ClaimAssessment, Reason, SubjectAssessment};
use arvak_core::catalogue::Letter;
use arvak_core::{
    Assessment, Catalogue, Class, EntityId, EntryId, Envelope, Instant, State, Status,
};
use arvak_words::Words;

/// Who may read an export: what is graded above its readers is left out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// Those who work with security in the municipality.
    Internal,
    /// The leadership and the council.
    Council,
    /// Anyone.
    Public,
}

impl Edition {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Internal, Self::Council, Self::Public];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Council => "council",
            Self::Public => "public",
        }
    }

    /// The least open class of what its readers may see.
    pub const fn class(self) -> Class {
        match self {
            Self::Internal => Class::Internal,
            Self::Council => Class::Leadership,
            Self::Public => Class::Public,
        }
    }
}

/// What an export is made from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The catalogue in force.
    pub catalogue: &'a Catalogue,
    /// When it was adopted.
    pub adopted_at: Instant,
    /// What the facts amount to.
    pub state: &'a State,
    /// How the letter was judged, with the names of program and tree.
    pub assessment: &'a Assessment,
    /// The entries that [`entries_named`] asks for.
    pub entries: &'a BTreeMap<EntryId, Envelope>,
    /// What people call a thing.
    pub name_of: &'a dyn Fn(&EntityId) -> Option<String>,
    /// For whom.
    pub edition: Edition,
    /// The language of plan and results.
    pub words: &'a Words,
}

/// The catalogue holds no letter that was judged, so there is nothing to export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the catalogue has no letter")]
pub struct NoLetter;

impl<'a> Input<'a> {
    /// The letter that was judged.
    pub(crate) fn letter(&self) -> Result<&'a Letter, NoLetter> {
        let id = self.assessment.letter.as_ref().ok_or(NoLetter)?;
        self.catalogue.letters.iter().find(|letter| letter.id == *id).ok_or(NoLetter)
    }

    /// Whether the readers may see an entry.
    pub(crate) fn shows(&self, entry: EntryId) -> bool {
        self.edition == Edition::Internal
            || self.entries.get(&entry).is_some_and(|found| found.class >= self.edition.class())
    }

    /// Whether the readers may know of a thing. One that nobody described is known by its id alone, from evidence.
    pub(crate) fn shows_thing(&self, id: &EntityId) -> bool {
        match self.state.entity(id) {
            Some(thing) => self.shows(thing.entry()),
            None => self.edition == Edition::Internal,
        }
    }

    /// Whether the readers may see why a thing stands as it does, and so that it does.
    pub(crate) fn shows_subject(&self, judged: &SubjectAssessment) -> bool {
        if self.edition == Edition::Internal {
            return true;
        }
        self.shows_thing(&judged.subject) && judged.reasons.iter().all(|it| self.shows_reason(it))
    }

    /// Whether the readers may see everything that a reason rests on.
    pub(crate) fn shows_reason(&self, reason: &Reason) -> bool {
        if self.edition == Edition::Internal {
            return true;
        }
        reason.entries.iter().all(|entry| self.shows(*entry))
            && match reason.args.get("subject") {
                Some(arvak_core::assess::Arg::Id(id)) => self.shows_thing(&id),
                _ => true,
            }
    }

    /// Whether the state of a claim is left out: in public, a gap tells where to attack (docs/decisions/0008.md).
    pub(crate) fn hides(&self, claim: &ClaimAssessment) -> bool {
        self.edition == Edition::Public
            && claim.state != Status::NotApplicable
            && claim.state < Status::Compensated
    }
}

/// The entries of which an export needs the envelopes: all that the assessment names, and what describes the things that it
/// is about.
pub fn entries_named(assessment: &Assessment, state: &State) -> BTreeSet<EntryId> {
    let mut named = BTreeSet::new();
    let mut things: BTreeSet<EntityId> = BTreeSet::new();
    let mut reason = |reason: &Reason, things: &mut BTreeSet<EntityId>| {
        named.extend(reason.entries.iter().copied());
        if let Some(arvak_core::assess::Arg::Id(id)) = reason.args.get("subject") {
            things.insert(id);
        }
    };
    for claim in assessment.claims() {
        claim.reasons.iter().for_each(|it| reason(it, &mut things));
        for subject in &claim.subjects {
            subject.reasons.iter().for_each(|it| reason(it, &mut things));
            if !things.contains(&subject.subject) {
                things.insert(subject.subject.clone());
            }
        }
    }
    for finding in &assessment.open_findings {
        named.insert(finding.entry);
        things.insert(finding.subject.clone());
    }
    let organisations = state.entities_of("organisation").map(|organisation| organisation.entry());
    let described = things.iter().filter_map(|id| Some(state.entity(id)?.entry()));
    named.extend(described.chain(organisations));
    named
}

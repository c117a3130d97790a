//! What comes out of an assessment: codes, ids, integers and instants. It serialises to the JSON of
//! `arvak status --json` (INTERFACES.md).

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Next, Reason};
use crate::{Basis, Digest, EntityId, EntryId, Instant, Name, Status};

/// A letter, judged at an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// The letter's id; absent when the catalogue holds no letter.
    pub letter: Option<Name>,
    /// The instant it is judged at.
    pub assessed_at: Instant,
    /// The program and version that judged.
    pub engine: String,
    /// Digest of the catalogue.
    pub catalogue: Option<Digest>,
    /// How many ledger entries it rests on.
    pub tree_size: u64,
    /// Root of the Merkle tree over them.
    pub root: Option<Digest>,
    /// The letter's points, in its order.
    pub points: Vec<PointAssessment>,
    /// The worst of the points.
    pub state: Status,
    /// Refutations that stand on retired things.
    pub open_findings: Vec<OpenFinding>,
    /// The situation level, when one was declared.
    pub situation: Option<SituationLevel>,
}

/// A point of the letter, judged: the worst of its claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PointAssessment {
    /// Its id, such as `1a`.
    pub id: Name,
    /// The worst of its claims that apply.
    pub state: Status,
    /// How many claims are in which state.
    pub counts: Counts,
    /// Its claims, in order.
    pub claims: Vec<ClaimAssessment>,
}

/// A claim, judged: the worst of its subjects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimAssessment {
    /// Its id, such as `1a.1`.
    pub id: Name,
    /// The worst of its subjects.
    pub state: Status,
    /// The weakest strength of its subjects.
    pub strength: Option<Basis>,
    /// Its subjects, in the order of their ids.
    pub subjects: Vec<SubjectAssessment>,
    /// How many subjects are in which state.
    pub counts: Counts,
    /// Things left out on somebody's word: by an attribute of basis `statement`, or by a scope fact.
    pub excluded_by_statement: Vec<EntityId>,
    /// Why, when that does not follow from the subjects.
    pub reasons: Vec<Reason>,
    /// The next action, when that does not follow from the subjects.
    pub next: Option<Next>,
}

/// A claim for one subject, judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubjectAssessment {
    /// The thing.
    pub subject: EntityId,
    /// How it stands.
    pub state: Status,
    /// The weakest basis among the best valid supports of the path that counts.
    pub strength: Option<Basis>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The evidence entries named by the reasons, in order.
    pub evidence: Vec<EntryId>,
    /// The next action; absent when nothing needs doing.
    pub next: Option<Next>,
    /// How it would stand without the exemption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beneath: Option<Status>,
    /// The next instant at which time alone worsens it.
    pub expires_at: Option<Instant>,
}

impl SubjectAssessment {
    /// The reason that names the state itself, or else the first.
    pub fn weightiest(&self) -> Option<&Reason> {
        let state = self.state.name();
        self.reasons
            .iter()
            .find(|reason| reason.code.name() == state)
            .or_else(|| self.reasons.first())
    }
}

/// A refutation that stands on a retired thing (law 12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenFinding {
    /// The retired thing.
    pub subject: EntityId,
    /// The evidence kind.
    pub kind: Name,
    /// What refuted it.
    pub code: Option<Name>,
    /// How it was found.
    pub basis: Basis,
    /// When.
    pub collected_at: Instant,
    /// The refuting evidence.
    pub entry: EntryId,
    /// The thing that inherits it, when one does.
    pub successor: Option<EntityId>,
}

/// The situation level in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SituationLevel {
    /// Whether named expiries are shortened.
    pub raised: bool,
    /// Its name in the source.
    pub level: Name,
    /// When the source says it began.
    pub since: Instant,
}

/// Which program judged, and over which ledger. The caller knows; core does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The program and version, such as `arvak 0.1.0`.
    pub engine: String,
    /// Number of entries in the tree.
    pub tree_size: u64,
    /// Root of the tree.
    pub root: Option<Digest>,
}

impl Assessment {
    /// With the caller's word on program and ledger.
    #[must_use]
    pub fn with_provenance(mut self, provenance: Provenance) -> Self {
        self.engine = provenance.engine;
        self.tree_size = provenance.tree_size;
        self.root = provenance.root;
        self
    }

    /// All claims, in the letter's order.
    pub fn claims(&self) -> impl Iterator<Item = &ClaimAssessment> {
        self.points.iter().flat_map(|point| &point.claims)
    }

    /// The claim with that id.
    pub fn claim(&self, id: &str) -> Option<&ClaimAssessment> {
        self.claims().find(|claim| claim.id.as_str() == id)
    }
}

/// How many are in which state. States with none are left out of JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u32; 8]);

impl Counts {
    /// Counts `states`.
    pub fn of(states: impl IntoIterator<Item = Status>) -> Self {
        let mut counts = Self::default();
        for state in states {
            if let Some(count) = counts.0.get_mut(state as usize) {
                *count += 1;
            }
        }
        counts
    }

    /// How many are in `state`.
    pub fn get(&self, state: Status) -> u32 {
        self.0.get(state as usize).copied().unwrap_or(0)
    }

    /// All of them.
    pub fn total(&self) -> u32 {
        self.0.iter().sum()
    }

    /// The worst state that any is in; [`Status::NotApplicable`] when none applies.
    pub fn worst(&self) -> Status {
        let applying = |state: &Status| *state != Status::NotApplicable && self.get(*state) > 0;
        Status::ALL.into_iter().filter(applying).min().unwrap_or(Status::NotApplicable)
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for state in Status::ALL.into_iter().filter(|state| self.get(*state) > 0) {
            map.serialize_entry(state.name(), &self.get(state))?;
        }
        map.end()
    }
}

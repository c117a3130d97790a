//! The catalogue in force: letters with points and claims, and the evidence kinds they ask for.

mod bundle;
pub mod diff;
mod follow_up;
pub mod guide;
mod ids;
mod kind;
mod leaf;
mod letter;
mod lix;
mod local;
mod order;
mod read;
mod rule;
mod shipped;
mod sound;
mod text;

pub use bundle::BadCatalogue;
pub use guide::Guide;
pub use kind::{ACTIONS, KINDS_MAX, REFUTERS_MAX};
pub use letter::{CLAIMS_MAX, POINTS_MAX};
pub use lix::lix_tenths;
pub use local::{LOCAL_MAX, LocalExpiry};
pub use read::FILES_MAX;
pub use rule::{PARTS_MAX, PATHS_MAX};
pub use shipped::{SHIPPED, in_layout};
pub use text::TITLE_CHARS_MAX;

use std::collections::BTreeMap;

use crate::requirement::Requirement;
use crate::{Basis, Digest, Name, Span};

/// Everything that a ledger is judged against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Digest of the bytes it was read from; named by every assessment.
    pub digest: Option<Digest>,
    /// The letters, in order of adoption.
    pub letters: Vec<Letter>,
    /// Evidence kinds by name.
    pub kinds: BTreeMap<Name, EvidenceKind>,
    /// What helps people to act on it. No status depends on it.
    pub guide: Guide,
    /// How long evidence holds here, where that differs from the letters. The rules have it already.
    pub local: Vec<LocalExpiry>,
}

/// A text in the three languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Norwegian bokmål.
    pub nb: String,
    /// Norwegian nynorsk.
    pub nn: String,
    /// English.
    pub en: String,
}

/// How a record of the catalogue came to be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    /// From the source itself, read.
    Read,
    /// From somebody's account of the source.
    Secondary,
    /// From memory: to be checked by a person who has the source.
    Memory,
    /// Our own proposal.
    #[default]
    Own,
}

impl Provenance {
    /// All of them, best first.
    pub const ALL: [Self; 4] = [Self::Read, Self::Secondary, Self::Memory, Self::Own];

    /// The name in data files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Secondary => "secondary",
            Self::Memory => "memory",
            Self::Own => "own",
        }
    }

    /// The one with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provenance| provenance.name() == name)
    }
}

/// Where a record of the catalogue comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The source, as a person would look it up.
    pub source: String,
    /// The date of the source (or of our proposal), as `2022-03-04`.
    pub source_date: String,
    /// How the record came to be written.
    pub provenance: Provenance,
}

/// A letter that asks something of every municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its id, such as `kdd-ks-2022`.
    pub id: Name,
    /// Its title.
    pub title: Text,
    /// The letter that it follows: what that one asks and this one does not mention is asked as before, and
    /// stands among the points here.
    pub follows: Option<Name>,
    /// Its points, in the letter's order.
    pub points: Vec<Point>,
    /// Where this comes from.
    pub origin: Origin,
}

/// A point of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its id, such as `1a`.
    pub id: Name,
    /// Its title.
    pub title: Text,
    /// Its claims, in order.
    pub claims: Vec<Claim>,
    /// Where this comes from.
    pub origin: Origin,
}

/// One thing that a letter asks to be verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its id, such as `1a.1`.
    pub id: Name,
    /// Its title.
    pub title: Text,
    /// The role that acts when it is not met, unless the subject names its own.
    pub owner: Name,
    /// The rule.
    pub requirement: Requirement,
    /// Where this comes from.
    pub origin: Origin,
}

/// A registered kind of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceKind {
    /// Its title.
    pub title: Text,
    /// The kind of thing it is about.
    pub subject: Name,
    /// How long it holds when nothing else says so.
    pub validity: Option<Span>,
    /// The strongest basis on which it can be had today.
    pub strongest: Basis,
    /// The probes that give it.
    pub probes: Vec<Name>,
    /// The whole-number attributes that its judge produces, and that `where` may compare.
    pub attributes: Vec<Name>,
    /// What refutes it.
    pub refuters: Vec<Refuter>,
    /// The next action when it is missing or stale, as a reason code.
    pub next: Name,
    /// Where this comes from.
    pub origin: Origin,
}

/// Something that refutes an evidence kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refuter {
    /// Its id: the `code` of refuting evidence.
    pub id: Name,
    /// What it means.
    pub title: Text,
    /// The probes or procedures whose later support heals it.
    pub healed_by: Vec<Name>,
    /// Whether a machine finds it, or a person reports it.
    pub machine: bool,
    /// Where this comes from; as its kind's when the file does not say.
    pub origin: Origin,
}

#[cfg(test)]
mod tests;

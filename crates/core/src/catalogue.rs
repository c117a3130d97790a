//! The catalogue in force: letters with points and claims, and the evidence kinds they ask for.

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

/// A letter that asks something of every municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its id, such as `kdd-ks-2022`.
    pub id: Name,
    /// Its title.
    pub title: Text,
    /// Its points, in the letter's order.
    pub points: Vec<Point>,
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
    /// What refutes it.
    pub refuters: Vec<Refuter>,
    /// The next action when it is missing or stale, as a reason code.
    pub next: Name,
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
}

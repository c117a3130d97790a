//! Why a fact is refused.

use crate::{Basis, EntityId, EntryId, Instant, Name};

/// Why a fact is refused. Whoever records it must change it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// A genesis that is not the first entry.
    #[error("a ledger begins once")]
    NotFirst,
    /// Evidence from after its receipt (DESIGN section 2).
    #[error(
        "collected at {collected_at}, after it was received at {received_at}: check the clock of whoever collected it"
    )]
    FromTheFuture {
        /// When it says that it was collected.
        collected_at: Instant,
        /// When it is received.
        received_at: Instant,
    },
    /// Strong evidence that our own judge did not give (law 5).
    #[error("basis {} is given only by our own judge, with method and transcript", basis.name())]
    NotOurJudge {
        /// The basis that was claimed.
        basis: Basis,
    },
    /// An evidence kind that the catalogue does not have.
    #[error("the catalogue has no evidence kind {kind}")]
    UnknownKind {
        /// The kind.
        kind: Name,
    },
    /// Evidence about a thing of the wrong kind.
    #[error("{kind} is evidence about a {expected}, and {subject} is none")]
    WrongSubjectKind {
        /// The evidence kind.
        kind: Name,
        /// The kind of thing it is about.
        expected: Name,
        /// The thing that was named.
        subject: EntityId,
    },
    /// A thing that is not in the inventory.
    #[error("{subject} is not in the inventory")]
    UnknownSubject {
        /// The thing.
        subject: EntityId,
    },
    /// A claim that no letter has.
    #[error("no letter has the claim {claim}")]
    UnknownClaim {
        /// The claim.
        claim: Name,
    },
    /// Re-judging that is none: another kind, thing, transcript or method, or no newer version.
    #[error(
        "this does not judge entry {of} again: kind, thing, method and transcript must be the same and the version newer"
    )]
    CannotSupersede {
        /// The entry.
        of: EntryId,
    },
    /// A thing that was retired; ids are never used again (law 12).
    #[error("{subject} was retired, and ids are never used again")]
    Retired {
        /// The thing.
        subject: EntityId,
    },
    /// A thing cannot succeed itself.
    #[error("{subject} cannot be its own successor")]
    OwnSuccessor {
        /// The thing.
        subject: EntityId,
    },
    /// Only support can be withdrawn (law 4).
    #[error("entry {of} is no support: only support can be withdrawn")]
    NotSupport {
        /// The entry.
        of: EntryId,
    },
    /// Only a refutation can be contested.
    #[error("entry {of} is no refutation: only a refutation can be contested")]
    NotRefutation {
        /// The entry.
        of: EntryId,
    },
    /// No such evidence.
    #[error("entry {of} is no evidence")]
    UnknownEvidence {
        /// The entry.
        of: EntryId,
    },
    /// The evidence is not in this state, which came from a snapshot; fold the whole ledger and ask
    /// again. Our own doing, nobody's mistake.
    #[error("entry {of} is not in the snapshot: read the whole ledger")]
    NeedsHistory {
        /// The entry.
        of: EntryId,
    },
    /// No such request for an exemption.
    #[error("entry {request} is no request for an exemption")]
    UnknownRequest {
        /// The entry.
        request: EntryId,
    },
    /// Nobody approves an exemption that they asked for.
    #[error("the request in entry {request} is approved by somebody else than the one who made it")]
    SameActor {
        /// The request.
        request: EntryId,
    },
    /// An approval of something else than what was asked for.
    #[error("claim, thing and end must be as in the request in entry {request}")]
    DiffersFromRequest {
        /// The request.
        request: EntryId,
    },
    /// An exemption that has ended before it begins.
    #[error("the end, {until}, is past")]
    AlreadyOver {
        /// When it would end.
        until: Instant,
    },
    /// An obligation's id is chosen once.
    #[error("there is already an obligation {id}")]
    ObligationExists {
        /// Its id.
        id: Name,
    },
    /// No such obligation.
    #[error("there is no obligation {id}")]
    UnknownObligation {
        /// Its id.
        id: Name,
    },
    /// The obligation was met before.
    #[error("the obligation {id} was met before")]
    ObligationMet {
        /// Its id.
        id: Name,
    },
    /// A fact that can better a status without evidence needs a reason (law 12).
    #[error("a {fact} needs a reason")]
    ReasonNeeded {
        /// The kind of fact.
        fact: &'static str,
    },
    /// Something that is marked as graded (law 10).
    #[error(
        "this is marked {grade}: graded information has no place here; write an ungraded account of it, or say where it is kept in an approved system"
    )]
    Graded {
        /// The grade, as it is written.
        grade: &'static str,
    },
}

impl Refusal {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFirst => "not_first",
            Self::FromTheFuture { .. } => "from_the_future",
            Self::NotOurJudge { .. } => "not_our_judge",
            Self::UnknownKind { .. } => "unknown_kind",
            Self::WrongSubjectKind { .. } => "wrong_subject_kind",
            Self::UnknownSubject { .. } => "unknown_subject",
            Self::UnknownClaim { .. } => "unknown_claim",
            Self::CannotSupersede { .. } => "cannot_supersede",
            Self::Retired { .. } => "retired",
            Self::OwnSuccessor { .. } => "own_successor",
            Self::NotSupport { .. } => "not_support",
            Self::NotRefutation { .. } => "not_refutation",
            Self::UnknownEvidence { .. } => "unknown_evidence",
            Self::NeedsHistory { .. } => "needs_history",
            Self::UnknownRequest { .. } => "unknown_request",
            Self::SameActor { .. } => "same_actor",
            Self::DiffersFromRequest { .. } => "differs_from_request",
            Self::AlreadyOver { .. } => "already_over",
            Self::ObligationExists { .. } => "obligation_exists",
            Self::UnknownObligation { .. } => "unknown_obligation",
            Self::ObligationMet { .. } => "obligation_met",
            Self::ReasonNeeded { .. } => "reason_needed",
            Self::Graded { .. } => "graded",
        }
    }
}

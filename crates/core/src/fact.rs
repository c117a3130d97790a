//! Facts: what the ledger holds. An envelope is hashed into the Merkle tree and is never erased, so
//! it holds no free text and no person but an opaque id (law 8); text stands in the erasable body.
//!
//! The bytes of an envelope are JSON, at most [`ENVELOPE_BYTES_MAX`], kept exactly as first written.
//! A schema changes by a new [`VERSION`] and a pure upcaster in [`Envelope::decode`], kept for ever.

mod body;
mod draft;
mod entity;
mod envelope;
mod evidence;

pub use body::Body;
pub use draft::Draft;
pub use entity::{Attribute, Entity, Relation, Retirement, Scope, Value};
pub use envelope::{Actor, BadEnvelope, ENVELOPE_BYTES_MAX, Envelope, VERSION};
pub use evidence::{Evidence, Method, Outcome, Withdrawal};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Digest, EntityId, EntryId, Instant, Name};

/// One recorded fact. Nothing here sets a status: a status is derived (law 1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The first entry of a ledger.
    Genesis(Genesis),
    /// A thing as it is from now on: all attributes and relations, replacing the earlier ones.
    Entity(Entity),
    /// A thing is declared inside or outside what the letter concerns.
    Scope(Scope),
    /// A thing is gone; its refutations stay as open findings, and a successor inherits them.
    Retirement(Retirement),
    /// Something was observed, stated or documented, and judged.
    Evidence(Evidence),
    /// Support that no longer counts. A refutation cannot be withdrawn.
    Withdrawal(Withdrawal),
    /// Somebody asks that a claim be set aside for a subject.
    ExemptionRequest(ExemptionRequest),
    /// Somebody else approves it; in force from when this is recorded.
    Exemption(Exemption),
    /// Something that must be done by an instant fixed now.
    Obligation(Obligation),
    /// An obligation was met.
    ObligationMet(ObligationMet),
    /// Right of reply: somebody whom a refutation concerns contests it (the text is in the body).
    Contest(Contest),
    /// Somebody reviewed or approved a report. It changes no status.
    Approval(Approval),
    /// The catalogue in force from now on.
    Catalogue(CatalogueAdoption),
    /// The situation level from now on.
    Situation(Situation),
    /// A body or blobs of an earlier entry were erased.
    Erasure(Erasure),
    /// The ledger is signed with another key from now on.
    KeyRotation(KeyRotation),
}

impl Fact {
    /// The thing that this fact itself names as its subject.
    pub const fn subject(&self) -> Option<&EntityId> {
        match self {
            Self::Entity(entity) => Some(&entity.id),
            Self::Scope(scope) => Some(&scope.subject),
            Self::Retirement(retirement) => Some(&retirement.subject),
            Self::Evidence(evidence) => Some(&evidence.subject),
            Self::ExemptionRequest(request) => Some(&request.subject),
            Self::Exemption(exemption) => Some(&exemption.subject),
            Self::Obligation(obligation) => Some(&obligation.subject),
            _ => None,
        }
    }

    /// The name of this kind of fact in JSON and in lists.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Genesis(_) => "genesis",
            Self::Entity(_) => "entity",
            Self::Scope(_) => "scope",
            Self::Retirement(_) => "retirement",
            Self::Evidence(_) => "evidence",
            Self::Withdrawal(_) => "withdrawal",
            Self::ExemptionRequest(_) => "exemption_request",
            Self::Exemption(_) => "exemption",
            Self::Obligation(_) => "obligation",
            Self::ObligationMet(_) => "obligation_met",
            Self::Contest(_) => "contest",
            Self::Approval(_) => "approval",
            Self::Catalogue(_) => "catalogue",
            Self::Situation(_) => "situation",
            Self::Erasure(_) => "erasure",
            Self::KeyRotation(_) => "key_rotation",
        }
    }
}

/// Whether the times in a ledger are real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The system clock.
    Real,
    /// A demonstration's clock; such a ledger can never become a real one.
    Simulated,
}

/// The first entry of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Genesis {
    /// The checkpoint origin line (C2SP tlog-checkpoint), such as `arvak/4f1c…`.
    #[serde(deserialize_with = "no_text")]
    pub origin: String,
    /// The verifier key of the ledger (C2SP signed-note): `name+hash+base64`.
    #[serde(deserialize_with = "no_text")]
    pub public_key: String,
    /// Whose clock stamps the entries.
    pub clock: ClockKind,
}

/// A request that a claim be set aside for a subject; the reason is in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExemptionRequest {
    /// The claim, such as `3.1`.
    pub claim: Name,
    /// The thing it concerns.
    pub subject: EntityId,
    /// When the exemption would end.
    pub until: Instant,
}

/// The approval of an [`ExemptionRequest`], by another actor than the one who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// The request that is approved.
    pub request: EntryId,
    /// As in the request.
    pub claim: Name,
    /// As in the request.
    pub subject: EntityId,
    /// As in the request.
    pub until: Instant,
}

/// Something that must be done by an instant. The instant is fixed when this is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// Its own id, chosen once.
    pub id: Name,
    /// What kind of obligation, such as `supplier.answer_due`.
    pub kind: Name,
    /// The thing it concerns.
    pub subject: EntityId,
    /// When it must be met.
    pub due: Instant,
    /// The role that must meet it.
    pub owner: Option<EntityId>,
}

/// An obligation was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationMet {
    /// The id of the [`Obligation`].
    pub id: Name,
}

/// A reply to a refutation. It is shown beside it and never lifts it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// The contested evidence.
    pub of: EntryId,
}

/// A report was reviewed or approved, as its bytes are. It changes no status (law 1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// SHA-256 of the report's bytes.
    pub report: Digest,
    /// Its edition, such as `council`.
    pub edition: Name,
    /// What was done.
    pub stage: ApprovalStage,
}

/// How far a report has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalStage {
    /// Somebody read it through.
    Reviewed,
    /// The chief executive answers for it.
    Approved,
}

/// A catalogue is adopted. Its bytes are the blob with this digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueAdoption {
    /// Digest of the catalogue's bytes.
    pub digest: Digest,
    /// The letters in it.
    pub letters: Vec<Name>,
}

/// The situation level, as somebody with authority declared it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// Whether named expiries are shortened.
    pub raised: bool,
    /// The name of the level in its source, such as `forhoyet`.
    pub level: Name,
    /// When the source says it began.
    pub since: Instant,
}

/// What was erased of an earlier entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// The entry that lost its body or blobs.
    pub of: EntryId,
    /// Whether its body was erased.
    pub body: bool,
    /// The blobs that were erased.
    pub blobs: Vec<Digest>,
}

/// A new signing key; this entry is the first that it signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRotation {
    /// The new verifier key (C2SP signed-note).
    #[serde(deserialize_with = "no_text")]
    pub public_key: String,
}

/// Most bytes of an origin or a key.
const KEY_BYTES_MAX: usize = 300;

/// What the program itself makes, origins and keys: visible ASCII, and no room for a text (law 8).
fn no_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let fits = text.len() <= KEY_BYTES_MAX && text.bytes().all(|byte| byte.is_ascii_graphic());
    if fits { Ok(text) } else { Err(D::Error::custom("neither an origin nor a key")) }
}

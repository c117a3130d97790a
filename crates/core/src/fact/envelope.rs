//! The envelope: the bytes that become a leaf of the Merkle tree.

use serde::{Deserialize, Serialize};

use super::Fact;
use crate::{Class, Digest, EntityId, Instant, Name};

/// The newest schema version of an envelope.
pub const VERSION: u32 = 1;

/// Most bytes that an envelope may have.
pub const ENVELOPE_BYTES_MAX: usize = 16 * 1024;

/// Who recorded a fact: a role, a person by opaque id, or a probe by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A role, such as `role/ict_lead`.
    Role(EntityId),
    /// A person, by the opaque id in the operation database.
    Person(EntityId),
    /// A probe or another part of the program.
    Program(Name),
}

/// One ledger entry as hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// When the ledger took it; given by the ledger, never decreasing.
    pub received_at: Instant,
    /// Schema version.
    pub v: u32,
    /// Idempotency key: the same key is never recorded twice.
    pub key: Digest,
    /// Who recorded it.
    pub actor: Actor,
    /// Who may see it.
    pub class: Class,
    /// Digest of the erasable body, salt included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Digest>,
    /// Digests of erasable blobs (transcripts, attachments), salts included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blobs: Vec<Digest>,
    /// The fact itself.
    pub fact: Fact,
}

/// Bytes that are no envelope this program can read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BadEnvelope {
    /// Written by a newer program.
    #[error(
        "envelope version {found} is newer than {VERSION}, the newest that this program reads: upgrade arvak"
    )]
    Newer {
        /// The version that was found.
        found: u32,
    },
    /// Not JSON, or not of the shape.
    #[error("the envelope cannot be read: {0}")]
    Malformed(#[from] serde_json::Error),
}

#[derive(Deserialize)]
struct VersionOnly {
    v: u32,
}

impl Envelope {
    /// Reads the bytes of an entry, lifting older versions to the present shape.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadEnvelope> {
        match serde_json::from_slice::<Self>(bytes) {
            Ok(envelope) if envelope.v == VERSION => Ok(envelope),
            Ok(envelope) => Err(BadEnvelope::Newer { found: envelope.v }),
            Err(error) => match serde_json::from_slice::<VersionOnly>(bytes) {
                Ok(VersionOnly { v }) if v > VERSION => Err(BadEnvelope::Newer { found: v }),
                _ => Err(error.into()),
            },
        }
    }
}

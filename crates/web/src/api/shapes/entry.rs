//! An entry of the ledger: as `arvak ledger list --json` answers, and with its texts.

use arvak_core::{Class, Digest, EntryId, Envelope, Fact, Instant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An entry of the ledger, as it is hashed, without texts and without names of people.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Entry {
    /// Its number.
    #[schema(value_type = u64)]
    pub(in crate::api) id: EntryId,
    /// When the ledger took it.
    #[schema(value_type = String, format = DateTime)]
    pub(in crate::api) received_at: Instant,
    /// SHA-256: the same key is never recorded twice.
    #[schema(value_type = String)]
    pub(in crate::api) key: Digest,
    /// Who recorded it: `{"role":ID}`, `{"person":ID}` or `{"program":NAME}`.
    #[schema(value_type = Object)]
    pub(in crate::api) actor: arvak_core::Actor,
    /// Who may see it.
    #[schema(value_type = String)]
    pub(in crate::api) class: Class,
    /// The fact: an object with one member, named by its kind, such as `evidence`.
    #[schema(value_type = Object)]
    pub(in crate::api) fact: Fact,
}

impl Entry {
    pub(in crate::api) fn of(id: EntryId, envelope: Envelope) -> Self {
        let Envelope { received_at, key, actor, class, fact, .. } = envelope;
        Self { id, received_at, key, actor, class, fact }
    }
}

/// An entry with everything that is kept beside it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EntryWithTexts)]
pub(in crate::api) struct Whole {
    /// The entry.
    pub(in crate::api) entry: Entry,
    /// Who recorded it, in words; as long as the name is kept.
    pub(in crate::api) recorded_by: String,
    /// What people call the thing.
    #[schema(required = true)]
    pub(in crate::api) name: Option<String>,
    /// A free note.
    #[schema(required = true)]
    pub(in crate::api) note: Option<String>,
    /// Why it was recorded.
    #[schema(required = true)]
    pub(in crate::api) reason: Option<String>,
    /// Whether its texts were erased.
    pub(in crate::api) erased: bool,
    /// SHA-256 of what was seen, when it is kept: it is among the attachments.
    #[schema(required = true)]
    pub(in crate::api) transcript: Option<String>,
    /// SHA-256 of each attachment.
    pub(in crate::api) attachments: Vec<String>,
}

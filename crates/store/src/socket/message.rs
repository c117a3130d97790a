//! What goes over the socket.

use arvak_core::fact::{Actor, Body, Draft, Fact};
use arvak_core::{Class, Digest, EntryId};
use serde::{Deserialize, Serialize};

use crate::{Answer, Error, Result};

/// The version of these messages, which the holder says first.
pub(crate) const VERSION: u32 = 1;

/// Most drafts in one request.
pub(crate) const DRAFTS_MAX: usize = 256;

/// The holder's first frame on a connection.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Greeting {
    pub(crate) arvak_socket: u32,
}

/// Asked of the holder.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Request {
    /// Record these, in this order.
    Append(Vec<DraftMessage>),
    /// Keep these until [`Request::AppendWhole`] comes on the same connection.
    Gather(Vec<DraftMessage>),
    /// Record what was gathered and these, in this order, all or none.
    AppendWhole(Vec<DraftMessage>),
    /// Record an erasure and carry it out.
    Erase(EraseMessage),
    /// Sign a checkpoint over all that is recorded.
    Seal,
}

/// Answered by the holder.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Response {
    /// One for each draft, in order.
    Appended(Vec<Answer>),
    /// To [`Request::Gather`]: how many wait now.
    Gathered(usize),
    /// To [`Request::Erase`].
    Erased(Answer),
    /// The signed note.
    Sealed(String),
    /// Nothing of the request was done.
    Failed { code: String, reason: String },
}

/// A [`Draft`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftMessage {
    key: Digest,
    actor: Actor,
    class: Class,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Body>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    blobs: Vec<Digest>,
    fact: Fact,
}

/// The entry that loses its body and blobs, and on whose word.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EraseMessage {
    pub(crate) of: EntryId,
    pub(crate) actor: Actor,
    pub(crate) reason: Option<Body>,
}

impl From<&Draft> for DraftMessage {
    fn from(draft: &Draft) -> Self {
        Self {
            key: draft.key,
            actor: draft.actor.clone(),
            class: draft.class,
            body: draft.body.clone(),
            blobs: draft.blobs.clone(),
            fact: draft.fact.clone(),
        }
    }
}

impl From<DraftMessage> for Draft {
    fn from(message: DraftMessage) -> Self {
        let DraftMessage { key, actor, class, body, blobs, fact } = message;
        Self { key, actor, class, body, blobs, fact }
    }
}

/// The bytes of a message.
pub(crate) fn encode(message: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(message).map_err(unreadable)
}

/// The message in the bytes of a frame.
pub(crate) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T> {
    serde_json::from_slice(bytes).map_err(unreadable)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn unreadable(error: serde_json::Error) -> Error {
    Error::Protocol { problem: error.to_string() }
}

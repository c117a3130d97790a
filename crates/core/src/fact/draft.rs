//! A fact on its way into the ledger: everything but the time of receipt.

use serde::Serialize;

use super::{Actor, Body, Fact, VERSION};
use crate::{Class, Digest};

/// A fact that the ledger has not taken yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Idempotency key: the digest of whatever the caller identifies the fact by.
    pub key: Digest,
    /// Who records it.
    pub actor: Actor,
    /// Who may see it.
    pub class: Class,
    /// Texts, erasable.
    pub body: Option<Body>,
    /// Digests of blobs that the caller has already stored.
    pub blobs: Vec<Digest>,
    /// The fact.
    pub fact: Fact,
}

#[derive(Serialize)]
struct Unstamped<'a> {
    v: u32,
    key: Digest,
    actor: &'a Actor,
    class: Class,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Digest>,
    #[serde(skip_serializing_if = "<[Digest]>::is_empty")]
    blobs: &'a [Digest],
    fact: &'a Fact,
}

impl Draft {
    /// The bytes that the ledger stamps with the time of receipt and then hashes: an envelope's JSON
    /// object without `received_at`; and the bytes of the body.
    pub fn encode(&self) -> Result<(Vec<u8>, Option<Vec<u8>>), serde_json::Error> {
        let body = self.body.as_ref().map(serde_json::to_vec).transpose()?;
        let unstamped = Unstamped {
            v: VERSION,
            key: self.key,
            actor: &self.actor,
            class: self.class,
            body: body.as_deref().map(Digest::of),
            blobs: &self.blobs,
            fact: &self.fact,
        };
        Ok((serde_json::to_vec(&unstamped)?, body))
    }
}

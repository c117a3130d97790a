//! What the entries themselves say.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::{Digest, EntryId, Envelope, Fact};

use super::Verified;
use crate::named::blobs_of_envelope;
use crate::{Layout, Result};

/// What was seen in the envelopes of all whole records, whatever else is wrong.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Entries whose bodies were ordered to be erased.
    pub(super) bodies_erased: BTreeSet<u64>,
    /// Blobs that were ordered to be erased, each with the entry that lost it.
    pub(super) blobs_erased: BTreeSet<(Digest, u64)>,
    /// Blobs that entries name, each with the entries that do.
    pub(super) blobs: BTreeMap<Digest, Vec<u64>>,
    /// Entries that cannot be read, and why.
    unreadable: Vec<(u64, String)>,
    /// The verifier key that the entries name.
    public_key: Option<String>,
}

impl Seen {
    pub(super) fn read(layout: &Layout) -> Result<Self> {
        let mut seen = Self::default();
        arvak_ledger::read_through(layout.root(), &mut |id, bytes| seen.take(id, bytes))?;
        Ok(seen)
    }

    fn take(&mut self, id: u64, bytes: &[u8]) {
        let envelope = match Envelope::decode(bytes) {
            Ok(envelope) => envelope,
            Err(error) => return self.unreadable.push((id, error.to_string())),
        };
        for blob in blobs_of_envelope(&envelope) {
            self.blobs.entry(blob).or_default().push(id);
        }
        match envelope.fact {
            Fact::Erasure(erasure) => {
                if erasure.body {
                    self.bodies_erased.insert(erasure.of.0);
                }
                let of = erasure.of.0;
                self.blobs_erased.extend(erasure.blobs.into_iter().map(|blob| (blob, of)));
            }
            Fact::Genesis(genesis) if id == 0 => self.public_key = Some(genesis.public_key),
            Fact::KeyRotation(rotation) => self.public_key = Some(rotation.public_key),
            _ => {}
        }
    }
}

/// Entries must be readable, and name the key that signs.
pub(super) fn check(layout: &Layout, seen: &Seen, verified: &mut Verified) {
    let ledger = layout.ledger();
    for (entry, why) in &seen.unreadable {
        let place = (ledger.as_path(), Some(EntryId(*entry)));
        verified.add_at(layout, place, "entry.unreadable", why.clone());
    }
    let file = ledger.join("vkey");
    let said = std::fs::read_to_string(&file).unwrap_or_default();
    match &seen.public_key {
        Some(key) if *key == said.trim_end() => {}
        Some(key) => {
            let what = format!("it is not the key that the entries name, {key}");
            verified.add(layout, &file, "key.differs", what);
        }
        None => {
            let what = "the first entry does not say who signs this ledger".to_owned();
            verified.add_at(layout, (&ledger, Some(EntryId(0))), "genesis.missing", what);
        }
    }
}

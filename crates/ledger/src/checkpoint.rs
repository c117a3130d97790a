//! Checkpoints (C2SP tlog-checkpoint): the signed size and root of the tree.

use std::path::Path;

use crate::key::{Key, PublicKey};
use crate::merkle::NodeHash;
use crate::{LedgerError, note};

/// A checkpoint whose signature was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    size: u64,
    root: NodeHash,
    note: String,
}

impl Checkpoint {
    /// Signs the root of a tree of `size` leaves.
    pub(crate) fn sign(key: &Key, size: u64, root: NodeHash) -> Self {
        let note = note::sign(&format!("{}\n{size}\n{root}\n", key.name()), key);
        Self { size, root, note }
    }

    /// Reads a checkpoint and checks that `key` signed it. Signatures of others (witnesses) may
    /// stand beside it.
    pub fn open(text: &str, key: &PublicKey) -> Result<Self, LedgerError> {
        let bad = |why: &str| LedgerError::BadNote { why: why.to_owned() };
        let body = note::open(text, key)?;
        let mut lines = body.lines();
        let (origin, size, root) = (lines.next(), lines.next(), lines.next());
        if origin != Some(key.name()) {
            return Err(bad("its origin is another ledger"));
        }
        let size = size
            .and_then(|size| size.parse::<u64>().ok())
            .ok_or_else(|| bad("its size is no number"))?;
        let root = root
            .and_then(NodeHash::from_base64)
            .ok_or_else(|| bad("its root is no SHA-256 in base64"))?;
        // Written again it must be the same: no leading zeroes, no further lines.
        if body != format!("{}\n{size}\n{root}\n", key.name()) {
            return Err(bad("it is no checkpoint of three lines"));
        }
        Ok(Self { size, root, note: text.to_owned() })
    }

    /// Leaves in the tree.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    pub fn root(&self) -> NodeHash {
        self.root
    }

    /// The signed note, as it is printed, mailed and cosigned.
    pub fn note(&self) -> &str {
        &self.note
    }

    pub(crate) fn read(path: &Path, key: &PublicKey) -> Result<Self, LedgerError> {
        let text = read_text(path)?;
        Self::open(&text, key).map_err(|error| LedgerError::bad_file(path, error.to_string()))
    }
}

pub(crate) fn read_text(path: &Path) -> Result<String, LedgerError> {
    let bytes = std::fs::read(path).map_err(|error| LedgerError::read(path, error))?;
    String::from_utf8(bytes).map_err(|_| LedgerError::bad_file(path, "it is no UTF-8 text"))
}

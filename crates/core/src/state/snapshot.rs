//! A state as bytes, so that a program need not fold a million entries to answer for today.
//!
//! The form is our own: a magic word and a version, then each part with its length before it, numbers
//! as LEB128, and SHA-256 over it all at the end. It holds only evidence that can still matter
//! ([`super::prune`]); everything in it follows from the ledger, so it may be deleted at any time, and
//! bytes that cannot be read are an error and never a state.

mod decode;
mod encode;
mod read;
mod write;

use sha2::Digest as _;

use super::State;

/// The first bytes of a snapshot.
const MAGIC: &[u8; 8] = b"ARVKSTAT";

/// The version of the form. Another version is not read: the ledger is folded again.
const VERSION: u64 = 3;

/// Bytes of the digest at the end.
const DIGEST_BYTES: usize = 32;

/// Bytes that are no snapshot this program can read. Fold the ledger instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadSnapshot {
    /// Cut short, changed or not a snapshot.
    #[error("the snapshot is damaged: fold the ledger again")]
    Damaged,
    /// Written by another version.
    #[error("the snapshot has another version than this program writes: fold the ledger again")]
    Version,
}

impl BadSnapshot {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Damaged => "snapshot_damaged",
            Self::Version => "snapshot_version",
        }
    }
}

impl State {
    /// This state as bytes, without evidence that cannot matter any more. What is read back gives the same
    /// assessments from the last receipt on.
    pub fn snapshot(&self) -> Vec<u8> {
        let mut bytes = encode::state(self);
        let digest = sha2::Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        bytes
    }

    /// The state that [`State::snapshot`] wrote.
    pub fn from_snapshot(bytes: &[u8]) -> Result<Self, BadSnapshot> {
        let split = bytes.len().checked_sub(DIGEST_BYTES).ok_or(BadSnapshot::Damaged)?;
        let (content, digest) = bytes.split_at_checked(split).ok_or(BadSnapshot::Damaged)?;
        if sha2::Sha256::digest(content).as_slice() != digest {
            return Err(BadSnapshot::Damaged);
        }
        decode::state(content)
    }
}

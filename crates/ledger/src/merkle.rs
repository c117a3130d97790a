//! The Merkle tree of RFC 6962 section 2.1 (the same tree as RFC 9162 with SHA-256).

mod path;
mod peaks;
mod sha256;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub(crate) use path::{Nodes, consistency_path, inclusion_path, range_root};
pub use path::{verify_consistency, verify_inclusion};
pub(crate) use peaks::Peaks;

/// A node of the tree: SHA-256. Shown in base64, as C2SP formats write it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeHash(pub [u8; 32]);

impl NodeHash {
    /// Sixty-four hexadecimal digits.
    pub fn to_hex(self) -> String {
        hex(&self.0)
    }

    /// Reads what `Display` writes.
    pub fn from_base64(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    pub(crate) fn check(&self) -> [u8; 8] {
        self.0.first_chunk::<8>().copied().unwrap_or_default()
    }
}

impl fmt::Display for NodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for NodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The hash of a leaf: SHA-256 of 0x00 and the entry.
pub fn leaf_hash(entry: &[u8]) -> NodeHash {
    NodeHash(sha256::digest_after(0x00, entry))
}

/// The hash of an inner node: SHA-256 of 0x01, the left child and the right child.
pub fn node_hash(left: &NodeHash, right: &NodeHash) -> NodeHash {
    let mut both = [0; 64];
    let (to_left, to_right) = both.split_at_mut(32);
    to_left.copy_from_slice(&left.0);
    to_right.copy_from_slice(&right.0);
    NodeHash(sha256::digest_after(0x01, &both))
}

/// The root of the tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> NodeHash {
    sha256(&[])
}

/// Plain SHA-256, as it is used for bodies.
pub fn sha256(bytes: &[u8]) -> NodeHash {
    NodeHash(sha256::digest(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests;

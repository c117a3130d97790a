//! Hash tiles as in C2SP tlog-tiles: 256 hashes of one level in a file.

use std::path::{Path, PathBuf};

use crate::LedgerError;
use crate::merkle::{NodeHash, node_hash};

/// Hashes in a full tile.
pub(crate) const WIDTH: u64 = 256;

/// Levels of the Merkle tree that a tile spans.
pub(crate) const HEIGHT: u32 = 8;

/// Bytes of a full tile.
pub(crate) const BYTES: usize = 8192;

/// A full tile.
#[derive(Clone, Debug)]
pub(crate) struct Tile {
    /// 0 holds leaf hashes; a hash of the next level is the root of a full tile of this one.
    pub(crate) level: u32,
    /// Which tile of its level.
    pub(crate) index: u64,
    /// 256 hashes.
    pub(crate) hashes: Vec<NodeHash>,
}

impl Tile {
    /// Where the tile lies below the folder that holds `tile/`.
    pub(crate) fn path(&self) -> String {
        path(&self.level.to_string(), self.index, None)
    }

    /// The bytes of the file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        bytes(&self.hashes)
    }
}

/// Where tile `index` of a level (or of `entries`) lies; `width` when it is a partial one.
pub(crate) fn path(level: &str, index: u64, width: Option<u64>) -> String {
    let mut parts = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        parts = format!("x{:03}/{parts}", rest % 1000);
        rest /= 1000;
    }
    match width {
        None => format!("tile/{level}/{parts}"),
        Some(width) => format!("tile/{level}/{parts}.p/{width}"),
    }
}

/// The hashes one after the other.
pub(crate) fn bytes(hashes: &[NodeHash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// The root of the perfect tree over `hashes`, whose number is a power of two.
pub(crate) fn root(hashes: &[NodeHash]) -> NodeHash {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    row.first().copied().unwrap_or_else(crate::merkle::empty_root)
}

/// Reads a full tile; anything else than 8,192 bytes is damage.
pub(crate) fn read(ledger: &Path, level: u32, index: u64) -> Result<Vec<NodeHash>, LedgerError> {
    let file: PathBuf = ledger.join(path(&level.to_string(), index, None));
    match std::fs::read(&file) {
        Ok(bytes) if bytes.len() == BYTES => Ok(parse(&bytes)),
        _ => Err(LedgerError::Tile { path: file }),
    }
}

pub(crate) fn parse(bytes: &[u8]) -> Vec<NodeHash> {
    bytes.as_chunks::<32>().0.iter().map(|hash| NodeHash(*hash)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tile_paths_are_those_of_the_specification() {
        assert_eq!(path("0", 1_234_067, None), "tile/0/x001/x234/067");
        assert_eq!(path("1", 0, Some(17)), "tile/1/000.p/17");
        assert_eq!(path("entries", 1000, None), "tile/entries/x001/000");
    }
}

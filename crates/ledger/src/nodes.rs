//! Hashes of perfect subtrees, from full tiles on disk and the edge in memory.

use std::collections::BTreeMap;
use std::path::Path;

use crate::LedgerError;
use crate::edge::Edge;
use crate::merkle::{NodeHash, Nodes};
use crate::tile::{self, HEIGHT, WIDTH};

/// Most tiles that are kept in memory, 8 KiB each.
const CACHE_TILES_MAX: usize = 1024;

/// The nodes of the tree that ends at `edge`.
pub(crate) struct TileNodes<'a> {
    ledger: &'a Path,
    edge: &'a Edge,
    cache: BTreeMap<(u32, u64), Vec<NodeHash>>,
}

impl<'a> TileNodes<'a> {
    pub(crate) fn new(ledger: &'a Path, edge: &'a Edge) -> Self {
        Self { ledger, edge, cache: BTreeMap::new() }
    }

    fn tile(&mut self, level: u32, index: u64) -> Result<&[NodeHash], LedgerError> {
        if self.edge.size().checked_shr(HEIGHT * (level + 1)).unwrap_or(0) == index {
            return Ok(self.edge.level(level));
        }
        if self.cache.len() >= CACHE_TILES_MAX {
            self.cache.pop_first();
        }
        match self.cache.entry((level, index)) {
            std::collections::btree_map::Entry::Occupied(known) => Ok(known.into_mut()),
            std::collections::btree_map::Entry::Vacant(new) => {
                Ok(new.insert(tile::read(self.ledger, level, index)?))
            }
        }
    }
}

impl Nodes for TileNodes<'_> {
    fn node(&mut self, height: u32, index: u64) -> Result<NodeHash, LedgerError> {
        let (level, above) = (height / HEIGHT, height % HEIGHT);
        let first = index << above;
        let from = usize::try_from(first % WIDTH).unwrap_or(usize::MAX);
        let hashes = self.tile(level, first / WIDTH)?;
        match hashes.get(from..from.saturating_add(1 << above)) {
            Some(hashes) => Ok(tile::root(hashes)),
            None => Err(LedgerError::NoEntry { id: index << height, size: self.edge.size() }),
        }
    }
}

/// The edge of a tree of `tiles` full tiles of level 0, read from tiles alone.
pub(crate) fn load_edge(ledger: &Path, tiles: u64) -> Result<Edge, LedgerError> {
    let mut levels = Vec::new();
    let mut below = tiles;
    let mut level = 0;
    while below > 0 {
        let mut row = Vec::new();
        for index in (below - below % WIDTH)..below {
            row.push(tile::root(&tile::read(ledger, level, index)?));
        }
        levels.push(row);
        below /= WIDTH;
        level += 1;
    }
    Ok(Edge::at_full_tiles(tiles, levels))
}

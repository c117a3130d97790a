//! The right edge of the tree: the tiles that are not full yet.

use crate::merkle::{NodeHash, Peaks};
use crate::tile::{self, HEIGHT, Tile, WIDTH};

/// What must be remembered of a tree in order to add leaves and to know its root.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edge {
    size: u64,
    levels: Vec<Vec<NodeHash>>,
}

impl Edge {
    /// The edge of a tree whose level 0 ends with a full tile; `levels` begins with level 1.
    pub(crate) fn at_full_tiles(tiles: u64, levels: Vec<Vec<NodeHash>>) -> Self {
        let mut all = vec![Vec::new()];
        all.extend(levels);
        Self { size: tiles * WIDTH, levels: all }
    }

    /// Leaves in the tree.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf; full tiles that it completes, lowest level first, go to `full`.
    pub(crate) fn push(&mut self, leaf: NodeHash, full: &mut Vec<Tile>) {
        self.size += 1;
        self.add(0, leaf, full);
    }

    fn add(&mut self, level: usize, hash: NodeHash, full: &mut Vec<Tile>) {
        let mut hash = hash;
        for (height, number) in (level..).zip(0_u32..) {
            if self.levels.len() <= height {
                self.levels.push(Vec::new());
            }
            let Some(row) = self.levels.get_mut(height) else { return };
            row.push(hash);
            if row.len() as u64 != WIDTH {
                return;
            }
            let hashes = std::mem::take(row);
            hash = tile::root(&hashes);
            let index = (self.size >> (HEIGHT * (number + 1))) - 1;
            full.push(Tile { level: number, index, hashes });
        }
    }

    /// The root of the tree.
    pub(crate) fn root(&self) -> NodeHash {
        let mut peaks = Peaks::default();
        for level in (0..self.height()).rev() {
            for hash in self.level(level) {
                peaks.push(level * HEIGHT, *hash);
            }
        }
        peaks.root()
    }

    /// The hashes of the level's tile that is not full yet.
    pub(crate) fn level(&self, level: u32) -> &[NodeHash] {
        usize::try_from(level)
            .ok()
            .and_then(|level| self.levels.get(level))
            .map_or(&[], Vec::as_slice)
    }

    /// How many levels have hashes that are not in a full tile.
    pub(crate) fn height(&self) -> u32 {
        u32::try_from(self.levels.len()).unwrap_or(u32::MAX)
    }
}

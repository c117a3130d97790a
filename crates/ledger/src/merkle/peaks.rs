//! The roots of the perfect trees, from left to right, that a growing tree consists of.

use super::{NodeHash, empty_root, node_hash};

/// As many perfect trees as the size has one-bits, the highest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Peaks(Vec<(u32, NodeHash)>);

impl Peaks {
    /// Adds a perfect tree of `2^height` leaves at the right. What stands to the left of it must be
    /// a whole number of trees of that height.
    pub(crate) fn push(&mut self, height: u32, hash: NodeHash) {
        let (mut height, mut hash) = (height, hash);
        while let Some((left_height, left)) = self.0.last().copied() {
            if left_height != height {
                break;
            }
            self.0.pop();
            hash = node_hash(&left, &hash);
            height += 1;
        }
        self.0.push((height, hash));
    }

    /// The root of the whole tree.
    pub(crate) fn root(&self) -> NodeHash {
        let mut peaks = self.0.iter().rev().map(|(_, hash)| *hash);
        match peaks.next() {
            None => empty_root(),
            Some(last) => peaks.fold(last, |right, left| node_hash(&left, &right)),
        }
    }
}

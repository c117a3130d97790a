//! Inclusion and consistency proofs: RFC 6962 section 2.1, checked as in RFC 9162 section 2.1.

use super::{NodeHash, Peaks, empty_root, node_hash};
use crate::LedgerError;

/// Where the hashes of perfect subtrees come from.
pub(crate) trait Nodes {
    /// The root of the perfect tree over the leaves `index << height .. (index + 1) << height`.
    fn node(&mut self, height: u32, index: u64) -> Result<NodeHash, LedgerError>;
}

/// The root over the leaves `start..end`, where `start` is a multiple of the greatest power of two
/// that is at most `end - start`.
pub(crate) fn range_root(
    nodes: &mut dyn Nodes,
    start: u64,
    end: u64,
) -> Result<NodeHash, LedgerError> {
    let mut peaks = Peaks::default();
    let mut at = start;
    while at < end {
        let height = (end - at).ilog2();
        peaks.push(height, nodes.node(height, at >> height)?);
        at += 1 << height;
    }
    Ok(peaks.root())
}

/// The proof that leaf `index` is in the tree of `size` leaves, from the leaf's sibling upward.
pub(crate) fn inclusion_path(
    nodes: &mut dyn Nodes,
    index: u64,
    size: u64,
) -> Result<Vec<NodeHash>, LedgerError> {
    let (mut start, mut end) = (0, size);
    let mut path = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            path.push(range_root(nodes, middle, end)?);
            end = middle;
        } else {
            path.push(range_root(nodes, start, middle)?);
            start = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The proof that the tree of `old` leaves is the beginning of the tree of `size` leaves.
pub(crate) fn consistency_path(
    nodes: &mut dyn Nodes,
    old: u64,
    size: u64,
) -> Result<Vec<NodeHash>, LedgerError> {
    if old == 0 || old >= size {
        return Ok(Vec::new());
    }
    let (mut start, mut end) = (0, size);
    let mut path = Vec::new();
    while end != old {
        let middle = start + split(end - start);
        if old <= middle {
            path.push(range_root(nodes, middle, end)?);
            end = middle;
        } else {
            path.push(range_root(nodes, start, middle)?);
            start = middle;
        }
    }
    // The verifier knows the old root already, when the old tree is this very subtree.
    if start != 0 {
        path.push(range_root(nodes, start, end)?);
    }
    path.reverse();
    Ok(path)
}

/// The greatest power of two below `size` (which is at least 2).
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// Whether `path` proves that the leaf hash `leaf` stands at `index` in the tree of `size` leaves
/// with this `root` (RFC 9162 section 2.1.3.2).
pub fn verify_inclusion(
    leaf: &NodeHash,
    index: u64,
    size: u64,
    path: &[NodeHash],
    root: &NodeHash,
) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether `path` proves that the tree of `old` leaves with `old_root` is the beginning of the tree
/// of `size` leaves with `root` (RFC 9162 section 2.1.4.2).
pub fn verify_consistency(
    old: u64,
    old_root: &NodeHash,
    size: u64,
    root: &NodeHash,
    path: &[NodeHash],
) -> bool {
    if old > size {
        return false;
    }
    if old == size {
        return path.is_empty() && old_root == root;
    }
    if old == 0 {
        return path.is_empty() && *old_root == empty_root();
    }
    let (mut node, mut last) = (old - 1, size - 1);
    let mut hashes = path.iter();
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let seed = if node == 0 { Some(old_root) } else { hashes.next() };
    let Some(seed) = seed else { return false };
    let (mut old_hash, mut hash) = (*seed, *seed);
    for sibling in hashes {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == *old_root && hash == *root
}

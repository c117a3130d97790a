//! The whole tree, put together from the segments, and its roots.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::report::{Problem, Report};
use super::scan::{Scan, check_tile};
use crate::checkpoint::Checkpoint;
use crate::layout::Layout;
use crate::merkle::{NodeHash, Peaks};
use crate::segment::SEGMENT_ENTRIES;
use crate::tile::{self, HEIGHT, WIDTH};

/// Everything that must be known in order to compute roots.
#[derive(Debug, Default)]
pub(super) struct Whole {
    size: u64,
    blocks: Vec<NodeHash>,
    leaves: BTreeMap<u64, Vec<NodeHash>>,
}

impl Whole {
    /// Puts the segments one after the other, as far as they follow each other without a gap.
    pub(super) fn assemble(layout: &Layout, scans: Vec<Scan>, report: &mut Report) -> Self {
        let mut whole = Self::default();
        let mut time = Vec::new();
        let mut gap = false;
        let count = scans.len();
        if count == 0 {
            let detail = "it is missing".to_owned();
            report.add(layout.data(), &layout.segment(0), "segment.missing", detail);
        }
        for (mut scan, number) in scans.into_iter().zip(0_u64..) {
            let path = layout.segment(scan.segment);
            let mut add = |file: PathBuf, code, detail: &str| {
                report.add(layout.data(), &file, code, detail.to_owned());
            };
            if scan.segment != number && !gap {
                gap = true;
                add(layout.segment(number), "segment.missing", "it is missing");
            }
            if !gap && scan.first_time < time && !scan.first_time.is_empty() {
                add(path.clone(), "time.decreases", "it begins before the segment before it ends");
            }
            if scan.entries < SEGMENT_ENTRIES && number + 1 < count as u64 {
                gap = true;
                add(path, "segment.short", "records are missing at its end");
            }
            time = std::mem::take(&mut scan.last_time);
            report.bytes += scan.bytes;
            report.torn_bytes = scan.torn_bytes;
            report.problems.append(&mut scan.problems);
            if !gap || whole.size == number * SEGMENT_ENTRIES {
                whole.size += scan.entries;
                whole.blocks.append(&mut scan.blocks);
                whole.leaves.append(&mut scan.leaves);
            }
        }
        whole
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn root(&self) -> NodeHash {
        self.root_at(self.size).unwrap_or_else(crate::merkle::empty_root)
    }

    /// The root over the first `size` leaves; `None` when they are not all there.
    fn root_at(&self, size: u64) -> Option<NodeHash> {
        let blocks = self.blocks.get(..usize::try_from(size / WIDTH).ok()?)?;
        let mut peaks = Peaks::default();
        for block in blocks {
            peaks.push(HEIGHT, *block);
        }
        let rest = usize::try_from(size % WIDTH).ok()?;
        if rest > 0 {
            for leaf in self.leaves.get(&(size / WIDTH))?.get(..rest)? {
                peaks.push(0, *leaf);
            }
        }
        Some(peaks.root())
    }

    /// The entries must give the root that `checkpoint` names.
    pub(super) fn check_root(
        &self,
        layout: &Layout,
        (path, code): (PathBuf, &'static str),
        checkpoint: &Checkpoint,
        report: &mut Report,
    ) {
        let (size, have) = (checkpoint.size(), self.size);
        let detail = match self.root_at(size) {
            Some(root) if root == checkpoint.root() => return,
            Some(_) => format!("the first {size} entries do not give the root that was signed"),
            None => format!("{size} entries were signed, but only {have} are there"),
        };
        report.add(layout.data(), &path, code, detail);
    }

    /// Compares the tiles above level 0.
    pub(super) fn check_upper_tiles(&self, layout: &Layout, signed: u64, report: &mut Report) {
        let mut row = self.blocks.clone();
        let mut level = 1;
        while row.len() as u64 >= WIDTH {
            let mut above = Vec::new();
            let full = signed.checked_shr(HEIGHT * (level + 1)).unwrap_or(0);
            for (hashes, number) in row.as_chunks::<256>().0.iter().zip(0_u64..) {
                let problem: Option<Problem> =
                    check_tile(layout, level, number, hashes, number < full);
                report.problems.extend(problem);
                above.push(tile::root(hashes));
            }
            row = above;
            level += 1;
        }
    }
}

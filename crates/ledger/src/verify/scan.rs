//! Reading segments, several at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::VerifyOptions;
use super::report::Problem;
use crate::layout::Layout;
use crate::merkle::{NodeHash, sha256};
use crate::record::{Record, is_zero};
use crate::segment::{Records, SEGMENT_ENTRIES, Step, body_is_whole};
use crate::tile::{self, WIDTH};
use crate::{LedgerError, index, stamp};

/// What one segment holds.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) segment: u64,
    pub(super) entries: u64,
    pub(super) bytes: u64,
    /// Bytes after the last whole record, when they are the beginning of one.
    pub(super) torn_bytes: u64,
    /// The root of each block of 256 leaves.
    pub(super) blocks: Vec<NodeHash>,
    /// The leaves of those blocks that a checkpoint cuts, and of the last one.
    pub(super) leaves: BTreeMap<u64, Vec<NodeHash>>,
    pub(super) first_time: Vec<u8>,
    pub(super) last_time: Vec<u8>,
    pub(super) problems: Vec<Problem>,
}

/// Reads all segments; `signed` is the size that tiles must be there for, `sizes` are those whose
/// roots will be asked for.
pub(super) fn scan(
    layout: &Layout,
    options: &VerifyOptions<'_>,
    signed: u64,
    sizes: &[u64],
) -> Result<Vec<Scan>, LedgerError> {
    let numbers = layout.segment_numbers()?;
    let next = AtomicU64::new(0);
    let done = Mutex::new(Vec::new());
    let keep: BTreeSet<u64> = sizes.iter().map(|size| size / WIDTH).collect();
    let work = || {
        loop {
            let taken = usize::try_from(next.fetch_add(1, Ordering::Relaxed)).ok();
            let Some(segment) = taken.and_then(|taken| numbers.get(taken)) else { return };
            let mut scanner = Scanner::new(layout, options, signed, &keep, *segment);
            let result = scanner.run().map(|()| scanner.scan);
            if let Ok(mut done) = done.lock() {
                done.push(result);
            }
        }
    };
    std::thread::scope(|threads| {
        for _ in 1..options.threads.max(1) {
            threads.spawn(work);
        }
        work();
    });
    let done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut scans = done.into_iter().collect::<Result<Vec<_>, _>>()?;
    scans.sort_by_key(|scan| scan.segment);
    Ok(scans)
}

struct Scanner<'a> {
    layout: &'a Layout,
    options: &'a VerifyOptions<'a>,
    signed: u64,
    keep: &'a BTreeSet<u64>,
    path: PathBuf,
    scan: Scan,
    /// Leaves of the block that is being read.
    block: Vec<NodeHash>,
    places: Vec<u64>,
}

impl<'a> Scanner<'a> {
    fn new(
        layout: &'a Layout,
        options: &'a VerifyOptions<'a>,
        signed: u64,
        keep: &'a BTreeSet<u64>,
        segment: u64,
    ) -> Self {
        let path = layout.segment(segment);
        let scan = Scan { segment, ..Scan::default() };
        Self { layout, options, signed, keep, path, scan, block: Vec::new(), places: Vec::new() }
    }

    fn run(&mut self) -> Result<(), LedgerError> {
        // Read before the records: a running writer may make it longer meanwhile.
        let index = std::fs::read(self.layout.index(self.scan.segment)).ok();
        let mut records = Records::open(&self.path, 0)?;
        loop {
            let offset = records.offset();
            self.scan.bytes = offset;
            if self.scan.entries == SEGMENT_ENTRIES {
                self.check_nothing_follows(&mut records, offset)?;
                break;
            }
            match records.step()? {
                Step::Record(record) if self.is_lost(&record) => {
                    self.scan.torn_bytes = self.bytes_from(offset)?;
                    break;
                }
                Step::Record(record) => self.take(&record),
                Step::End => break,
                Step::Incomplete => {
                    self.scan.torn_bytes = self.bytes_from(offset)?;
                    break;
                }
                Step::Bad { why, total } => {
                    self.problem(offset, "record.damaged", why);
                    let Some(total) = total else { break };
                    // Its place is kept, so that those after it keep theirs.
                    records.skip(total);
                    self.push(offset, NodeHash([0; 32]));
                }
            }
        }
        let block = self.first_id() / WIDTH + self.scan.entries / WIDTH;
        if !self.block.is_empty() {
            self.scan.leaves.insert(block, std::mem::take(&mut self.block));
        }
        if let Some(bytes) = index {
            self.check_index(&bytes);
        }
        Ok(())
    }

    fn check_nothing_follows(
        &mut self,
        records: &mut Records,
        offset: u64,
    ) -> Result<(), LedgerError> {
        if !matches!(records.step()?, Step::End) {
            self.problem(offset, "segment.long", "something follows its last record");
        }
        Ok(())
    }

    fn first_id(&self) -> u64 {
        self.scan.segment * SEGMENT_ENTRIES
    }

    fn id(&self) -> u64 {
        self.first_id() + self.scan.entries
    }

    fn problem(&mut self, offset: u64, code: &'static str, detail: &str) {
        let problem = Problem::new(self.layout.data(), &self.path, code, detail.to_owned());
        self.scan.problems.push(problem.at(offset, self.id()));
    }

    fn take(&mut self, record: &Record<'_>) {
        self.check_time(record);
        self.check_body(record);
        self.push(record.offset, record.leaf);
    }

    fn check_time(&mut self, record: &Record<'_>) {
        let Some(time) = stamp::received_at(record.envelope) else {
            return self.problem(record.offset, "time.missing", "its time cannot be read");
        };
        if self.scan.first_time.is_empty() {
            self.scan.first_time = time.to_vec();
        }
        if time < self.scan.last_time.as_slice() {
            self.problem(
                record.offset,
                "time.decreases",
                "it was received before the one before it",
            );
        }
        self.scan.last_time.clear();
        self.scan.last_time.extend_from_slice(time);
    }

    fn check_body(&mut self, record: &Record<'_>) {
        let named = stamp::body_digest(record.envelope);
        let (code, detail) = match (named, record.body) {
            (None, []) => return,
            (None, _) => ("body.unnamed", "it has a body that its envelope does not name"),
            (Some(_), []) => ("body.missing", "its body is missing"),
            (Some(digest), _) if digest.check() != record.header.body_check => {
                ("record.damaged", "its header names another body than its envelope")
            }
            (Some(digest), body) if sha256(body) == digest => return,
            (Some(_), body) => match (is_zero(body), (self.options.erased)(self.id())) {
                (true, true) => return,
                (true, false) => ("body.missing", "its body is gone, and no entry orders that"),
                (false, true) => ("body.not_erased", "its body was to be erased, and is not quite"),
                (false, false) => ("body.damaged", "its body is damaged"),
            },
        };
        self.problem(record.offset, code, detail);
    }

    /// Whether a crash lost the body while it was written.
    fn is_lost(&self, record: &Record<'_>) -> bool {
        record.ends_in_zeros && self.id() >= self.signed && !body_is_whole(record)
    }

    fn bytes_from(&self, offset: u64) -> Result<u64, LedgerError> {
        let metadata = std::fs::metadata(&self.path);
        let metadata = metadata.map_err(|error| LedgerError::read(&self.path, error))?;
        Ok(metadata.len().saturating_sub(offset))
    }

    fn push(&mut self, offset: u64, leaf: NodeHash) {
        if self.scan.entries.is_multiple_of(WIDTH) {
            self.places.push(offset);
        }
        self.block.push(leaf);
        self.scan.entries += 1;
        if self.block.len() as u64 == WIDTH {
            self.finish_block();
        }
    }

    fn finish_block(&mut self) {
        let block = (self.id() - 1) / WIDTH;
        self.scan.blocks.push(tile::root(&self.block));
        let required = (block + 1) * WIDTH <= self.signed;
        let problem = check_tile(self.layout, 0, block, &self.block, required);
        self.scan.problems.extend(problem);
        if self.keep.contains(&block) {
            self.scan.leaves.insert(block, self.block.clone());
        }
        self.block.clear();
    }

    fn check_index(&mut self, bytes: &[u8]) {
        let path = self.layout.index(self.scan.segment);
        let detail = match index::decode(bytes) {
            Some(places) if self.places.starts_with(&places) => return,
            Some(_) => {
                "it points at other places than where records begin; run `arvak ledger rebuild`"
            }
            None => "it is damaged; run `arvak ledger rebuild`",
        };
        let problem = Problem::new(self.layout.data(), &path, "index.differs", detail.to_owned());
        self.scan.problems.push(problem);
    }
}

/// Compares a full tile with the hashes that it must hold.
pub(super) fn check_tile(
    layout: &Layout,
    level: u32,
    number: u64,
    hashes: &[NodeHash],
    required: bool,
) -> Option<Problem> {
    let path = layout.ledger().join(tile::path(&level.to_string(), number, None));
    let (code, detail) = match std::fs::read(&path) {
        Ok(bytes) if bytes.len() == tile::BYTES && tile::parse(&bytes) == hashes => return None,
        Ok(_) => {
            ("tile.differs", "it does not follow from the entries; run `arvak ledger rebuild`")
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !required => return None,
        Err(_) => ("tile.missing", "it is missing; run `arvak ledger rebuild`"),
    };
    Some(Problem::new(layout.data(), &path, code, detail.to_owned()))
}

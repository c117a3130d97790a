//! Opening: the checkpoint, the right edge of the tree from its tiles, the entries after it.

use crate::LedgerError;
use crate::checkpoint::{Checkpoint, read_text};
use crate::edge::Edge;
use crate::index;
use crate::key::PublicKey;
use crate::layout::Layout;
use crate::merkle::NodeHash;
use crate::nodes::load_edge;
use crate::record::is_zero;
use crate::segment::{Records, SEGMENT_ENTRIES, Step, body_is_whole};
use crate::stamp::received_millis;
use crate::tile::{Tile, WIDTH};

/// What is known of a ledger once it is open.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) key: PublicKey,
    pub(crate) checkpoint: Checkpoint,
    /// The edge of the tree that the checkpoint names.
    pub(crate) signed: Edge,
    /// The edge with all whole records.
    pub(crate) live: Edge,
    /// Full tiles that the entries after the checkpoint complete.
    pub(crate) unsaved: Vec<Tile>,
    pub(crate) tail: Tail,
    /// When the last entry was received.
    pub(crate) last_millis: Option<i64>,
}

/// Where the whole records end.
#[derive(Clone, Debug)]
pub(crate) struct Tail {
    /// The segment that the last record is in (when that one is full, still that one).
    pub(crate) segment: u64,
    /// Where the whole records end in it, in bytes.
    pub(crate) end: u64,
    /// Where every 256th record of it begins.
    pub(crate) places: Vec<u64>,
    /// Whether the beginning of a record follows.
    pub(crate) torn: bool,
}

/// Opens the ledger of a data folder without changing anything.
pub(crate) fn load(layout: &Layout) -> Result<Loaded, LedgerError> {
    layout.check_format()?;
    let key = read_public_key(layout)?;
    let checkpoint = Checkpoint::read(&layout.checkpoint(), &key)?;
    let last = Checkpoint::read(&layout.last(), &key)?;
    check_segments(layout)?;
    // The block of the last signed entry is read again, for its time and for the partial tile.
    let blocks = checkpoint.size().saturating_sub(1) / WIDTH;
    let live = load_edge(&layout.ledger(), blocks)?;
    let (records, places) = seek(layout, live.size())?;
    let segment = live.size() / SEGMENT_ENTRIES;
    let tail = Tail { segment, end: records.offset(), places, torn: false };
    let signed = live.clone();
    let loaded =
        Loaded { key, checkpoint, signed, live, unsaved: Vec::new(), tail, last_millis: None };
    Replay { layout, loaded, last }.run(records)
}

/// The key in `ledger/vkey`.
pub(crate) fn read_public_key(layout: &Layout) -> Result<PublicKey, LedgerError> {
    let path = layout.public_key();
    let text = read_text(&path)?;
    let line = text.strip_suffix('\n').unwrap_or_default();
    line.parse().map_err(|error: LedgerError| LedgerError::bad_file(&path, error.to_string()))
}

fn check_segments(layout: &Layout) -> Result<(), LedgerError> {
    let numbers = layout.segment_numbers()?;
    for wanted in 0..(numbers.len().max(1) as u64) {
        if !numbers.contains(&wanted) {
            return Err(LedgerError::bad_file(&layout.segment(wanted), "it is missing"));
        }
    }
    Ok(())
}

/// The records from entry `id` on, with the known places of its segment up to there.
pub(crate) fn seek(layout: &Layout, id: u64) -> Result<(Records, Vec<u64>), LedgerError> {
    let segment = id / SEGMENT_ENTRIES;
    let mut places = index::load(&layout.index(segment));
    let wanted = usize::try_from(id % SEGMENT_ENTRIES / WIDTH).unwrap_or(usize::MAX);
    places.truncate(wanted.saturating_add(1));
    if let Ok((mut records, places)) = seek_from(layout, id, places)
        && records.stands_well()?
    {
        return Ok((records, places));
    }
    // No index, or one that fits its own checksum but not the segment: read from the front.
    seek_from(layout, id, Vec::new())
}

fn seek_from(
    layout: &Layout,
    id: u64,
    mut places: Vec<u64>,
) -> Result<(Records, Vec<u64>), LedgerError> {
    let path = layout.segment(id / SEGMENT_ENTRIES);
    let mut at = (places.len() as u64).saturating_sub(1) * WIDTH;
    let mut records = Records::open(&path, places.last().copied().unwrap_or(0))?;
    while at < id % SEGMENT_ENTRIES {
        if at.is_multiple_of(WIDTH) && places.len() as u64 == at / WIDTH {
            places.push(records.offset());
        }
        let offset = records.offset();
        let entry = id - id % SEGMENT_ENTRIES + at;
        match records.step()? {
            Step::Record(_) => at += 1,
            Step::Bad { why, .. } => {
                let why = why.to_owned();
                return Err(LedgerError::Damaged { path, offset, entry, why });
            }
            Step::End | Step::Incomplete => {
                return Err(LedgerError::RolledBack { have: entry, signed: id });
            }
        }
    }
    Ok((records, places))
}

/// Reads the records after the last full tile, and compares with what was signed on the way.
struct Replay<'a> {
    layout: &'a Layout,
    loaded: Loaded,
    last: Checkpoint,
}

impl Replay<'_> {
    fn run(mut self, records: Records) -> Result<Loaded, LedgerError> {
        let mut unsaved = Vec::new();
        self.compare(&mut unsaved)?;
        let mut records = records;
        loop {
            let id = self.loaded.live.size();
            if id > 0
                && id.is_multiple_of(SEGMENT_ENTRIES)
                && id / SEGMENT_ENTRIES != self.loaded.tail.segment
            {
                let next = self.layout.segment(id / SEGMENT_ENTRIES);
                if !next.exists() {
                    break;
                }
                records = Records::open(&next, 0)?;
                self.loaded.tail =
                    Tail { segment: id / SEGMENT_ENTRIES, end: 0, places: Vec::new(), torn: false };
            }
            match self.next(&mut records, id)? {
                Next::Leaf(leaf) => {
                    self.loaded.live.push(leaf, &mut unsaved);
                    self.loaded.tail.end = records.offset();
                    self.compare(&mut unsaved)?;
                }
                Next::End { torn } => {
                    self.loaded.tail.torn = torn;
                    break;
                }
            }
        }
        let have = self.loaded.live.size();
        let signed = self.loaded.checkpoint.size().max(self.last.size());
        if have < signed {
            return Err(LedgerError::RolledBack { have, signed });
        }
        self.loaded.unsaved = unsaved;
        Ok(self.loaded)
    }

    /// At the sizes that were signed, the root must be the one that was signed.
    fn compare(&mut self, unsaved: &mut Vec<Tile>) -> Result<(), LedgerError> {
        let size = self.loaded.live.size();
        for known in [&self.loaded.checkpoint, &self.last] {
            if known.size() == size && known.root() != self.loaded.live.root() {
                return Err(LedgerError::RootDiffers { size });
            }
        }
        if size == self.loaded.checkpoint.size() {
            self.loaded.signed = self.loaded.live.clone();
            // What the checkpoint covers is on the disk already.
            unsaved.clear();
        }
        Ok(())
    }

    fn next(&mut self, records: &mut Records, id: u64) -> Result<Next, LedgerError> {
        let offset = records.offset();
        let places = &mut self.loaded.tail.places;
        let within = id % SEGMENT_ENTRIES;
        let new_place = within.is_multiple_of(WIDTH) && places.len() as u64 == within / WIDTH;
        let damaged = |why: &str| {
            let path = self.layout.segment(id / SEGMENT_ENTRIES);
            Err(LedgerError::Damaged { path, offset, entry: id, why: why.to_owned() })
        };
        let mut step = records.step()?;
        if matches!(step, Step::End | Step::Incomplete)
            && self.layout.segment(id / SEGMENT_ENTRIES + 1).exists()
        {
            // A writer may have filled the segment meanwhile; if it did not, records are missing.
            step = records.step()?;
            if matches!(step, Step::End | Step::Incomplete) {
                return damaged("the segment ends too early");
            }
        }
        match step {
            Step::End => Ok(Next::End { torn: false }),
            Step::Incomplete => Ok(Next::End { torn: true }),
            Step::Bad { why, .. } => damaged(why),
            Step::Record(record) => {
                let leaf = record.leaf;
                let whole = id < self.loaded.checkpoint.size() || body_is_whole(&record);
                let erased = is_zero(record.body);
                let Some(millis) = received_millis(record.envelope) else {
                    return damaged("its time cannot be read");
                };
                if !whole && record.ends_in_zeros {
                    return Ok(Next::End { torn: true });
                }
                if !whole && !erased {
                    return damaged("its body is damaged");
                }
                if new_place {
                    places.push(offset);
                }
                self.loaded.last_millis = Some(millis);
                Ok(Next::Leaf(leaf))
            }
        }
    }
}

enum Next {
    Leaf(NodeHash),
    End { torn: bool },
}

//! Making tiles and indexes again from the segments. Nothing is signed.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::checkpoint::Checkpoint;
use crate::durable::{self, Disk, OsDisk};
use crate::edge::Edge;
use crate::layout::Layout;
use crate::load::read_public_key;
use crate::lock::Lock;
use crate::segment::SEGMENT_ENTRIES;
use crate::tile::{Tile, WIDTH};
use crate::walk::walk;
use crate::{LedgerError, index};

/// Most tiles that wait to be written together.
const BATCH_TILES: usize = 512;

/// What [`rebuild`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rebuilt {
    /// Entries that were read.
    pub entries: u64,
    /// Tiles that were missing or wrong and were written.
    pub tiles: u64,
    /// Indexes that were missing or wrong and were written.
    pub indexes: u64,
    /// Files in the tile folder that do not belong there and were removed.
    pub removed: u64,
}

/// Makes the hash tiles and the indexes again from the segments, in the folder of `lock`. First the
/// entries must give the roots that were signed; otherwise nothing is changed.
pub fn rebuild(lock: &Lock) -> Result<Rebuilt, LedgerError> {
    rebuild_on(lock, &OsDisk)
}

/// [`rebuild`] on any disk.
pub fn rebuild_on(lock: &Lock, disk: &dyn Disk) -> Result<Rebuilt, LedgerError> {
    let layout = Layout::new(lock.data());
    layout.check_format()?;
    let key = read_public_key(&layout)?;
    let checkpoint = Checkpoint::read(&layout.checkpoint(), &key)?;
    let last = Checkpoint::read(&layout.last(), &key)?;
    check_roots(&layout, &[checkpoint, last])?;
    let mut work = Work {
        layout: &layout,
        disk,
        edge: Edge::default(),
        tiles: Vec::new(),
        places: BTreeMap::new(),
        expected: BTreeSet::new(),
        done: Rebuilt::default(),
    };
    work.run()?;
    Ok(work.done)
}

fn check_roots(layout: &Layout, known: &[Checkpoint]) -> Result<(), LedgerError> {
    let mut edge = Edge::default();
    let compare = |edge: &Edge| {
        let differs = |c: &&Checkpoint| c.size() == edge.size() && c.root() != edge.root();
        match known.iter().find(differs) {
            Some(checkpoint) => Err(LedgerError::RootDiffers { size: checkpoint.size() }),
            None => Ok(()),
        }
    };
    compare(&edge)?;
    let mut full = Vec::new();
    let have = walk(layout, &mut |_, record| {
        edge.push(record.leaf, &mut full);
        full.clear();
        compare(&edge)
    })?;
    let signed = known.iter().map(Checkpoint::size).max().unwrap_or(0);
    if have < signed { Err(LedgerError::RolledBack { have, signed }) } else { Ok(()) }
}

struct Work<'a> {
    layout: &'a Layout,
    disk: &'a dyn Disk,
    edge: Edge,
    tiles: Vec<Tile>,
    places: BTreeMap<u64, Vec<u64>>,
    expected: BTreeSet<PathBuf>,
    done: Rebuilt,
}

impl Work<'_> {
    fn run(&mut self) -> Result<(), LedgerError> {
        let layout = self.layout.clone();
        self.done.entries = walk(&layout, &mut |id, record| {
            if id.is_multiple_of(WIDTH) {
                self.places.entry(id / SEGMENT_ENTRIES).or_default().push(record.offset);
            }
            self.edge.push(record.leaf, &mut self.tiles);
            if self.tiles.len() >= BATCH_TILES { self.save_tiles() } else { Ok(()) }
        })?;
        self.save_tiles()?;
        let indexes = std::mem::take(&mut self.places);
        let files = indexes
            .into_iter()
            .map(|(segment, places)| (layout.index(segment), index::encode(&places)));
        self.done.indexes = self.save(files.collect())?;
        let tiles = layout.ledger().join("tile");
        if tiles.is_dir() { self.remove_strays(&tiles) } else { Ok(()) }
    }

    fn save_tiles(&mut self) -> Result<(), LedgerError> {
        let ledger = self.layout.ledger();
        let tiles = std::mem::take(&mut self.tiles);
        let files: Vec<_> =
            tiles.iter().map(|tile| (ledger.join(tile.path()), tile.bytes())).collect();
        self.expected.extend(files.iter().map(|(path, _)| path.clone()));
        self.done.tiles += self.save(files)?;
        Ok(())
    }

    /// Writes those files that are missing or different; says how many they were.
    fn save(&self, mut files: Vec<(PathBuf, Vec<u8>)>) -> Result<u64, LedgerError> {
        files.retain(|(path, bytes)| std::fs::read(path).ok().as_ref() != Some(bytes));
        for folder in files.iter().filter_map(|(path, _)| path.parent()).collect::<BTreeSet<_>>() {
            durable::make_dir(self.disk, folder)?;
        }
        let count = files.len() as u64;
        let files = files.into_iter().map(|(path, bytes)| (path, Cow::Owned(bytes)));
        durable::replace_all(self.disk, files)?;
        Ok(count)
    }

    fn remove_strays(&mut self, folder: &Path) -> Result<(), LedgerError> {
        let read = |error| LedgerError::read(folder, error);
        for entry in std::fs::read_dir(folder).map_err(read)? {
            let entry = entry.map_err(read)?;
            let path = entry.path();
            if entry.file_type().map_err(read)?.is_dir() {
                self.remove_strays(&path)?;
            } else if !self.expected.contains(&path) {
                self.disk.remove(&path).map_err(|error| LedgerError::write(&path, error))?;
                self.done.removed += 1;
            }
        }
        Ok(())
    }
}

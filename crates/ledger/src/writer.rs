//! The one writer of a ledger.

mod append;
mod sign;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::checkpoint::Checkpoint;
use crate::durable::{self, Disk, DiskFile, Open, OsDisk};
use crate::edge::Edge;
use crate::key::{Key, PublicKey};
use crate::layout::Layout;
use crate::load::{self, Tail};
use crate::lock::Lock;
use crate::merkle::NodeHash;
use crate::record::HEADER_BYTES;
use crate::segment::{SEGMENT_ENTRIES, Step};
use crate::tile::Tile;
use crate::{LedgerError, record};

/// Appends entries, signs checkpoints, erases bodies. It holds the folder's lock.
///
/// After [`LedgerError::Fatal`] it refuses everything: end the program.
#[derive(Debug)]
pub struct Writer {
    lock: Lock,
    layout: Layout,
    disk: Arc<dyn Disk>,
    key: Key,
    checkpoint: Checkpoint,
    edge: Edge,
    /// Full tiles that are not on the disk yet.
    unsaved: Vec<Tile>,
    tail: Tail,
    /// The segment of the next entry, once it is open.
    file: Option<(u64, Box<dyn DiskFile>)>,
    /// Places of segments that were filled since the last checkpoint.
    filled: BTreeMap<u64, Vec<u64>>,
    /// How many places of the tail's segment are in its index file.
    indexed: usize,
    last_millis: Option<i64>,
    /// Why nothing can be written any more.
    dead: Option<(PathBuf, String)>,
}

impl Writer {
    /// Makes a new ledger in the folder of `lock`, which holds none: `FORMAT`, the first segment,
    /// the public key and the signed checkpoint of the empty tree. (The key is saved by
    /// [`Key::save`], before this.)
    pub fn create(lock: Lock, key: Key) -> Result<Self, LedgerError> {
        Self::create_on(lock, key, Arc::new(OsDisk))
    }

    /// [`Writer::create`] on any disk.
    pub fn create_on(lock: Lock, key: Key, disk: Arc<dyn Disk>) -> Result<Self, LedgerError> {
        let layout = Layout::new(lock.data());
        if layout.checkpoint().exists() {
            return Err(LedgerError::Exists { path: lock.data().to_owned() });
        }
        layout.write_format(&*disk)?;
        durable::make_dir(&*disk, &layout.segments())?;
        durable::make_dir(&*disk, &layout.ledger().join("tile"))?;
        durable::replace(&*disk, &layout.segment(0), &[])?;
        let public = format!("{}\n", key.public());
        durable::replace(&*disk, &layout.public_key(), public.as_bytes())?;
        let checkpoint = Checkpoint::sign(&key, 0, crate::merkle::empty_root());
        durable::replace(&*disk, &layout.last(), checkpoint.note().as_bytes())?;
        // The checkpoint comes last: where it is missing, there is no ledger yet.
        durable::replace(&*disk, &layout.checkpoint(), checkpoint.note().as_bytes())?;
        Self::open_on(lock, key, disk)
    }

    /// Opens the ledger in the folder of `lock`: checks the newest checkpoint against the tiles and
    /// the entries after it, and cuts off what a crash left of a last, incomplete record.
    pub fn open(lock: Lock, key: Key) -> Result<Self, LedgerError> {
        Self::open_on(lock, key, Arc::new(OsDisk))
    }

    /// [`Writer::open`] on any disk.
    pub fn open_on(lock: Lock, key: Key, disk: Arc<dyn Disk>) -> Result<Self, LedgerError> {
        let layout = Layout::new(lock.data());
        let loaded = load::load(&layout)?;
        if loaded.key != *key.public() {
            let (given, wanted) = (key.public().to_string(), loaded.key.to_string());
            return Err(LedgerError::KeyDiffers { given, wanted });
        }
        remove_temporaries(&*disk, layout.data(), false)?;
        remove_temporaries(&*disk, &layout.ledger(), true)?;
        let mut tail = loaded.tail;
        if tail.torn {
            let path = layout.segment(tail.segment);
            let mut file =
                disk.open(&path, Open::Keep).map_err(|e| LedgerError::write(&path, e))?;
            file.truncate(tail.end).map_err(|e| LedgerError::write(&path, e))?;
            file.sync().map_err(|e| LedgerError::sync(&path, &e))?;
            tail.torn = false;
        }
        Ok(Self {
            lock,
            layout,
            disk,
            key,
            checkpoint: loaded.checkpoint,
            edge: loaded.live,
            unsaved: loaded.unsaved,
            tail,
            file: None,
            filled: BTreeMap::new(),
            indexed: 0,
            last_millis: loaded.last_millis,
            dead: None,
        })
    }

    /// How many entries there are; the id of the next one.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// The root over all entries.
    pub fn root(&self) -> NodeHash {
        self.edge.root()
    }

    /// When the last entry was received, in milliseconds since 1970-01-01T00:00:00Z.
    pub fn last_received_millis(&self) -> Option<i64> {
        self.last_millis
    }

    /// The newest signed checkpoint.
    pub fn signed(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The public half of the key.
    pub fn public_key(&self) -> &PublicKey {
        self.key.public()
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.layout.data()
    }

    /// A clean stop: signs what is not signed yet, and gives the lock back.
    pub fn close(mut self) -> Result<Lock, LedgerError> {
        self.checkpoint()?;
        Ok(self.lock)
    }

    /// Writes zeros over the body of entry `id`. The entry that orders the erasure must have been
    /// appended before, so the last entry is refused. Erasing twice does no harm; an entry without
    /// a body is left as it is.
    pub fn erase_body(&mut self, id: u64) -> Result<(), LedgerError> {
        self.alive()?;
        if id.saturating_add(1) >= self.size() {
            return Err(LedgerError::NoEntry { id, size: self.size().saturating_sub(1) });
        }
        let path = self.layout.segment(id / SEGMENT_ENTRIES);
        let (mut records, _) = load::seek(&self.layout, id)?;
        let offset = records.offset();
        let Step::Record(record) = records.step()? else {
            let why = "there is no whole record".to_owned();
            return Err(LedgerError::Damaged { path, offset, entry: id, why });
        };
        if record.body.is_empty() || record::is_zero(record.body) {
            return Ok(());
        }
        let zeros = vec![0; record.body.len()];
        let body_at = offset + (HEADER_BYTES + record.envelope.len()) as u64;
        let disk = Arc::clone(&self.disk);
        let result = disk
            .open(&path, Open::Keep)
            .and_then(|mut file| file.write_at(&zeros, body_at).map(|()| file))
            .map_err(|error| LedgerError::write(&path, error))
            .and_then(|mut file| file.sync().map_err(|error| LedgerError::sync(&path, &error)));
        self.guard(result)
    }

    /// Remembers a failed sync for ever.
    fn guard<T>(&mut self, result: Result<T, LedgerError>) -> Result<T, LedgerError> {
        if let Err(LedgerError::Fatal { path, why }) = &result {
            self.dead = Some((path.clone(), why.clone()));
        }
        result
    }

    fn alive(&self) -> Result<(), LedgerError> {
        match &self.dead {
            Some((path, why)) => Err(LedgerError::Fatal { path: path.clone(), why: why.clone() }),
            None => Ok(()),
        }
    }
}

/// Removes what a crash left of files that were being replaced.
fn remove_temporaries(disk: &dyn Disk, folder: &Path, deep: bool) -> Result<(), LedgerError> {
    let read = |error| LedgerError::read(folder, error);
    for entry in std::fs::read_dir(folder).map_err(read)? {
        let entry = entry.map_err(read)?;
        let path = entry.path();
        if entry.file_type().map_err(read)?.is_dir() {
            if deep {
                remove_temporaries(disk, &path, deep)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "tmp") {
            disk.remove(&path).map_err(|error| LedgerError::write(&path, error))?;
        }
    }
    Ok(())
}

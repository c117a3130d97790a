//! Giving the signed ledger to others, as C2SP tlog-tiles lays it out.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::entries::Entry;
use crate::merkle::NodeHash;
use crate::reader::Reader;
use crate::tile::{self, HEIGHT, WIDTH};
use crate::{LedgerError, layout::Layout};

/// What an export holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exported {
    /// The size of the signed tree.
    pub size: u64,
    /// Entries whose envelopes were given.
    pub entries: u64,
}

impl Reader {
    /// Writes the signed tree to the folder `to`, which is new or empty: `checkpoint`, `vkey`, all
    /// hash tiles, and the envelopes that `include` (given id and envelope) lets through. When it
    /// lets all through they are entry bundles, `tile/entries/`, and the folder is a whole
    /// tlog-tiles log; otherwise they are lines `{"id","envelope"}` in `entries.jsonl`, each of which
    /// can still be proved from the tiles. Bodies are not given.
    pub fn export(
        &self,
        to: &Path,
        include: &dyn Fn(u64, &[u8]) -> bool,
    ) -> Result<Exported, LedgerError> {
        let size = self.checkpoint().size();
        let filled = std::fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_some());
        if filled || (to.exists() && !to.is_dir()) {
            return Err(LedgerError::ExportTarget { path: to.to_owned() });
        }
        let mut entries = self.entries(0..size)?;
        let mut included = 0;
        while let Some(entry) = entries.next_entry()? {
            included += u64::from(include(entry.id, entry.envelope));
        }
        let target = Target { folder: to, reader: self };
        if included == size {
            target.bundles()?;
        } else {
            target.lines(include)?;
        }
        target.tiles()?;
        put(&to.join("vkey"), format!("{}\n", self.public_key()).as_bytes())?;
        put(&to.join("checkpoint"), self.checkpoint().note().as_bytes())?;
        Ok(Exported { size, entries: included })
    }
}

struct Target<'a> {
    folder: &'a Path,
    reader: &'a Reader,
}

impl Target<'_> {
    fn size(&self) -> u64 {
        self.reader.checkpoint().size()
    }

    fn tiles(&self) -> Result<(), LedgerError> {
        let ledger = self.reader.layout().ledger();
        for level in 0..self.reader.edge().height() {
            let full = self.size().checked_shr(HEIGHT * (level + 1)).unwrap_or(0);
            let name = level.to_string();
            for index in 0..full {
                let hashes = tile::read(&ledger, level, index)?;
                put(&self.folder.join(tile::path(&name, index, None)), &tile::bytes(&hashes))?;
            }
            let partial = self.reader.edge().level(level);
            if !partial.is_empty() {
                let path = tile::path(&name, full, Some(partial.len() as u64));
                put(&self.folder.join(path), &tile::bytes(partial))?;
            }
        }
        Ok(())
    }

    /// Each entry after its length in two bytes, the greater first; 256 entries in a file.
    fn bundles(&self) -> Result<(), LedgerError> {
        let mut entries = self.reader.entries(0..self.size())?;
        let mut leaves = Leaves::new(self.reader);
        let mut bundle = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            leaves.compare(&entry)?;
            let id = entry.id;
            bundle.extend(u16::try_from(entry.envelope.len()).unwrap_or(u16::MAX).to_be_bytes());
            bundle.extend_from_slice(entry.envelope);
            let width = id % WIDTH + 1;
            if width == WIDTH || id + 1 == self.size() {
                let width = (width < WIDTH).then_some(width);
                put(&self.folder.join(tile::path("entries", id / WIDTH, width)), &bundle)?;
                bundle.clear();
            }
        }
        Ok(())
    }

    fn lines(&self, include: &dyn Fn(u64, &[u8]) -> bool) -> Result<(), LedgerError> {
        let path = self.folder.join("entries.jsonl");
        let write = |error| LedgerError::write(&path, error);
        std::fs::create_dir_all(self.folder).map_err(write)?;
        let mut out = BufWriter::new(File::create_new(&path).map_err(write)?);
        let mut entries = self.reader.entries(0..self.size())?;
        let mut leaves = Leaves::new(self.reader);
        while let Some(entry) = entries.next_entry()? {
            leaves.compare(&entry)?;
            if include(entry.id, entry.envelope) {
                let envelope = serde_json::Value::from(String::from_utf8_lossy(entry.envelope));
                let id = entry.id;
                writeln!(out, r#"{{"id":{id},"envelope":{envelope}}}"#).map_err(write)?;
            }
        }
        out.flush().map_err(write)
    }
}

/// The leaf hashes in the tiles, so that nothing is given away that its own tiles would refute.
struct Leaves<'a> {
    reader: &'a Reader,
    layout: &'a Layout,
    tile: Vec<NodeHash>,
}

impl<'a> Leaves<'a> {
    fn new(reader: &'a Reader) -> Self {
        Self { reader, layout: reader.layout(), tile: Vec::new() }
    }

    fn compare(&mut self, entry: &Entry<'_>) -> Result<(), LedgerError> {
        let (index, within) = (entry.id / WIDTH, entry.id % WIDTH);
        if within == 0 {
            let full = index < self.reader.checkpoint().size() / WIDTH;
            self.tile = if full {
                tile::read(&self.layout.ledger(), 0, index)?
            } else {
                self.reader.edge().level(0).to_vec()
            };
        }
        let leaf = usize::try_from(within).ok().and_then(|within| self.tile.get(within));
        if leaf == Some(&entry.leaf()) {
            return Ok(());
        }
        Err(LedgerError::Tile { path: self.layout.ledger().join(tile::path("0", index, None)) })
    }
}

fn put(path: &PathBuf, bytes: &[u8]) -> Result<(), LedgerError> {
    let write = |error| LedgerError::write(path, error);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(write)?;
    }
    File::create_new(path).and_then(|mut file| file.write_all(bytes)).map_err(write)
}

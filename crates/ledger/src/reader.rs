//! Reading a ledger, beside a writer or alone. Nothing is ever changed.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::LedgerError;
use crate::checkpoint::Checkpoint;
use crate::edge::Edge;
use crate::entries::{Entries, Entry};
use crate::key::PublicKey;
use crate::layout::Layout;
use crate::load::{self, Loaded};
use crate::merkle::{self, NodeHash, Nodes as _, range_root};
use crate::nodes::TileNodes;
use crate::proof;
use crate::tile::WIDTH;

/// A ledger as it was when it was opened.
#[derive(Debug)]
pub struct Reader {
    layout: Layout,
    ledger: PathBuf,
    loaded: Loaded,
}

impl Reader {
    /// Opens the ledger of a data folder: all whole records that are there now.
    pub fn open(data: &Path) -> Result<Self, LedgerError> {
        let layout = Layout::new(data);
        let loaded = load::load(&layout)?;
        Ok(Self { ledger: layout.ledger(), layout, loaded })
    }

    /// Looks again: entries and checkpoints that came since.
    pub fn refresh(&mut self) -> Result<(), LedgerError> {
        self.loaded = load::load(&self.layout)?;
        Ok(())
    }

    /// How many entries there are.
    pub fn size(&self) -> u64 {
        self.loaded.live.size()
    }

    /// The root over all entries.
    pub fn root(&self) -> NodeHash {
        self.loaded.live.root()
    }

    /// The newest signed checkpoint; entries of the last second may not be under it yet.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.loaded.checkpoint
    }

    /// The key that signs the checkpoints.
    pub fn public_key(&self) -> &PublicKey {
        &self.loaded.key
    }

    /// When the last entry was received, in milliseconds since 1970-01-01T00:00:00Z.
    pub fn last_received_millis(&self) -> Option<i64> {
        self.loaded.last_millis
    }

    /// The entries of a range, which must lie within the ledger.
    pub fn entries(&self, range: Range<u64>) -> Result<Entries<'_>, LedgerError> {
        if range.end > self.size() {
            return Err(LedgerError::NoEntry { id: range.end - 1, size: self.size() });
        }
        Ok(Entries::new(&self.layout, range))
    }

    /// Gives one entry to `read`.
    pub fn get<T>(&self, id: u64, read: impl FnOnce(&Entry<'_>) -> T) -> Result<T, LedgerError> {
        if id >= self.size() {
            return Err(LedgerError::NoEntry { id, size: self.size() });
        }
        let mut entries = Entries::new(&self.layout, id..id + 1);
        match entries.next_entry()? {
            Some(entry) => Ok(read(&entry)),
            None => Err(LedgerError::NoEntry { id, size: self.size() }),
        }
    }

    /// Gives several entries to `read`, in the order of their ids. Those that lie close together are read in
    /// one go. Breaks off at the first error, also of `read`.
    pub fn each<E: From<LedgerError>>(
        &self,
        ids: &BTreeSet<u64>,
        mut read: impl FnMut(&Entry<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        if let Some(id) = ids.last().filter(|id| **id >= self.size()) {
            return Err(LedgerError::NoEntry { id: *id, size: self.size() }.into());
        }
        let mut entries = Entries::new(&self.layout, 0..0);
        for id in ids {
            // The index of a segment knows every so many places; nearer ones are found by reading on.
            if !entries.range().contains(id) || id - entries.range().start >= WIDTH {
                entries = Entries::new(&self.layout, *id..self.size());
            }
            while let Some(entry) = entries.next_entry()? {
                if entry.id == *id {
                    read(&entry)?;
                    break;
                }
            }
        }
        Ok(())
    }

    /// The root over the first `size` entries, which must be signed.
    pub fn root_at(&self, size: u64) -> Result<NodeHash, LedgerError> {
        self.signed(size)?;
        range_root(&mut self.nodes(), 0, size)
    }

    /// The root over the first `size` entries, signed or not. It comes from the tiles, and from the
    /// entries themselves where those are newer than the checkpoint.
    pub fn root_over(&self, size: u64) -> Result<NodeHash, LedgerError> {
        if size > self.size() {
            return Err(LedgerError::NoEntry { id: size - 1, size: self.size() });
        }
        let mut edge = self.loaded.signed.clone();
        if size <= edge.size() {
            return range_root(&mut self.nodes(), 0, size);
        }
        let mut full = Vec::new();
        let mut entries = self.entries(edge.size()..size)?;
        while let Some(entry) = entries.next_entry()? {
            edge.push(entry.leaf(), &mut full);
            full.clear();
        }
        Ok(edge.root())
    }

    /// The proof that entry `id` is under the newest checkpoint, in the C2SP tlog-proof format.
    pub fn prove(&self, id: u64) -> Result<String, LedgerError> {
        let size = self.checkpoint().size();
        if id >= size {
            return Err(LedgerError::NotSigned { id, size });
        }
        let mut nodes = self.nodes();
        let path = merkle::inclusion_path(&mut nodes, id, size)?;
        let leaf = nodes.node(0, id)?;
        if !merkle::verify_inclusion(&leaf, id, size, &path, &self.checkpoint().root()) {
            return Err(LedgerError::RootDiffers { size });
        }
        Ok(proof::write(id, &path, self.checkpoint().note()))
    }

    /// The proof that the tree of `old` leaves is the beginning of the signed one.
    pub fn prove_consistency(&self, old: u64) -> Result<Vec<NodeHash>, LedgerError> {
        self.signed(old)?;
        merkle::consistency_path(&mut self.nodes(), old, self.checkpoint().size())
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(crate) fn edge(&self) -> &Edge {
        &self.loaded.signed
    }

    pub(crate) fn nodes(&self) -> TileNodes<'_> {
        TileNodes::new(&self.ledger, &self.loaded.signed)
    }

    fn signed(&self, size: u64) -> Result<(), LedgerError> {
        let signed = self.checkpoint().size();
        if size > signed {
            return Err(LedgerError::NotSigned { id: size - 1, size: signed });
        }
        Ok(())
    }
}

//! Signing: tiles and indexes first, then the checkpoint.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Writer;
use crate::checkpoint::Checkpoint;
use crate::durable;
use crate::{LedgerError, index};

impl Writer {
    /// Signs the root over all entries and makes it last, with the tiles that it needs. To be called
    /// within a second of an append, and at a clean stop; does nothing when nothing is new.
    ///
    /// Where the disk is full, nothing is lost and the next call tries again.
    pub fn checkpoint(&mut self) -> Result<&Checkpoint, LedgerError> {
        self.alive()?;
        if self.checkpoint.size() < self.size() {
            self.save_tiles()?;
            let result = self.save_checkpoint();
            self.guard(result)?;
        }
        Ok(&self.checkpoint)
    }

    /// Writes full tiles and the places of records that no file holds yet.
    pub(super) fn save_tiles(&mut self) -> Result<(), LedgerError> {
        let result = self.try_save_tiles();
        self.guard(result)?;
        self.unsaved.clear();
        self.filled.clear();
        self.indexed = self.tail.places.len();
        Ok(())
    }

    fn try_save_tiles(&self) -> Result<(), LedgerError> {
        let ledger = self.layout.ledger();
        let tiles: Vec<_> =
            self.unsaved.iter().map(|tile| (ledger.join(tile.path()), tile)).collect();
        let folders: BTreeSet<_> = tiles.iter().filter_map(|(path, _)| path.parent()).collect();
        for folder in folders {
            durable::make_dir(&*self.disk, folder)?;
        }
        let tiles = tiles.iter().map(|(path, tile)| (path.clone(), Cow::Owned(tile.bytes())));
        let mut indexes = self.filled.clone();
        if self.tail.places.len() > self.indexed {
            indexes.insert(self.tail.segment, self.tail.places.clone());
        }
        let indexes = indexes.iter().map(|(segment, places)| {
            (self.layout.index(*segment), Cow::Owned(index::encode(places)))
        });
        durable::replace_all(&*self.disk, tiles.chain(indexes))
    }

    fn save_checkpoint(&mut self) -> Result<(), LedgerError> {
        let checkpoint = Checkpoint::sign(&self.key, self.size(), self.root());
        let note = checkpoint.note().as_bytes();
        durable::replace(&*self.disk, &self.layout.last(), note)?;
        durable::replace(&*self.disk, &self.layout.checkpoint(), note)?;
        self.checkpoint = checkpoint;
        Ok(())
    }
}

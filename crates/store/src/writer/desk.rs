//! What the writer thread has before it: the ledger, the state, the keys.

use std::sync::Arc;

use arvak_core::{Catalogue, Digest, EntryId, Envelope};
use arvak_ledger::{Reader, Writer};

use super::Tools;
use crate::blocking::wait_for;
use crate::index::{self, Follower, IndexFile, Loaded};
use crate::{Result, catalogue, fold};

/// The ledger and what is known of it.
pub(super) struct Desk {
    pub(super) writer: Writer,
    pub(super) tools: Tools,
    /// `None` after a failed append: it held drafts that are not in the ledger.
    known: Option<Loaded>,
    reader: Reader,
    follower: Follower,
    catalogue: Option<Arc<Catalogue>>,
}

impl Desk {
    pub(super) fn open(writer: Writer, tools: Tools) -> Result<Self> {
        let reader = Reader::open(tools.layout.root())?;
        let follower = Follower::start(&tools.layout, writer.size())?;
        let mut desk = Self { writer, tools, known: None, reader, follower, catalogue: None };
        desk.finish_erasures()?;
        desk.known()?;
        Ok(desk)
    }

    /// Whether entries wait for a checkpoint.
    pub(super) fn is_unsigned(&self) -> bool {
        self.writer.signed().size() < self.writer.size()
    }

    /// Signs all that is recorded.
    pub(super) fn sign(&mut self) -> Result<String> {
        Ok(self.writer.checkpoint()?.note().to_owned())
    }

    /// Signs and gives the lock back; when signing fails the lock is given back all the same.
    pub(super) fn close(mut self) -> Result<()> {
        let signed = self.writer.checkpoint().map(drop);
        // Only whoever holds the lock writes the index.
        self.follower.close();
        drop(self.writer);
        Ok(signed?)
    }

    /// The state and the keys of all entries, folded when they are not at hand.
    pub(super) fn known(&mut self) -> Result<&mut Loaded> {
        let known = match self.known.take() {
            Some(known) => known,
            None => self.load()?,
        };
        Ok(self.known.insert(known))
    }

    /// To be called when entries were acknowledged.
    pub(super) fn tell_follower(&self) {
        self.follower.follow(self.writer.size());
    }

    /// To be called when an append failed after drafts were applied to the state.
    pub(super) fn forget(&mut self) {
        self.known = None;
    }

    fn load(&mut self) -> Result<Loaded> {
        let path = self.tools.layout.index();
        let size = self.writer.size();
        let reader = self.look_again()?;
        wait_for(async {
            let mut index = IndexFile::read(&path).await;
            index::newest(index.as_mut(), reader, size).await
        })
    }

    /// Replaces a state that came from a snapshot by one that left nothing out; `further` are the
    /// envelopes that are not in the ledger yet.
    pub(super) fn fold_whole(&mut self, further: &[(EntryId, Envelope)]) -> Result<()> {
        self.look_again()?;
        let mut state = fold::from_the_beginning(&self.reader, self.reader.size())?;
        for (id, envelope) in further {
            fold::apply(&mut state, *id, envelope)?;
        }
        self.known()?.state = state;
        Ok(())
    }

    /// A reader that sees all entries of the writer.
    pub(super) fn look_again(&mut self) -> Result<&Reader> {
        if self.reader.size() < self.writer.size() {
            self.reader.refresh()?;
        }
        Ok(&self.reader)
    }

    /// The entry that holds `key`, if there is one.
    pub(super) fn entry_of_key(&mut self, key: Digest) -> Result<Option<EntryId>> {
        for id in self.known()?.keys.candidates(key) {
            let reader = self.look_again()?;
            let envelope = reader.get(id, fold::envelope_of)??;
            if envelope.key == key {
                return Ok(Some(EntryId(id)));
            }
        }
        Ok(None)
    }

    /// The catalogue in force now.
    pub(super) fn catalogue(&mut self) -> Result<Option<Arc<Catalogue>>> {
        let adopted = self.known()?.state.catalogue().map(|(_, adoption)| adoption.digest);
        let Some(digest) = adopted else { return Ok(None) };
        if self.catalogue.as_ref().is_none_or(|known| known.digest != Some(digest)) {
            self.catalogue = Some(catalogue::load(&self.tools.blobs, digest)?);
        }
        Ok(self.catalogue.clone())
    }
}

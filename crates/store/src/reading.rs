//! Reading a data folder, beside any writer and without the lock.

mod entries;
mod evidence;
mod known;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use arvak_core::fact::Genesis;
use arvak_core::{Catalogue, Digest, Instant, State};
use arvak_ledger::{Checkpoint, PublicKey, Reader};

use crate::blocking::{blocking, wait_for};
use crate::index::IndexFile;
use crate::{Blobs, Error, Layout, Result, catalogue};
pub use entries::Recorded;
pub(crate) use entries::body_of;
pub use known::Known;

/// A data folder as it was when it was opened: everything acknowledged before is in it.
pub struct Reading {
    layout: Layout,
    blobs: Blobs,
    reader: Arc<Reader>,
    /// `None` when there is none, or it is of no use.
    index: Arc<Mutex<Option<IndexFile>>>,
    state: State,
    catalogues: Mutex<BTreeMap<Digest, Arc<Catalogue>>>,
}

impl Reading {
    /// Opens the data folder at `root`. One that a newer program wrote is refused.
    pub async fn open(root: &Path) -> Result<Self> {
        let layout = Layout::new(root);
        blocking(move || {
            if !layout.format().exists() {
                return Err(Error::NotAFolder { dir: layout.root().to_owned() });
            }
            let reader = Arc::new(Reader::open(layout.root())?);
            let mut index = wait_for(async { Ok(IndexFile::read(&layout.index()).await) })?;
            let state = known::state_at(&reader, index.as_mut(), reader.size())?;
            let (blobs, index) = (Blobs::new(layout.blobs()), Arc::new(Mutex::new(index)));
            let catalogues = Mutex::default();
            Ok(Self { layout, blobs, reader, index, state, catalogues })
        })
        .await
    }

    /// How many entries there are.
    pub fn size(&self) -> u64 {
        self.reader.size()
    }

    /// The root over all entries.
    pub fn root(&self) -> Digest {
        Digest(self.reader.root().0)
    }

    /// Where things stand in the folder.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The folder's blobs.
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// The ledger: proofs, exports, raw bytes.
    pub fn ledger(&self) -> &Reader {
        &self.reader
    }

    pub(crate) fn reader(&self) -> Arc<Reader> {
        Arc::clone(&self.reader)
    }

    /// The first entry's fact.
    pub fn genesis(&self) -> Option<&Genesis> {
        self.state.genesis()
    }

    /// The key that signs the checkpoints.
    pub fn public_key(&self) -> &PublicKey {
        self.reader.public_key()
    }

    /// The newest signed checkpoint; entries of the last second may not be under it yet.
    pub fn checkpoint(&self) -> &Checkpoint {
        self.reader.checkpoint()
    }

    /// What all facts amount to.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What was known at `at`: facts received by then.
    pub async fn as_of(&self, at: Instant) -> Result<Known> {
        let (reader, index) = (Arc::clone(&self.reader), Arc::clone(&self.index));
        blocking(move || {
            let mut index = index.lock().unwrap_or_else(PoisonError::into_inner);
            known::as_of(&reader, index.as_mut(), at)
        })
        .await
    }

    /// The catalogue that `state` is judged by: the blob that the last adoption names. `None` when none
    /// was adopted.
    pub fn catalogue_in_force(&self, state: &State) -> Result<Option<Arc<Catalogue>>> {
        let Some((_, adoption)) = state.catalogue() else { return Ok(None) };
        let mut known = self.catalogues.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(catalogue) = known.get(&adoption.digest) {
            return Ok(Some(Arc::clone(catalogue)));
        }
        let loaded = catalogue::load(&self.blobs, adoption.digest)?;
        known.insert(adoption.digest, Arc::clone(&loaded));
        Ok(Some(loaded))
    }
}

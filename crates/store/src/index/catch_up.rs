//! Bringing the index up to a size of the ledger.

use std::path::Path;

use arvak_core::{EntryId, Envelope};
use arvak_ledger::Reader;

use super::file::IndexFile;
use super::snapshot::Kind;
use super::{Loaded, Position, Row, load};
use crate::Result;
use crate::fold::{self, Folded};

/// Entries whose rows are added in one transaction.
const BATCH_ENTRIES: u64 = 4_096;

/// At whole multiples of this size a snapshot of the state is kept for questions about earlier days…
const STEP: u64 = 65_536;

/// …at most about so many: beyond that, twice the step.
const STEPS_MAX: u64 = 32;

/// From so many entries on the newest snapshot is made anew: fewer are folded in no time.
pub(super) const SNAPSHOT_AFTER: u64 = 8_192;

/// The same when the folder is quiet or being closed.
pub(super) const SNAPSHOT_AFTER_QUIET: u64 = 256;

/// Keys are 16 bytes an entry and asked for by writers only, so they are kept less often.
const KEYS_AFTER: u64 = 4_096;

/// Between two snapshots that are kept, in a ledger of `size` entries: a power of two times [`STEP`].
pub(super) fn step(size: u64) -> u64 {
    let mut step = STEP;
    while size / step > STEPS_MAX {
        step *= 2;
    }
    step
}

/// The index with what it was made of so far.
pub(super) struct CatchUp {
    file: IndexFile,
    reader: Reader,
    /// What the entries up to [`State::size`](arvak_core::State::size) amount to.
    loaded: Loaded,
    /// Up to where there are rows.
    rows: u64,
}

impl CatchUp {
    /// Opens the index of the folder at `root`; one that is damaged or of another ledger is made anew.
    pub(super) async fn open(root: &Path, path: &Path) -> Result<Self> {
        let reader = Reader::open(root)?;
        let mut file = IndexFile::write(path).await?;
        let rows = match file.position().await {
            Ok(None) => Some(0),
            Ok(Some(position)) => position.is_of(&reader).then_some(position.size),
            Err(_) => None,
        };
        if rows.is_none() {
            tracing::warn!(path = %path.display(), "the index is of no use and is made anew");
            file = IndexFile::make(path).await?;
        }
        let rows = rows.unwrap_or(0);
        let loaded = load::newest(Some(&mut file), &reader, rows).await?;
        Ok(Self { file, reader, loaded, rows })
    }

    /// How many entries there were when it was opened.
    pub(super) fn size_of_ledger(&self) -> u64 {
        self.reader.size()
    }

    /// Follows the ledger up to `size` entries, which are acknowledged.
    pub(super) async fn follow(&mut self, size: u64) -> Result<()> {
        if self.reader.size() < size {
            self.reader.refresh()?;
        }
        while self.rows < size {
            let next_step = (self.rows / STEP + 1) * STEP;
            let to = size.min(next_step).min(self.rows + BATCH_ENTRIES);
            self.take(to).await?;
            if to == next_step || to - self.loaded.state_kept >= SNAPSHOT_AFTER {
                self.keep_state().await?;
            }
            if to == next_step {
                self.keep_keys().await?;
            }
        }
        Ok(())
    }

    /// Adds the rows up to `to`, and folds those entries.
    async fn take(&mut self, to: u64) -> Result<()> {
        let mut rows = Vec::new();
        let mut whole = true;
        let state = &mut self.loaded.state;
        let mut entries = self.reader.entries(self.rows..to)?;
        while let Some(entry) = entries.next_entry()? {
            let envelope = fold::envelope_of(&entry)?;
            let id = entry.id;
            if whole && id == state.size() {
                whole = fold::apply(state, EntryId(id), &envelope)? == Folded::Whole;
                self.loaded.keys.insert(envelope.key, id);
            }
            rows.push(Row::of(id, &envelope, |of| earlier(&self.reader, of)));
        }
        if !whole {
            let kept = (self.loaded.state_kept, self.loaded.keys_kept);
            self.loaded = load::newest(None, &self.reader, to).await?;
            (self.loaded.state_kept, self.loaded.keys_kept) = kept;
        }
        let position = Position::of(&self.reader, to)?;
        self.file.add_rows(&rows, position).await?;
        self.rows = to;
        Ok(())
    }

    /// Keeps what is not kept yet, when it is worth it.
    pub(super) async fn rest(&mut self, after: u64) -> Result<()> {
        if self.rows.saturating_sub(self.loaded.state_kept) >= after {
            self.keep_state().await?;
        }
        if self.rows.saturating_sub(self.loaded.keys_kept) >= after.max(KEYS_AFTER) {
            self.keep_keys().await?;
        }
        Ok(())
    }

    async fn keep_state(&mut self) -> Result<()> {
        let position = Position::of(&self.reader, self.rows)?;
        let state = &self.loaded.state;
        if state.size() == self.rows {
            self.file.keep(Kind::State, position, &state.snapshot()).await?;
            self.file.thin_out(self.rows).await?;
            self.loaded.state_kept = self.rows;
        }
        Ok(())
    }

    async fn keep_keys(&mut self) -> Result<()> {
        let position = Position::of(&self.reader, self.rows)?;
        if self.loaded.state.size() == self.rows {
            self.file.keep(Kind::Keys, position, &self.loaded.keys.encode()).await?;
            self.file.thin_out(self.rows).await?;
            self.loaded.keys_kept = self.rows;
        }
        Ok(())
    }

    pub(super) async fn close(self) -> Result<()> {
        self.file.close().await
    }
}

/// The envelope of an earlier entry; what cannot be read is about nothing.
pub(super) fn earlier(reader: &Reader, id: u64) -> Option<Envelope> {
    reader.get(id, fold::envelope_of).ok()?.ok()
}

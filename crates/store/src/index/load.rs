//! What opening takes from the index: the newest state and keys that hold, and the rest from the ledger.

use arvak_core::{EntryId, State};
use arvak_ledger::Reader;

use super::file::IndexFile;
use super::snapshot::{Kind, state_before};
use crate::Result;
use crate::fold::{self, Folded};
use crate::keys::Keys;

/// What entries of a ledger amount to.
#[derive(Default)]
pub(crate) struct Loaded {
    pub(crate) state: State,
    pub(crate) keys: Keys,
    /// Of how many entries the snapshots were that this began with; 0 without one.
    pub(crate) state_kept: u64,
    pub(crate) keys_kept: u64,
}

/// The state and keys of the first `size` entries.
pub(crate) async fn newest(
    mut index: Option<&mut IndexFile>,
    reader: &Reader,
    size: u64,
) -> Result<Loaded> {
    let state = state_before(index.as_deref_mut(), size, reader).await.unwrap_or_default();
    let (keys, keys_kept) = keys_before(index, size, reader).await.unwrap_or_default();
    let state_kept = state.size();
    fold_rest(reader, Loaded { state, keys, state_kept, keys_kept }, size)
}

/// The newest kept keys, and of how many entries they are.
async fn keys_before(
    index: Option<&mut IndexFile>,
    most: u64,
    reader: &Reader,
) -> Option<(Keys, u64)> {
    let snapshot = index?.before(Kind::Keys, most, reader).await.ok()??;
    Some((Keys::decode(&snapshot.bytes, snapshot.size)?, snapshot.size))
}

fn fold_rest(reader: &Reader, mut loaded: Loaded, size: u64) -> Result<Loaded> {
    let Loaded { state, keys, keys_kept, .. } = &mut loaded;
    let mut entries = reader.entries(state.size().min(*keys_kept)..size)?;
    while let Some(entry) = entries.next_entry()? {
        let envelope = fold::envelope_of(&entry)?;
        if entry.id >= *keys_kept {
            keys.insert(envelope.key, entry.id);
        }
        if entry.id == state.size()
            && fold::apply(state, EntryId(entry.id), &envelope)? == Folded::NeedsHistory
        {
            return fold_rest(reader, Loaded::default(), size);
        }
    }
    Ok(loaded)
}

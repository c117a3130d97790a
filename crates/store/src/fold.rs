//! Folding entries of the ledger into a state.

use arvak_core::{Applied, EntryId, Envelope, Instant, State};
use arvak_ledger::{Entry, Reader};

use crate::{Error, Result};

/// How a fold ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folded {
    /// All entries of the range are in the state.
    Whole,
    /// An entry concerns evidence that the state, which came from a snapshot, left out: fold from the
    /// beginning.
    NeedsHistory,
}

/// The envelope of an entry.
pub(crate) fn envelope_of(entry: &Entry<'_>) -> Result<Envelope> {
    Envelope::decode(entry.envelope)
        .map_err(|source| Error::Envelope { entry: EntryId(entry.id), source })
}

/// When an entry was received.
pub(crate) fn received_at(entry: &Entry<'_>) -> Result<Instant> {
    match entry.received_millis() {
        Some(millis) => Ok(Instant::from_millis(millis)),
        None => Ok(envelope_of(entry)?.received_at),
    }
}

/// Applies the entries from `state.size()` up to `to`.
pub(crate) fn fold(reader: &Reader, state: &mut State, to: u64) -> Result<Folded> {
    let mut entries = reader.entries(state.size()..to)?;
    while let Some(entry) = entries.next_entry()? {
        let envelope = envelope_of(&entry)?;
        let id = EntryId(entry.id);
        if apply(state, id, &envelope)? == Folded::NeedsHistory {
            return Ok(Folded::NeedsHistory);
        }
    }
    Ok(Folded::Whole)
}

/// Applies one entry.
pub(crate) fn apply(state: &mut State, id: EntryId, envelope: &Envelope) -> Result<Folded> {
    match state.apply(id, envelope)? {
        Applied::NeedsHistory => Ok(Folded::NeedsHistory),
        Applied::Counted(_) | Applied::Ignored(_) => Ok(Folded::Whole),
    }
}

/// The state of the first `to` entries, from the first one on.
pub(crate) fn from_the_beginning(reader: &Reader, to: u64) -> Result<State> {
    let mut state = State::new();
    match fold(reader, &mut state, to)? {
        Folded::Whole => Ok(state),
        // A state from the beginning has left nothing out.
        Folded::NeedsHistory => Err(Error::Stopped { why: "a whole state lacks history".into() }),
    }
}

//! What was known at some instant.

use arvak_core::{Digest, Instant, State};
use arvak_ledger::Reader;

use crate::Result;
use crate::blocking::wait_for;
use crate::fold::{self, Folded};
use crate::index::{IndexFile, state_before};

/// What was known at an instant.
#[derive(Clone, Debug)]
pub struct Known {
    /// What the facts received by then amount to.
    pub state: State,
    /// How many there were.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
}

/// Folds what was received by `at`.
pub(super) fn as_of(reader: &Reader, index: Option<&mut IndexFile>, at: Instant) -> Result<Known> {
    let size = size_at(reader, at)?;
    let state = state_at(reader, index, size)?;
    Ok(Known { state, size, root: Digest(reader.root_over(size)?.0) })
}

/// The state of the first `size` entries: from the newest snapshot that holds, and the entries after it.
pub(super) fn state_at(reader: &Reader, index: Option<&mut IndexFile>, size: u64) -> Result<State> {
    let kept = wait_for(async { Ok(state_before(index, size, reader).await) })?;
    let mut state = kept.unwrap_or_default();
    match fold::fold(reader, &mut state, size)? {
        Folded::Whole => Ok(state),
        Folded::NeedsHistory => fold::from_the_beginning(reader, size),
    }
}

/// How many entries were received by `at`. Times never decrease, so it is a search by halves.
pub(super) fn size_at(reader: &Reader, at: Instant) -> Result<u64> {
    let (mut from, mut to) = (0, reader.size());
    while from < to {
        let middle = from + (to - from) / 2;
        let received = reader.get(middle, fold::received_at)??;
        if received <= at {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    Ok(from)
}

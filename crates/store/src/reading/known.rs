//! What was known at some instant.

use arvak_core::{Digest, Instant, State};
use arvak_ledger::Reader;

use crate::{Result, fold};

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
pub(super) fn as_of(reader: &Reader, at: Instant) -> Result<Known> {
    let size = size_at(reader, at)?;
    let state = fold::from_the_beginning(reader, size)?;
    Ok(Known { state, size, root: Digest(reader.root_over(size)?.0) })
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

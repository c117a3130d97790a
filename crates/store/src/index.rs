//! The index `index.db`: everything in it can be made again from the ledger, and it may be deleted at
//! any time.
//!
//! * Rows: which entries are about which thing.
//! * Snapshots: the state and the keys as of some size, so that opening need not fold all entries.
//!
//! The process that holds the folder's lock writes it, in a thread that follows the writer
//! ([`Follower`]); others only read it, and fold the rest of the ledger themselves. Each part names the
//! size and the root of the ledger that it belongs to and carries a checksum. What does not hold is
//! passed over by readers, and dropped and made anew by the follower.

mod catch_up;
mod check;
mod file;
mod follow;
mod load;
mod row;
mod rows;
mod snapshot;

pub(crate) use check::differences;
pub(crate) use file::{IndexFile, position, remove};
pub(crate) use follow::{Follower, make_anew};
pub(crate) use load::{Loaded, newest};
pub(crate) use row::{Row, refers_to};
pub(crate) use rows::about;
pub(crate) use snapshot::state_before;

/// The size and the root of the ledger that a part of the index belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) size: u64,
    pub(crate) root: arvak_core::Digest,
}

impl Position {
    /// Of the first `size` entries.
    pub(crate) fn of(reader: &arvak_ledger::Reader, size: u64) -> crate::Result<Self> {
        Ok(Self { size, root: arvak_core::Digest(reader.root_over(size)?.0) })
    }

    /// Whether it is a place in this ledger.
    pub(crate) fn is_of(self, reader: &arvak_ledger::Reader) -> bool {
        self.size <= reader.size()
            && reader.root_over(self.size).is_ok_and(|root| root.0 == self.root.0)
    }
}

//! The data folder: one writer with its lock and socket, the index, the operation database, blobs.

mod blobs;
mod database;
mod error;
mod layout;
mod operation;
mod pace;
mod random;

pub use blobs::{BLOB_BYTES_MAX, Blobs, Listing};
pub use error::{Error, Result};
pub use layout::Layout;
pub use operation::{Operation, PersonId};

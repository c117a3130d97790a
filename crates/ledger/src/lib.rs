//! The ledger: an append-only list of entries in files, as a Merkle tree with signed checkpoints.
//!
//! An entry is an *envelope* (JSON bytes, the leaf of the tree, kept exactly as first written) and
//! perhaps a *body* (bytes that can be erased; the envelope holds their digest). The ledger stamps
//! the time and knows nothing else of what an entry says.
//!
//! * [`Writer`]: one per data folder, under a [`Lock`]; [`Writer::append`] returns when the entries
//!   are on the disk.
//! * [`Reader`]: any number, beside a writer.
//! * [`verify()`]: reads everything and says what is wrong; [`rebuild()`] makes again what can be made.
//! * [`durable`]: the order of write, sync and rename, and why.
//!
//! Formats: C2SP signed-note, tlog-checkpoint, tlog-tiles and tlog-proof; RFC 6962; Ed25519.

mod checkpoint;
pub mod durable;
mod edge;
mod entries;
mod error;
mod export;
mod group;
mod index;
mod key;
mod layout;
mod load;
mod lock;
pub mod merkle;
mod nodes;
pub mod note;
mod proof;
mod reader;
mod rebuild;
mod record;
mod segment;
mod stamp;
mod tile;
mod verify;
mod walk;
mod writer;

pub use checkpoint::Checkpoint;
pub use entries::{Entries, Entry};
pub use error::LedgerError;
pub use export::Exported;
pub use group::{Draft, GROUP_ENTRIES_MAX};
pub use key::{Key, PublicKey};
pub use layout::FORMAT;
pub use lock::Lock;
pub use merkle::NodeHash;
pub use proof::{Proven, verify_proof};
pub use reader::Reader;
pub use rebuild::{Rebuilt, rebuild, rebuild_on};
pub use record::{BODY_BYTES_MAX, BodyState, ENVELOPE_BYTES_MAX};
pub use segment::SEGMENT_ENTRIES;
pub use verify::{Problem, Report, VerifyOptions, verify};
pub use walk::read_through;
pub use writer::Writer;

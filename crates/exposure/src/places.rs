//! In which country a server stands, by what those who own the network publish: the clouds' lists of addresses with their
//! regions, and geofeeds (RFC 8805). Where an address is *registered* says nothing of that, and is not read.
//!
//! Bytes in, rows out: nothing here opens a file or asks the network.

mod eea;
mod file;
mod regions;
mod table;

pub use eea::is_in_eea;
pub use file::{BYTES_MAX, BadPlaces, Form, Read, read};
pub use table::{AGE_MOST, BadTable, FILE_NAME, Place, Seen, Source, Table};

//! The socket `arvak.sock` of the process that holds a data folder's lock: others append through it.
//!
//! A connection carries one request at a time, each answered before the next is read. So a client's
//! drafts stay in their order, and when the connection breaks it knows which frame was not answered.
//! It sends that one again, to whoever holds the lock then; the keys of the drafts keep anything from
//! being recorded twice.

mod client;
mod frame;
mod message;
mod server;

pub(crate) use client::{Client, DraftFrame, Reply};
pub(crate) use message::EraseMessage;
pub(crate) use server::Server;

use std::fs::File;
use std::os::fd::AsRawFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// Longest path that fits in a socket address on every Unix.
const PATH_BYTES_MAX: usize = 100;

/// A path by which the socket can be bound and reached; a long one goes by way of its directory's
/// descriptor, which must be kept open meanwhile.
struct Address {
    path: PathBuf,
    _directory: Option<File>,
}

impl Address {
    fn of(path: &Path) -> Result<Self> {
        if path.as_os_str().as_bytes().len() <= PATH_BYTES_MAX {
            return Ok(Self { path: path.to_owned(), _directory: None });
        }
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Ok(Self { path: path.to_owned(), _directory: None });
        };
        let directory = File::open(parent).map_err(Error::io("open", parent))?;
        let short = format!("/proc/self/fd/{}", directory.as_raw_fd());
        Ok(Self { path: Path::new(&short).join(name), _directory: Some(directory) })
    }
}

//! The one place that decides the order of write, sync and rename.
//!
//! # What lasts
//! A write is in the kernel's memory only, until `fdatasync` of the file returns; a new name (of a
//! new or a renamed file) is, until `fsync` of its folder returns. Until then a power loss may keep
//! any part of it.
//!
//! * **Append** ([`crate::Writer::append`]): one write of all records of the group at the end of the
//!   segment, one `fdatasync`. Only then are the entries acknowledged. A write that fails (no room,
//!   short) is cut off again, so that the next one begins at a whole record. A new segment's name is
//!   made to last (folder sync) before its entries are acknowledged.
//! * **Replace** (checkpoint, key, `FORMAT`; [`write_file`] for others): write `NAME.tmp`, sync it,
//!   rename it over `NAME`, sync the folder. At every moment `NAME` is wholly the old or wholly the
//!   new file. A `.tmp` that a crash left behind means nothing and is removed at the next start.
//! * **Checkpoint**: full tiles and indexes first, then `ledger.last`, then `checkpoint`. So a
//!   checkpoint never names a tile that is not there, and `ledger.last`, which stands outside the
//!   ledger's folder, is never older than `ledger/checkpoint`.
//! * **Erasure**: zeros over the body in place, `fdatasync`; the header and the envelope stay.
//! * **Recovery**: an incomplete last record is cut off (`ftruncate`, `fdatasync`) before anything is
//!   appended.
//!
//! # When it fails
//! A failed `fsync` is never tried again: the kernel may have dropped the dirty pages, so that a
//! second one succeeds without anything on the disk (the "fsyncgate" of 2018, Rebello et al.,
//! USENIX ATC 2020). It becomes [`LedgerError::Fatal`]; the writer then refuses everything and the
//! program ends. The next start reads what is really there.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs::File;
use std::io;
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::LedgerError;

/// How a file is opened for writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Made anew, or emptied.
    Fresh,
    /// Made anew, readable by its owner alone.
    FreshPrivate,
    /// Made when it is not there; its bytes stay.
    Keep,
}

/// Everything by which the ledger changes a disk; tests put one that fails in its place.
pub trait Disk: Send + Sync + Debug {
    /// Opens a file for writing.
    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn DiskFile>>;
    /// Gives a file another name, replacing what had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder; well when it is there.
    fn create_dir(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder last.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;
}

/// A file open for writing.
pub trait DiskFile: Send + Debug {
    /// Writes all `bytes` at `offset`, or fails having written some of them.
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// Cuts the file off.
    fn truncate(&mut self, len: u64) -> io::Result<()>;
    /// Makes the bytes last (`fdatasync`).
    fn sync(&mut self) -> io::Result<()>;
}

/// The operating system's file systems.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsDisk;

impl Disk for OsDisk {
    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn DiskFile>> {
        let mut options = File::options();
        options.write(true).create(true).truncate(how != Open::Keep);
        if how == Open::FreshPrivate {
            options.mode(0o400);
        }
        Ok(Box::new(options.open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        match std::fs::create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            other => other,
        }
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }
}

impl DiskFile for File {
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.write_all_at(bytes, offset)
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

/// Writes a file so that it lasts, and so that its name never stands for half of it.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), LedgerError> {
    replace(&OsDisk, path, bytes)
}

/// Writes several files into a folder, and makes it when it is not there. All of them are on the disk before the first
/// gets its name.
pub fn write_files<'a>(
    folder: &Path,
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> Result<(), LedgerError> {
    make_dir(&OsDisk, folder)?;
    let files = files.into_iter().map(|(name, bytes)| (folder.join(name), bytes.into()));
    replace_all(&OsDisk, files)
}

/// [`write_file`] on any disk.
pub(crate) fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), LedgerError> {
    let temporary = write_temporary(disk, path, bytes, Open::Fresh)?;
    publish(disk, &[(temporary, path.to_owned())])
}

/// [`replace`] for a secret.
pub(crate) fn write_private(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), LedgerError> {
    let temporary = write_temporary(disk, path, bytes, Open::FreshPrivate)?;
    publish(disk, &[(temporary, path.to_owned())])
}

/// [`replace`] for many files, with one sync for each folder.
pub(crate) fn replace_all<'a>(
    disk: &dyn Disk,
    files: impl Iterator<Item = (PathBuf, std::borrow::Cow<'a, [u8]>)>,
) -> Result<(), LedgerError> {
    let mut pairs = Vec::new();
    for (path, bytes) in files {
        pairs.push((write_temporary(disk, &path, &bytes, Open::Fresh)?, path));
    }
    publish(disk, &pairs)
}

fn write_temporary(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    how: Open,
) -> Result<PathBuf, LedgerError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    let temporary = PathBuf::from(name);
    let mut file = disk.open(&temporary, how).map_err(|e| LedgerError::write(&temporary, e))?;
    file.write_at(bytes, 0).map_err(|e| LedgerError::write(&temporary, e))?;
    file.sync().map_err(|e| LedgerError::sync(&temporary, &e))?;
    Ok(temporary)
}

fn publish(disk: &dyn Disk, pairs: &[(PathBuf, PathBuf)]) -> Result<(), LedgerError> {
    let mut folders = BTreeSet::new();
    for (temporary, path) in pairs {
        disk.rename(temporary, path).map_err(|e| LedgerError::write(path, e))?;
        folders.insert(folder_of(path));
    }
    for folder in folders {
        sync_dir(disk, folder)?;
    }
    Ok(())
}

/// Makes a folder, and those above it that are missing, each lasting before the next.
pub(crate) fn make_dir(disk: &dyn Disk, path: &Path) -> Result<(), LedgerError> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = folder_of(path);
    // Where the program runs, no folder is made: it is there, or making one in it fails.
    if parent != Path::new(".") {
        make_dir(disk, parent)?;
    }
    disk.create_dir(path).map_err(|e| LedgerError::write(path, e))?;
    sync_dir(disk, parent)
}

/// The folder that holds a name; a bare name stands in the one where the program runs.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

pub(crate) fn sync_dir(disk: &dyn Disk, path: &Path) -> Result<(), LedgerError> {
    disk.sync_dir(path).map_err(|e| LedgerError::sync(path, &e))
}

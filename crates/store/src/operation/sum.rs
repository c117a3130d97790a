//! The digest of the operation database while nobody has it open, in a small file beside it.
//!
//! SQLite finds broken structure, not every changed byte, and nothing else knows what the database should
//! hold. So whoever opens it first empties the digest, lastingly, before anything can change; and
//! whoever closes it last writes it anew. After a crash there is none, and nothing can be told until the next
//! clean stop.
//!
//! Those who have the database open share a lock (`flock`) on the small file. The database itself is
//! not locked by us: closing a second handle of it would drop SQLite's own locks.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// Held by everyone who has the database open.
#[derive(Debug)]
pub(super) struct Sum {
    file: File,
    database: PathBuf,
}

impl Sum {
    /// Empties the digest: from now on the database may change. One that was changed while nobody had it open is
    /// refused, for the next digest would call it sound.
    pub(super) fn open(database: &Path) -> Result<Self> {
        check(database)?;
        let path = path(database);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let file = options.open(&path).map_err(Error::io("open", &path))?;
        let emptied = file.lock_shared().and_then(|()| file.metadata()).and_then(|known| {
            if known.len() == 0 {
                return Ok(());
            }
            file.set_len(0)?;
            file.sync_all()
        });
        emptied.map_err(Error::io("write", &path))?;
        Ok(Self { file, database: database.to_owned() })
    }

    /// Writes the digest, when nobody else has the database open. It must be closed here.
    pub(super) fn write(&self) -> Result<()> {
        if self.file.try_lock().is_err() {
            return Ok(());
        }
        let text = format!("{}\n", digest(&self.database)?);
        let written = self.file.write_all_at(text.as_bytes(), 0);
        let written = written.and_then(|()| self.file.sync_all()).and_then(|()| self.file.unlock());
        written.map_err(Error::io("write", &path(&self.database)))
    }
}

/// Refuses a database that has changed since it was closed. Nothing is known of one that was not closed; one
/// that is gone is no concern of this, and an empty one is made in its place.
pub(super) fn check(database: &Path) -> Result<()> {
    if !database.exists() {
        return Ok(());
    }
    let known = read(database)?;
    if known.is_empty() || known == format!("{}\n", digest(database)?).into_bytes() {
        return Ok(());
    }
    // Somebody may have opened it meanwhile, and then emptied the digest first.
    if read(database)? != known {
        return Ok(());
    }
    let problem = "it was changed while no program had it open (if you put it there yourself, for instance from a \
                   backup, remove operation.sum beside it)";
    Err(Error::Damaged { file: database.to_owned(), problem: problem.to_owned() })
}

fn read(database: &Path) -> Result<Vec<u8>> {
    let path = path(database);
    match std::fs::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other.map_err(Error::io("read", &path)),
    }
}

/// The database is small: what it holds is done and forgotten.
fn digest(database: &Path) -> Result<arvak_core::Digest> {
    let bytes = std::fs::read(database).map_err(Error::io("read", database))?;
    Ok(arvak_core::Digest::of(&bytes))
}

fn path(database: &Path) -> PathBuf {
    database.with_extension("sum")
}

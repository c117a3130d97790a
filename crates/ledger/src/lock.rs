//! One program at a time changes a data folder.

use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use crate::LedgerError;
use crate::layout::Layout;

/// The exclusive lock on a data folder; given back when dropped, and by the operating system when
/// the process ends in whatever way.
#[derive(Debug)]
pub struct Lock {
    data: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock, making the folder when it is not there. Does not wait.
    pub fn take(data: &Path) -> Result<Self, LedgerError> {
        let path = Layout::new(data).lock();
        let write = |error| LedgerError::write(&path, error);
        std::fs::create_dir_all(data).map_err(write)?;
        let mut options = File::options();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(write)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => {
                return Err(LedgerError::Locked {
                    path: data.to_owned(),
                    holder: holder(&mut file),
                });
            }
            Err(error) => return Err(write(error.into())),
        }
        let lock = Self { data: data.to_owned(), file };
        // Who holds it only helps to read an error; the lock holds without it.
        let _ = lock.say(&format!("{}\n", std::process::id()));
        Ok(lock)
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    fn say(&self, text: &str) -> std::io::Result<()> {
        let mut file = &self.file;
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(text.as_bytes())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.say("");
    }
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_refused_and_told_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path()).unwrap();
        match Lock::take(folder.path()).unwrap_err() {
            LedgerError::Locked { holder, .. } => assert_eq!(holder, Some(std::process::id())),
            other => panic!("{other}"),
        }
        drop(first);
        Lock::take(folder.path()).unwrap();
    }
}

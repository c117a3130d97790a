//! Where each file of the ledger lies, and the version of the whole data folder.

use std::path::{Path, PathBuf};

use crate::LedgerError;
use crate::durable::{self, Disk};

/// The newest format of a data folder that this program knows.
pub const FORMAT: &str = "arvak-data 1";

/// The paths below a data folder.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    data: PathBuf,
}

impl Layout {
    pub(crate) fn new(data: &Path) -> Self {
        Self { data: data.to_owned() }
    }

    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    pub(crate) fn format(&self) -> PathBuf {
        self.data.join("FORMAT")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.data.join("lock")
    }

    pub(crate) fn keys(&self) -> PathBuf {
        self.data.join("keys")
    }

    pub(crate) fn key(&self) -> PathBuf {
        self.data.join("keys/ledger.key")
    }

    /// The newest checkpoint once more, outside the folder that it speaks of.
    pub(crate) fn last(&self) -> PathBuf {
        self.data.join("ledger.last")
    }

    pub(crate) fn ledger(&self) -> PathBuf {
        self.data.join("ledger")
    }

    pub(crate) fn checkpoint(&self) -> PathBuf {
        self.data.join("ledger/checkpoint")
    }

    pub(crate) fn public_key(&self) -> PathBuf {
        self.data.join("ledger/vkey")
    }

    pub(crate) fn segments(&self) -> PathBuf {
        self.data.join("ledger/segments")
    }

    pub(crate) fn segment(&self, number: u64) -> PathBuf {
        self.data.join(format!("ledger/segments/{number:04}.seg"))
    }

    pub(crate) fn index(&self, number: u64) -> PathBuf {
        self.data.join(format!("ledger/segments/{number:04}.idx"))
    }

    /// The numbers of the segments that are there, ascending.
    pub(crate) fn segment_numbers(&self) -> Result<Vec<u64>, LedgerError> {
        let folder = self.segments();
        let mut numbers = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(|e| LedgerError::read(&folder, e))? {
            let name = entry.map_err(|e| LedgerError::read(&folder, e))?.file_name();
            let number = name.to_str().and_then(|name| name.strip_suffix(".seg"));
            let number = number.and_then(|number| number.parse::<u64>().ok());
            // Only the one way of writing a number counts.
            numbers.extend(number.filter(|n| *name == *format!("{n:04}.seg")));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Refuses a folder without a ledger, and one that a newer program wrote.
    pub(crate) fn check_format(&self) -> Result<(), LedgerError> {
        let path = self.format();
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(LedgerError::Missing { path: self.data.clone() });
            }
            Err(error) => return Err(LedgerError::read(&path, error)),
        };
        let text = String::from_utf8_lossy(&bytes);
        let number = text
            .strip_prefix("arvak-data ")
            .and_then(|rest| rest.strip_suffix('\n'))
            .filter(|digits| !digits.starts_with('0') && !digits.starts_with('+'))
            .and_then(|digits| digits.parse::<u64>().ok());
        match number {
            Some(1) => Ok(()),
            Some(_) => Err(LedgerError::Newer { found: text.trim_end().to_owned(), known: FORMAT }),
            None => Err(LedgerError::bad_file(&path, format!("it should say `{FORMAT}`"))),
        }
    }

    /// Marks a new data folder; leaves one that is marked already.
    pub(crate) fn write_format(&self, disk: &dyn Disk) -> Result<(), LedgerError> {
        match self.check_format() {
            Err(LedgerError::Missing { .. }) => {
                durable::replace(disk, &self.format(), format!("{FORMAT}\n").as_bytes())
            }
            other => other,
        }
    }
}

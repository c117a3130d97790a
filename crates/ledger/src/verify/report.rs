//! What a check found.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::merkle::{NodeHash, empty_root};

/// The result of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Whole records.
    pub size: u64,
    /// The root over them.
    pub root: NodeHash,
    /// How many of them are under the signed checkpoint.
    pub signed_size: u64,
    /// Bytes of records that were read.
    pub bytes: u64,
    /// Bytes of an incomplete last record, as a crash leaves it; the next start cuts them off.
    pub torn_bytes: u64,
    /// What is wrong; nothing, when this is empty.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The file, below the data folder.
    pub file: PathBuf,
    /// Where in the file, in bytes.
    pub offset: Option<u64>,
    /// Which entry.
    pub entry: Option<u64>,
    /// A stable code, such as `record.damaged`.
    pub code: &'static str,
    /// What is wrong, in English.
    pub detail: String,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            size: 0,
            root: empty_root(),
            signed_size: 0,
            bytes: 0,
            torn_bytes: 0,
            problems: Vec::new(),
        }
    }
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    pub(super) fn add(&mut self, data: &Path, file: &Path, code: &'static str, detail: String) {
        let problem = Problem::new(data, file, code, detail);
        self.problems.push(problem);
    }
}

impl Problem {
    pub(super) fn new(data: &Path, file: &Path, code: &'static str, detail: String) -> Self {
        let file = file.strip_prefix(data).unwrap_or(file).to_owned();
        Self { file, offset: None, entry: None, code, detail }
    }

    pub(super) fn at(mut self, offset: u64, entry: u64) -> Self {
        self.offset = Some(offset);
        self.entry = Some(entry);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(offset) = self.offset {
            write!(f, ", byte {offset}")?;
        }
        if let Some(entry) = self.entry {
            write!(f, ", entry {entry}")?;
        }
        write!(f, ": {} ({})", self.detail, self.code)
    }
}

//! What a check found.

use std::fmt;
use std::path::{Path, PathBuf};

use arvak_core::{Digest, EntryId};

use crate::Layout;

/// The result of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// Whole entries.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
    /// How many of them are under the signed checkpoint.
    pub signed_size: u64,
    /// Bytes of entries that were read.
    pub bytes: u64,
    /// Bytes of an incomplete last record, as a crash leaves it; the next start cuts them off.
    pub torn_bytes: u64,
    /// Blobs that were read.
    pub blobs: u64,
    /// Files at the top of the folder that are none of this program's; no harm in themselves.
    pub strays: Vec<PathBuf>,
    /// What is wrong; nothing, when this is empty.
    pub problems: Vec<Problem>,
}

/// Where something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, below the data folder.
    pub file: PathBuf,
    /// Where in the file, in bytes.
    pub offset: Option<u64>,
    /// Which entry it concerns.
    pub entry: Option<EntryId>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// A stable code, such as `record.damaged`.
    pub code: &'static str,
    /// What is wrong, in English.
    pub what: String,
}

impl Verified {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    pub(super) fn add(&mut self, layout: &Layout, file: &Path, code: &'static str, what: String) {
        self.add_at(layout, (file, None), code, what);
    }

    pub(super) fn add_at(
        &mut self,
        layout: &Layout,
        (file, entry): (&Path, Option<EntryId>),
        code: &'static str,
        what: String,
    ) {
        let file = file.strip_prefix(layout.root()).unwrap_or(file).to_owned();
        self.problems.push(Problem { place: Place { file, offset: None, entry }, code, what });
    }
}

impl From<arvak_ledger::Problem> for Problem {
    fn from(problem: arvak_ledger::Problem) -> Self {
        let entry = problem.entry.map(EntryId);
        let place = Place { file: problem.file, offset: problem.offset, entry };
        Self { place, code: problem.code, what: problem.detail }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(offset) = self.offset {
            write!(f, ", byte {offset}")?;
        }
        if let Some(entry) = self.entry {
            write!(f, ", entry {entry}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.place, self.what, self.code)
    }
}

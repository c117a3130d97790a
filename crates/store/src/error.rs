//! What can go wrong in a data folder, and who must act.

use std::io;
use std::path::{Path, PathBuf};

use arvak_core::fact::BadEnvelope;
use arvak_core::state::BadSequence;
use arvak_core::{Digest, EntryId};
use arvak_ledger::LedgerError;
use arvak_probe::PortError;

/// Result of anything in this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// An error of the data folder. Each variant says who must act.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operator: there is no data folder here.
    #[error("{dir} is no data folder: run `arvak init` or name another one with --data")]
    NotAFolder {
        /// The directory that was looked at.
        dir: PathBuf,
    },
    /// The operator: a new data folder was asked for where there already is something.
    #[error("{dir} is not empty: a new data folder needs an empty or a new directory")]
    NotEmpty {
        /// The directory.
        dir: PathBuf,
    },
    /// The operator: the folder was written by a newer program.
    #[error("{file} has version {found}, and this program knows up to {known}: upgrade arvak")]
    Newer {
        /// The file that says so.
        file: PathBuf,
        /// The version in it.
        found: u64,
        /// The newest version that this program knows.
        known: u64,
    },
    /// Whoever the ledger's own error names.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The operator: an entry of the ledger says something that this program cannot read.
    #[error("entry {entry}: {source}")]
    Envelope {
        /// The entry.
        entry: EntryId,
        /// Why it cannot be read.
        source: BadEnvelope,
    },
    /// The operator: the texts of an entry cannot be read.
    #[error("the texts of entry {entry} cannot be read: {source}")]
    Body {
        /// The entry.
        entry: EntryId,
        /// Why not.
        source: serde_json::Error,
    },
    /// Us: entries were folded in the wrong order.
    #[error(transparent)]
    Sequence(#[from] BadSequence),
    /// Us: a draft cannot be written as JSON.
    #[error("the draft cannot be written: {why}")]
    Draft {
        /// Why not.
        why: String,
    },
    /// The operator: there is no such entry to erase, or it is one that must stay.
    #[error("entry {entry} cannot be erased: {why}")]
    NotErasable {
        /// The entry.
        entry: EntryId,
        /// Why not.
        why: &'static str,
    },
    /// Us: work in the background ended before its time.
    #[error("work in the background ended before its time: {why}")]
    Stopped {
        /// What is known of it.
        why: String,
    },
    /// The operator: another program holds the folder and does not answer.
    #[error("the program that holds the data folder did not answer for {seconds} s: restart it")]
    HolderSilent {
        /// How long was waited.
        seconds: u64,
    },
    /// Whoever the holder's own error names: it did nothing of what it was asked.
    #[error("{reason}")]
    Holder {
        /// The code of the holder's error.
        code: String,
        /// The holder's words.
        reason: String,
    },
    /// Nobody: this folder is being closed.
    #[error("the data folder is being closed")]
    Closing,
    /// The operator: a file could not be read or written.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// What was tried: `read`, `write`, `create`.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The operator: a database refused.
    #[error("{file}: {source}")]
    Database {
        /// The database file.
        file: PathBuf,
        /// What it said.
        source: sqlx::Error,
    },
    /// The operator: a database that cannot be rebuilt is damaged.
    #[error("{file} is damaged ({problem}): restore it from a backup")]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The operator: a blob is not there.
    #[error("blob {digest} is not in the data folder")]
    BlobMissing {
        /// Its digest.
        digest: Digest,
    },
    /// The operator: the bytes of a blob are not those that were stored.
    #[error("{path} is damaged: its bytes do not have the digest that it is named by")]
    BlobDamaged {
        /// Its file.
        path: PathBuf,
    },
    /// The operator: the blob that was adopted as a catalogue is none that this program can read.
    #[error("the catalogue {digest} cannot be read: {problem}")]
    Catalogue {
        /// Its digest.
        digest: Digest,
        /// What is wrong with it.
        problem: String,
    },
    /// The caller: something is larger than its bound.
    #[error("{what} has {size_bytes} bytes, more than the {size_bytes_max} that it may have")]
    TooLarge {
        /// What it is.
        what: &'static str,
        /// How large it is.
        size_bytes: u64,
        /// Its bound.
        size_bytes_max: u64,
    },
    /// Us: the other end of the socket speaks otherwise than this program.
    #[error(
        "the program that holds the folder answered in a way this one does not know: {problem}"
    )]
    Protocol {
        /// What was wrong.
        problem: String,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gives no random bytes: {0}")]
    Random(#[from] getrandom::Error),
}

impl Error {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAFolder { .. } => "store.not_a_folder",
            Self::NotEmpty { .. } => "store.not_empty",
            Self::Ledger(error) => error.code(),
            Self::Newer { .. } | Self::Envelope { source: BadEnvelope::Newer { .. }, .. } => {
                "store.newer"
            }
            Self::Envelope { .. } => "store.envelope",
            Self::Body { .. } => "store.body",
            Self::Sequence(error) => error.code(),
            Self::Draft { .. } => "store.draft",
            Self::NotErasable { .. } => "store.not_erasable",
            Self::Stopped { .. } => "store.stopped",
            Self::HolderSilent { .. } => "store.holder_silent",
            Self::Holder { code, .. } => holder_code(code),
            Self::Closing => "store.closing",
            Self::Io { .. } => "store.io",
            Self::Database { .. } => "store.database",
            Self::Damaged { .. } => "store.damaged",
            Self::BlobMissing { .. } => "store.blob_missing",
            Self::BlobDamaged { .. } => "store.blob_damaged",
            Self::Catalogue { .. } => "store.catalogue",
            Self::TooLarge { .. } => "store.too_large",
            Self::Protocol { .. } => "store.protocol",
            Self::Random(_) => "store.random",
        }
    }

    /// Whether the program must end: after a failed sync nobody knows what is on the disk.
    pub fn must_end(&self) -> bool {
        matches!(self, Self::Ledger(error) if error.is_fatal())
    }

    /// Whether the disk is full: the one error after which nothing is wrong but the room.
    pub fn is_full(&self) -> bool {
        match self {
            Self::Io { source, .. } => source.kind() == io::ErrorKind::StorageFull,
            Self::Ledger(LedgerError::Full { .. }) => true,
            Self::Holder { code, .. } => code == "ledger.full",
            // SQLITE_FULL; SQLITE_IOERR_SHMSIZE: no room for the shared memory of the write-ahead log.
            Self::Database { source: sqlx::Error::Database(said), .. } => {
                said.code().is_some_and(|code| ["13", "4874"].contains(&&*code))
            }
            _ => false,
        }
    }

    /// The same in the words of the ports; `what` says what was being done.
    pub(crate) fn to_port(&self, what: &str) -> PortError {
        let what = what.to_owned();
        match self {
            _ if self.is_full() => PortError::Full { what },
            Self::Damaged { .. } | Self::BlobDamaged { .. } => PortError::Damaged { what },
            other => PortError::Failed { what, why: other.to_string() },
        }
    }

    /// For `map_err`: says what was tried with which file.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }

    /// For `map_err`: names the database.
    pub(crate) fn database(file: &Path) -> impl Fn(sqlx::Error) -> Self + use<> {
        let file = file.to_owned();
        move |source| Self::Database { file: file.clone(), source }
    }
}

/// Codes that a holder's answer keeps on its way through the socket.
const HOLDER_CODES: [&str; 8] = [
    "ledger.full",
    "ledger.write",
    "ledger.clock_behind",
    "ledger.fatal",
    "ledger.no_entry",
    "store.not_erasable",
    "store.closing",
    "store.protocol",
];

fn holder_code(code: &str) -> &'static str {
    HOLDER_CODES.into_iter().find(|known| *known == code).unwrap_or("store.holder")
}

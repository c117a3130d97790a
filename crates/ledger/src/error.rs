//! What can go wrong, and who must act.

use std::io;
use std::path::{Path, PathBuf};

/// Every failure of the ledger. The first group is for the operator, the second means that bytes
/// on disk are not what was written, the third is a fault of the calling program.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// Operator: the folder holds no ledger.
    #[error("{} holds no ledger: make one with `arvak init`, or give the right folder with --data", path.display())]
    Missing {
        /// The data folder.
        path: PathBuf,
    },
    /// Operator: the folder already holds a ledger.
    #[error("{} already holds a ledger: choose another folder; a ledger is never overwritten", path.display())]
    Exists {
        /// The data folder.
        path: PathBuf,
    },
    /// Operator: the folder was written by a newer program.
    #[error(
        "this data folder has the format `{found}`, newer than `{known}`, the newest that this program knows: upgrade arvak; nothing was changed"
    )]
    Newer {
        /// What `FORMAT` says.
        found: String,
        /// The newest known.
        known: &'static str,
    },
    /// Operator: another process writes to the folder.
    #[error("the data folder {} is in use{}: stop that program, or let it do the work", path.display(), holder.map(|pid| format!(" by process {pid}")).unwrap_or_default())]
    Locked {
        /// The data folder.
        path: PathBuf,
        /// The process that holds the lock, when it said so.
        holder: Option<u32>,
    },
    /// Operator: the clock was set back.
    #[error(
        "the clock says {now}, more than 5 minutes before the last entry ({last}): correct the clock; nothing was recorded"
    )]
    ClockBehind {
        /// What the clock says, RFC 3339.
        now: String,
        /// When the last entry was received, RFC 3339.
        last: String,
    },
    /// Operator: no room on the disk. Reads go on; so does writing, once there is room.
    #[error("no room on the disk for {}: free some space and try again; nothing was recorded, and everything recorded before is safe", path.display())]
    Full {
        /// The file that could not grow.
        path: PathBuf,
    },
    /// Operator: the file system refused a change. Nothing was recorded.
    #[error("cannot write {}: {source}; nothing was recorded, and everything recorded before is safe", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Operator: a file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Operator: the key is not the one that the ledger is signed with.
    #[error(
        "the key `{given}` is not the key of this ledger, `{wanted}`: give the right keys/ledger.key"
    )]
    KeyDiffers {
        /// The verifier key of the given key.
        given: String,
        /// The verifier key in the folder.
        wanted: String,
    },
    /// Operator: text that is no key.
    #[error("the ledger key cannot be used: {why}")]
    BadKey {
        /// What is wrong with it.
        why: String,
    },
    /// Operator: an export goes only into an empty folder.
    #[error("{} is not empty: an export goes into a new or an empty folder", path.display())]
    ExportTarget {
        /// The folder.
        path: PathBuf,
    },
    /// Operator: after a failed sync nobody knows what is on the disk. The program must end; a new
    /// start reads what is really there.
    #[error("{} could not be synced to disk ({why}): what is on the disk is uncertain, so the program must end; check the disk, then start again", path.display())]
    Fatal {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        why: String,
    },

    /// Damage: a file of the folder does not say what it must.
    #[error("{} is damaged: {why}; restore it from a backup", path.display())]
    BadFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Damage: a record is not what was written. Nothing was changed.
    #[error("{} is damaged at byte {offset} (entry {entry}): {why}; nothing was changed: run `arvak ledger verify`, then restore the file from a backup", path.display())]
    Damaged {
        /// The segment.
        path: PathBuf,
        /// Where in it, in bytes.
        offset: u64,
        /// Which entry.
        entry: u64,
        /// What is wrong with it.
        why: String,
    },
    /// Damage: the ledger has fewer entries than were once signed.
    #[error(
        "the ledger has {have} entries, but {signed} were signed: the folder was rolled back or files are missing; restore the newest copy"
    )]
    RolledBack {
        /// Whole entries that are there.
        have: u64,
        /// Entries in the newest signed checkpoint.
        signed: u64,
    },
    /// Damage: the entries do not give the root that was signed.
    #[error(
        "the first {size} entries do not give the root that was signed for them: run `arvak ledger verify` to see where"
    )]
    RootDiffers {
        /// The tree size of the checkpoint.
        size: u64,
    },
    /// Damage that heals: hash tiles are made from the entries.
    #[error("the hash tile {} is missing or damaged: run `arvak ledger rebuild`", path.display())]
    Tile {
        /// The tile.
        path: PathBuf,
    },
    /// A signed note that does not hold.
    #[error("the signed note is not accepted: {why}")]
    BadNote {
        /// What is wrong with it.
        why: String,
    },
    /// A proof that does not hold.
    #[error("the proof is not accepted: {why}")]
    BadProof {
        /// What is wrong with it.
        why: String,
    },

    /// Caller: a draft that cannot become an entry. Nothing was recorded.
    #[error("entry refused: {why}")]
    BadDraft {
        /// What is wrong with it.
        why: String,
    },
    /// Caller: no such entry.
    #[error("there is no entry {id}: the ledger has {size}")]
    NoEntry {
        /// The id asked for.
        id: u64,
        /// How many entries there are.
        size: u64,
    },
    /// Caller: the entry is not yet under a signed checkpoint.
    #[error(
        "entry {id} is not signed yet: the checkpoint covers {size} entries; try again in a second"
    )]
    NotSigned {
        /// The id asked for.
        id: u64,
        /// The tree size of the checkpoint.
        size: u64,
    },
}

impl LedgerError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "ledger.missing",
            Self::Exists { .. } => "ledger.exists",
            Self::Newer { .. } => "ledger.newer",
            Self::Locked { .. } => "ledger.locked",
            Self::ClockBehind { .. } => "ledger.clock_behind",
            Self::Full { .. } => "ledger.full",
            Self::Write { .. } => "ledger.write",
            Self::Read { .. } => "ledger.read",
            Self::KeyDiffers { .. } => "ledger.key_differs",
            Self::BadKey { .. } => "ledger.bad_key",
            Self::ExportTarget { .. } => "ledger.export_target",
            Self::Fatal { .. } => "ledger.fatal",
            Self::BadFile { .. } => "ledger.bad_file",
            Self::Damaged { .. } => "ledger.damaged",
            Self::RolledBack { .. } => "ledger.rolled_back",
            Self::RootDiffers { .. } => "ledger.root_differs",
            Self::Tile { .. } => "ledger.tile",
            Self::BadNote { .. } => "ledger.bad_note",
            Self::BadProof { .. } => "ledger.bad_proof",
            Self::BadDraft { .. } => "ledger.bad_draft",
            Self::NoEntry { .. } => "ledger.no_entry",
            Self::NotSigned { .. } => "ledger.not_signed",
        }
    }

    /// Whether the program must end: nothing that it would do from here on can be trusted to last.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Fatal { .. })
    }

    pub(crate) fn write(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path },
            _ => Self::Write { path, source },
        }
    }

    pub(crate) fn read(path: &Path, source: io::Error) -> Self {
        Self::Read { path: path.to_owned(), source }
    }

    pub(crate) fn sync(path: &Path, source: &io::Error) -> Self {
        Self::Fatal { path: path.to_owned(), why: source.to_string() }
    }

    pub(crate) fn bad_file(path: &Path, why: impl Into<String>) -> Self {
        Self::BadFile { path: path.to_owned(), why: why.into() }
    }
}

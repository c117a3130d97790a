//! Where things stand in a data folder. `docs/data-folder.md` tells people the same.

use std::path::{Path, PathBuf};

/// The paths of one data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    root: PathBuf,
}

impl Layout {
    /// The layout of the folder at `root`.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Which version of the layout this is; a newer one than known is refused.
    pub fn format(&self) -> PathBuf {
        self.root.join("FORMAT")
    }

    /// What the operator decides; it may be there before everything else.
    pub fn configuration(&self) -> PathBuf {
        self.root.join("arvak.toml")
    }

    /// Whether a data folder can be made here: there is nothing but, perhaps, its configuration.
    pub fn is_free(&self) -> std::io::Result<bool> {
        for entry in std::fs::read_dir(&self.root)? {
            if entry?.path() != self.configuration() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The ledger: never rebuilt, everything else that is called rebuildable comes from it.
    pub fn ledger(&self) -> PathBuf {
        self.root.join("ledger")
    }

    /// Keys: outside every export.
    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// The seed of the ledger's signing key (0400).
    pub fn ledger_key(&self) -> PathBuf {
        self.keys().join("ledger.key")
    }

    /// 32 random bytes that seal secrets in the operation database (0400).
    pub fn seal_key(&self) -> PathBuf {
        self.keys().join("seal.key")
    }

    /// The newest checkpoint once more, outside the ledger that it speaks of.
    pub fn last_checkpoint(&self) -> PathBuf {
        self.root.join("ledger.last")
    }

    /// The lock: whoever holds it writes.
    pub fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// Transcripts and attachments by digest; erasable, not rebuildable.
    pub fn blobs(&self) -> PathBuf {
        self.root.join("blobs")
    }

    /// The index: rebuildable, may be deleted at any time.
    pub fn index(&self) -> PathBuf {
        self.root.join("index.db")
    }

    /// Which products lists of software name: rebuildable from the ledger and the blobs, may be deleted at any time.
    pub fn products(&self) -> PathBuf {
        self.root.join("products.db")
    }

    /// Queue, permits, tokens, persons: backed up, migrated, never rebuilt.
    pub fn operation(&self) -> PathBuf {
        self.root.join("operation.db")
    }

    /// Which mails to suppliers were being handed over; it may be deleted while nothing is being sent.
    pub fn mail_marks(&self) -> PathBuf {
        self.root.join("mail.marks")
    }

    /// The socket of the process that holds the lock.
    pub fn socket(&self) -> PathBuf {
        self.root.join("arvak.sock")
    }
}

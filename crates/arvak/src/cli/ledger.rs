//! `arvak ledger …`

use std::path::PathBuf;

use arvak_core::EntryId;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum LedgerVerb {
    /// Check every byte: records, tree, signature, attachments, index
    Verify {
        /// An earlier checkpoint that this ledger must be a continuation of
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
    /// The entries in order
    List {
        /// Ids alone, one a line
        #[arg(long)]
        ids: bool,
        /// The newest entries only
        #[arg(long, value_name = "N")]
        last: Option<u64>,
    },
    /// A proof that an entry is in the ledger (C2SP tlog-proof), for somebody who has not the ledger
    Prove {
        /// The entry id
        id: EntryId,
    },
    /// The signed checkpoint: print it, mail it, keep it elsewhere
    Checkpoint,
    /// Write a copy that other tools can check (C2SP tlog-tiles)
    Export {
        /// A folder that does not exist yet, or is empty
        dir: PathBuf,
        /// Only what this class may see: internal, leadership, shared or public
        #[arg(long, default_value = "internal")]
        class: String,
    },
    /// Make the tree's tiles and the index anew from the recorded entries
    Rebuild,
}

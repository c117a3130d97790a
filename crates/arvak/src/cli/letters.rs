//! `arvak letters …`

use std::path::PathBuf;

use arvak_core::EntityId;
use arvak_ledger::PublicKey;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum LettersVerb {
    /// Check a folder with letters and evidence kinds
    Check {
        /// The folder, laid out as catalogue/
        dir: PathBuf,
    },
    /// What one catalogue asks otherwise than another, in plain words
    Diff {
        /// A folder laid out as catalogue/, or `built-in`, or `in-force` for what the data folder goes by
        before: String,
        /// The same; or a file with one letter, which is laid upon the first
        after: String,
    },
    /// Go by another letter from now on
    Accept(Accept),
    /// Sign a letter, so that others can accept it
    Sign {
        /// The letter, a TOML file
        file: PathBuf,
        /// The key file, as `letters key` makes it
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// Where the signed letter goes
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Make a key for signing letters, and print its public half
    Key {
        /// The name of whoever signs, such as kdd.example/brev
        name: String,
        /// Where the key goes; it is readable by its owner alone
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Accept {
    /// A file with one letter, signed or not; a folder laid out as catalogue/; or `built-in` for what comes with
    /// this program
    pub(crate) what: String,
    /// Show what would change, and record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Why, when a status may become better without new evidence, or when nobody signed the letter
    #[arg(long)]
    pub(crate) reason: Option<String>,
    /// Whose signature the letter must have, as NAME+ID+KEY [default: `letters.signers` in arvak.toml]
    #[arg(long, value_name = "KEY")]
    pub(crate) signer: Vec<PublicKey>,
    /// Accept a letter that nobody signed
    #[arg(long)]
    pub(crate) unsigned: bool,
    /// The role that accepts it [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

//! `arvak outside …`

use std::path::PathBuf;

use arvak_ledger::PublicKey;
use clap::{Args, Subcommand};

use super::Doors;

#[derive(Debug, Subcommand)]
pub(crate) enum OutsideVerb {
    /// On the machine outside: make the worker's key in the folder of --data, and print what belongs in arvak.toml at home
    Key {
        /// The worker's name
        name: String,
    },
    /// On the machine outside: carry out errands, and send home what was seen
    Work(Box<Work>),
    /// At home: print the ledger's verifier key, which workers know errands by
    Home,
    /// At home: write what a worker should look at into a file
    Errand {
        /// The worker's name
        name: String,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[command(flatten)]
        doors: Doors,
    },
    /// At home: take in what a worker saw
    Take {
        /// The file that the worker wrote
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Work {
    /// The verifier key of the ledger at home, as `arvak outside home` prints it there
    #[arg(long, value_name = "KEY")]
    pub(crate) home_key: PublicKey,
    /// Ask this home for errands, and send what was seen there, such as https://arvak.example.no
    #[arg(long, value_name = "URL", required_unless_present = "errand", conflicts_with = "errand")]
    pub(crate) home: Option<String>,
    /// With --home: end when nothing is due, instead of asking again
    #[arg(long, requires = "home")]
    pub(crate) once: bool,
    /// Without a connection: the errand, as a file
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) errand: Option<PathBuf>,
    /// Without a connection: the file to write what was seen to
    #[arg(long, value_name = "FILE", requires = "errand")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) doors: Doors,
}

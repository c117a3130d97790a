//! `arvak inventory …`

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum InventoryVerb {
    /// Write an empty workbook with a sheet for each kind of thing, to be filled in
    Template(Out),
    /// Write a workbook with what is recorded; reading it again changes nothing
    Export(Out),
    /// Write a starter pack in the language of --lang: what most municipalities have, all of it
    /// assumed, to be corrected
    Starter(Starter),
}

#[derive(Debug, Args)]
pub(crate) struct Starter {
    /// The folder to write it to; files in it are left as they are
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Out {
    /// The workbook to write (.xlsx); it must not be there already
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

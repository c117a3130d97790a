//! `arvak inventory …`

use std::path::PathBuf;

use arvak_core::{Class, EntityId};
use clap::{Args, Subcommand, ValueEnum};

use super::decide::By;

#[derive(Debug, Subcommand)]
pub(crate) enum InventoryVerb {
    /// Write an empty workbook with a sheet for each kind of thing, to be filled in
    Template(Out),
    /// Write a workbook with what is recorded; reading it again changes nothing
    Export(ExportTo),
    /// Write a starter pack in the language of --lang: what most municipalities have, all of it
    /// assumed, to be corrected
    Starter(Starter),
    /// A thing is gone: its refutations stay as open findings, and a successor inherits them
    Retire {
        /// The thing, such as system/gammel
        subject: EntityId,
        /// What took its place
        #[arg(long, value_name = "ID")]
        successor: Option<EntityId>,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        by: By,
    },
    /// A thing is inside or outside what the letter concerns
    Scope {
        /// The thing
        subject: EntityId,
        /// Inside or outside
        #[arg(value_enum)]
        place: Place,
        /// Why; needed to put it outside
        #[arg(long)]
        reason: Option<String>,
        #[command(flatten)]
        by: By,
    },
}

/// Whether the letter concerns a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Place {
    In,
    Out,
}

#[derive(Debug, Args)]
pub(crate) struct ExportTo {
    #[command(flatten)]
    pub(crate) out: Out,
    /// For whom: what is graded above its readers is left out, things and single fields
    #[arg(long, default_value = "internal", value_parser = super::evidence::class)]
    pub(crate) class: Class,
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

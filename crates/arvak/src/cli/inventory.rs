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
    /// What systems are built from: products of the lists of software that count, by name
    Products(FindProducts),
    /// Take in a list of software (SBOM: CycloneDX or SPDX) that a system is built from
    TakeList(TakeList),
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
pub(crate) struct FindProducts {
    /// Of this system alone
    #[arg(long, value_name = "ID")]
    pub(crate) system: Option<EntityId>,
    /// With this in the name, in small or capital letters
    #[arg(long, value_name = "TEXT")]
    pub(crate) contains: Option<String>,
    /// Whose package URL begins so, such as pkg:npm/
    #[arg(long, value_name = "PREFIX")]
    pub(crate) purl: Option<String>,
    /// How many at most
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(crate) limit: u16,
    /// Go on after this place, as the part before named it
    #[arg(long, value_name = "PLACE")]
    pub(crate) after: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TakeList {
    /// The list: CycloneDX 1.4–1.6 (JSON, XML) or SPDX 2.2–2.3 (JSON, tag-value)
    pub(crate) file: PathBuf,
    /// The system that it is about
    #[arg(long, value_name = "ID")]
    pub(crate) system: EntityId,
    /// The supplier that gave it; of each system and supplier the newest list counts
    #[arg(long, value_name = "SUPPLIER")]
    pub(crate) from: Option<EntityId>,
    /// Read it, and record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
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

//! `arvak export …`

use std::path::PathBuf;

use arvak_core::Instant;
use clap::{Args, Subcommand};

use super::Edition;

#[derive(Debug, Subcommand)]
pub(crate) enum ExportVerb {
    /// OSCAL 1.2: the letter as a catalog in each language, the assessment plan, the assessment results
    Oscal(Oscal),
}

#[derive(Debug, Args)]
pub(crate) struct Oscal {
    /// The folder to write it to; files of an earlier export are replaced
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// As known at an instant (RFC 3339) or at the end of a date
    #[arg(long, value_name = "T", value_parser = super::instant)]
    pub(crate) as_of: Option<Instant>,
    /// For whom: what is graded above its readers is left out
    #[arg(long, value_enum, default_value_t = Edition::Internal)]
    pub(crate) edition: Edition,
}

//! `arvak rpki …`

use std::path::PathBuf;

use arvak_core::Instant;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum RpkiVerb {
    /// Take in a validated set (Routinator, rpki-client) and tables of routes (RIPE RIS, bgp.tools); each takes the place of the one before
    Import(ImportRpki),
    /// What is kept, and how old it is
    Show,
}

#[derive(Debug, Args)]
pub(crate) struct ImportRpki {
    /// The files, packed with gzip or not; several tables of routes make one
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// When files were made that do not say so themselves: an instant (RFC 3339)
    #[arg(long, value_name = "T")]
    pub(crate) made_at: Option<Instant>,
}

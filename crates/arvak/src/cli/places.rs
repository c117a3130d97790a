//! `arvak places …`

use std::path::PathBuf;

use arvak_core::Instant;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum PlacesVerb {
    /// Take in lists that say in which country addresses are: geofeeds (RFC 8805), AWS, Google Cloud, Azure; together they take the place of those before
    Import(ImportPlaces),
    /// What is kept, and how old it is
    Show,
}

#[derive(Debug, Args)]
pub(crate) struct ImportPlaces {
    /// The files, as they are published
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// When files were made that do not say so themselves: an instant (RFC 3339)
    #[arg(long, value_name = "T")]
    pub(crate) made_at: Option<Instant>,
}

//! `arvak recipe …`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Doors;

#[derive(Debug, Subcommand)]
pub(crate) enum RecipeVerb {
    /// The recipes for common products that come with this program
    List,
    /// One of them, as TOML
    Show {
        /// Its name, such as wordpress
        id: String,
    },
    /// Whether a recipe can be read; each mistake with its line and its field
    Check {
        /// The recipe, as TOML; `-` reads it from standard input
        file: PathBuf,
    },
    /// Log in once, page after page, say what is what, and write the recipe
    Record(RecordRecipe),
}

#[derive(Debug, Args)]
pub(crate) struct RecordRecipe {
    /// The log-in page
    pub(crate) address: String,
    /// How it logs in, and with which account, as JSON: the file of `arvak canary add`
    #[arg(long, value_name = "FILE")]
    pub(crate) canary: PathBuf,
    /// Write the recipe here instead of to standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) doors: Doors,
}

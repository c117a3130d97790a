//! `arvak request …`

use std::path::PathBuf;

use arvak_core::{EntityId, Instant, Name};
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Request {
    #[command(subcommand)]
    pub(crate) verb: Option<RequestVerb>,
    #[command(flatten)]
    pub(crate) ask: Ask,
}

#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// The supplier to ask, such as supplier/krykkjelonn
    #[arg(required = true)]
    pub(crate) supplier: Option<EntityId>,
    /// By when an answer is expected: RFC 3339 or a date [default: 14 days from now]
    #[arg(long, value_name = "T", value_parser = super::instant)]
    pub(crate) due: Option<Instant>,
    /// The folder for the mail's text and the workbook
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) out: PathBuf,
    /// Write the files, and record no due date
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The role that asks [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RequestVerb {
    /// The questions were sent to the supplier
    Sent {
        /// The request, as `request list` shows it
        request: Name,
        /// When: RFC 3339 or a date [default: now]
        #[arg(long, value_name = "T", value_parser = super::instant)]
        on: Option<Instant>,
        /// The mail as it was sent; with it this counts as documented
        #[arg(long)]
        file: Option<PathBuf>,
        /// The role that sent it [default: role/ict_lead]
        #[arg(long, value_name = "ROLE")]
        by: Option<EntityId>,
    },
    /// Take in what a supplier answered in the workbook: each answer counts as a statement
    Answer {
        /// The workbook that came back
        file: PathBuf,
        /// Show what would be recorded, and record nothing
        #[arg(long)]
        dry_run: bool,
        /// The role that answers [default: the supplier's contact, or role/ict_lead]
        #[arg(long, value_name = "ROLE")]
        by: Option<EntityId>,
    },
    /// Make a secret link with which a supplier answers on a page, without an account; shown this once. A request that
    /// is open gets a new link, and the one before is worth nothing
    Link {
        /// The supplier to ask, such as supplier/krykkjelonn
        supplier: EntityId,
        /// By when an answer is expected: RFC 3339 or a date [default: 14 days from now]
        #[arg(long, value_name = "T", value_parser = super::instant)]
        due: Option<Instant>,
        /// The role that asks [default: role/ict_lead]
        #[arg(long, value_name = "ROLE")]
        by: Option<EntityId>,
    },
    /// Take a link back: it opens nothing any more. What was written is kept
    Revoke {
        /// The request, as `request list` shows it
        request: Name,
    },
    /// Requests and their due dates, the open ones first
    List,
}

//! `arvak expiry …`

use arvak_core::{EntityId, Name, Span};
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum ExpiryVerb {
    /// What differs here from the letter
    List,
    /// Choose how long evidence of a kind holds here
    Set {
        /// The evidence kind, such as plan.current
        kind: Name,
        /// How long: 180d, 12h
        within: Span,
        #[command(flatten)]
        rest: Rest,
    },
    /// Go by the letter again
    Unset {
        /// The evidence kind
        kind: Name,
        #[command(flatten)]
        rest: Rest,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Rest {
    /// For this claim alone, such as 2b.1
    #[arg(long)]
    pub(crate) claim: Option<Name>,
    /// Why; needed when a status may become better without new evidence
    #[arg(long)]
    pub(crate) reason: Option<String>,
    /// Show what would change, and record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The role that decides it [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

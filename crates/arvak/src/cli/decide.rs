//! What people decide: exemptions, obligations, the situation level.

use arvak_core::{EntityId, EntryId, Instant, Name};
use clap::{Args, Subcommand};

/// Who decides.
#[derive(Clone, Debug, Args)]
pub(crate) struct By {
    /// The role that records it [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExemptionVerb {
    /// Ask that a claim be set aside for a thing until a date
    Request {
        /// The claim, such as 3.1
        claim: Name,
        /// The thing, such as service/innsyn
        subject: EntityId,
        /// When the exemption ends: RFC 3339, or a date, which means the end of that day
        #[arg(long, value_name = "T", value_parser = super::instant)]
        until: Instant,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        by: By,
    },
    /// Approve what another role asked for
    Approve {
        /// The entry id of the request
        request: EntryId,
        #[command(flatten)]
        by: By,
    },
    /// What was asked for, what was approved, and until when
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ObligationVerb {
    /// Something must be done by an instant, which is fixed now
    Add {
        /// Its own id, chosen once, such as svar-lomvi-2026
        id: Name,
        /// The kind, such as supplier.answer_due
        kind: Name,
        /// The thing that it concerns, such as supplier/lomvi
        subject: EntityId,
        /// When it must be met: RFC 3339, or a date, which means the end of that day
        #[arg(long, value_name = "T", value_parser = super::instant)]
        due: Instant,
        /// The role that must meet it
        #[arg(long, value_name = "ROLE")]
        owner: Option<EntityId>,
        #[command(flatten)]
        by: By,
    },
    /// It was met
    Met {
        /// Its id
        id: Name,
        #[command(flatten)]
        by: By,
    },
    /// All of them, the first due first
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SituationVerb {
    /// The situation is raised: named expiries are shortened from now on
    Raise(Level),
    /// The situation is as usual again
    Lower(Level),
}

#[derive(Debug, Args)]
pub(crate) struct Level {
    /// The level's name in its source, such as forhoyet
    #[arg(value_name = "LEVEL")]
    pub(crate) name: Name,
    /// When the source says that it began [default: now]
    #[arg(long, value_name = "T", value_parser = super::instant)]
    pub(crate) since: Option<Instant>,
    /// Why, and which source
    #[arg(long)]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) by: By,
}

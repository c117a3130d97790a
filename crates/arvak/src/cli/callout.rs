//! `arvak callout …`

use std::path::PathBuf;

use arvak_core::EntityId;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum CalloutVerb {
    /// Whether a definition can be read; each mistake with its line and its field
    Check {
        /// The definition, as TOML
        file: PathBuf,
    },
    /// Draw a moment in the agreed period and seal the plan: its hash goes into the ledger, and nobody is called yet
    Plan(PlanCallout),
    /// Who would be called, and on which ground; with --for-real, record the ground and let `arvak serve` call at the moment
    Start(StartCallout),
    /// What came of it; with --record, put it into the ledger (`arvak serve` does so by itself)
    Verdict {
        /// The test, as `plan` named it
        id: String,
        /// Record it as evidence
        #[arg(long)]
        record: bool,
    },
    /// Stop it: nobody is called any more, and there is no verdict
    Stop {
        /// The test
        id: String,
    },
    /// All call-out tests
    List,
    /// The plan, the record and the verdict, for whoever wants to judge for themselves
    Export {
        /// The test
        id: String,
        /// A new folder
        dir: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct PlanCallout {
    /// The definition, as TOML
    pub(crate) file: PathBuf,
    /// The role that plans it [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

#[derive(Debug, Args)]
pub(crate) struct StartCallout {
    /// The test, as `plan` named it
    pub(crate) id: String,
    /// Record the ground, and call when the moment comes
    #[arg(long)]
    pub(crate) for_real: bool,
    /// The role that answers for the ground [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

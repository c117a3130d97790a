//! `arvak drill …`

use std::path::PathBuf;

use arvak_core::{EntityId, Instant};
use clap::{Args, Subcommand, ValueEnum};

use super::{Doors, instant};

#[derive(Debug, Subcommand)]
pub(crate) enum DrillVerb {
    /// Whether a definition can be read; each mistake with its line and its field
    Check {
        /// The definition, as TOML
        file: PathBuf,
    },
    /// Seal a plan: its hash goes into the ledger, and nothing is done yet
    Plan(PlanDrill),
    /// What would be done, where, and who knows; with --for-real, do it
    Start(StartDrill),
    /// Print a text with which whoever runs the decoy gives leave for the act of a definition
    Template(DrillTemplate),
    /// Take in such a text, signed: the program may do that act, so many times, until then
    Leave(DrillLeave),
    /// Write down that somebody did by hand what `start` told
    Done(DoneByHand),
    /// Take in what came back: a webhook, a mail, or what somebody was told
    Receive(ReceiveDrill),
    /// Where a supplier's system posts what it sees, and the key that it signs with
    Address {
        /// The supplier
        supplier: EntityId,
        /// Make a new one: the one before it is worth nothing from now on
        #[arg(long, conflicts_with = "revoke")]
        anew: bool,
        /// Take it back
        #[arg(long)]
        revoke: bool,
    },
    /// Stop it: no verdict
    Stop {
        /// The drill
        id: String,
    },
    /// What came of it, and why; with --record, put it into the ledger and open the seal
    Verdict {
        /// The drill
        id: String,
        /// Record it as evidence
        #[arg(long)]
        record: bool,
    },
    /// All drills, and the times to detect
    List,
    /// Everything that somebody else needs to tell the verdict for themselves
    Export {
        /// The drill
        id: String,
        /// A new folder
        dir: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct PlanDrill {
    /// The definition, as TOML
    pub(crate) file: PathBuf,
    /// The key of the supplier's webhook: whsec_… (Standard Webhooks), or bytes
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// The role that plans it [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

#[derive(Debug, Args)]
pub(crate) struct StartDrill {
    /// The drill, as `plan` named it
    pub(crate) id: String,
    /// Do it now
    #[arg(long)]
    pub(crate) for_real: bool,
    #[command(flatten)]
    pub(crate) doors: Doors,
}

#[derive(Debug, Args)]
pub(crate) struct DrillTemplate {
    /// The definition, as TOML
    pub(crate) file: PathBuf,
    /// How many times the leave allows
    #[arg(long, value_name = "NUMBER")]
    pub(crate) times: Option<u32>,
    /// The last day of the leave
    #[arg(long, value_name = "DATE", value_parser = instant)]
    pub(crate) until: Option<Instant>,
}

#[derive(Debug, Args)]
pub(crate) struct DrillLeave {
    /// The signed text, as a file: PDF, picture or anything else
    pub(crate) file: PathBuf,
    /// The definition whose act it is for, as TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) definition: PathBuf,
    /// How many times it allows, in all drills together
    #[arg(long, value_name = "NUMBER")]
    pub(crate) times: u32,
    /// Who gave it, and for whom
    #[arg(long, value_name = "TEXT")]
    pub(crate) given_by: String,
    /// When it was signed: RFC 3339 or a date
    #[arg(long, value_name = "T")]
    pub(crate) signed: String,
    /// Until when it holds: RFC 3339, or a date, which means the end of that day
    #[arg(long, value_name = "T", value_parser = instant)]
    pub(crate) until: Instant,
    /// The role that records it [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

#[derive(Debug, Args)]
pub(crate) struct DoneByHand {
    /// The drill
    pub(crate) id: String,
    /// When it was done (RFC 3339) [default: now]
    #[arg(long, value_name = "T", value_parser = instant)]
    pub(crate) at: Option<Instant>,
    /// Which step of a restore drill
    #[arg(long, value_enum)]
    pub(crate) step: Option<RestoreStep>,
    /// The instant whose data the supplier was asked to restore (RFC 3339) [default: when the marker was deleted]
    #[arg(long, value_name = "T", value_parser = instant)]
    pub(crate) restore_to: Option<Instant>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum RestoreStep {
    /// The marker stands in the service
    Entered,
    /// It was deleted
    Deleted,
    /// The supplier was asked to bring it back
    Asked,
}

impl RestoreStep {
    pub(crate) const fn step(self) -> arvak_monitoring::Step {
        match self {
            Self::Entered => arvak_monitoring::Step::Entered,
            Self::Deleted => arvak_monitoring::Step::Deleted,
            Self::Asked => arvak_monitoring::Step::Asked,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ReceiveDrill {
    /// The drill
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) what: ReceivedBy,
    /// When it reached us (RFC 3339) [default: now]
    #[arg(long, value_name = "T", value_parser = instant)]
    pub(crate) at: Option<Instant>,
    /// What you read in the picture of --file: a word
    #[arg(long, value_name = "TEXT", requires = "file")]
    pub(crate) read: Option<String>,
    /// The role that was told or read it, with --person or --read [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct ReceivedBy {
    /// A webhook as it came: header lines, an empty line, the body
    #[arg(long, value_name = "FILE")]
    pub(crate) webhook: Option<PathBuf>,
    /// A mail as it came, with all headers (.eml)
    #[arg(long, value_name = "FILE")]
    pub(crate) mail: Option<PathBuf>,
    /// A file that the supplier handed over, such as a text or a picture of the screen (restore drills)
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// What somebody here was told, with the mark if it was read out
    #[arg(long, value_name = "TEXT")]
    pub(crate) person: Option<String>,
}

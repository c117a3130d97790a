//! `arvak control …`

use std::path::PathBuf;

use arvak_core::{EntityId, Instant};
use arvak_probe::Host;
use clap::{Args, Subcommand};
use ipnet::IpNet;

use super::Doors;

#[derive(Debug, Subcommand)]
pub(crate) enum ControlVerb {
    /// For each domain, whether it is shown to be yours, and what would show it
    List,
    /// Look now whether the token stands in DNS or on the web server of the domain
    Look {
        /// A domain of the inventory
        domain: Host,
        #[command(flatten)]
        doors: Doors,
    },
    /// Send a token to postmaster@DOMAIN through the mail relay of arvak.toml
    Mail {
        /// A domain of the inventory
        domain: Host,
        #[command(flatten)]
        doors: Doors,
    },
    /// Enter the token that came to postmaster@DOMAIN
    Confirm {
        /// The domain
        domain: Host,
        /// The token
        token: String,
    },
    /// Print a text with which whoever runs a service gives leave to look at it
    Template(Template),
    /// Take in such a text, signed: what it names may be looked at until it ends
    Leave(Leave),
}

/// What a leave is about.
#[derive(Debug, Args)]
pub(crate) struct About {
    /// A host name that the leave names; may be given more than once
    #[arg(long, value_name = "HOST")]
    pub(crate) name: Vec<Host>,
    /// An address range that it names, such as 203.0.113.0/28; may be given more than once
    #[arg(long, value_name = "CIDR")]
    pub(crate) range: Vec<IpNet>,
}

#[derive(Debug, Args)]
pub(crate) struct Template {
    #[command(flatten)]
    pub(crate) about: About,
    /// The last day of the leave
    #[arg(long, value_name = "DATE", value_parser = super::instant)]
    pub(crate) until: Option<Instant>,
    /// A leave to log in with a canary: says what a trial sends, and how often
    #[arg(long)]
    pub(crate) canary: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Leave {
    /// The signed text, as a file: PDF, picture or anything else
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) about: About,
    /// When it was signed: RFC 3339 or a date
    #[arg(long, value_name = "T")]
    pub(crate) signed: String,
    /// Until when it holds: RFC 3339, or a date, which means the end of that day
    #[arg(long, value_name = "T", value_parser = super::instant)]
    pub(crate) until: Instant,
    /// Who signed it, for whom; a note that can be erased
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// The role that records it [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

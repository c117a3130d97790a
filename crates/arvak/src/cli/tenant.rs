//! `arvak tenant …`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Doors;

#[derive(Debug, Subcommand)]
pub(crate) enum TenantVerb {
    /// Keep what is needed to ask a vendor about a tenant, under seal
    Add(AddTenant),
    /// The tenants, and the services that people log in to through each
    List,
    /// Ask the vendor now, record what it says, and show it
    Check(CheckTenant),
    /// Put another secret in the place of a tenant's
    Rotate {
        /// What the tenant is called here
        name: String,
        /// The tenant anew, as for `add`; `-` reads it from standard input
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
    },
    /// Forget a tenant
    Remove {
        /// What the tenant is called here
        name: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AddTenant {
    /// What it is called here: a-z, 0-9 and -
    pub(crate) name: String,
    /// Where it is asked, and what lets us ask, as JSON; `-` reads it from standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// A service that people log in to through it, such as service/m365
    #[arg(long = "service", value_name = "SERVICE", required = true)]
    pub(crate) services: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckTenant {
    /// What the tenant is called here
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) doors: Doors,
}

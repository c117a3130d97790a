//! `arvak canary …`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Doors;

#[derive(Debug, Subcommand)]
pub(crate) enum CanaryVerb {
    /// Keep a canary account for a service, its secrets under seal
    Add(AddCanary),
    /// How a canary account is set up for a kind of log-in, step by step
    Guide {
        /// Such as http-form, oidc, saml, ssh, radius, imap, ldap or anyconnect; all when it is left out
        kind: Option<String>,
    },
    /// The canaries, how old they are, and what came of their last trial
    List,
    /// What a trial would send, and what it needs; with --try, carry it out
    Check(CheckCanary),
    /// Put another password and seed in the place of a canary's
    Rotate {
        /// The service, such as service/vpn
        service: String,
        /// The canary anew, as for `add`; `-` reads it from standard input
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
    },
    /// Forget a canary
    Remove {
        /// The service, such as service/vpn
        service: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AddCanary {
    /// The service, such as service/vpn
    pub(crate) service: String,
    /// How it logs in, and with which account, as JSON; `-` reads it from standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Who was told that it will log in
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) told: String,
    /// The policy groups that it shares with staff
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) groups: String,
    /// After how many failed log-ins the service locks the account
    #[arg(long, value_name = "COUNT")]
    pub(crate) locks_after: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckCanary {
    /// The service, such as service/vpn
    pub(crate) service: String,
    /// Log in now, and record what was found
    #[arg(long = "try")]
    pub(crate) carry_out: bool,
    #[command(flatten)]
    pub(crate) doors: Doors,
}

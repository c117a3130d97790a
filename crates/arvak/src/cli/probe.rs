//! `arvak probe …`

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Doors;

#[derive(Debug, Subcommand)]
pub(crate) enum ProbeVerb {
    /// Names, addresses, DNSSEC
    Dns(Look),
    /// Certificate: chain, name, expiry
    Tls(Look),
    /// HTTPS, redirect, HSTS
    Http(Look),
    /// SPF, DKIM, DMARC, MTA-STS, DANE, and the mail servers
    Mail(MailLook),
    /// Algorithms, keys, and offered log-in methods
    Ssh(Look),
    /// Services that should not be reachable
    Ports(Look),
    /// Whether addresses and routes are signed (RPKI), by the tables that `arvak rpki import` keeps
    Rpki(Look),
    /// Whether two factors are demanded: a canary account logs in, one that is kept or one that stands in a file
    Mfa(MfaTrial),
    /// The ids of all checks, with title and reference
    List,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct MfaTrial {
    /// A service of the inventory whose canary is kept, such as service/vpn
    #[arg(required_unless_present = "targets", conflicts_with = "targets")]
    pub(crate) service: Option<String>,
    /// The services and their canaries, as JSON; `-` reads it from standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) targets: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) doors: Doors,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct MailLook {
    #[command(flatten)]
    pub(crate) look: Look,
    /// The name of a DKIM key; may be repeated
    #[arg(long = "selector", value_name = "NAME")]
    pub(crate) selectors: Vec<String>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Look {
    /// A domain, or a host with or without a port
    pub(crate) target: String,
    /// Connect here instead of where the name leads
    #[arg(long, value_name = "IP:PORT")]
    pub(crate) connect: Option<SocketAddr>,
    /// DNSSEC keys to trust instead of the root's: DS or DNSKEY records
    #[arg(long, value_name = "FILE")]
    pub(crate) trust_anchor: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) doors: Doors,
}

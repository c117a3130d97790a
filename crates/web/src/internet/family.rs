//! Checks by what they look at.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a check looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CheckFamily)]
pub(crate) enum Family {
    Web,
    Certificate,
    Encryption,
    Dns,
    Mail,
    Ssh,
    Ports,
}

impl Family {
    /// All of them, in the order of a table's columns.
    pub(crate) const ALL: [Self; 7] = [
        Self::Web,
        Self::Certificate,
        Self::Encryption,
        Self::Dns,
        Self::Mail,
        Self::Ssh,
        Self::Ports,
    ];

    /// The family of a check, by the beginning of its id.
    pub(crate) fn of(id: &str) -> Self {
        if id == "dns.amplification" {
            return Self::Ports;
        }
        match id.split('.').next().unwrap_or_default() {
            "http" => Self::Web,
            "cert" => Self::Certificate,
            "tls" => Self::Encryption,
            "dns" | "dnssec" | "caa" | "rpki" => Self::Dns,
            "ssh" => Self::Ssh,
            "ports" | "ntp" => Self::Ports,
            // Mail has many prefixes: mail, spf, dkim, dmarc, mta_sts, tls_rpt.
            _ => Self::Mail,
        }
    }

    /// Its name, in addresses and sentences.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Certificate => "certificate",
            Self::Encryption => "encryption",
            Self::Dns => "dns",
            Self::Mail => "mail",
            Self::Ssh => "ssh",
            Self::Ports => "ports",
        }
    }

    /// The family with that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }
}

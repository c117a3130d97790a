//! What goes wrong on the way to a configured host. Every message names it and says what to do.

use std::net::IpAddr;

use crate::BadRoots;

/// A message that did not arrive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OutboundError {
    /// The configuration does not name the host. Nothing was sent.
    #[error("{host} is not in the configuration: nothing was sent; name it in arvak.toml")]
    NotConfigured {
        /// The host and port.
        host: String,
    },
    /// The name leads to an address that no server has.
    #[error("{host} leads to {address}, where no server can be: correct DNS or arvak.toml")]
    Forbidden {
        /// The host and port.
        host: String,
        /// The address.
        address: IpAddr,
    },
    /// An address that cannot be used.
    #[error("`{url}` cannot be used ({why}): correct it in arvak.toml")]
    BadUrl {
        /// What was written.
        url: String,
        /// What is wrong.
        why: &'static str,
    },
    /// No connection.
    #[error("{host} does not take connections ({why}): look whether it runs, and the firewall")]
    Unreachable {
        /// The host and port.
        host: String,
        /// What the operating system says.
        why: String,
    },
    /// Nobody answered in time.
    #[error("{host} did not answer within 20 s: look whether it runs")]
    TimedOut {
        /// The host and port.
        host: String,
    },
    /// The certificate is not trusted, or TLS failed.
    #[error("{host} could not prove who it is ({why}): renew its certificate, or add its root")]
    NotSecure {
        /// The host.
        host: String,
        /// What TLS says.
        why: String,
    },
    /// The exchange broke off.
    #[error("the exchange with {host} broke off ({why}): look in its log")]
    Broken {
        /// The host and port.
        host: String,
        /// What the protocol says.
        why: String,
    },
    /// More bytes than anyone should answer with.
    #[error("{host} answered with more than {limit_bytes} bytes: look what answers there")]
    TooMuch {
        /// The host and port.
        host: String,
        /// The bound.
        limit_bytes: usize,
    },
    /// There is nobody to trust.
    #[error(transparent)]
    Roots(#[from] BadRoots),
}

impl OutboundError {
    /// A stable code for scripts and for words in three languages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotConfigured { .. } => "outbound.not_configured",
            Self::Forbidden { .. } => "outbound.forbidden",
            Self::BadUrl { .. } => "outbound.bad_url",
            Self::Unreachable { .. } => "outbound.unreachable",
            Self::TimedOut { .. } => "outbound.timeout",
            Self::NotSecure { .. } => "outbound.not_secure",
            Self::Broken { .. } => "outbound.broken",
            Self::TooMuch { .. } => "outbound.too_much",
            Self::Roots(error) => error.code(),
        }
    }

    /// Whether the same may go better in a little while.
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::TimedOut { .. } | Self::Broken { .. })
    }
}

//! What goes wrong on the network. Every message names the host and says what to do.

use crate::Refusal;

/// A failed look. It makes the result inconclusive, never support.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetError {
    /// The scope gate refused; nothing was sent. The operator acts.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no resolver. The operator acts.
    #[error("no DNS resolver is configured: name one with --resolver or in arvak.toml")]
    NoResolver,
    /// No resolver answered. The operator or the network acts.
    #[error(
        "no resolver answered for {name} ({why}): check that port 53 of the resolver can be reached"
    )]
    ResolverSilent {
        /// The name that was asked for.
        name: String,
        /// What the last one did.
        why: String,
    },
    /// What answered is no answer to what was asked.
    #[error(
        "resolver {server} gave an answer about {name} that cannot be used ({why}): ask another resolver"
    )]
    BadAnswer {
        /// The resolver.
        server: String,
        /// The name that was asked for.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// The name cannot be asked for.
    #[error(
        "`{name}` is no name that DNS can be asked for: correct it in the inventory or the zone"
    )]
    BadName {
        /// The name.
        name: String,
    },
    /// The resolver could not find out.
    #[error(
        "DNS answers {rcode} for {host}: the name servers of the domain, or its DNSSEC signatures, are in disorder"
    )]
    ServerFailure {
        /// The host.
        host: String,
        /// `SERVFAIL`, `REFUSED` …
        rcode: String,
    },
    /// The host has no address.
    #[error("{host} has no address in DNS: correct the name in the inventory, or the zone")]
    NoAddress {
        /// The host.
        host: String,
    },
    /// Nobody answered in time.
    #[error(
        "{host} did not answer within {limit_ms} ms while we waited for {step}: look whether it is up and lets us in"
    )]
    TimedOut {
        /// The host and port.
        host: String,
        /// What we waited for: `connect`, `data`, `the end`.
        step: &'static str,
        /// What was allowed, in milliseconds.
        limit_ms: u64,
    },
    /// The host sent more than anyone should.
    #[error(
        "{host} sent more than {limit_bytes} bytes, and the look ended there: look what answers at that port"
    )]
    TooMuch {
        /// The host and port.
        host: String,
        /// The bound.
        limit_bytes: u64,
    },
    /// No connection.
    #[error(
        "{host} does not take connections ({why}): look whether its server runs and its firewall lets us in"
    )]
    Unreachable {
        /// The host and port.
        host: String,
        /// What the operating system says.
        why: String,
    },
    /// The connection broke.
    #[error("the connection to {host} broke during {step} ({why}): look in the log of its server")]
    Broken {
        /// The host and port.
        host: String,
        /// What we were doing.
        step: String,
        /// What the operating system or the protocol says.
        why: String,
    },
    /// Somebody stopped the look.
    #[error("stopped before {host} was looked at to the end: run it again")]
    Stopped {
        /// The host and port.
        host: String,
    },
}

impl NetError {
    /// A stable code for scripts and for words in three languages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::NoResolver => "net.no_resolver",
            Self::ResolverSilent { .. } => "net.resolver_silent",
            Self::BadAnswer { .. } => "net.bad_answer",
            Self::BadName { .. } => "net.bad_name",
            Self::ServerFailure { .. } => "net.server_failure",
            Self::NoAddress { .. } => "net.no_address",
            Self::TimedOut { .. } => "net.timeout",
            Self::TooMuch { .. } => "net.too_much",
            Self::Unreachable { .. } => "net.unreachable",
            Self::Broken { .. } => "net.broken",
            Self::Stopped { .. } => "net.stopped",
        }
    }

    /// Whether the same may go better in a little while.
    pub const fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::ResolverSilent { .. }
                | Self::ServerFailure { .. }
                | Self::TimedOut { .. }
                | Self::Unreachable { .. }
                | Self::Broken { .. }
        )
    }

    /// What an I/O error of a [`crate::NetStream`] means. Libraries between us and the stream pass
    /// the stream's own errors on; this finds them again.
    pub fn from_io(host: &str, step: &str, error: &std::io::Error) -> Self {
        let mut source = error.get_ref().map(|inner| inner as &(dyn std::error::Error + 'static));
        while let Some(inner) = source {
            if let Some(ours) = inner.downcast_ref::<Self>() {
                return ours.clone();
            }
            if let Some(io) =
                inner.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref)
            {
                source = Some(io);
                continue;
            }
            source = inner.source();
        }
        Self::Broken { host: host.to_owned(), step: step.to_owned(), why: error.to_string() }
    }

    /// The same as an I/O error, for the streams.
    pub(crate) fn into_io(self) -> std::io::Error {
        let kind = match self {
            Self::TimedOut { .. } => std::io::ErrorKind::TimedOut,
            Self::Stopped { .. } => std::io::ErrorKind::ConnectionAborted,
            _ => std::io::ErrorKind::Other,
        };
        std::io::Error::new(kind, self)
    }
}

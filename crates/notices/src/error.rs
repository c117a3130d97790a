//! Why a message did not get through. Each error says who must act.

use arvak_probe::OutboundError;

/// Most characters of what a server says that are kept.
const SAID_MOST: usize = 300;

/// A message that did not get through.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// The host could not be reached or trusted.
    #[error(transparent)]
    Outbound(#[from] OutboundError),
    /// No relay is configured any more.
    #[error("no mail server is configured: write [mail] in arvak.toml")]
    NoRelay,
    /// No gateway for text messages is configured.
    #[error("no gateway for text messages is configured: write [sms] in arvak.toml")]
    NoGateway,
    /// The relay does not offer STARTTLS, and nothing is sent in the clear.
    #[error("the mail server offers no STARTTLS: nothing was sent; see mail.tls in arvak.toml")]
    NoStartTls,
    /// The relay did not let us log in.
    #[error("the mail server refused user or password ({said}): correct them in arvak.toml")]
    LogIn {
        /// What it said.
        said: String,
    },
    /// The relay said *later*: greylisting, a full disk, too many at once.
    #[error("the mail server asked to try later ({said})")]
    Later {
        /// What it said.
        said: String,
    },
    /// The relay will not take this message, now or later.
    #[error("the mail server refused the message ({said})")]
    Refused {
        /// What it said.
        said: String,
    },
    /// The exchange broke off, or made no sense.
    #[error("the exchange with the mail server broke off ({said})")]
    Broken {
        /// What happened.
        said: String,
    },
    /// It took too long.
    #[error("the mail server did not answer in time")]
    TimedOut,
    /// An address that cannot be written in a message.
    #[error("the address cannot be used")]
    BadAddress,
    /// The webhook's receiver answered with something else than 2xx.
    #[error("the receiver answered with status {status}")]
    Status {
        /// The status.
        status: u16,
    },
    /// The webhook's receiver says that it is gone for good (410).
    #[error("the receiver says that it is gone")]
    Gone,
}

impl SendError {
    /// A stable code, for words in three languages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Outbound(OutboundError::NotSecure { .. }) => "not-secure",
            Self::Outbound(OutboundError::TimedOut { .. }) | Self::TimedOut => "timeout",
            Self::Outbound(OutboundError::Forbidden { .. }) => "forbidden",
            Self::Outbound(_) => "unreachable",
            Self::NoRelay => "no-relay",
            Self::NoGateway => "no-gateway",
            Self::NoStartTls => "no-starttls",
            Self::LogIn { .. } => "log-in",
            Self::Later { .. } => "later",
            Self::Refused { .. } => "refused",
            Self::Broken { .. } => "broken",
            Self::BadAddress => "address",
            Self::Status { .. } => "status",
            Self::Gone => "gone",
        }
    }

    /// All codes; each has words in nb, nn and en.
    pub const CODES: [&str; 14] = [
        "not-secure",
        "timeout",
        "forbidden",
        "unreachable",
        "no-relay",
        "no-gateway",
        "no-starttls",
        "log-in",
        "later",
        "refused",
        "broken",
        "address",
        "status",
        "gone",
    ];

    /// Whether the same message will never get through.
    pub const fn is_permanent(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::BadAddress | Self::Gone)
    }

    /// Whether other messages of the same channel would fare alike just now.
    pub const fn is_of_channel(&self) -> bool {
        matches!(
            self,
            Self::Outbound(_)
                | Self::NoRelay
                | Self::NoGateway
                | Self::NoStartTls
                | Self::LogIn { .. }
                | Self::Broken { .. }
                | Self::TimedOut
        )
    }

    /// What the other side said, for administrators.
    pub fn said(&self) -> String {
        match self {
            Self::Outbound(error) => tame(&error.to_string()),
            Self::LogIn { said }
            | Self::Later { said }
            | Self::Refused { said }
            | Self::Broken { said } => said.clone(),
            Self::Status { status } => status.to_string(),
            Self::NoRelay
            | Self::NoGateway
            | Self::NoStartTls
            | Self::TimedOut
            | Self::BadAddress
            | Self::Gone => String::new(),
        }
    }
}

/// What a server said, as one short line without control characters.
pub(crate) fn tame(said: &str) -> String {
    let line = said.chars().map(|sign| if sign.is_control() { ' ' } else { sign });
    line.take(SAID_MOST).collect::<String>().trim().to_owned()
}

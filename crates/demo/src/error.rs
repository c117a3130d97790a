//! What can go wrong with the demonstration, and who must act.

use std::net::SocketAddr;

/// Why the demonstration cannot run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DemoError {
    /// The operator must make loopback available to the program.
    #[error("no server can listen on {address}: {source}; the demonstration needs loopback")]
    Listen {
        /// The address that was tried last.
        address: SocketAddr,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A fault of ours: the demonstration's certificates could not be made.
    #[error("a certificate for {host} cannot be made: {reason}")]
    Certificate {
        /// The host that it is for.
        host: &'static str,
        /// What the library said.
        reason: String,
    },
    /// A fault of ours: a zone of the demonstration is not well formed.
    #[error("the zone with {name} cannot be made: {reason}")]
    Zone {
        /// The name that is at fault.
        name: String,
        /// What the library said.
        reason: String,
    },
    /// A fault of ours: an SSH host key could not be made.
    #[error("an SSH host key for {host} cannot be made: {reason}")]
    HostKey {
        /// The host that it is for.
        host: &'static str,
        /// What the library said.
        reason: String,
    },
    /// A fault of the machine's: it gave no random numbers, or what they were for could not be made.
    #[error("an account of the demonstration cannot be made: {reason}")]
    Random {
        /// What the library said.
        reason: String,
    },
    /// Whoever edited the history must correct it; all mistakes of the file at once.
    #[error("the history cannot be played:\n{}", listed(.0))]
    History(Vec<HistoryMistake>),
}

impl DemoError {
    /// A code that scripts can rely on.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Listen { .. } => "demo.listen",
            Self::Certificate { .. } => "demo.certificate",
            Self::Zone { .. } => "demo.zone",
            Self::HostKey { .. } => "demo.host_key",
            Self::Random { .. } => "demo.random",
            Self::History(_) => "demo.history",
        }
    }
}

/// Something in a history file that cannot be played.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct HistoryMistake {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 when the mistake has no place in the file.
    pub line: usize,
    /// What is wrong and what was expected.
    pub problem: String,
}

fn listed(mistakes: &[HistoryMistake]) -> String {
    mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

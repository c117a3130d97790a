//! What keeps a check from being carried out.

use crate::{BadTranscript, NetError, PortError};

/// Why a check gave no observation, or an observation no judgement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProbeError {
    /// The network, the host, or the scope gate: usually recorded in the transcript instead.
    #[error(transparent)]
    Net(#[from] NetError),
    /// The operation database or the blob folder.
    #[error(transparent)]
    Port(#[from] PortError),
    /// Our own bytes, or bytes of another version, cannot be judged.
    #[error(transparent)]
    Transcript(#[from] BadTranscript),
    /// The check took longer than the schedule gives any check.
    #[error(
        "the check of {host} was not finished within {limit_ms} ms: look whether the host answers at all"
    )]
    TimedOut {
        /// The host.
        host: String,
        /// What was allowed, in milliseconds.
        limit_ms: u64,
    },
    /// A counted effect has been used as often as it may be for now.
    #[error(
        "{probe} has already tried {subject} as often as it may: it will try again when the window is over"
    )]
    NoPermit {
        /// The probe.
        probe: String,
        /// The subject.
        subject: String,
    },
    /// The check cannot be carried out as it stands in the inventory.
    #[error("{subject} cannot be checked: {why}")]
    BadCheck {
        /// The subject.
        subject: String,
        /// What is wrong and what to do.
        why: String,
    },
    /// The plan names a probe that this program does not have.
    #[error("there is no probe called {probe}: was the job queued by a newer version?")]
    UnknownProbe {
        /// The name.
        probe: String,
    },
    /// A probe broke down: a fault of this program.
    #[error(
        "the {probe} probe broke down while looking at {host}: this is a fault in arvak, please report it"
    )]
    Crashed {
        /// The probe.
        probe: String,
        /// The host.
        host: String,
    },
}

impl ProbeError {
    /// A stable code for scripts and for words in three languages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Net(error) => error.code(),
            Self::Port(error) => error.code(),
            Self::Transcript(error) => error.code(),
            Self::TimedOut { .. } => "check.timeout",
            Self::NoPermit { .. } => "check.no_permit",
            Self::BadCheck { .. } => "check.bad",
            Self::UnknownProbe { .. } => "check.unknown_probe",
            Self::Crashed { .. } => "check.crashed",
        }
    }

    /// Whether the same check may go better in a little while.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Net(error) => error.is_transient(),
            Self::TimedOut { .. } => true,
            _ => false,
        }
    }
}

//! Why nothing was sent to suppliers. Each error says who must act.

use arvak_core::id::BadId;
use arvak_store::drafts::NotDrafted;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WaveError {
    /// The operator: there is no mail server.
    #[error("no mail server is configured: write [mail] in arvak.toml")]
    NoRelay,
    /// The operator: nobody stands behind the mails.
    #[error(
        "suppliers.call is missing in arvak.toml: write whom a supplier may call to learn whether a mail is genuine"
    )]
    NoCall,
    /// Whoever makes the wave: the date is none that may be.
    #[error("the due date must be to come, and within {days} days")]
    Due {
        /// Most days.
        days: u32,
    },
    /// Whoever makes the wave: it may not be recorded.
    #[error("{0}")]
    Refused(String),
    /// Whoever wrote a text: it bears the marking of graded information.
    #[error("marked as graded information: {grade}")]
    Graded {
        /// The grade.
        grade: &'static str,
    },
    /// Whatever the store names.
    #[error(transparent)]
    Store(#[from] arvak_store::Error),
    /// Us.
    #[error("failed inside")]
    Inside,
}

impl WaveError {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRelay => "no-relay",
            Self::NoCall => "no-call",
            Self::Due { .. } => "due",
            Self::Refused(_) => "refused",
            Self::Graded { .. } => "graded",
            Self::Store(error) => error.code(),
            Self::Inside => "inside",
        }
    }
}

impl From<NotDrafted> for WaveError {
    fn from(error: NotDrafted) -> Self {
        match error {
            NotDrafted::Graded { grade } => Self::Graded { grade },
            NotDrafted::Store(error) => Self::Store(error),
            error => {
                tracing::error!(%error, "a draft");
                Self::Inside
            }
        }
    }
}

impl From<BadId> for WaveError {
    fn from(_: BadId) -> Self {
        Self::Inside
    }
}

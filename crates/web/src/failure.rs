//! What a page could not do, and what the visitor is told. Nothing of what went wrong inside is shown.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::program::ProgramError;

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Failure {
    /// There is nothing of that name.
    #[error("not found")]
    NotFound,
    /// Nobody is logged in.
    #[error("not logged in")]
    NotLoggedIn,
    /// Whoever is logged in did so too long ago for this: a session that somebody else holds must not be enough.
    #[error("to log in again")]
    LogInAgain,
    /// Whoever is logged in may not do this.
    #[error("not allowed")]
    Forbidden,
    /// It is for people, who show two factors, and it was tried with a key.
    #[error("for people only")]
    PeopleOnly,
    /// The request comes from another site.
    #[error("from another site")]
    Foreign,
    /// What was sent cannot be read.
    #[error("bad request")]
    Bad,
    /// Too many attempts, or too much at once.
    #[error("too many")]
    TooMany,
    /// So much was asked for in a short time that the next must wait.
    #[error("to wait {seconds} s")]
    Wait {
        /// How long.
        seconds: i64,
    },
    /// More than may be sent.
    #[error("too large")]
    TooLarge,
    /// No room on the disk.
    #[error("the disk is full")]
    Full,
    /// It needs something that is not there; the sentence says what to do.
    #[error("{0}")]
    Asked(String),
    /// Anything else; the log has it.
    #[error("failed")]
    Inside,
}

impl Failure {
    /// The stable code: of the API's problems, and of the sentences (`failure-CODE`).
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::NotLoggedIn => "not-logged-in",
            Self::LogInAgain => "log-in-again",
            Self::Forbidden => "forbidden",
            Self::PeopleOnly => "people-only",
            Self::Foreign => "foreign",
            Self::Bad => "bad",
            Self::TooMany => "too-many",
            Self::Wait { .. } => "wait",
            Self::TooLarge => "too-large",
            Self::Full => "full",
            Self::Asked(_) => "asked",
            Self::Inside => "inside",
        }
    }

    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotLoggedIn | Self::LogInAgain => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::PeopleOnly | Self::Foreign => StatusCode::FORBIDDEN,
            Self::Bad => StatusCode::BAD_REQUEST,
            Self::TooMany | Self::Wait { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Asked(_) => StatusCode::CONFLICT,
            Self::Inside => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Failure {
    /// An empty answer that carries the failure: the guard, who knows the visitor's language, makes the page.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<arvak_store::Error> for Failure {
    fn from(error: arvak_store::Error) -> Self {
        if error.is_full() {
            return Self::Full;
        }
        // A number that somebody wrote, or an entry that they may not see.
        if error.code() == "ledger.no_entry" {
            return Self::NotFound;
        }
        tracing::error!(%error, "the data folder");
        Self::Inside
    }
}

impl From<ProgramError> for Failure {
    fn from(error: ProgramError) -> Self {
        match error {
            ProgramError::Asked(sentence) => Self::Asked(sentence),
            ProgramError::Full => Self::Full,
            ProgramError::Failed(error) => {
                tracing::error!(%error, "the program");
                Self::Inside
            }
        }
    }
}

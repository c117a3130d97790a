//! Why something could not be done with a call-out test. Each error says who must act.

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CalloutError {
    /// The operating system, or us: whatever the error of the store names.
    #[error(transparent)]
    Store(#[from] arvak_store::Error),
    /// Whoever wrote it: a text that may not be recorded; or us.
    #[error(transparent)]
    Undrafted(#[from] arvak_store::drafts::NotDrafted),
    /// Whoever asked: it may not be done now, and the sentence says why.
    #[error("{}", .0.sentence)]
    NotNow(arvak_drills::Refusal),
    /// Us: a name that is none, or what cannot be written as JSON.
    #[error("{0}")]
    Inside(String),
    /// The operator: what is sealed does not open or cannot be read. Restore `operation.db` from a backup.
    #[error("call-out test {id}: {why}")]
    Damaged {
        /// The test.
        id: String,
        /// What is wrong.
        why: String,
    },
    /// The ledger did not take it; the reason is the writer's.
    #[error("{reason}")]
    Refused {
        /// Its stable code.
        code: String,
        /// Why.
        reason: String,
    },
}

impl From<arvak_drills::Refusal> for CalloutError {
    fn from(refusal: arvak_drills::Refusal) -> Self {
        Self::NotNow(refusal)
    }
}

impl CalloutError {
    pub(super) fn inside(error: impl std::fmt::Display) -> Self {
        Self::Inside(error.to_string())
    }
}

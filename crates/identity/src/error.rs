//! What can go wrong here, and who must act.

/// Result of anything in this crate.
pub type Result<T> = std::result::Result<T, IdentityError>;

/// An error of this crate. None of them says anything about a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityError {
    /// The operating system gave no random bytes.
    #[error("the operating system gives no random bytes: {0}")]
    Random(#[from] getrandom::Error),
    /// Us: a password could not be hashed.
    #[error("the password could not be hashed")]
    Hash,
    /// The operator: pages at this address can have no passkeys, such as when it is an IP address.
    #[error("pages at {origin} can have no passkeys: they need a host name")]
    NoPasskeysHere {
        /// The configured origin.
        origin: String,
    },
    /// Whoever logs in: what the passkey answered does not hold.
    #[error("what the passkey answered does not hold: {why}")]
    BadPasskey {
        /// What is wrong with it; for the log.
        why: String,
    },
    /// Us: what is kept of a credential cannot be read.
    #[error("what is kept of a credential cannot be read: {what}")]
    Unreadable {
        /// What it is.
        what: &'static str,
    },
    /// Us: something is too long for a QR picture.
    #[error("too long for a QR picture")]
    TooLong,
}

impl IdentityError {
    /// Its stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Random(_) => "identity.random",
            Self::Hash => "identity.hash",
            Self::NoPasskeysHere { .. } => "identity.no_passkeys_here",
            Self::BadPasskey { .. } => "identity.bad_passkey",
            Self::Unreadable { .. } => "identity.unreadable",
            Self::TooLong => "identity.too_long",
        }
    }
}

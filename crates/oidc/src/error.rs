//! What goes wrong with a provider, and who must act. Nothing here tells a secret, a code or a whole token.

use arvak_probe::OutboundError;

use crate::OneFactor;

/// Result of anything in this crate.
pub type Result<T> = std::result::Result<T, OidcError>;

/// Why somebody is not logged in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OidcError {
    /// The network, or the provider: it could not be asked.
    #[error(transparent)]
    Outbound(#[from] OutboundError),
    /// The provider: its answer cannot be used.
    #[error("the provider's {what} cannot be used ({why})")]
    BadAnswer {
        /// What was asked for: `discovery document`, `keys`, `token`.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The operator: discovery names another issuer than the configuration.
    #[error(
        "the discovery document is of `{found}`: write that as `issuer`, if it is the right one"
    )]
    OtherIssuer {
        /// The issuer that it names.
        found: String,
    },
    /// The operator: the issuer stands for every organisation there is.
    #[error(
        "`{found}` is no issuer but a pattern for every organisation's: write the address with the tenant's id"
    )]
    ManyTenants {
        /// The pattern.
        found: String,
    },
    /// The operator: discovery leads to a host that is neither the issuer's nor allowed.
    #[error(
        "`{endpoint}` is at {host}, which is not the issuer's host: add it to `hosts` if it is right"
    )]
    ForeignHost {
        /// Which address of the discovery document.
        endpoint: &'static str,
        /// The host and port.
        host: String,
    },
    /// Whoever logs in: the answer does not belong to what this browser began, or that was used or is too old.
    #[error("the answer does not belong to a log-in that was begun here")]
    NotOurs,
    /// The provider, or whoever logs in: it said no.
    #[error("the provider said `{error}`")]
    Said {
        /// The error's code (RFC 6749, OpenID Connect Core).
        error: String,
    },
    /// The provider: what it signed does not hold.
    #[error("the provider's token does not hold ({why})")]
    BadToken {
        /// What is wrong with it; for the log.
        why: String,
    },
    /// The provider: the token does not show two factors.
    #[error("the token does not show two factors ({0})")]
    OneFactor(OneFactor),
    /// Whoever logs in: it is too long since they showed their factors.
    #[error("the factors were shown too long ago, or the provider does not say when")]
    TooOld,
    /// The operator: the token does not say which groups, but where they can be asked for.
    #[error(
        "the provider left out `{claim}` since there are too many: let it send only the groups that belong to this application"
    )]
    GroupsElsewhere {
        /// The claim.
        claim: String,
    },
    /// The operator: what people are known by is not in the token.
    #[error("the token has no usable `{claim}`, by which people are known again")]
    NoSubject {
        /// The claim.
        claim: &'static str,
    },
}

impl OidcError {
    /// A stable code for scripts and for words in three languages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Outbound(error) => error.code(),
            Self::BadAnswer { .. } => "oidc.bad_answer",
            Self::OtherIssuer { .. } => "oidc.other_issuer",
            Self::ManyTenants { .. } => "oidc.many_tenants",
            Self::ForeignHost { .. } => "oidc.foreign_host",
            Self::NotOurs => "oidc.not_ours",
            Self::Said { .. } => "oidc.said",
            Self::BadToken { .. } => "oidc.bad_token",
            Self::OneFactor(_) => "oidc.one_factor",
            Self::TooOld => "oidc.too_old",
            Self::GroupsElsewhere { .. } => "oidc.groups_elsewhere",
            Self::NoSubject { .. } => "oidc.no_subject",
        }
    }
}

/// An answer that cannot be used.
pub(crate) fn bad_answer(what: &'static str, why: impl std::fmt::Display) -> OidcError {
    OidcError::BadAnswer { what, why: why.to_string() }
}

/// A token that does not hold.
pub(crate) fn bad_token(why: impl std::fmt::Display) -> OidcError {
    OidcError::BadToken { why: why.to_string() }
}

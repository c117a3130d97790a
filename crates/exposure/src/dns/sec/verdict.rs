//! What can be said of an answer (RFC 4035 section 4.3).

use super::name::Name;

/// Whether an answer is what the owner of the name wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Security {
    /// It is: the chain from a known key holds.
    Secure,
    /// Nobody can tell, and it is proved that nobody is meant to.
    Insecure(Gap),
    /// It should hold and does not: a validating resolver refuses the answer.
    Bogus {
        /// What is wrong.
        flaw: Flaw,
        /// The name at which it was met.
        at: Name,
    },
    /// It could not be told, for the reason with this code.
    Indeterminate(String),
}

/// Where the chain ends on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// The parent proves that it vouches for no key.
    NoDs,
    /// The parent leaves unsigned names out of its proofs.
    OptOut,
    /// The parent vouches by algorithms that nothing here can check.
    Unsupported,
    /// The zone's proofs ask for more work than a validator does.
    Iterations,
}

impl Gap {
    /// A stable code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::NoDs => "dnssec.insecure",
            Self::OptOut => "dnssec.opt_out",
            Self::Unsupported => "dnssec.unsupported",
            Self::Iterations => "dnssec.iterations",
        }
    }
}

/// What is wrong with a chain. Of several, the later one here tells more about what to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Flaw {
    /// There is no signature.
    NoSignature,
    /// The signatures that are there are another zone's.
    OtherSigner,
    /// There is nothing to show that the name or its records do not exist.
    NoDenial,
    /// The zone that its parent vouches for shows no keys.
    NoKeys,
    /// No key of the zone is the one that is named.
    NoMatchingKey,
    /// The key that is named has another digest.
    DsMismatch,
    /// The signature is not over these records.
    BadSignature,
    /// The signature is for a later time.
    NotYetValid,
    /// The signature is for an earlier time.
    Expired,
}

impl Flaw {
    /// A stable code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::NoSignature => "dnssec.missing_signature",
            Self::OtherSigner => "dnssec.other_signer",
            Self::NoDenial => "dnssec.missing_denial",
            Self::NoKeys => "dnssec.missing_keys",
            Self::NoMatchingKey => "dnssec.no_matching_key",
            Self::DsMismatch => "dnssec.ds_mismatch",
            Self::BadSignature => "dnssec.bad_signature",
            Self::NotYetValid => "dnssec.not_yet_valid",
            Self::Expired => "dnssec.expired",
        }
    }
}

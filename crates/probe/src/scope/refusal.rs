//! Why the gate stays shut.

use std::net::IpAddr;

use super::Forbidden;

/// A refusal: nothing was sent. The operator acts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The host belongs to no declared domain.
    #[error(
        "{host} belongs to no declared domain: declare its domain in the inventory if it is yours"
    )]
    Undeclared {
        /// The host.
        host: String,
    },
    /// The look needs proof of control.
    #[error(
        "port {port} of {host} is more than any visitor does: first prove control over {domain} with a TXT record at _arvak.{domain}, or allow its address"
    )]
    Unproved {
        /// The host.
        host: String,
        /// The port.
        port: u16,
        /// The declared domain.
        domain: String,
    },
    /// The name leads, by aliases, to somebody else's name.
    #[error(
        "{host} is an alias of {canonical}, outside what is proved: ask whoever operates it for leave and allow its address"
    )]
    Foreign {
        /// The host.
        host: String,
        /// Where its aliases end.
        canonical: String,
    },
    /// The name resolves to an address that nobody outside can mean.
    #[error(
        "{host} resolves to {address}, which is {what}: correct the name's records, or allow the address if it is yours"
    )]
    Address {
        /// The host.
        host: String,
        /// The address.
        address: IpAddr,
        /// The range it lies in.
        what: Forbidden,
    },
    /// It is not the time of day for it.
    #[error(
        "{host} may be looked at more closely than any visitor does only at the hours of net.hours in arvak.toml"
    )]
    Hours {
        /// The host.
        host: String,
    },
    /// The name resolves to more addresses than anyone should check.
    #[error("{host} resolves to {count} addresses: at most {most} are looked at")]
    TooManyAddresses {
        /// The host.
        host: String,
        /// How many.
        count: usize,
        /// The bound.
        most: usize,
    },
}

impl Refusal {
    /// A stable code for scripts and for words in three languages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Undeclared { .. } => "scope.undeclared",
            Self::Unproved { .. } => "scope.unproved",
            Self::Foreign { .. } => "scope.foreign",
            Self::Address { .. } => "scope.address",
            Self::Hours { .. } => "scope.hours",
            Self::TooManyAddresses { .. } => "scope.too_many_addresses",
        }
    }
}

//! Whose order decides which suite is taken.

use serde::Serialize;

use super::Version;
use super::job::question;
use super::notes::{Notes, order_offer};

/// Whose order decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The server's own.
    Server,
    /// The client's.
    Client,
    /// Neither, all the way.
    Mixed,
    /// There is nothing to choose between.
    NotApplicable,
    /// It could not be told.
    Unknown,
}

impl Order {
    /// Its code.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Client => "client",
            Self::Mixed => "mixed",
            Self::NotApplicable => "not_applicable",
            Self::Unknown => "unknown",
        }
    }
}

/// Whose order decides in this version: asked with the server's least favourite in front.
pub(super) fn order(notes: &Notes<'_>, version: Version) -> Order {
    let accepted = notes.accepted(version);
    let offer = order_offer(&accepted.all());
    let (Some(front), 2..) = (offer.first(), offer.len()) else { return Order::NotApplicable };
    let hello = notes.hello(&question("order", version));
    let Some(hello) = hello.filter(|hello| hello.version == version.code()) else {
        return Order::Unknown;
    };
    // The suites were asked for in several parts, and each has its favourite.
    let is_favourite = accepted.parts.iter().any(|part| part.first() == Some(&hello.suite));
    match () {
        () if hello.suite == *front => Order::Client,
        () if is_favourite => Order::Server,
        () => Order::Mixed,
    }
}

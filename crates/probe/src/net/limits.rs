//! How much, how many and how long.

use std::time::Duration;

/// The limits of a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections that are open at once to one address.
    pub open_per_host: usize,
    /// New connections in one second to one address.
    pub new_per_second_per_host: usize,
    /// Connections that are open at once to anywhere.
    pub open: usize,
    /// How long making one connection may take.
    pub connect: Duration,
    /// How long the other end may be silent while we wait for it.
    pub idle: Duration,
    /// How long a connection may last.
    pub total: Duration,
    /// Most bytes that are read from one connection.
    pub read_bytes: u64,
    /// How long one try of one resolver may take.
    pub dns: Duration,
    /// Tries of resolvers in all for one question.
    pub dns_tries: usize,
    /// Questions that are open at once to one resolver.
    pub dns_open: usize,
    /// New questions in one second to one resolver.
    pub dns_per_second: usize,
}

impl Default for Limits {
    /// The manners of a polite visitor.
    fn default() -> Self {
        Self {
            open_per_host: 4,
            new_per_second_per_host: 10,
            open: 64,
            connect: Duration::from_secs(5),
            idle: Duration::from_secs(10),
            total: Duration::from_secs(30),
            read_bytes: 4 * 1024 * 1024,
            dns: Duration::from_secs(3),
            dns_tries: 3,
            dns_open: 16,
            dns_per_second: 50,
        }
    }
}

//! What a route asks of whoever comes.

use crate::Right;

/// Said where a route is declared; a route without it cannot be declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, logged in or not.
    Anyone,
    /// Whoever holds the link of the first run, and only while nobody has an account.
    SetUp,
    /// Whoever came with the secret link to one request of ours, a supplier's person: that request, and nothing else.
    Link,
    /// A machine elsewhere, which no session and no key is asked of: what it sends must show by itself what it is worth.
    Sender,
    /// Anybody who is logged in with two factors.
    LoggedIn,
    /// Whoever has this right.
    May(Right),
}

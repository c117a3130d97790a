//! Who takes mails.

use arvak_core::Instant;
use arvak_probe::BoxFuture;

/// What a taker says of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is kept now, durably.
    Kept,
    /// It was taken before: the same bytes.
    Known,
    /// It is about nothing that this taker knows of.
    NotMine,
    /// It is about something here, and bears the marking of graded information, which is not kept.
    Graded,
}

/// A taker could not keep what is its own. The mail is given again at the next reading.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotTaken(pub String);

/// Somebody who takes mails of one sort: answers to drills, workbooks with a supplier's answers, mails that came back.
pub trait Taker: Send + Sync {
    /// Looks at a mail (RFC 5322, as it came) that was found at `at`. What it keeps is durable when it answers, and the same bytes given
    /// again are [`Taken::Known`].
    fn take<'a>(&'a self, mail: &'a [u8], at: Instant) -> BoxFuture<'a, Result<Taken, NotTaken>>;
}

//! What probes and the scheduler ask of the outside. The store implements these; tests have their own.

use arvak_core::{Digest, EntityId, Instant, Name, Span};

use crate::BoxFuture;

/// Time. The only way in which this crate learns what time it is, and waits.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;

    /// Returns when `span` has gone by on this clock.
    fn sleep(&self, span: Span) -> BoxFuture<'_, ()>;
}

/// Bytes by their digest: transcripts and attachments.
pub trait Blobs: Send + Sync {
    /// Keeps `bytes`; when this returns they are durable. The same bytes twice are kept once.
    fn put<'a>(&'a self, bytes: &'a [u8]) -> BoxFuture<'a, Result<Digest, PortError>>;

    /// The bytes with that digest, checked against it; `None` when they were never kept, or erased.
    fn get(&self, digest: Digest) -> BoxFuture<'_, Result<Option<Vec<u8>>, PortError>>;
}

/// A job to put in the queue. What the payload means is the scheduler's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// A job with the key of one that waits or is leased is not added again.
    pub key: Digest,
    /// JSON, at most 16 KiB.
    pub payload: Vec<u8>,
    /// Not leased before.
    pub not_before: Instant,
    /// Higher goes first.
    pub priority: i64,
}

/// A job that this worker holds until its lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leased {
    /// The queue's own number for the job.
    pub id: i64,
    /// As in [`NewJob`].
    pub key: Digest,
    /// As in [`NewJob`].
    pub payload: Vec<u8>,
    /// How many times it has been leased, this one included; so the first is 1.
    pub attempt: u32,
}

/// A durable queue with leases: at least once.
pub trait Queue: Send + Sync {
    /// Adds the jobs whose key neither waits nor is leased; answers how many were added.
    fn enqueue<'a>(&'a self, jobs: &'a [NewJob]) -> BoxFuture<'a, Result<usize, PortError>>;

    /// Takes at most `most` jobs that may begin at `now` and that nobody holds (or whose lease has
    /// ended), by priority (high first), then `not_before`, then id; they are held until
    /// `lease_until`.
    fn lease<'a>(
        &'a self,
        most: usize,
        worker: &'a str,
        lease_until: Instant,
        now: Instant,
    ) -> BoxFuture<'a, Result<Vec<Leased>, PortError>>;

    /// The job is done and leaves the queue. Nothing happens when it was leased anew meanwhile (its
    /// attempt differs).
    fn complete<'a>(&'a self, job: &'a Leased) -> BoxFuture<'a, Result<(), PortError>>;

    /// The job goes back and may begin at `retry_at`. Nothing happens when it was leased anew
    /// meanwhile.
    fn fail<'a>(
        &'a self,
        job: &'a Leased,
        retry_at: Instant,
    ) -> BoxFuture<'a, Result<(), PortError>>;

    /// The earliest instant at which some job may be leased: its `not_before`, or the end of its
    /// lease. `None` when the queue is empty.
    fn next_at(&self) -> BoxFuture<'_, Result<Option<Instant>, PortError>>;
}

/// Leave to have a counted effect, such as one wrong password on a canary account.
pub trait Permits: Send + Sync {
    /// Takes a permit when fewer than `most` were taken for this probe and subject in the `window`
    /// that ends at `now`. It is durable before this answers `true`, and is never given back.
    fn take<'a>(
        &'a self,
        probe: &'a Name,
        subject: &'a EntityId,
        window: Span,
        most: u32,
        now: Instant,
    ) -> BoxFuture<'a, Result<bool, PortError>>;
}

/// Why a port could not do what it was asked. The operator acts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PortError {
    /// No room on the disk.
    #[error("the disk is full while writing {what}: free some space, then try again")]
    Full {
        /// What was being written.
        what: String,
    },
    /// Bytes that are not what they were.
    #[error("{what} is damaged: restore it from a backup, and run `arvak ledger verify`")]
    Damaged {
        /// What is damaged.
        what: String,
    },
    /// Anything else.
    #[error("{what} failed: {why}")]
    Failed {
        /// What was being done.
        what: String,
        /// What went wrong.
        why: String,
    },
}

impl PortError {
    /// A stable code for scripts and for words in three languages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Full { .. } => "port.full",
            Self::Damaged { .. } => "port.damaged",
            Self::Failed { .. } => "port.failed",
        }
    }
}

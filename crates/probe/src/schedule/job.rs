//! A check as a job in the queue.

use arvak_core::{Digest, Instant};

use super::Due;
use crate::Check;
use crate::ports::{Leased, NewJob};

/// The job of a due check. Its key is the check itself: the same check is not queued twice.
pub(super) fn new_job(due: &Due, now: Instant) -> Option<NewJob> {
    let payload = serde_json::to_vec(&due.check).ok()?;
    let key = Digest::of(&payload);
    Some(NewJob { key, payload, not_before: now, priority: due.why.priority() })
}

/// A job that this worker holds, read.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) leased: Leased,
    pub(super) check: Check,
    /// After this somebody else may hold it.
    pub(super) lease_until: Instant,
}

impl Job {
    /// The check of a leased job; the job comes back when its payload is not one that this program
    /// can read.
    pub(super) fn read(leased: Leased, lease_until: Instant) -> Result<Self, Leased> {
        match serde_json::from_slice(&leased.payload) {
            Ok(check) => Ok(Self { leased, check, lease_until }),
            Err(_) => Err(leased),
        }
    }
}

//! The jobs that a worker has in hand: running, or leased and waiting for their host to be free.

use std::collections::{BTreeSet, VecDeque};

use arvak_core::Instant;
use tokio::task::{Id, JoinError, JoinSet};

use super::Schedule;
use super::carry_out::Tried;
use super::job::Job;
use crate::{Host, ProbeError};

/// What a worker has in hand.
#[derive(Default)]
pub(super) struct Desk {
    waiting: VecDeque<Job>,
    running: Vec<(Id, Job)>,
    busy: BTreeSet<Host>,
    tasks: JoinSet<Tried>,
}

impl Desk {
    /// How many more jobs there is room for.
    pub(super) fn room(&self, at_once: usize) -> usize {
        // As many may wait for a busy host as may run.
        let most = at_once.saturating_mul(2);
        most.saturating_sub(self.waiting.len() + self.running.len())
    }

    /// Whether nothing runs and nothing waits.
    pub(super) fn is_idle(&self) -> bool {
        self.running.is_empty() && self.waiting.is_empty()
    }

    /// Takes a job in hand.
    pub(super) fn take(&mut self, job: Job) {
        self.waiting.push_back(job);
    }

    /// Starts the first waiting job whose host is free, if there is room to run. A job whose lease
    /// ended while it waited is let go: somebody else may have it.
    pub(super) fn start(&mut self, schedule: &Schedule, now: Instant) -> Option<Job> {
        self.waiting.retain(|job| now < job.lease_until);
        if self.running.len() >= schedule.settings.at_once.max(1) {
            return None;
        }
        let at = self.waiting.iter().position(|job| !self.busy.contains(&job.check.host))?;
        let job = self.waiting.remove(at)?;
        self.busy.insert(job.check.host.clone());
        let task = self.tasks.spawn(schedule.clone().carry_out(job.clone()));
        self.running.push((task.id(), job.clone()));
        Some(job)
    }

    /// Waits for the next job to end; `None` when none runs.
    pub(super) async fn ended(&mut self) -> Option<(Job, Tried)> {
        let (id, tried) = match self.tasks.join_next_with_id().await? {
            Ok((id, tried)) => (id, Ok(tried)),
            Err(error) => (error.id(), Err(error)),
        };
        let at = self.running.iter().position(|(running, _)| *running == id)?;
        let (_, job) = self.running.swap_remove(at);
        self.busy.remove(&job.check.host);
        let tried = tried.unwrap_or_else(|error| crashed(&job, &error));
        Some((job, tried))
    }

    /// Ends everything at once: says which jobs had begun, and which only waited.
    pub(super) async fn clear(&mut self) -> (Vec<Job>, Vec<Job>) {
        self.tasks.shutdown().await;
        self.busy.clear();
        let begun = self.running.drain(..).map(|(_, job)| job).collect();
        (begun, self.waiting.drain(..).collect())
    }
}

fn crashed(job: &Job, error: &JoinError) -> Tried {
    let (probe, host) = (job.check.probe.to_string(), job.check.host.to_string());
    tracing::error!(%probe, %host, %error, "a probe broke down");
    Tried::Failed(ProbeError::Crashed { probe, host })
}

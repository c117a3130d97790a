//! The schedule owns time: what is due, how much at once, in which order, when to try again, and
//! when to stop.
//!
//! Due checks become jobs in the durable [`crate::Queue`]; a worker leases them, carries them out and
//! hands each finished one to a [`Sink`] before the job leaves the queue. So a check is done at least
//! once, and the ledger's keys keep its evidence from being recorded twice. Checks of one host run one
//! after the other. Jobs that a killed worker held come back when their lease ends.

mod back_off;
mod carry_out;
mod desk;
mod due;
mod job;
mod run;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use arvak_core::{Digest, Draft, Name, Span};

pub use due::{Asked, Due, Why, due_checks, interval};

use crate::{
    BoxFuture, Check, Clock, Judgement, Net, Observation, Permits, PortError, Probe, ProbeError,
    Queue, Stop, to_drafts,
};

/// A worker and what it works with.
#[derive(Clone)]
pub struct Schedule {
    /// The probes that this program has.
    pub probes: Arc<[Arc<dyn Probe>]>,
    /// The only way to the network.
    pub net: Net,
    /// The clock that stamps observations and paces retries.
    pub clock: Arc<dyn Clock>,
    /// Where jobs wait.
    pub queue: Arc<dyn Queue>,
    /// Leave for counted effects.
    pub permits: Arc<dyn Permits>,
    /// From where we look.
    pub vantage: Name,
    /// How much, how long, how often.
    pub settings: Settings,
    /// What stops the run: running checks then have the grace time.
    pub stop: Stop,
}

/// How a worker works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The worker's name, in the queue.
    pub worker: String,
    /// Checks that run at once.
    pub at_once: usize,
    /// How long a check may take, on the runtime's timer, unless its probe needs longer.
    pub check: Duration,
    /// How long running checks may go on after a stop.
    pub grace: Duration,
    /// How often a check is tried in all before its failure is recorded.
    pub attempts: u32,
    /// How long a job is held; longer than `check` and `grace` together. By as much as a probe needs longer than `check`, so much
    /// longer is it held.
    pub lease: Span,
    /// The first wait before another try; it doubles each time, up to `back_off_most`.
    pub back_off: Span,
    /// The longest wait before another try.
    pub back_off_most: Span,
    /// How far ahead a run waits for jobs that others hold or that wait for another try.
    pub patience: Span,
    /// What spreads the waits; any number, another one for each worker.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            worker: "worker".to_owned(),
            at_once: 16,
            check: Duration::from_secs(75),
            grace: Duration::from_secs(5),
            attempts: 3,
            lease: Span::from_millis(90_000),
            back_off: Span::from_millis(2_000),
            back_off_most: Span::from_millis(60_000),
            patience: Span::from_millis(120_000),
            seed: 0,
        }
    }
}

/// A check that was carried out and judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// What was seen.
    pub observation: Observation,
    /// What it means.
    pub judgement: Judgement,
}

impl Finished {
    /// The evidence; `transcript` is the digest under which the transcript is already durable.
    pub fn to_drafts(&self, transcript: Digest) -> Vec<Draft> {
        to_drafts(&self.observation, &self.judgement, transcript)
    }
}

/// Where finished checks go: the transcript to the blobs, then the evidence to the ledger.
pub trait Sink: Send + Sync {
    /// Takes a finished check; when this returns, its evidence is durable. An error ends the run.
    fn take<'a>(&'a self, finished: &'a Finished) -> BoxFuture<'a, Result<(), PortError>>;
}

/// What happens in a run, for progress bars. There are at most three for each try of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many checks are due.
    Planned {
        /// How many.
        checks: usize,
    },
    /// A check began.
    Started {
        /// The check.
        check: Check,
    },
    /// A check came to its end.
    Finished {
        /// The check.
        check: Check,
        /// How.
        outcome: Finish,
    },
    /// A check will be tried again.
    Retrying {
        /// The check.
        check: Check,
        /// Why, as a code.
        code: String,
        /// After how long.
        after: Span,
    },
    /// The run was stopped.
    Stopped {
        /// Checks that had begun and were given up.
        abandoned: usize,
    },
}

/// How a check came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finish {
    /// It says something.
    Conclusive,
    /// It could not be told.
    Inconclusive,
    /// There was no leave for its effect: nothing was sent.
    NoPermit,
    /// It could not be carried out or judged at all; nothing is recorded.
    Failed(ProbeError),
}

/// What came of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunSummary {
    /// Checks that were due.
    pub planned: usize,
    /// Checks that were handed to the sink and say something.
    pub conclusive: usize,
    /// Checks that were handed to the sink and say nothing.
    pub inconclusive: usize,
    /// Further tries.
    pub retried: usize,
    /// Checks without leave for their effect.
    pub no_permit: usize,
    /// Checks that could not be carried out or judged at all.
    pub failed: Vec<(Check, ProbeError)>,
    /// Checks that had begun when the run was stopped and were given up; they are in the queue.
    pub abandoned: usize,
    /// Whether the run was stopped.
    pub stopped: bool,
}

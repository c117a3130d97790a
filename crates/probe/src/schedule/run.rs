//! A run: queue what is due, then lease and carry out until nothing is left or somebody stops it.

use arvak_core::{Catalogue, Instant, State};
use tokio::sync::mpsc::UnboundedSender;

use super::carry_out::Tried;
use super::desk::Desk;
use super::job::{Job, new_job};
use super::{
    Asked, Due, Finish, Finished, Progress, RunSummary, Schedule, Sink, back_off, due_checks,
};
use crate::{PortError, ProbeError};

/// Most jobs that are queued in one go.
const ENQUEUE_MOST: usize = 500;

impl Schedule {
    /// Finds what is due now, and carries it out together with what the queue still holds. Each
    /// finished check goes to `sink`; what happens is told to `progress`, if anybody listens.
    pub async fn run_due(
        &self,
        state: &State,
        catalogue: &Catalogue,
        asked: &Asked,
        sink: &dyn Sink,
        progress: Option<&UnboundedSender<Progress>>,
    ) -> Result<RunSummary, PortError> {
        let due = due_checks(&self.probes, state, catalogue, self.clock.now(), asked);
        self.run(&due, sink, progress).await
    }

    /// Carries out these checks, and what the queue still holds.
    pub async fn run(
        &self,
        due: &[Due],
        sink: &dyn Sink,
        progress: Option<&UnboundedSender<Progress>>,
    ) -> Result<RunSummary, PortError> {
        let summary = RunSummary { planned: due.len(), ..RunSummary::default() };
        let mut run = Run { schedule: self, sink, progress, desk: Desk::default(), summary };
        run.tell(|| Progress::Planned { checks: due.len() });
        run.enqueue(due).await?;
        let worked = run.work().await;
        run.clear(self.clock.now()).await?;
        worked?;
        Ok(run.summary)
    }
}

struct Run<'a> {
    schedule: &'a Schedule,
    sink: &'a dyn Sink,
    progress: Option<&'a UnboundedSender<Progress>>,
    desk: Desk,
    summary: RunSummary,
}

impl Run<'_> {
    async fn enqueue(&self, due: &[Due]) -> Result<(), PortError> {
        let now = self.schedule.clock.now();
        let jobs: Vec<_> = due.iter().filter_map(|due| new_job(due, now)).collect();
        for some in jobs.chunks(ENQUEUE_MOST) {
            self.schedule.queue.enqueue(some).await?;
        }
        Ok(())
    }

    async fn work(&mut self) -> Result<(), PortError> {
        let stop = self.schedule.stop.clone();
        while !stop.is_stopped() {
            self.fill().await?;
            if self.desk.is_idle() {
                let Some(until) = self.next_job().await? else { return Ok(()) };
                let wait = until.since(self.schedule.clock.now());
                tokio::select! {
                    () = stop.stopped() => {}
                    () = self.schedule.clock.sleep(wait) => {}
                }
                continue;
            }
            tokio::select! {
                () = stop.stopped() => {}
                ended = self.desk.ended() => self.settle(ended).await?,
            }
        }
        self.summary.stopped = true;
        self.wind_up().await
    }

    /// Leases as much as there is room for, and starts what can start.
    async fn fill(&mut self) -> Result<(), PortError> {
        let Schedule { queue, settings, clock, .. } = self.schedule;
        let room = self.desk.room(settings.at_once);
        if room > 0 {
            let now = clock.now();
            let until = now.plus(self.schedule.lease());
            for leased in queue.lease(room, &settings.worker, until, now).await? {
                match Job::read(leased, until) {
                    Ok(job) => self.desk.take(job),
                    // Written by another version: nobody here can ever do it.
                    Err(leased) => queue.complete(&leased).await?,
                }
            }
        }
        while let Some(job) = self.desk.start(self.schedule, clock.now()) {
            self.tell(|| Progress::Started { check: job.check });
        }
        Ok(())
    }

    /// When the next job may be leased, if that is within our patience.
    async fn next_job(&self) -> Result<Option<Instant>, PortError> {
        let latest = self.schedule.clock.now().plus(self.schedule.settings.patience);
        Ok(self.schedule.queue.next_at().await?.filter(|at| *at <= latest))
    }

    /// After a stop: what runs may finish within the grace time.
    async fn wind_up(&mut self) -> Result<(), PortError> {
        let grace = tokio::time::sleep(self.schedule.settings.grace);
        tokio::pin!(grace);
        loop {
            tokio::select! {
                () = &mut grace => return Ok(()),
                ended = self.desk.ended() => match ended {
                    None => return Ok(()),
                    ended => self.settle(ended).await?,
                },
            }
        }
    }

    /// Does with a finished try what is to be done. The job leaves the queue last.
    async fn settle(&mut self, ended: Option<(Job, Tried)>) -> Result<(), PortError> {
        let Some((job, tried)) = ended else { return Ok(()) };
        match tried {
            Tried::Again(code, _) if job.leased.attempt < self.schedule.settings.attempts => {
                return self.again(job, code).await;
            }
            Tried::Again(_, finished) | Tried::Done(finished) => {
                let outcome = match self.deliver(&finished).await {
                    Ok(outcome) => outcome,
                    Err(error) => {
                        // Nothing was recorded: whoever comes next may do it again at once.
                        let now = self.schedule.clock.now();
                        self.schedule.queue.fail(&job.leased, now).await?;
                        return Err(error);
                    }
                };
                self.tell(|| Progress::Finished { check: job.check.clone(), outcome });
            }
            Tried::NoPermit => {
                self.summary.no_permit += 1;
                let outcome = Finish::NoPermit;
                self.tell(|| Progress::Finished { check: job.check.clone(), outcome });
            }
            Tried::Failed(ProbeError::Port(error)) => return Err(error),
            Tried::Failed(error) => {
                let outcome = Finish::Failed(error.clone());
                self.summary.failed.push((job.check.clone(), error));
                self.tell(|| Progress::Finished { check: job.check.clone(), outcome });
            }
        }
        self.schedule.queue.complete(&job.leased).await
    }

    async fn again(&mut self, job: Job, code: String) -> Result<(), PortError> {
        let after = back_off::wait(&self.schedule.settings, &job.leased.key, job.leased.attempt);
        let at = self.schedule.clock.now().plus(after);
        self.schedule.queue.fail(&job.leased, at).await?;
        self.summary.retried += 1;
        self.tell(|| Progress::Retrying { check: job.check, code, after });
        Ok(())
    }

    async fn deliver(&mut self, finished: &Finished) -> Result<Finish, PortError> {
        self.sink.take(finished).await?;
        if finished.judgement.is_inconclusive() {
            self.summary.inconclusive += 1;
            return Ok(Finish::Inconclusive);
        }
        self.summary.conclusive += 1;
        Ok(Finish::Conclusive)
    }

    /// Lets go of what is in hand: the jobs are given back, to be leased again from `now`.
    async fn clear(&mut self, now: Instant) -> Result<(), PortError> {
        let (begun, waiting) = self.desk.clear().await;
        self.summary.abandoned = begun.len();
        for job in begun.iter().chain(&waiting) {
            self.schedule.queue.fail(&job.leased, now).await?;
        }
        if self.summary.stopped {
            self.tell(|| Progress::Stopped { abandoned: begun.len() });
        }
        Ok(())
    }

    fn tell(&self, progress: impl FnOnce() -> Progress) {
        if let Some(listener) = self.progress {
            // Nobody has to listen to the end.
            let _ = listener.send(progress());
        }
    }
}

//! One try of one check.

use std::time::Duration;

use arvak_core::{Instant, Span};

use super::{Finished, Schedule};
use crate::schedule::job::Job;
use crate::{Context, Effect, Probe, ProbeError, Recorder, Transcript};

/// How a try ended.
pub(super) enum Tried {
    /// It may go better in a little while; the code says why.
    Again(String, Box<Finished>),
    /// It is done.
    Done(Box<Finished>),
    /// There was no leave for its effect.
    NoPermit,
    /// It could not be carried out or judged at all.
    Failed(ProbeError),
}

impl Schedule {
    /// Tries a check: permit, observation within its time, judgement.
    pub(super) async fn carry_out(self, job: Job) -> Tried {
        let name = &job.check.probe;
        let Some(probe) = self.probes.iter().find(|probe| probe.name() == name.as_str()) else {
            return Tried::Failed(ProbeError::UnknownProbe { probe: name.to_string() });
        };
        let began = self.clock.now();
        let tried = self.observe_and_judge(&**probe, &job, began).await;
        let error = match tried {
            Ok(tried) => return tried,
            Err(ProbeError::NoPermit { .. }) => return Tried::NoPermit,
            Err(error @ (ProbeError::Port(_) | ProbeError::Transcript(_))) => {
                return Tried::Failed(error);
            }
            Err(error) => error,
        };
        // There is no transcript of the probe's own; that nothing could be seen is recorded too.
        match self.nothing_seen(&**probe, &job, &error) {
            Ok(finished) if error.is_transient() => {
                Tried::Again(error.code().to_owned(), Box::new(finished))
            }
            Ok(finished) => Tried::Done(Box::new(finished)),
            Err(error) => Tried::Failed(error),
        }
    }

    async fn observe_and_judge(
        &self,
        probe: &dyn Probe,
        job: &Job,
        now: Instant,
    ) -> Result<Tried, ProbeError> {
        let check = &job.check;
        if let Effect::Counted { window, most } = probe.effect()
            && !self.permits.take(&check.probe, &check.subject, window, most, now).await?
        {
            let (probe, subject) = (check.probe.to_string(), check.subject.to_string());
            return Err(ProbeError::NoPermit { probe, subject });
        }
        let limit = self.time_for(probe);
        let observed = tokio::time::timeout(limit, probe.observe(check, &self.context())).await;
        let observation = observed.map_err(|_| {
            let limit_ms = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
            ProbeError::TimedOut { host: check.host.to_string(), limit_ms }
        })??;
        let judgement = probe.judge(&observation.transcript)?;
        let finished = Box::new(Finished { observation, judgement });
        let transcript = Transcript::decode(&finished.observation.transcript)?;
        if finished.judgement.is_inconclusive() && transcript.is_worth_another_try() {
            let code = transcript.failure_code().unwrap_or_default().to_owned();
            return Ok(Tried::Again(code, finished));
        }
        Ok(Tried::Done(finished))
    }

    /// An observation that holds the error alone, judged.
    fn nothing_seen(
        &self,
        probe: &dyn Probe,
        job: &Job,
        error: &ProbeError,
    ) -> Result<Finished, ProbeError> {
        let mut recorder = Recorder::new(&job.check, probe.method_version(), &self.context());
        recorder.gave_up(error);
        let observation = recorder.finish()?;
        let judgement = probe.judge(&observation.transcript)?;
        Ok(Finished { observation, judgement })
    }

    /// How long a check of that probe may take.
    fn time_for(&self, probe: &dyn Probe) -> Duration {
        probe.longest().map_or(self.settings.check, |longest| longest.max(self.settings.check))
    }

    /// How long a job is held: until the slowest of the probes must have ended too. A lease is taken before its probe is known.
    pub(super) fn lease(&self) -> Span {
        let longest = self.probes.iter().map(|probe| self.time_for(&**probe)).max();
        let more = longest.unwrap_or_default().saturating_sub(self.settings.check);
        let more = i64::try_from(more.as_millis()).unwrap_or(i64::MAX);
        Span::from_millis(self.settings.lease.as_millis().saturating_add(more))
    }

    fn context(&self) -> Context<'_> {
        Context { net: &self.net, clock: &*self.clock, vantage: &self.vantage }
    }
}

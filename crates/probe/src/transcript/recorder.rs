//! Writing a transcript.

use arvak_core::{Instant, Name};

use super::{BadTranscript, Event, TRANSCRIPT_BYTES_MAX, Timed, Transcript, VERSION, mask};
use crate::{Check, Clock, Context, NetError, Observation, ProbeError};

/// Room for the frame around the events.
const FRAME_BYTES: usize = 4 * 1024;

/// Room for the failures that come after a transcript is full: a judge must see them.
const FAILURE_BYTES: usize = 16 * 1024;

/// Takes down what happens, masked, with the time since the beginning.
pub struct Recorder<'a> {
    clock: &'a dyn Clock,
    check: Check,
    method_version: u32,
    vantage: Name,
    started_at: Instant,
    roots: Option<String>,
    events: Vec<Timed>,
    size_bytes: usize,
    truncated: bool,
}

impl<'a> Recorder<'a> {
    /// Begins the transcript of a check; the look begins now.
    pub fn new(check: &Check, method_version: u32, context: &Context<'a>) -> Self {
        Self {
            clock: context.clock,
            check: check.clone(),
            method_version,
            vantage: context.vantage.clone(),
            started_at: context.clock.now(),
            roots: None,
            events: Vec::new(),
            size_bytes: FRAME_BYTES,
            truncated: false,
        }
    }

    /// When the look began: what a judge takes for the present.
    pub fn started_at(&self) -> Instant {
        self.started_at
    }

    /// What was taken down so far, masked: for a look whose next question depends on the answers.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().map(|timed| &timed.event)
    }

    /// Says which roots are trusted. See [`crate::Roots::fingerprint`].
    pub fn trust(&mut self, roots_fingerprint: &str) {
        self.roots = Some(roots_fingerprint.to_owned());
    }

    /// Takes down an event, masked. Once the transcript is full only failures are still taken.
    pub fn event(&mut self, mut event: Event) {
        mask::event(&mut event);
        let at_ms = u64::try_from(self.clock.now().since(self.started_at).as_millis()).unwrap_or(0);
        let timed = Timed { at_ms, event };
        let Ok(bytes) = serde_json::to_vec(&timed) else { return };
        let is_failure = matches!(timed.event, Event::Failed { .. } | Event::Refused { .. });
        let room = TRANSCRIPT_BYTES_MAX - if is_failure { 0 } else { FAILURE_BYTES };
        let full = self.truncated && !is_failure;
        if full || self.size_bytes + bytes.len() + 1 > room {
            self.truncated = true;
            return;
        }
        self.size_bytes += bytes.len() + 1;
        self.events.push(timed);
    }

    /// Takes down that a step failed, or that the gate refused it and nothing was sent.
    pub fn failed(&mut self, step: &str, error: &NetError) {
        if let NetError::Refused(refusal) = error {
            let (code, detail) = (refusal.code().to_owned(), refusal.to_string());
            return self.event(Event::Refused { code, detail });
        }
        self.event(Event::Failed {
            step: step.to_owned(),
            code: error.code().to_owned(),
            detail: error.to_string(),
            transient: error.is_transient(),
        });
    }

    /// Takes down that the check itself failed.
    pub fn gave_up(&mut self, error: &ProbeError) {
        self.event(Event::Failed {
            step: "check".to_owned(),
            code: error.code().to_owned(),
            detail: error.to_string(),
            transient: error.is_transient(),
        });
    }

    /// Ends the transcript: the look ends now.
    pub fn finish(self) -> Result<Observation, ProbeError> {
        let finished_at = self.clock.now().max(self.started_at);
        let transcript = Transcript {
            v: VERSION,
            probe: self.check.probe.clone(),
            method_version: self.method_version,
            subject: self.check.subject.clone(),
            host: self.check.host.clone(),
            port: self.check.port,
            domain: self.check.domain.clone(),
            vantage: self.vantage.clone(),
            started_at: self.started_at,
            finished_at,
            roots: self.roots,
            truncated: self.truncated,
            events: self.events,
        };
        let bytes = serde_json::to_vec(&transcript)
            .map_err(|error| BadTranscript::Malformed(error.to_string()))?;
        Ok(Observation {
            check: self.check,
            method_version: self.method_version,
            started_at: self.started_at,
            finished_at,
            vantage: self.vantage,
            transcript: bytes,
        })
    }
}

//! A probe that does as it is told, host by host, and remembers what it did.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Duration;

use arvak_core::{Basis, Outcome, Span, State};
use tokio::sync::Notify;

use crate::{
    BadTranscript, BoxFuture, Check, Context, Effect, Event, Judgement, Observation, Probe,
    ProbeError, Recorder, Transcript, Verdict,
};

pub(super) const NAME: &str = "actor";

const HOLDS: &str = "holds";

/// What the probe does with a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// Sees that it holds.
    Sees,
    /// Sees nothing for a reason that may pass, so many times; then sees that it holds.
    FailsAtFirst(usize),
    /// Sees nothing for a reason that will not pass.
    Fails,
    /// Cannot be carried out.
    Cannot,
    /// Breaks down.
    Breaks,
    /// Waits until it is let go.
    Waits,
}

#[derive(Default)]
pub(super) struct Actor {
    manners: BTreeMap<String, Manner>,
    effect: Option<Effect>,
    longest: Option<Duration>,
    /// Let go of those who wait.
    pub(super) go: Notify,
    /// Told when a check begins.
    pub(super) begun: Notify,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    tries: BTreeMap<String, usize>,
    running: BTreeSet<String>,
    most_at_once: usize,
    twice_at_once: bool,
}

impl Actor {
    pub(super) fn with(mut self, host: &str, manner: Manner) -> Self {
        self.manners.insert(host.to_owned(), manner);
        self
    }

    pub(super) fn counted(mut self, window: Span, most: u32) -> Self {
        self.effect = Some(Effect::Counted { window, most });
        self
    }

    pub(super) fn taking(mut self, longest: Duration) -> Self {
        self.longest = Some(longest);
        self
    }

    /// How often a host was looked at.
    pub(super) fn tries(&self, host: &str) -> usize {
        self.seen.lock().unwrap().tries.get(host).copied().unwrap_or(0)
    }

    /// How many hosts were looked at at once at most.
    pub(super) fn most_at_once(&self) -> usize {
        self.seen.lock().unwrap().most_at_once
    }

    /// Whether one host was ever looked at twice at once.
    pub(super) fn crowded_a_host(&self) -> bool {
        self.seen.lock().unwrap().twice_at_once
    }

    fn begin(&self, host: &str) -> usize {
        let mut seen = self.seen.lock().unwrap();
        seen.twice_at_once |= !seen.running.insert(host.to_owned());
        seen.most_at_once = seen.most_at_once.max(seen.running.len());
        let tries = seen.tries.entry(host.to_owned()).or_default();
        *tries += 1;
        *tries
    }

    async fn act(&self, check: &Check, context: &Context<'_>) -> Result<Observation, ProbeError> {
        let host = check.host.as_str().split('.').next().unwrap().to_owned();
        let manner = self.manners.get(&host).copied().unwrap_or(Manner::Sees);
        let tried = self.begin(&host);
        self.begun.notify_one();
        // Others get their turn, so that whoever may run at once does.
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        if manner == Manner::Waits {
            self.go.notified().await;
        }
        self.seen.lock().unwrap().running.remove(&host);
        let mut recorder = Recorder::new(check, 1, context);
        let failed = |transient| Event::Failed {
            step: "look".to_owned(),
            code: "actor.failed".to_owned(),
            detail: format!("{host} says nothing"),
            transient,
        };
        let holds = || Event::Note { code: HOLDS.to_owned(), detail: String::new() };
        recorder.event(match manner {
            Manner::Sees | Manner::Waits => holds(),
            Manner::FailsAtFirst(times) if tried > times => holds(),
            Manner::FailsAtFirst(_) => failed(true),
            Manner::Fails => failed(false),
            Manner::Cannot => {
                let (subject, why) = (check.subject.to_string(), "it is told so".to_owned());
                return Err(ProbeError::BadCheck { subject, why });
            }
            Manner::Breaks => panic!("it is told so"),
        });
        recorder.finish()
    }
}

impl Probe for Actor {
    fn name(&self) -> &'static str {
        NAME
    }

    fn method_version(&self) -> u32 {
        1
    }

    fn effect(&self) -> Effect {
        self.effect.unwrap_or(Effect::None)
    }

    fn longest(&self) -> Option<Duration> {
        self.longest
    }

    fn gives(&self) -> &'static [&'static str] {
        &["web.first", "web.second"]
    }

    fn plan(&self, state: &State) -> Vec<Check> {
        let slug = |id: &str| super::check(id.trim_end_matches("-1"));
        state.entities_of("endpoint").map(|endpoint| slug(endpoint.id().slug())).collect()
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        Box::pin(self.act(check, context))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        let transcript = Transcript::decode(transcript)?;
        let holds = transcript
            .events()
            .any(|event| matches!(event, Event::Note { code, .. } if code == HOLDS));
        let result = if holds { Outcome::Supports } else { Outcome::Inconclusive };
        let code = if holds { None } else { transcript.failure_code() };
        let verdict = Verdict {
            kind: "web.first".parse().unwrap(),
            result,
            basis: Basis::Probe,
            code: code.and_then(|code| code.parse().ok()),
            attributes: BTreeMap::new(),
            valid_until: None,
        };
        Ok(Judgement { checks: Vec::new(), verdicts: vec![verdict] })
    }
}

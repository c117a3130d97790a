//! The probe `mfa_login`: the canaries of a data folder log in at the services that the inventory lists, and what the
//! transcript holds becomes evidence that two factors are demanded, or that one was enough.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use arvak_core::fact::Value;
use arvak_core::state::EntityView;
use arvak_core::{Basis, EntityId, Instant, Name, Outcome, Span, State};
use arvak_probe::{
    BadTranscript, BoxFuture, Check, CheckOutcome, CheckResult, Context, Effect, Event, Grade,
    Host, Judgement, Look, Observation, Permits, PortError, Probe, ProbeError, Recorder,
    Transcript, Verdict as Said,
};
use tokio::sync::mpsc::UnboundedSender;

use crate::run::{canary_key, longest};
use crate::{Arm, Codes, Judged, Service, VERSION, Verdict, judge, kind_of, read, try_check};

/// The probe's name: the method of its evidence.
pub const NAME: &str = "mfa_login";

/// The evidence kind that it gives.
pub const ENFORCED: &str = "mfa.enforced";

/// Most trials of one service in [`Arm::WINDOW`]: as many as the schedule tries a check that nobody answered. At most one
/// of them sends a wrong password; each may send one wrong code.
pub const TRIALS_MAX: u32 = 3;

/// How long whoever waits for a trial waits longer than it may take.
const TO_END_IN: Duration = Duration::from_secs(10);

/// The one check that people see.
const CHECK: &str = "mfa.login";

/// The code of the note that a service's kind cannot be tried.
pub(crate) const NO_KIND_NOTE: &str = "kind-not-supported";

/// Canaries and what their log-ins need.
pub struct LogIn {
    canaries: BTreeMap<EntityId, Service>,
    codes: BTreeMap<String, Codes>,
    permits: Arc<dyn Permits>,
    heard: Option<UnboundedSender<Event>>,
}

impl LogIn {
    /// A probe with these canaries, each by the service that it stands in.
    pub fn new(canaries: BTreeMap<EntityId, Service>, permits: Arc<dyn Permits>) -> Self {
        let keys = canaries.values().map(canary_key);
        let codes = keys.map(|key| (key, Codes::default())).collect();
        Self { canaries, codes, permits, heard: None }
    }

    /// The same; what happens in its trials is told while it happens, without secrets.
    #[must_use]
    pub fn heard_by(mut self, heard: UnboundedSender<Event>) -> Self {
        self.heard = Some(heard);
        self
    }

    /// A probe without canaries: it judges what was seen, and plans nothing.
    pub fn judge_alone() -> Self {
        Self::new(BTreeMap::new(), Arc::new(Nobody))
    }

    async fn carry_out(
        &self,
        check: &Check,
        context: &Context<'_>,
    ) -> Result<Observation, ProbeError> {
        let missing = || ProbeError::BadCheck {
            subject: check.subject.to_string(),
            why: "it has no canary any more: add one with `arvak canary add`".to_owned(),
        };
        let service = self.canaries.get(&check.subject).ok_or_else(missing)?;
        let codes = self.codes.get(&canary_key(service)).ok_or_else(missing)?;
        let Some(mut kind) = kind_of(&service.params) else {
            let mut recorder = Recorder::new(check, VERSION, context);
            let detail = service.params.kind().to_owned();
            recorder.event(Event::Note { code: NO_KIND_NOTE.to_owned(), detail });
            return recorder.finish();
        };
        let heard = self.heard.clone();
        try_check(service, &mut *kind, check, context, codes, &*self.permits, heard).await
    }
}

impl Probe for LogIn {
    fn name(&self) -> &'static str {
        NAME
    }

    fn method_version(&self) -> u32 {
        VERSION
    }

    fn effect(&self) -> Effect {
        Effect::Counted { window: Arm::WINDOW, most: TRIALS_MAX }
    }

    /// A trial ends by itself, and tells what it saw until then; whoever waits for it waits a little longer.
    fn longest(&self) -> Option<Duration> {
        self.canaries.values().map(longest).max().map(|longest| longest + TO_END_IN)
    }

    fn gives(&self) -> &'static [&'static str] {
        &[ENFORCED]
    }

    fn plan(&self, state: &State) -> Vec<Check> {
        let Ok(probe) = NAME.parse::<Name>() else { return Vec::new() };
        let services = state.entities_of("service").filter(is_met_from_the_internet);
        let check = |service: EntityView<'_>| {
            let host = self.canaries.get(service.id())?.hosts().into_iter().next()?;
            Some(Check {
                probe: probe.clone(),
                subject: service.id().clone(),
                domain: domain_of(state, &host),
                host,
                port: None,
                look: Look::Proved,
            })
        };
        services.filter_map(check).collect()
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        Box::pin(self.carry_out(check, context))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        let judged = judge(&read(&Transcript::of_probe(transcript, NAME)?));
        Ok(Judgement {
            verdicts: said(&judged).into_iter().collect(),
            checks: vec![check(&judged)],
        })
    }
}

/// Whether a service meets the internet and has a log-in, as far as somebody wrote it down. Where nobody wrote down how
/// it logs in, its canary shows that it does.
fn is_met_from_the_internet(service: &EntityView<'_>) -> bool {
    let value = |name: &str| service.attribute(name).map(|attribute| &attribute.value);
    let has_none = matches!(value("login"), Some(Value::Word(word)) if word.as_str() == "none");
    value("internet_facing") == Some(&Value::Bool(true)) && !has_none
}

/// The longest declared domain that holds the host; the host itself when none does.
fn domain_of(state: &State, host: &Host) -> String {
    let name = |domain: EntityView<'_>| match domain.attribute("host").map(|found| &found.value) {
        Some(Value::Host(host)) => host.as_str().to_owned(),
        _ => domain.id().slug().to_owned(),
    };
    let declared = state.entities_of("domain").map(name);
    let holding = declared.filter(|domain| host.is_within(domain));
    holding.max_by_key(String::len).unwrap_or_else(|| host.to_string())
}

fn said(judged: &Judged) -> Option<Said> {
    let (result, code) = match judged.verdict {
        Verdict::Proven => (Outcome::Supports, None),
        Verdict::Refuted => (Outcome::Refutes, refuter(&judged.reason).parse().ok()),
        Verdict::PolicyOnly | Verdict::Unknown => {
            (Outcome::Inconclusive, code_of(&judged.reason).parse().ok())
        }
    };
    Some(Said {
        kind: ENFORCED.parse().ok()?,
        result,
        basis: Basis::Probe,
        code,
        attributes: BTreeMap::new(),
        valid_until: None,
    })
}

/// Which refuter of the catalogue a reason is: a way beside the log-in, or the log-in itself.
fn refuter(reason: &str) -> &'static str {
    // `password-alone`, `key-alone-again` …: no way beside the log-in, but the log-in without its code.
    let is_itself = |way: &str| way.contains("-alone") || way.starts_with("key-and-password");
    let is_beside = reason.strip_prefix("bypass-").is_some_and(|way| !is_itself(way));
    if is_beside { "mfa.legacy_login_open" } else { "mfa.single_factor_login" }
}

/// A reason as a code of evidence. Those of the network and the gate are codes already.
fn code_of(reason: &str) -> String {
    if reason.contains('.') {
        reason.to_owned()
    } else {
        format!("mfa.{}", reason.replace('-', "_"))
    }
}

fn check(judged: &Judged) -> CheckResult {
    let result = match judged.verdict {
        Verdict::Proven => CheckOutcome::Pass,
        Verdict::Refuted => CheckOutcome::Fail,
        Verdict::PolicyOnly | Verdict::Unknown => CheckOutcome::Inconclusive,
    };
    let (seen, reason) = (judged.verdict.name().to_owned(), judged.reason.clone());
    CheckResult { id: CHECK, grade: Grade::Must, result, seen, reason }
}

/// Leave for nothing.
struct Nobody;

impl Permits for Nobody {
    fn take<'a>(
        &'a self,
        _probe: &'a Name,
        _subject: &'a EntityId,
        _window: Span,
        _most: u32,
        _now: Instant,
    ) -> BoxFuture<'a, Result<bool, PortError>> {
        Box::pin(async { Ok(false) })
    }
}

#[cfg(test)]
mod tests;

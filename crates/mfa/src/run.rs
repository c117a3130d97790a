//! Carries a trial out: what stands open before, the arms in order, the other ways in.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use arvak_core::{Digest, EntityId, Instant, Name, Span};
use arvak_probe::{
    BoxFuture, Check, Context, Event, Host, Look, Observation, Permits, PortError, ProbeError,
    Recorder,
};
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::timeout;

use crate::trial::{ARM_NOTE, WAYS};
use crate::{Arm, Attempt, Codes, Kind, Params, Recipe, Seen, Service, Trial, Way, kind_of};

/// The version of what a trial sees and how it is judged.
pub const VERSION: u32 = 1;

/// How long one trial may take, with a wait for the next code in it.
const TRIAL: Duration = Duration::from_secs(100);

/// The same with a browser that runs the scripts of the pages.
const TRIAL_WITH_BROWSER: Duration = Duration::from_mins(4);

/// The name under which permits for wrong passwords are taken.
pub const PERMITS: &str = "mfa";

/// Tries one service and gives the transcript of it. `host` is what the transcript is about; `codes` are those of this
/// canary, shared by every trial of it; a permit is taken before the wrong password is sent.
pub async fn try_service(
    service: &Service,
    kind: &mut dyn Kind,
    host: &Host,
    context: &Context<'_>,
    codes: &Codes,
    permits: &dyn Permits,
) -> Result<Observation, ProbeError> {
    try_check(service, kind, &check(service, host)?, context, codes, permits, None).await
}

/// The same for a check that somebody planned: the transcript is about that. `heard` gets what happens while it happens.
pub async fn try_check(
    service: &Service,
    kind: &mut dyn Kind,
    check: &Check,
    context: &Context<'_>,
    codes: &Codes,
    permits: &dyn Permits,
    heard: Option<UnboundedSender<Event>>,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let mut trial = Trial::new(service, context.net, context.clock, codes, &mut recorder);
    trial = trial.heard_by(heard);
    match timeout(longest(service), carry_out(kind, &mut trial, permits)).await {
        Ok(carried) => carried?,
        Err(_) => trial.cut(),
    }
    recorder.finish()
}

/// How long a trial of that service may take.
pub(crate) fn longest(service: &Service) -> Duration {
    if uses_browser(service) { TRIAL_WITH_BROWSER } else { TRIAL }
}

/// Whether it is said that the pages need scripts.
fn uses_browser(service: &Service) -> bool {
    let is_said = match &service.params {
        Params::HttpForm(form) => form.browser,
        Params::Oidc(provider) => provider.browser,
        Params::Saml(provider) => provider.browser,
        _ => false,
    };
    let recipe = service.recipe.as_ref().map(Recipe::of);
    is_said || recipe.is_some_and(|recipe| recipe.is_ok_and(|recipe| recipe.browser == Some(true)))
}

async fn carry_out(
    kind: &mut dyn Kind,
    trial: &mut Trial<'_, '_>,
    permits: &dyn Permits,
) -> Result<(), ProbeError> {
    if let Some(before) = kind.before(trial).await {
        trial.write_before(before);
        // What stands open to strangers tells nothing of an arm; and what cannot be reached is left alone.
        if before.ends() {
            return Ok(());
        }
    }
    for way in kind.alone(trial).await {
        trial.write_way(&way);
        if way.seen == Seen::Session || way.seen.ends() {
            return Ok(());
        }
    }
    for arm in Arm::ALL {
        let attempt = attempt(kind, arm, trial, permits).await?;
        trial.write_arm(arm, &attempt);
        let is_spent = attempt.end == Seen::NoPermit;
        if !is_spent && !attempt.is_expected(arm) {
            if attempt.end.ends() {
                return Ok(());
            }
            break;
        }
    }
    let mut is_over = false;
    trial.tell(ARM_NOTE, WAYS);
    for way in kind.ways(trial).await {
        is_over |= way.seen == Seen::Session || way.seen.ends();
        trial.write_way(&way);
    }
    if !is_over {
        also(trial).await;
    }
    Ok(())
}

/// The same account at the other protocols of the service, with its password alone.
async fn also(trial: &mut Trial<'_, '_>) {
    let service = trial.service();
    for other in &service.also {
        let there = Service {
            address: other.address.clone(),
            params: other.params.clone(),
            also: Vec::new(),
            ..service.clone()
        };
        let Some(mut kind) = kind_of(&there.params) else { continue };
        let mut inner = trial.at(&there);
        for way in kind.alone(&mut inner).await {
            let way = Way { name: there.params.kind().to_owned(), ..way };
            inner.write_way(&way);
            if way.seen == Seen::Session {
                return;
            }
        }
    }
}

async fn attempt(
    kind: &mut dyn Kind,
    arm: Arm,
    trial: &mut Trial<'_, '_>,
    permits: &dyn Permits,
) -> Result<Attempt, ProbeError> {
    if arm == Arm::WrongPassword {
        let (probe, subject) = (name(PERMITS)?, canary_id(trial.service())?);
        let now = trial.clock().now();
        let (window, most) = (Arm::WINDOW, Arm::WRONG_PASSWORDS_MAX);
        if !permits.take(&probe, &subject, window, most, now).await? {
            // The other arms may still find a session on one factor; a proof needs all three.
            return Ok(Attempt::ended(Seen::NoPermit, "the wrong password of the day was used"));
        }
    }
    trial.tell(ARM_NOTE, arm.name());
    let attempt = kind.attempt(arm, trial).await;
    if attempt.end.ends() {
        let detail = format!("{arm}: {}", attempt.end);
        trial.event(Event::Note { code: "left".to_owned(), detail });
    }
    Ok(attempt)
}

fn check(service: &Service, host: &Host) -> Result<Check, ProbeError> {
    Ok(Check {
        probe: name(PERMITS)?,
        subject: service_id(service)?,
        host: host.clone(),
        port: None,
        look: Look::Proved,
        domain: host.to_string(),
    })
}

fn name(text: &str) -> Result<Name, ProbeError> {
    text.parse().map_err(|error| bad(text, &error))
}

fn bad(subject: &str, error: &arvak_core::id::BadId) -> ProbeError {
    ProbeError::BadCheck { subject: subject.to_owned(), why: error.to_string() }
}

/// The service's id in the ledger when it is one, and otherwise one that is made of its digest.
fn service_id(service: &Service) -> Result<EntityId, ProbeError> {
    let digest = Digest::of(service.id.as_bytes()).to_string();
    let made = || format!("service/at-{}", digest.chars().take(24).collect::<String>());
    let given = format!("service/{}", service.id).parse();
    given.or_else(|_| made().parse()).map_err(|error| bad(&service.id, &error))
}

/// One account at one log-in, whatever the service is called: what wrong passwords and codes are counted by.
pub(crate) fn canary_key(service: &Service) -> String {
    let login = match &service.params {
        Params::HttpForm(form) => form.login.as_deref().unwrap_or_default(),
        Params::Oidc(oidc) => &oidc.issuer,
        Params::OidcRp(relying) => &relying.login,
        _ => "",
    };
    let (kind, address, user) = (service.params.kind(), &service.address, &service.canary.user);
    format!("{kind}\n{address}\n{login}\n{user}")
}

fn canary_id(service: &Service) -> Result<EntityId, ProbeError> {
    let digest = Digest::of(canary_key(service).as_bytes()).to_string();
    let id = format!("canary/at-{}", digest.chars().take(32).collect::<String>());
    id.parse().map_err(|error| bad(&service.id, &error))
}

/// Permits of one run alone, where there is no data folder that remembers them.
#[derive(Debug, Default)]
pub struct Once(Mutex<BTreeMap<(Name, EntityId), u32>>);

impl Permits for Once {
    fn take<'a>(
        &'a self,
        probe: &'a Name,
        subject: &'a EntityId,
        _window: Span,
        most: u32,
        _now: Instant,
    ) -> BoxFuture<'a, Result<bool, PortError>> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry((probe.clone(), subject.clone())).or_default();
        let is_left = *count < most;
        *count += u32::from(is_left);
        Box::pin(async move { Ok(is_left) })
    }
}

#[cfg(test)]
mod tests;

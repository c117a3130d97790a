//! One trial of a canary through the schedule, as `arvak verify` makes it: with its permits, and recorded. A command and a page
//! make the same one.

use std::sync::{Arc, Mutex, PoisonError};

use arvak_core::EntityId;
use arvak_mfa::{Found, LogIn, NAME, Service};
use arvak_probe::schedule::{Asked, due_checks};
use arvak_probe::{BoxFuture, Event, Finished, Host, Permits, PortError, Probe, Scope, Sink, Stop};
use tokio::sync::mpsc::UnboundedSender;

use super::looking::{self, Keep};
use super::reading::Reading;
use super::recording::Recording;
use super::{doors, leaves};
use crate::cli::Doors;
use crate::settings::Settings;

/// What is tried.
pub(crate) struct Trial<'a> {
    /// The service.
    pub(crate) service: &'a EntityId,
    /// How its canary logs in.
    pub(crate) target: Service,
    /// Who hears what happens while it happens.
    pub(crate) heard: Option<UnboundedSender<Event>>,
    /// Asked to stop, it ends.
    pub(crate) stop: Stop,
}

impl Trial<'_> {
    /// Tries it; nothing when the day's trials are used up, or the service is not one to be tried.
    pub(crate) async fn carry_out(
        self,
        flags: &Doors,
        recording: &Recording,
        reading: &Reading,
        settings: &Settings,
    ) -> anyhow::Result<Vec<Found>> {
        let tokens = looking::Tokens::new();
        let mut schedule =
            looking::schedule(recording, reading, settings, flags, tokens, &self.stop).await?;
        let permits: Arc<dyn Permits> = Arc::new(recording.folder.operation().clone());
        let mut probe = LogIn::new([(self.service.clone(), self.target)].into(), permits);
        if let Some(heard) = self.heard {
            probe = probe.heard_by(heard);
        }
        let probe: Arc<dyn Probe> = Arc::new(probe);
        schedule.probes = [probe].into();
        let asked = Asked::Subjects([self.service.clone()].into());
        let (state, now) = (reading.state(), recording.clock.now());
        let due = due_checks(&schedule.probes, state, &reading.catalogue, now, &asked);
        let keep = Keep::new(recording.folder.clone(), recording.clock.clone(), state);
        let shown = Shown { keep, found: Mutex::default() };
        schedule.run(&due, &shown, None).await?;
        Ok(shown.found.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Keeps what was found, and remembers it for the one who asked.
struct Shown {
    keep: Keep,
    found: Mutex<Vec<Found>>,
}

impl Sink for Shown {
    fn take<'a>(&'a self, finished: &'a Finished) -> BoxFuture<'a, Result<(), PortError>> {
        let seen = &finished.observation;
        if let Ok(found) = Found::of(seen.check.subject.slug(), NAME, seen) {
            self.found.lock().unwrap_or_else(PoisonError::into_inner).push(found);
        }
        self.keep.take(finished)
    }
}

/// Where a trial may go, by the inventory, the leaves that were taken in, and what the operator allows.
pub(crate) fn scope(reading: &Reading, flags: &Doors, settings: &Settings) -> Scope {
    let mut scope = leaves::open(doors::scope(reading.state(), reading.at), reading);
    scope.allow.extend(flags.allow.iter().chain(&settings.file.net.allow).copied());
    scope
}

/// What the gate would say of a host, as far as that can be told without looking anything up.
pub(crate) fn needs(host: &Host, scope: &Scope) -> &'static str {
    if host.address().is_some_and(|address| scope.allows(address)) {
        return "allowed";
    }
    let is_proved = scope.proved.iter().any(|domain| host.is_within(domain));
    if is_proved || scope.hosts.contains(host.as_str()) {
        return "proved";
    }
    if scope.check_name(host).is_ok() { "unproved" } else { "undeclared" }
}

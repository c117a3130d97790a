//! `arvak canary check`: first what a trial would do, in full; then, when that is asked for, the trial.

use std::sync::{Mutex, PoisonError};

use arvak_core::{EntityId, Instant};
use arvak_mfa::{Arm, Found, NAME, Service, Step, TRIALS_MAX, Verdict, outline};
use arvak_probe::schedule::{Asked, due_checks};
use arvak_probe::{BoxFuture, Finished, Host, PortError, Scope, Sink, Stop};
use arvak_store::{CanaryRow, Folder, Seal};
use arvak_words::{Say, Words};
use serde_json::json;

use super::{about, as_json, id, lines, parsed};
use crate::cli::CheckCanary;
use crate::exit::{BadInput, Exit};
use crate::render::{Paint, tried};
use crate::settings::Settings;
use crate::wiring::looking::{self, Keep};
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;
use crate::wiring::{doors, leaves};

pub(super) async fn run(args: &CheckCanary, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let service = id(&args.service)?;
    let recording = Recording::open(settings).await?;
    let (row, target) = kept(&recording.folder, &service, &words).await?;
    let reading = Reading::open(settings, None).await?;
    let mut scope = leaves::open(doors::scope(reading.state(), reading.at), &reading);
    scope.allow.extend(args.doors.allow.iter().chain(&settings.file.net.allow).copied());
    let plan = Plan::new(row, &target, &scope, recording.clock.now());
    if !args.carry_out {
        recording.close().await?;
        plan.tell("canary-dry", settings, &words)?;
        return Ok(Exit::Done);
    }
    if !settings.json {
        plan.tell("canary-trying", settings, &words)?;
    }
    let found = carry_out(&service, args, &recording, &reading, settings).await;
    recording.close().await?;
    let found = found?;
    if found.is_empty() {
        return Err(BadInput(about("canary-not-tried", &service, &words)).into());
    }
    if settings.json {
        let told = json!({ "service": service, "plan": plan.as_json(), "found": found.iter().map(of_found).collect::<Vec<_>>() });
        crate::verbs::print(&told.to_string())?;
    } else {
        crate::verbs::print(&tried::all(&found, &words, Paint(settings.colour)))?;
    }
    let is_refuted = found.iter().any(|found| found.judged.verdict == Verdict::Refuted);
    Ok(if is_refuted { Exit::Found } else { Exit::Done })
}

/// The canary of a service, unsealed.
async fn kept(
    folder: &Folder,
    service: &EntityId,
    words: &Words,
) -> anyhow::Result<(CanaryRow, Service)> {
    let none = || BadInput(about("canary-none-there", service, words));
    let rows = folder.operation().canaries().await?;
    let row = rows.into_iter().find(|row| row.service == *service).ok_or_else(none)?;
    let seal = Seal::open(folder.layout())?;
    let target = folder.operation().canary_target(&seal, service).await?.ok_or_else(none)?;
    Ok((row, parsed(service, &target)?))
}

/// One trial through the schedule, as `arvak verify` makes it: with its permits, and recorded.
async fn carry_out(
    service: &EntityId,
    args: &CheckCanary,
    recording: &Recording,
    reading: &Reading,
    settings: &Settings,
) -> anyhow::Result<Vec<Found>> {
    let stop = Stop::default();
    let tokens = looking::Tokens::new();
    let schedule =
        looking::schedule(recording, reading, settings, &args.doors, tokens, &stop).await?;
    let asked = Asked::Subjects([service.clone()].into());
    let now = recording.clock.now();
    let mut due = due_checks(&schedule.probes, reading.state(), &reading.catalogue, now, &asked);
    due.retain(|due| due.check.probe.as_str() == NAME);
    let keep = Keep::new(recording.folder.clone(), recording.clock.clone(), reading.state());
    let shown = Shown { keep, found: Mutex::default() };
    schedule.run(&due, &shown, None).await?;
    Ok(shown.found.into_inner().unwrap_or_else(PoisonError::into_inner))
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

fn of_found(found: &Found) -> serde_json::Value {
    let arms =
        found.arms.iter().map(|(arm, seen)| json!({ "arm": arm.name(), "seen": seen.code() }));
    json!({
        "verdict": found.judged.verdict, "arms": arms.collect::<Vec<_>>(), "reason": found.judged.reason,
        "next": found.judged.next,
    })
}

/// What a trial would do, and what it needs first.
struct Plan {
    row: CanaryRow,
    steps: Vec<Step>,
    hosts: Vec<(Host, &'static str)>,
    now: Instant,
}

impl Plan {
    fn new(row: CanaryRow, target: &Service, scope: &Scope, now: Instant) -> Self {
        let hosts = target.hosts().into_iter().map(|host| {
            let needs = needs(&host, scope);
            (host, needs)
        });
        Self { hosts: hosts.collect(), steps: outline(target), row, now }
    }

    fn failures(&self) -> u32 {
        self.steps.iter().map(|step| step.failures).sum()
    }

    fn as_json(&self) -> serde_json::Value {
        let hosts = self
            .hosts
            .iter()
            .map(|(host, needs)| json!({ "host": host.to_string(), "leave": needs }));
        json!({
            "canary": as_json(&self.row, self.now),
            "steps": self.steps,
            "wrong_passwords_a_day": Arm::WRONG_PASSWORDS_MAX,
            "trials_a_day": TRIALS_MAX,
            "failures_a_trial": self.failures(),
            "margin": self.row.locks_after.map(|most| i64::from(most) - 1 - i64::from(self.failures())),
            "hosts": hosts.collect::<Vec<_>>(),
        })
    }

    fn tell(&self, last: &str, settings: &Settings, words: &Words) -> anyhow::Result<()> {
        if settings.json {
            crate::verbs::print(&self.as_json().to_string())?;
            return Ok(());
        }
        let mut told = vec![lines(&self.row, self.now, settings, words), String::new()];
        told.push(words.plain("canary-steps"));
        for (number, step) in (1..).zip(&self.steps) {
            let does = words.plain(&format!("canary-does-{}", step.does.name()));
            told.push(format!("{number:>4}. {does}: {}", step.at));
        }
        told.push(String::new());
        told.push(self.attempts(words));
        told.push(self.margin(words));
        for (host, needs) in &self.hosts {
            let args = [("host", Say::Owned(host.to_string()))];
            told.push(words.say(&format!("canary-leave-{needs}"), &args));
        }
        told.push(String::new());
        told.push(words.plain(last));
        crate::verbs::print(&told.join("\n"))?;
        Ok(())
    }

    fn attempts(&self, words: &Words) -> String {
        let args = [
            ("most", Say::Number(i64::from(Arm::WRONG_PASSWORDS_MAX))),
            ("failures", Say::Number(i64::from(self.failures()))),
            ("trials", Say::Number(i64::from(TRIALS_MAX))),
        ];
        words.say("canary-attempts", &args)
    }

    /// How many failed log-ins are left before the account is locked, where somebody knows when it is.
    fn margin(&self, words: &Words) -> String {
        let Some(most) = self.row.locks_after else { return words.plain("canary-margin-unknown") };
        let left = i64::from(most) - 1 - i64::from(self.failures());
        let args = [("most", Say::Number(i64::from(most))), ("left", Say::Number(left))];
        words.say(if left < 0 { "canary-margin-none" } else { "canary-margin" }, &args)
    }
}

/// What the gate would say of a host, as far as that can be told without looking anything up.
fn needs(host: &Host, scope: &Scope) -> &'static str {
    if host.address().is_some_and(|address| scope.allows(address)) {
        return "allowed";
    }
    let is_proved = scope.proved.iter().any(|domain| host.is_within(domain));
    if is_proved || scope.hosts.contains(host.as_str()) {
        return "proved";
    }
    if scope.check_name(host).is_ok() { "unproved" } else { "undeclared" }
}

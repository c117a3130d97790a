//! `arvak canary check`: first what a trial would do, in full; then, when that is asked for, the trial.

use arvak_core::{EntityId, Instant};
use arvak_mfa::{Arm, Found, Service, Step, TRIALS_MAX, Verdict, outline};
use arvak_probe::{Host, Scope, Stop};
use arvak_store::{CanaryRow, Folder};
use arvak_words::{Say, Words};
use serde_json::json;

use super::{about, as_json, id, lines, parsed};
use crate::cli::CheckCanary;
use crate::exit::{BadInput, Exit};
use crate::render::{Paint, tried};
use crate::settings::Settings;
use crate::wiring::canaries;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;
use crate::wiring::trials::{self, Trial};

pub(super) async fn run(args: &CheckCanary, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let service = id(&args.service)?;
    let recording = Recording::open(settings).await?;
    let (row, target) = kept(&recording.folder, &service, &words).await?;
    let reading = Reading::open(settings, None).await?;
    let scope = trials::scope(&reading, &args.doors, settings);
    let plan = Plan::new(row, &target, &scope, recording.clock.now());
    if !args.carry_out {
        recording.close().await?;
        plan.tell("canary-dry", settings, &words)?;
        return Ok(Exit::Done);
    }
    if !settings.json {
        plan.tell("canary-trying", settings, &words)?;
    }
    let trial = Trial { service: &service, target, heard: None, stop: Stop::default() };
    let found = trial.carry_out(&args.doors, &recording, &reading, settings).await;
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
    let (row, target) = canaries::one(folder, service).await?.ok_or_else(none)?;
    Ok((row, parsed(service, &target)?))
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
            let needs = trials::needs(&host, scope);
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

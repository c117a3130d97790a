//! `arvak probe mfa`: canary accounts log in, as a file says; recorded nowhere.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use arvak_mfa::{Found, Job, Once, Run, Service, Verdict, parse, try_all};
use arvak_probe::{Clock, Host, Permits, Scope, Stop, SystemClock};
use arvak_store::{Layout, Operation};
use arvak_words::Words;
use serde::Serialize;

use crate::cli::MfaTrial;
use crate::exit::{BadInput, Exit};
use crate::render::{Paint, tried};
use crate::settings::Settings;
use crate::wiring::doors;

/// Most bytes of a file that are read: one more than the parser takes, so that it can say so.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024 + 1;

/// Most mistakes that are told at once.
const MISTAKES_MAX: usize = 50;

#[derive(Serialize)]
struct Told<'a> {
    services: Vec<OneTold<'a>>,
}

#[derive(Serialize)]
struct OneTold<'a> {
    id: &'a str,
    verdict: Verdict,
    arms: Vec<ArmTold>,
    reason: &'a str,
    next: &'a str,
}

#[derive(Serialize)]
struct ArmTold {
    arm: &'static str,
    seen: &'static str,
}

pub(super) async fn run(args: &MfaTrial, settings: &Settings) -> anyhow::Result<Exit> {
    let services = parse(&read(&args.targets)?).map_err(|mistakes| {
        let told = mistakes.iter().take(MISTAKES_MAX).map(ToString::to_string);
        BadInput(told.collect::<Vec<_>>().join("\n"))
    })?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let stop = Stop::default();
    let jobs = services.into_iter().map(|service| job(service, args, settings, &stop, &clock));
    let jobs = jobs.collect::<anyhow::Result<Vec<_>>>()?;
    // Where there is a data folder, it remembers which wrong passwords were sent.
    let operation = operation(settings).await?;
    let permits: Arc<dyn Permits> = match &operation {
        Some(operation) => Arc::new(operation.clone()),
        None => Arc::new(Once::default()),
    };
    let run = Run { clock, vantage: doors::vantage(settings)?, permits };
    let found = try_all(jobs, &run).await;
    drop(run);
    if let Some(operation) = operation {
        operation.close().await?;
    }
    tell(&found, settings)?;
    let refuted = found.iter().any(|found| found.judged.verdict == Verdict::Refuted);
    Ok(if refuted { Exit::Found } else { Exit::Done })
}

fn tell(found: &[Found], settings: &Settings) -> anyhow::Result<()> {
    if settings.json {
        let services = found.iter().map(one).collect();
        super::super::print(&serde_json::to_string(&Told { services })?)?;
        return Ok(());
    }
    super::super::print(&tried::all(found, &Words::new(settings.lang), Paint(settings.colour)))?;
    Ok(())
}

fn one(found: &Found) -> OneTold<'_> {
    let arm = |(arm, seen): &(arvak_mfa::Arm, arvak_mfa::Seen)| ArmTold {
        arm: arm.name(),
        seen: seen.code(),
    };
    OneTold {
        id: &found.id,
        verdict: found.judged.verdict,
        arms: found.arms.iter().map(arm).collect(),
        reason: &found.judged.reason,
        next: found.judged.next,
    }
}

/// A service with a door of its own: only hosts that the file names for it are declared, and what is more than a public
/// look needs `--allow`. One trial is one client, so one door is as polite as one visitor.
fn job(
    service: Service,
    args: &MfaTrial,
    settings: &Settings,
    stop: &Stop,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<Job> {
    let hosts = service.hosts();
    let host = hosts.first().cloned().map_or_else(|| NOWHERE.parse::<Host>(), Ok);
    let host = host.map_err(|error| BadInput(format!("service {}: {error}", service.id)))?;
    let names: BTreeSet<String> = hosts.iter().map(ToString::to_string).collect();
    let scope = Scope { declared: names, ..Scope::default() };
    let net = doors::open(settings, &args.doors, scope, stop.clone(), Arc::clone(clock))?;
    Ok(Job { service, host, net })
}

/// The host of a service whose address is none: the trial itself says so, and sends nothing.
const NOWHERE: &str = "address.invalid";

async fn operation(settings: &Settings) -> anyhow::Result<Option<Operation>> {
    let file = Layout::new(&settings.data).operation();
    if !file.is_file() {
        return Ok(None);
    }
    Ok(Some(Operation::open(&file).await?))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let bad = |error: std::io::Error| BadInput(format!("{}: {error}", path.display()));
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(FILE_BYTES_MAX).read_to_end(&mut bytes).map_err(bad)?;
        return Ok(bytes);
    }
    let file = std::fs::File::open(path).map_err(bad)?;
    file.take(FILE_BYTES_MAX).read_to_end(&mut bytes).map_err(bad)?;
    Ok(bytes)
}

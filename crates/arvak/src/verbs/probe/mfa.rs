//! `arvak probe mfa`: canary accounts log in, as a file says or as they are kept; recorded nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use arvak_mfa::{Found, Job, Once, Run, Service, Verdict, parse, parse_target, try_all};
use arvak_probe::{BadHost, Clock, Host, Limits, Permits, Scope, Stop, SystemClock};
use arvak_store::{Layout, Operation, Seal};
use arvak_words::{Say, Words};
use serde::Serialize;

use crate::cli::MfaTrial;
use crate::exit::{BadInput, Exit};
use crate::render::{Paint, tried};
use crate::settings::Settings;
use crate::verbs::canary;
use crate::wiring::reading::Reading;
use crate::wiring::{doors, leaves};

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
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let jobs = match (&args.service, &args.targets) {
        (Some(service), _) => vec![kept(service, args, settings, &clock).await?],
        (None, Some(file)) => {
            let services = parse(&read(file)?).map_err(|mistakes| {
                let told = mistakes.iter().take(MISTAKES_MAX).map(ToString::to_string);
                BadInput(told.collect::<Vec<_>>().join("\n"))
            })?;
            jobs(services, args, settings, &clock)?
        }
        (None, None) => Vec::new(),
    };
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

/// Every service with the door to its place. Only hosts that the file names are declared, and what is more than a public
/// look needs `--allow`.
fn jobs(
    services: Vec<Service>,
    args: &MfaTrial,
    settings: &Settings,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<Vec<Job>> {
    let mut at_place: BTreeMap<String, (BTreeSet<String>, usize)> = BTreeMap::new();
    for service in &services {
        let (names, count) = at_place.entry(service.place()).or_default();
        names.extend(service.hosts().iter().map(ToString::to_string));
        *count += 1;
    }
    let stop = Stop::default();
    let mut doors = BTreeMap::new();
    for (place, (declared, count)) in at_place {
        let scope = Scope { declared, ..Scope::default() };
        let (limits, stop) = (limits(count), stop.clone());
        let clock = Arc::clone(clock);
        let net = doors::open_within(settings, &args.doors, scope, stop, clock, limits)?;
        doors.insert(place, net);
    }
    let nowhere: Host = NOWHERE.parse().map_err(|error: BadHost| BadInput(error.to_string()))?;
    let jobs = services.into_iter().filter_map(|service| {
        let place = service.place();
        let net = doors.get(&place)?.clone();
        let host = service.hosts().first().cloned().unwrap_or_else(|| nowhere.clone());
        Some(Job { service, host, place, net })
    });
    Ok(jobs.collect())
}

/// The canary that is kept for a service of the inventory, with the door that the inventory opens.
async fn kept(
    service: &str,
    args: &MfaTrial,
    settings: &Settings,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<Job> {
    let id = canary::id(service)?;
    let reading = Reading::open(settings, None).await?;
    let layout = Layout::new(&settings.data);
    let operation = Operation::open(&layout.operation()).await?;
    let target = operation.canary_target(&Seal::open(&layout)?, &id).await?;
    operation.close().await?;
    let none = || {
        let words = Words::new(settings.lang);
        BadInput(words.say("canary-none-there", &[("service", Say::Text(id.as_str()))]))
    };
    let service = parse_target(id.slug(), &target.ok_or_else(none)?)
        .map_err(|mistake| BadInput(mistake.to_string()))?;
    let scope = leaves::open(doors::scope(reading.state(), reading.at), &reading);
    let (stop, clock) = (Stop::default(), Arc::clone(clock));
    let net = doors::open_within(settings, &args.doors, scope, stop, clock, limits(1))?;
    let nowhere: Host = NOWHERE.parse().map_err(|error: BadHost| BadInput(error.to_string()))?;
    let host = service.hosts().first().cloned().unwrap_or(nowhere);
    Ok(Job { place: service.place(), service, host, net })
}

/// The manners of as many visitors as there are log-ins at a place, up to a bound: each is one client.
fn limits(log_ins: usize) -> Limits {
    let usual = Limits::default();
    Limits {
        open_per_host: usual.open_per_host * log_ins.clamp(1, VISITORS_MAX / 10),
        new_per_second_per_host: usual.new_per_second_per_host * log_ins.clamp(1, VISITORS_MAX),
        ..usual
    }
}

/// Most visitors whose manners are added up at one place.
const VISITORS_MAX: usize = 30;

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

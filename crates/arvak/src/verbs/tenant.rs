//! `arvak tenant …`: what a vendor's interface says of two-factor policies.

use std::io::Read as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use arvak_core::EntityId;
use arvak_probe::schedule::{Asked, due_checks};
use arvak_probe::{BoxFuture, CheckResult, Finished, PortError, Sink, Stop};
use arvak_store::{Seal, TenantRow};
use arvak_tenants::{ENTRA, GOOGLE, SERVICES_MAX, Tenant, parse};
use arvak_words::{Say, Words, check_text, date};
use serde_json::json;

use super::canary::id;
use crate::cli::{AddTenant, CheckTenant, TenantVerb};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::looking::{self, Keep};
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// Most bytes of a file that are read; the parser takes fewer, and says so.
const FILE_BYTES_MAX: u64 = 128 * 1024;

/// Most characters of a name.
const NAME_CHARS_MAX: usize = 40;

pub(super) async fn run(verb: TenantVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        TenantVerb::Add(args) => add(&args, settings).await,
        TenantVerb::List => list(settings).await,
        TenantVerb::Check(args) => check(&args, settings).await,
        TenantVerb::Rotate { name, file } => rotate(&name, &file, settings).await,
        TenantVerb::Remove { name } => remove(&name, settings).await,
    }
}

async fn add(args: &AddTenant, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let is_plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    let fits = (1..=NAME_CHARS_MAX).contains(&args.name.len()) && args.name.chars().all(is_plain);
    if !fits || args.services.len() > SERVICES_MAX {
        let most = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
        let args = [("chars", most(NAME_CHARS_MAX)), ("services", most(SERVICES_MAX))];
        return Err(BadInput(words.say("tenant-too-much", &args)).into());
    }
    let services = args.services.iter().map(|text| id(text)).collect::<anyhow::Result<Vec<_>>>()?;
    let reading = Reading::open(settings, None).await?;
    for service in &services {
        let found = reading.state().entity(service).filter(|found| !found.is_retired());
        if found.is_none() {
            let args = [("service", Say::Text(service.as_str()))];
            return Err(BadInput(words.say("canary-not-listed", &args)).into());
        }
    }
    let (target, _) = read(&args.file)?;
    let recording = Recording::open(settings).await?;
    let seal = Seal::open(recording.folder.layout())?;
    let (operation, now) = (recording.folder.operation(), recording.clock.now());
    let taken: Vec<EntityId> =
        operation.tenants().await?.into_iter().flat_map(|row| row.services).collect();
    let double = services.iter().find(|service| taken.contains(service));
    let is_added = match double {
        Some(_) => false,
        None => operation.add_tenant(&seal, (&args.name, &target), &services, now).await?,
    };
    recording.close().await?;
    if !is_added {
        return Err(BadInput(named("tenant-there", &args.name, &words)).into());
    }
    told("tenant-added", &args.name, settings, &words)
}

async fn rotate(name: &str, file: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let (target, _) = read(file)?;
    let recording = Recording::open(settings).await?;
    let seal = Seal::open(recording.folder.layout())?;
    let now = recording.clock.now();
    let operation = recording.folder.operation();
    let is_there = operation.rotate_tenant(&seal, (name, &target), now).await?;
    recording.close().await?;
    if !is_there {
        return Err(BadInput(named("tenant-none-there", name, &words)).into());
    }
    told("tenant-rotated", name, settings, &words)
}

async fn remove(name: &str, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let is_removed = recording.folder.operation().remove_tenant(name).await?;
    recording.close().await?;
    if !is_removed {
        return Err(BadInput(named("tenant-none-there", name, &words)).into());
    }
    told("tenant-removed", name, settings, &words)
}

async fn list(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let rows = recording.folder.operation().tenants().await?;
    recording.close().await?;
    if settings.json {
        let all: Vec<_> = rows.iter().map(as_json).collect();
        super::print(&json!({ "tenants": all }).to_string())?;
        return Ok(Exit::Done);
    }
    if rows.is_empty() {
        super::print(&words.plain("tenant-no-tenants"))?;
    }
    for row in &rows {
        let services: Vec<_> = row.services.iter().map(EntityId::as_str).collect();
        let at = Say::Owned(date(settings.lang, row.rotated_at));
        super::print(&format!("{}: {}", row.name, services.join(", ")))?;
        super::print(&format!("    {}", words.say("tenant-rotated-at", &[("at", at)])))?;
    }
    Ok(Exit::Done)
}

fn as_json(row: &TenantRow) -> serde_json::Value {
    json!({ "name": row.name, "services": row.services, "made_at": row.made_at, "rotated_at": row.rotated_at })
}

async fn check(args: &CheckTenant, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let operation = recording.folder.operation();
    let row = operation.tenants().await?.into_iter().find(|row| row.name == args.name);
    let Some(row) = row else {
        recording.close().await?;
        return Err(BadInput(named("tenant-none-there", &args.name, &words)).into());
    };
    let seal = Seal::open(recording.folder.layout())?;
    let target = operation.tenant_target(&seal, &args.name).await?.unwrap_or_default();
    let tenant = parse(&target).map_err(|mistake| BadInput(mistake.to_string()))?;
    let found = ask(&row, args, &recording, settings).await;
    recording.close().await?;
    let found = found?;
    if settings.json {
        let all =
            found.iter().map(|(subject, checks)| json!({ "service": subject, "checks": checks }));
        let told = json!({ "tenant": row.name, "kind": tenant.kind(), "stand_in": tenant.is_stand_in(),
            "hosts": tenant.hosts(), "found": all.collect::<Vec<_>>() });
        super::print(&told.to_string())?;
        return Ok(Exit::Done);
    }
    let hosts = [("hosts", Say::Owned(tenant.hosts().join(", ")))];
    super::print(&words.say("tenant-asked", &hosts))?;
    if tenant.is_stand_in() {
        super::print(&words.plain("tenant-stand-in"))?;
    }
    for (subject, checks) in &found {
        super::print(&format!("\n{subject}"))?;
        for check in checks {
            super::print(&line(check, settings, &words))?;
        }
    }
    super::print(&format!("\n{}", words.plain("tenant-policy-only")))?;
    Ok(Exit::Done)
}

/// A check in one or two lines: how it went, what it is, what was seen and why.
fn line(check: &CheckResult, settings: &Settings, words: &Words) -> String {
    let title = check_text(check.id).map_or(check.id, |text| text.title.get(settings.lang));
    let result = words.plain(&format!("tenant-{}", check.result.name().replace('_', "-")));
    let mut line = format!("  {result}: {title}");
    for more in [&check.seen, &check.reason].into_iter().filter(|text| !text.is_empty()) {
        line.push_str("\n      ");
        line.push_str(more);
    }
    line
}

/// Asks through the schedule, as `arvak verify` does, and keeps what is said.
async fn ask(
    row: &TenantRow,
    args: &CheckTenant,
    recording: &Recording,
    settings: &Settings,
) -> anyhow::Result<Vec<(EntityId, Vec<CheckResult>)>> {
    let (stop, tokens) = (Stop::default(), looking::Tokens::new());
    let reading = Reading::open(settings, None).await?;
    let schedule =
        looking::schedule(recording, &reading, settings, &args.doors, tokens, &stop).await?;
    let asked = Asked::Subjects(row.services.iter().cloned().collect());
    let now = recording.clock.now();
    let mut due = due_checks(&schedule.probes, reading.state(), &reading.catalogue, now, &asked);
    due.retain(|due| [ENTRA, GOOGLE].contains(&due.check.probe.as_str()));
    let keep = Keep::new(recording.folder.clone(), recording.clock.clone(), reading.state());
    let shown = Shown { keep, found: Mutex::default() };
    schedule.run(&due, &shown, None).await?;
    Ok(shown.found.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Keeps what was said, and remembers it for the one who asked.
struct Shown {
    keep: Keep,
    found: Mutex<Vec<(EntityId, Vec<CheckResult>)>>,
}

impl Sink for Shown {
    fn take<'a>(&'a self, finished: &'a Finished) -> BoxFuture<'a, Result<(), PortError>> {
        let found = (finished.observation.check.subject.clone(), finished.judgement.checks.clone());
        self.found.lock().unwrap_or_else(PoisonError::into_inner).push(found);
        self.keep.take(finished)
    }
}

fn told(sentence: &str, name: &str, settings: &Settings, words: &Words) -> anyhow::Result<Exit> {
    if settings.json {
        super::print(&json!({ "tenant": name }).to_string())?;
    } else {
        super::print(&named(sentence, name, words))?;
    }
    Ok(Exit::Done)
}

fn named(sentence: &str, name: &str, words: &Words) -> String {
    words.say(sentence, &[("name", Say::Text(name))])
}

fn read(path: &Path) -> anyhow::Result<(Vec<u8>, Tenant)> {
    let bad = |error: std::io::Error| BadInput(format!("{}: {error}", path.display()));
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(FILE_BYTES_MAX).read_to_end(&mut bytes).map_err(bad)?;
    } else {
        let file = std::fs::File::open(path).map_err(bad)?;
        file.take(FILE_BYTES_MAX).read_to_end(&mut bytes).map_err(bad)?;
    }
    let tenant =
        parse(&bytes).map_err(|mistake| BadInput(format!("{}: {mistake}", path.display())))?;
    Ok((bytes, tenant))
}

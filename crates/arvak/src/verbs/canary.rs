//! `arvak canary …`: accounts that log in to show that two factors are demanded.

mod check;
mod guide;

use std::io::Read as _;
use std::path::Path;

use arvak_core::fact::Value;
use arvak_core::{EntityId, Instant, Span};
use arvak_mfa::{Recipe, Service, parse_target};
use arvak_store::{CanaryRow, NewCanary, Seal};
use arvak_words::{Say, Words, date};
use serde_json::json;

use crate::cli::{AddCanary, CanaryVerb};
use crate::exit::{BadInput, Exit, Graded};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// After this time the secrets of a canary should be others.
const OLD: Span = Span::from_days(180);

/// Most bytes of a file that are read: one more than the parser takes, so that it can say so.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024 + 1;

/// Most bytes of a text that is kept with a canary.
const TEXT_BYTES_MAX: usize = 2_000;

pub(super) async fn run(verb: CanaryVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        CanaryVerb::Add(args) => add(&args, settings).await,
        CanaryVerb::Guide { kind } => guide::run(kind.as_deref(), settings),
        CanaryVerb::List => list(settings).await,
        CanaryVerb::Check(args) => check::run(&args, settings).await,
        CanaryVerb::Rotate { service, file } => rotate(&service, &file, settings).await,
        CanaryVerb::Remove { service } => remove(&service, settings).await,
    }
}

async fn add(args: &AddCanary, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let service = id(&args.service)?;
    for text in [&args.told, &args.groups] {
        Graded::check(text)?;
        if text.len() > TEXT_BYTES_MAX {
            let args = [("most", Say::Number(i64::try_from(TEXT_BYTES_MAX)?))];
            return Err(BadInput(words.say("canary-long-text", &args)).into());
        }
    }
    fits(&service, settings, &words).await?;
    let target = read(&args.file)?;
    reads_recipe(&parsed(&service, &target)?)?;
    let recording = Recording::open(settings).await?;
    let seal = Seal::open(recording.folder.layout())?;
    let (told, groups, locks_after) = (&*args.told, &*args.groups, args.locks_after);
    let new = NewCanary { target: &target, told, groups, locks_after };
    let now = recording.clock.now();
    let is_added = recording.folder.operation().add_canary(&seal, &service, new, now).await?;
    recording.close().await?;
    if !is_added {
        return Err(BadInput(about("canary-there", &service, &words)).into());
    }
    told_done("canary-added", &service, settings, &words)
}

async fn rotate(service: &str, file: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let service = id(service)?;
    let target = read(file)?;
    reads_recipe(&parsed(&service, &target)?)?;
    let recording = Recording::open(settings).await?;
    let seal = Seal::open(recording.folder.layout())?;
    let now = recording.clock.now();
    let is_there =
        recording.folder.operation().rotate_canary(&seal, &service, &target, now).await?;
    recording.close().await?;
    if !is_there {
        return Err(BadInput(about("canary-none-there", &service, &words)).into());
    }
    told_done("canary-rotated", &service, settings, &words)
}

async fn remove(service: &str, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let service = id(service)?;
    let recording = Recording::open(settings).await?;
    let is_removed = recording.folder.operation().remove_canary(&service).await?;
    recording.close().await?;
    if !is_removed {
        return Err(BadInput(about("canary-none-there", &service, &words)).into());
    }
    told_done("canary-removed", &service, settings, &words)
}

fn told_done(
    sentence: &str,
    service: &EntityId,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
    if settings.json {
        super::print(&json!({ "service": service }).to_string())?;
    } else {
        super::print(&about(sentence, service, words))?;
    }
    Ok(Exit::Done)
}

async fn list(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let now = recording.clock.now();
    let rows = recording.folder.operation().canaries().await?;
    recording.close().await?;
    if settings.json {
        let all: Vec<_> = rows.iter().map(|row| as_json(row, now)).collect();
        super::print(&json!({ "canaries": all }).to_string())?;
        return Ok(Exit::Done);
    }
    if rows.is_empty() {
        super::print(&words.plain("canary-no-canaries"))?;
    }
    for row in &rows {
        super::print(&lines(row, now, settings, &words))?;
    }
    Ok(Exit::Done)
}

fn is_old(row: &CanaryRow, now: Instant) -> bool {
    now.since(row.rotated_at) > OLD
}

fn as_json(row: &CanaryRow, now: Instant) -> serde_json::Value {
    let last = row
        .last
        .as_ref()
        .map(|last| json!({ "at": last.at, "verdict": last.verdict, "reason": last.reason }));
    json!({
        "service": row.service, "told": row.told, "groups": row.groups, "locks_after": row.locks_after,
        "made_at": row.made_at, "rotated_at": row.rotated_at, "rotate": is_old(row, now), "last": last,
    })
}

/// A canary in a few lines: its last trial, its age, and who knows of it.
fn lines(row: &CanaryRow, now: Instant, settings: &Settings, words: &Words) -> String {
    let mut lines = vec![row.service.to_string()];
    let day = |at| Say::Owned(date(settings.lang, at));
    lines.push(match &row.last {
        None => words.plain("canary-never-tried"),
        Some(last) => {
            let verdict = words.plain(&format!("mfa-verdict-{}", last.verdict));
            let reason = crate::render::tried::reason(&last.reason, words);
            let args = [
                ("at", day(last.at)),
                ("verdict", Say::Owned(verdict)),
                ("reason", Say::Owned(reason)),
            ];
            words.say("canary-last", &args)
        }
    });
    lines.push(words.say("canary-rotated-at", &[("at", day(row.rotated_at))]));
    if is_old(row, now) {
        lines.push(words.plain("canary-old"));
    }
    lines.push(said("canary-told", &row.told, words));
    lines.push(said("canary-groups", &row.groups, words));
    lines.join("\n    ")
}

/// A text that somebody wrote, or that nobody did.
fn said(id: &str, text: &str, words: &Words) -> String {
    if text.is_empty() {
        return words.plain(&format!("{id}-nothing"));
    }
    words.say(id, &[("text", Say::Text(text))])
}

/// The service must be listed, meet the internet, and have a log-in.
async fn fits(service: &EntityId, settings: &Settings, words: &Words) -> anyhow::Result<()> {
    let reading = Reading::open(settings, None).await?;
    let found = reading.state().entity(service).filter(|found| !found.is_retired());
    let Some(found) = found else {
        return Err(BadInput(about("canary-not-listed", service, words)).into());
    };
    let value = |name: &str| found.attribute(name).map(|attribute| &attribute.value);
    if value("internet_facing") != Some(&Value::Bool(true)) {
        return Err(BadInput(about("canary-not-facing", service, words)).into());
    }
    if matches!(value("login"), Some(Value::Word(word)) if word.as_str() == "none") {
        return Err(BadInput(about("canary-no-log-in", service, words)).into());
    }
    Ok(())
}

/// `service/vpn`, or `vpn` alone.
pub(super) fn id(text: &str) -> anyhow::Result<EntityId> {
    let whole = if text.contains('/') { text.to_owned() } else { format!("service/{text}") };
    whole.parse().map_err(|error: arvak_core::id::BadId| BadInput(error.to_string()).into())
}

fn about(sentence: &str, service: &EntityId, words: &Words) -> String {
    words.say(sentence, &[("service", Say::Text(service.as_str()))])
}

fn parsed(service: &EntityId, target: &[u8]) -> anyhow::Result<Service> {
    let read = parse_target(service.slug(), target);
    read.map_err(|mistake| BadInput(mistake.to_string()).into())
}

/// A recipe that cannot be read is told of now, and not by the first trial.
fn reads_recipe(service: &Service) -> anyhow::Result<()> {
    if let Some(recipe) = service.recipe.as_ref().filter(|recipe| !recipe.is_null()) {
        Recipe::of(recipe).map_err(|bad| BadInput(format!("recipe: {bad}")))?;
    }
    Ok(())
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

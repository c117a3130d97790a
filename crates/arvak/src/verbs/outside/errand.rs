//! At home: writing errands, and taking in what came back.

use std::path::Path;

use arvak_core::Digest;
use arvak_ledger::durable;
use arvak_outside::{Errand, PACKAGE_BYTES_MAX, Package};
use arvak_probe::Stop;
use arvak_words::{Say, Words};
use serde_json::json;

use super::path_of;
use crate::cli::Doors;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::verbs::verify::{follow_up, proofs};
use crate::wiring::looking::{self, Keep};
use crate::wiring::outside;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// An errand for that worker. Proof of control is asked for again first, where something that needs it is due.
pub(in crate::verbs) async fn for_worker(
    name: &str,
    recording: &Recording,
    doors: &Doors,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Option<(Errand, String)>> {
    let reading = Reading::open(settings, None).await?;
    let mut due = outside::due(name, &reading, settings, words)?;
    if due.is_empty() {
        return Ok(None);
    }
    let tokens = looking::tokens(recording, &reading).await?;
    let stop = Stop::default();
    let schedule = looking::schedule(recording, &reading, settings, doors, tokens, &stop).await?;
    let first = proofs(&mut due, &schedule.probes, reading.state());
    let keep = Keep::new(recording.folder.clone(), recording.clock.clone(), reading.state());
    schedule.run(&first, &keep, None).await?;
    let reading = Reading::open(settings, None).await?;
    outside::issue(name, &reading, settings, words)
}

pub(super) async fn write(
    name: &str,
    out: &Path,
    doors: &Doors,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let written = for_worker(name, &recording, doors, settings, &words).await;
    recording.close().await?;
    let Some((errand, signed)) = written? else {
        if settings.json {
            crate::verbs::print(&json!({ "checks": 0 }).to_string())?;
        } else {
            crate::verbs::print(&words.plain("verify-nothing-due"))?;
        }
        return Ok(Exit::Done);
    };
    durable::write_file(out, signed.as_bytes())?;
    let count = errand.checks.len();
    if settings.json {
        let report = json!({ "written": out, "checks": count, "until": errand.until });
        crate::verbs::print(&report.to_string())?;
    } else {
        let args = [("path", path_of(out)), ("count", number(count))];
        crate::verbs::print(&words.say("outside-errand", &args))?;
    }
    Ok(Exit::Done)
}

/// Takes in a package, and records what follows from it.
pub(in crate::verbs) async fn taken(
    package: &Package,
    recording: &Recording,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Vec<Digest>> {
    let reading = Reading::open(settings, None).await?;
    let all = outside::take(package, recording, &reading, settings, words).await?;
    follow_up(recording, settings, words).await?;
    Ok(all)
}

pub(super) async fn take(file: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let bytes = crate::verbs::evidence::whole(file, PACKAGE_BYTES_MAX, &words)?;
    let package = Package::read(&bytes)
        .map_err(|why| BadInput(words.say("outside-no-package", &[("why", Say::Owned(why))])))?;
    let recording = Recording::open(settings).await?;
    let all = taken(&package, &recording, settings, &words).await;
    recording.close().await?;
    let all = all?;
    if settings.json {
        crate::verbs::print(&json!({ "taken": all }).to_string())?;
    } else {
        crate::verbs::print(&words.say("outside-taken", &[("count", number(all.len()))]))?;
    }
    Ok(Exit::Done)
}

fn number(count: usize) -> Say<'static> {
    Say::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

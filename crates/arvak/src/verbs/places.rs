//! `arvak places …`: lists that say in which country addresses are, kept beside the ledger.

use std::path::Path;

use arvak_core::Instant;
use arvak_exposure::places::{AGE_MOST, BYTES_MAX, FILE_NAME, Source, Table, read};
use arvak_ledger::durable::write_file;
use arvak_probe::{Clock as _, SystemClock};
use arvak_words::{Say, Words, date_and_time};
use serde_json::json;

use super::evidence::input::{not_after, whole};
use crate::cli::{ImportPlaces, PlacesVerb};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::placed;
use crate::wiring::recording::Recording;

pub(super) async fn run(verb: PlacesVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        PlacesVerb::Import(args) => import(&args, settings).await,
        PlacesVerb::Show => show(settings),
    }
}

/// All files are read before anything is replaced: one bad file, and what was kept stays.
async fn import(args: &ImportPlaces, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let now = recording.clock.now();
    let (mut lists, mut left_out) = (Vec::new(), 0);
    for path in &args.files {
        let bytes = whole(path, BYTES_MAX, &words)?;
        let shown = path.display();
        let read = read(&bytes).map_err(|error| BadInput(format!("{shown}: {error}")))?;
        let made_at = read.made_at.or(args.made_at).ok_or_else(|| {
            let args = [("path", Say::Owned(shown.to_string()))];
            BadInput(words.say("rpki-made-at", &args))
        })?;
        not_after(made_at, now, &words)?;
        left_out += read.left_out;
        let source = Source { name: name(path), form: read.form.name().to_owned(), made_at };
        lists.push((source, read.rows));
    }
    let table = Table::new(lists);
    write_file(&settings.data.join(FILE_NAME), &table.encode())?;
    recording.close().await?;
    say(&table, left_out, now, settings, &words)?;
    Ok(Exit::Done)
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn show(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let table = placed::kept(&settings.data).map_err(BadInput)?.unwrap_or_default();
    say(&table, 0, SystemClock.now(), settings, &words)?;
    Ok(Exit::Done)
}

fn say(
    table: &Table,
    left_out: usize,
    now: Instant,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<()> {
    let is_old = |source: &Source| now.since(source.made_at) > AGE_MOST;
    if settings.json {
        let sources = table.sources().iter().map(|source| {
            json!({
                "name": source.name, "form": source.form, "made_at": source.made_at,
                "too_old": is_old(source),
            })
        });
        let sources: Vec<_> = sources.collect();
        let told = json!({ "sources": sources, "prefixes": table.len(), "left_out": left_out });
        return Ok(super::print(&told.to_string())?);
    }
    if table.is_empty() {
        super::print(&words.plain("places-none"))?;
        return Ok(());
    }
    let count = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    super::print(&words.say("places-kept", &[("rows", count(table.len()))]))?;
    for source in table.sources() {
        let args = [
            ("name", Say::Text(&source.name)),
            ("form", Say::Text(&source.form)),
            ("made_at", Say::Owned(date_and_time(settings.lang, source.made_at))),
        ];
        super::print(&words.say("places-source", &args))?;
        if is_old(source) {
            super::print(&words.plain("places-old"))?;
        }
    }
    if left_out > 0 {
        super::print(&words.say("places-left-out", &[("count", count(left_out))]))?;
    }
    Ok(())
}

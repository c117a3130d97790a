//! `arvak rpki …`: tables that addresses and routes are held against, kept beside the ledger.

use std::collections::BTreeMap;
use std::path::Path;

use arvak_core::Instant;
use arvak_exposure::rpki::{AGE_MOST, BYTES_MAX, Imported, Kind, Row, Table, read_import};
use arvak_ledger::durable::write_file;
use arvak_probe::{Clock as _, SystemClock};
use arvak_words::{Say, Words, date_and_time};
use serde_json::json;

use super::evidence::input::{not_after, whole};
use crate::cli::{ImportRpki, RpkiVerb};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::recording::Recording;
use crate::wiring::routes;

pub(super) async fn run(verb: RpkiVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        RpkiVerb::Import(args) => import(&args, settings).await,
        RpkiVerb::Show => show(settings),
    }
}

/// All files are read before anything is replaced: one bad file, and what was kept stays.
async fn import(args: &ImportRpki, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let now = recording.clock.now();
    let mut found: BTreeMap<Kind, (Instant, Vec<Row>, usize)> = BTreeMap::new();
    for path in &args.files {
        let bytes = whole(path, BYTES_MAX, &words)?;
        let shown = path.display();
        let read = read_import(&bytes).map_err(|error| BadInput(format!("{shown}: {error}")))?;
        let made_at = made_at(&read, path, args.made_at, &words)?;
        not_after(made_at, now, &words)?;
        let (oldest, rows, left_out) =
            found.entry(read.kind).or_insert_with(|| (made_at, Vec::new(), 0));
        // Of several parts, the oldest says how old the whole is.
        *oldest = (*oldest).min(made_at);
        rows.extend(read.rows);
        *left_out += read.left_out;
    }
    let mut told = Vec::new();
    for (kind, (made_at, rows, left_out)) in found {
        let table = Table::new(kind, made_at, rows);
        write_file(&settings.data.join(kind.file_name()), &table.encode())?;
        told.push((table, left_out));
    }
    recording.close().await?;
    say(&told, now, settings, &words)?;
    Ok(Exit::Done)
}

/// When a file was made: by its own word, or else by what was typed. The time of the file itself says when it was copied.
fn made_at(
    read: &Imported,
    path: &Path,
    typed: Option<Instant>,
    words: &Words,
) -> anyhow::Result<Instant> {
    read.made_at.or(typed).ok_or_else(|| {
        let args = [("path", Say::Owned(path.display().to_string()))];
        BadInput(words.say("rpki-made-at", &args)).into()
    })
}

fn show(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let mut kept = Vec::new();
    for kind in [Kind::Roas, Kind::Routes] {
        let table = routes::kept(&settings.data, kind).map_err(BadInput)?;
        kept.extend(table.map(|table| (table, 0)));
    }
    say(&kept, SystemClock.now(), settings, &words)?;
    Ok(Exit::Done)
}

fn say(
    tables: &[(Table, usize)],
    now: Instant,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<()> {
    let is_old = |table: &Table| now.since(table.made_at()) > AGE_MOST;
    if settings.json {
        let told = tables.iter().map(|(table, left_out)| {
            json!({
                "kind": table.kind(), "made_at": table.made_at(), "rows": table.len(),
                "left_out": left_out, "too_old": is_old(table),
            })
        });
        let told: Vec<_> = told.collect();
        return Ok(super::print(&json!({ "tables": told }).to_string())?);
    }
    if tables.is_empty() {
        super::print(&words.plain("rpki-none"))?;
    }
    let count = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    for (table, left_out) in tables {
        let id = match table.kind() {
            Kind::Roas => "rpki-roas",
            Kind::Routes => "rpki-routes",
        };
        let made_at = Say::Owned(date_and_time(settings.lang, table.made_at()));
        super::print(&words.say(id, &[("rows", count(table.len())), ("made_at", made_at)]))?;
        if *left_out > 0 {
            super::print(&words.say("rpki-left-out", &[("count", count(*left_out))]))?;
        }
        if is_old(table) {
            super::print(&words.plain("rpki-old"))?;
        }
    }
    Ok(())
}

//! `arvak ledger …`: what is recorded, as it is recorded, and whether it is whole.

mod list;

use std::path::Path;

use arvak_core::{Class, EntryId, Envelope};
use arvak_ledger::Reader;
use arvak_store::Verified;
use arvak_words::{Say, Words};
use serde_json::json;

use crate::cli::LedgerVerb;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::recording::{Recording, no_folder};

pub(super) async fn run(verb: LedgerVerb, settings: &Settings) -> anyhow::Result<Exit> {
    no_folder(settings)?;
    match verb {
        LedgerVerb::Verify { checkpoint } => verify(checkpoint.as_deref(), settings).await,
        LedgerVerb::List { ids, last } => list::run(ids, last, settings).await,
        LedgerVerb::Prove { id } => prove(id, settings).await,
        LedgerVerb::Checkpoint => checkpoint(settings).await,
        LedgerVerb::Export { dir, class } => export(&dir, &class, settings).await,
        LedgerVerb::Rebuild => rebuild(settings).await,
    }
}

async fn verify(checkpoint: Option<&Path>, settings: &Settings) -> anyhow::Result<Exit> {
    let earlier = match checkpoint {
        Some(path) => Some(
            std::fs::read_to_string(path)
                .map_err(|error| BadInput(format!("{}: {error}", path.display())))?,
        ),
        None => None,
    };
    let verified = arvak_store::verify(&settings.data, earlier.as_deref()).await?;
    if settings.json {
        super::print(&report(&verified).to_string())?;
    } else {
        super::print(&said(&verified, &Words::new(settings.lang)))?;
    }
    Ok(if verified.problems.is_empty() { Exit::Done } else { Exit::Found })
}

fn report(verified: &Verified) -> serde_json::Value {
    let problems: Vec<_> = verified
        .problems
        .iter()
        .map(|problem| {
            json!({
                "file": problem.place.file.display().to_string(),
                "offset": problem.place.offset, "entry": problem.place.entry,
                "code": problem.code, "what": problem.what,
            })
        })
        .collect();
    json!({
        "sound": problems.is_empty(), "size": verified.size, "root": verified.root,
        "signed_size": verified.signed_size, "problems": problems,
    })
}

fn said(verified: &Verified, words: &Words) -> String {
    let number = |count: u64| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    if verified.problems.is_empty() {
        let args =
            [("size", number(verified.size)), ("root", Say::Owned(verified.root.to_string()))];
        return words.say("ledger-sound", &args);
    }
    let count = [("count", number(verified.problems.len() as u64))];
    let mut lines = vec![words.say("ledger-damaged", &count)];
    lines.extend(verified.problems.iter().map(|problem| format!("  {problem}")));
    lines.join("\n")
}

/// The proof is over the signed tree, so what is not signed yet is signed first.
async fn prove(id: EntryId, settings: &Settings) -> anyhow::Result<Exit> {
    let reader = Reader::open(&settings.data)?;
    let reader = if id.0 < reader.checkpoint().size() {
        reader
    } else {
        seal(settings).await?;
        Reader::open(&settings.data)?
    };
    super::print(reader.prove(id.0)?.trim_end())?;
    Ok(Exit::Done)
}

async fn checkpoint(settings: &Settings) -> anyhow::Result<Exit> {
    let reader = Reader::open(&settings.data)?;
    let note = if reader.checkpoint().size() == reader.size() {
        reader.checkpoint().note().to_owned()
    } else {
        seal(settings).await?
    };
    super::print(note.trim_end_matches('\n'))?;
    Ok(Exit::Done)
}

async fn seal(settings: &Settings) -> anyhow::Result<String> {
    let recording = Recording::open(settings).await?;
    let note = recording.folder.seal().await?;
    recording.close().await?;
    Ok(note)
}

async fn export(dir: &Path, class: &str, settings: &Settings) -> anyhow::Result<Exit> {
    let most = class_of(class)?;
    let reader = Reader::open(&settings.data)?;
    if reader.checkpoint().size() < reader.size() {
        seal(settings).await?;
    }
    let reader = Reader::open(&settings.data)?;
    // An envelope that this version cannot read is given to nobody but those who may see everything.
    let include = |_: u64, bytes: &[u8]| {
        most == Class::Internal
            || Envelope::decode(bytes).is_ok_and(|envelope| envelope.class >= most)
    };
    let exported = reader.export(dir, &include)?;
    if settings.json {
        let report = json!({
            "path": dir.display().to_string(), "size": exported.size, "entries": exported.entries,
        });
        super::print(&report.to_string())?;
    } else {
        let args = [("path", Say::Owned(dir.display().to_string()))];
        super::print(&Words::new(settings.lang).say("ledger-exported", &args))?;
    }
    Ok(Exit::Done)
}

fn class_of(name: &str) -> anyhow::Result<Class> {
    let why = || format!("`{name}` is no class; use internal, leadership, shared or public");
    Class::from_name(name).ok_or_else(|| BadInput(why()).into())
}

async fn rebuild(settings: &Settings) -> anyhow::Result<Exit> {
    let rebuilt = arvak_store::rebuild(&settings.data).await?;
    if settings.json {
        super::print(&json!({ "size": rebuilt.entries }).to_string())?;
    } else {
        let size = Say::Number(i64::try_from(rebuilt.entries).unwrap_or(i64::MAX));
        super::print(&Words::new(settings.lang).say("ledger-rebuilt", &[("size", size)]))?;
    }
    Ok(Exit::Done)
}

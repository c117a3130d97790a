//! `arvak outside …`: a machine beyond our own ranges looks, and home takes in what it saw.

mod errand;
mod work;

use std::path::Path;

use arvak_ledger::Key;
use arvak_words::{Say, Words};
use serde_json::json;

pub(in crate::verbs) use errand::{for_worker, taken};

use crate::cli::OutsideVerb;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::outside::{KEY_FILE, is_home};
use crate::wiring::recording::no_folder;

pub(super) async fn run(verb: OutsideVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        OutsideVerb::Key { name } => key(&name, settings),
        OutsideVerb::Home => home(settings),
        OutsideVerb::Work(args) => work::run(&args, settings).await,
        OutsideVerb::Errand { name, out, doors } => {
            errand::write(&name, &out, &doors, settings).await
        }
        OutsideVerb::Take { file } => errand::take(&file, settings).await,
    }
}

/// Makes the worker's key. One that is there is not replaced.
fn key(name: &str, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let path = settings.data.join(KEY_FILE);
    not_home(settings, &words)?;
    if path.exists() {
        let args = [("path", Say::Owned(path.display().to_string()))];
        return Err(BadInput(words.say("letters-key-there", &args)).into());
    }
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    let key = Key::new(name, seed).map_err(|error| BadInput(error.to_string()))?;
    std::fs::create_dir_all(&settings.data)?;
    key.save_as(&path)?;
    let public = key.public().to_string();
    if settings.json {
        super::print(&json!({ "public_key": public }).to_string())?;
    } else {
        super::print(&words.plain("outside-key"))?;
        super::print(&format!("\n[[outside]]\nkey = \"{public}\"\nvantage = \"outside\""))?;
    }
    Ok(Exit::Done)
}

/// Prints the verifier key of the ledger.
fn home(settings: &Settings) -> anyhow::Result<Exit> {
    no_folder(settings)?;
    let key = Key::load(&settings.data)?.public().to_string();
    let said = if settings.json { json!({ "public_key": key }).to_string() } else { key };
    super::print(&said)?;
    Ok(Exit::Done)
}

/// A worker's folder is not a ledger's: on a machine outside no ledger should lie.
fn not_home(settings: &Settings, words: &Words) -> anyhow::Result<()> {
    if !is_home(&settings.data) {
        return Ok(());
    }
    let args = [("path", Say::Owned(settings.data.display().to_string()))];
    Err(BadInput(words.say("outside-is-home", &args)).into())
}

fn path_of(path: &Path) -> Say<'static> {
    Say::Owned(path.display().to_string())
}

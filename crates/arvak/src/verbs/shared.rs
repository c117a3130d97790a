//! `arvak shared …`: evidence about a system that several municipalities use goes from ledger to ledger with its transcript
//! and a proof, and keeps its basis. Never a status: each ledger judges for itself (DESIGN section 6).

mod export;
mod import;
mod package;

use arvak_ledger::Reader;
use serde_json::json;

use crate::cli::SharedVerb;
use crate::exit::Exit;
use crate::settings::Settings;

pub(super) async fn run(verb: SharedVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        SharedVerb::Export(args) => export::run(&args, settings).await,
        SharedVerb::Import(args) => import::run(args, settings).await,
        SharedVerb::Key => key(settings),
    }
}

fn key(settings: &Settings) -> anyhow::Result<Exit> {
    crate::wiring::recording::no_folder(settings)?;
    let reader = Reader::open(&settings.data)?;
    let key = reader.public_key().to_string();
    super::print(&if settings.json { json!({ "key": key }).to_string() } else { key })?;
    Ok(Exit::Done)
}

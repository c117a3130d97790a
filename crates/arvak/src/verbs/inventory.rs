//! `arvak inventory …`: what people fill in and correct, and what systems are built from.

mod products;

use std::path::Path;

use arvak_core::Fact;
use arvak_core::fact::{Retirement, Scope};
use arvak_core::inventory::Item;
use arvak_ledger::durable;
use arvak_store::export::{items, open_to};
use arvak_words::{Say, Words};
use arvak_workbook::{CannotBeWritten, export, starter, template};

use super::decide::record;
use crate::cli::{ExportTo, InventoryVerb, Out, Place, Starter};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::reading::Reading;

pub(super) async fn run(verb: InventoryVerb, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let (Out { out }, items) = match verb {
        InventoryVerb::Template(out) => (out, None),
        InventoryVerb::Export(ExportTo { out, class }) => {
            (out, Some(open_to(recorded(settings).await?, class)))
        }
        InventoryVerb::Starter(Starter { out }) => return write_starter(&out, settings, &words),
        InventoryVerb::Products(args) => return products::find(args, settings).await,
        InventoryVerb::TakeList(args) => return products::take(args, settings).await,
        InventoryVerb::Retire { subject, successor, reason, by } => {
            let fact = Fact::Retirement(Retirement { subject, successor });
            return record(fact, by.by.as_ref(), Some(reason), settings).await;
        }
        InventoryVerb::Scope { subject, place, reason, by } => {
            let fact = Fact::Scope(Scope { subject, in_scope: place == Place::In });
            return record(fact, by.by.as_ref(), reason, settings).await;
        }
    };
    if out.exists() {
        // Somebody may have filled it in.
        return Err(BadInput(said("inventory-exists", &out, &words)).into());
    }
    let written = match &items {
        Some(items) => export(items, &words),
        None => template(&words),
    };
    let bytes = written.map_err(|error| refused(error, &words))?;
    durable::write_file(&out, &bytes)?;
    if settings.json {
        let things = items.map_or(0, |items| items.len());
        let report = serde_json::json!({ "written": out, "things": things });
        super::print(&report.to_string())?;
    } else {
        super::print(&said("inventory-written", &out, &words))?;
    }
    Ok(Exit::Done)
}

fn write_starter(out: &Path, settings: &Settings, words: &Words) -> anyhow::Result<Exit> {
    for name in starter::names() {
        let file = out.join(name);
        if file.exists() {
            return Err(BadInput(said("inventory-exists", &file, words)).into());
        }
    }
    std::fs::create_dir_all(out)?;
    for (name, text) in starter::pack(words) {
        durable::write_file(&out.join(name), text.as_bytes())?;
    }
    if settings.json {
        super::print(&serde_json::json!({ "written": out }).to_string())?;
    } else {
        super::print(&said("inventory-written", out, words))?;
    }
    Ok(Exit::Done)
}

/// What is recorded and not retired, as a file would list it.
async fn recorded(settings: &Settings) -> anyhow::Result<Vec<Item>> {
    let reading = Reading::open(settings, None).await?;
    let ids: Vec<_> = reading.state().entities().map(|entity| entity.id().clone()).collect();
    let texts = reading.texts(ids.iter()).await?;
    Ok(items(reading.state(), texts))
}

fn refused(error: CannotBeWritten, words: &Words) -> anyhow::Error {
    match error {
        CannotBeWritten::Field { id, field } => {
            let args = [("id", Say::Owned(id)), ("field", Say::Owned(field))];
            BadInput(words.say("workbook-cannot_be_written", &args)).into()
        }
        error => error.into(),
    }
}

fn said(sentence: &str, path: &Path, words: &Words) -> String {
    words.say(sentence, &[("path", Say::Owned(path.display().to_string()))])
}

//! `arvak inventory template`, `export` and `starter`: what people fill in and correct.

mod starter;

use std::collections::BTreeSet;
use std::path::Path;

use arvak_core::fact::{Entity, Retirement, Scope};
use arvak_core::inventory::Item;
use arvak_core::state::EntityView;
use arvak_core::vocabulary;
use arvak_core::{Class, EntityId, Fact};
use arvak_ledger::durable;
use arvak_words::{Say, Words};
use arvak_workbook::{CannotBeWritten, export, template};

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
            (out, Some(graded(recorded(settings).await?, class)))
        }
        InventoryVerb::Starter(Starter { out }) => return write_starter(&out, settings, &words),
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
    let listed = |kind: &str| vocabulary::kind(kind).is_some_and(|row| row.listed);
    let known: Vec<_> = reading
        .state()
        .entities()
        .filter(|entity| listed(entity.id().kind()) && !entity.is_retired())
        .collect();
    let mut texts = reading.texts(known.iter().map(EntityView::id)).await?;
    let items = known.into_iter().map(|entity| {
        let own = texts.remove(entity.id());
        let (name, note) = own.map_or((None, None), |texts| (texts.name, texts.note));
        let class = entity.class();
        let (id, attributes) = (entity.id().clone(), entity.attributes().clone());
        let entity = Entity { id, attributes, relations: entity.relations().to_vec() };
        Item { entity, name, note, class, file: String::new(), line: 1 }
    });
    Ok(items.collect())
}

/// What those may see who may see `least` and what is more open: things, single fields, and relations between such things.
fn graded(mut items: Vec<Item>, least: Class) -> Vec<Item> {
    items.retain(|item| item.class >= least);
    let kept: BTreeSet<EntityId> = items.iter().map(|item| item.entity.id.clone()).collect();
    for item in &mut items {
        let class = item.class;
        item.entity.attributes.retain(|_, one| one.class.unwrap_or(class) >= least);
        for relation in &mut item.entity.relations {
            relation.to.retain(|id| kept.contains(id));
            let left = u32::try_from(relation.to.len()).unwrap_or(u32::MAX);
            relation.at_least = relation.at_least.min(left);
        }
        item.entity.relations.retain(|relation| !relation.to.is_empty());
    }
    items
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

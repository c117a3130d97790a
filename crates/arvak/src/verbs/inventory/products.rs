//! `arvak inventory products` and `arvak inventory take-list`: what systems are built from, by the lists of software that were
//! taken in.

use arvak_core::EntityId;
use arvak_store::products::{Found, Wanted};
use arvak_suppliers::sbom::{self, Sbom};
use arvak_web::products::{NewList, drafted, read_list, same};
use arvak_words::{Say, Words, date};
use serde_json::json;

use super::super::evidence::input::whole;
use super::super::print;
use crate::cli::{FindProducts, TakeList};
use crate::exit::{BadInput, Exit, Graded};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn find(args: FindProducts, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let reading = Reading::open(settings, None).await?;
    if let Some(system) = &args.system {
        listed(&reading, system, "system", &words)?;
    }
    let limit = usize::from(args.limit);
    let wanted = Wanted {
        systems: args.system.map(|system| vec![system]),
        contains: args.contains.unwrap_or_default(),
        purl: args.purl.unwrap_or_default(),
        after: args.after,
        limit: limit + 1,
    };
    let count = reading.store.count_products(read_list, wanted.clone()).await?;
    let mut found = reading.store.products(read_list, wanted).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(|last| last.place.clone());
    if settings.json {
        let products: Vec<_> = found.iter().map(as_json).collect();
        let report = json!({
            "products": products, "count": count.products, "systems": count.systems, "next": next,
        });
        print(&report.to_string())?;
        return Ok(Exit::Done);
    }
    if count.products == 0 {
        print(&words.plain("products-none"))?;
        return Ok(Exit::Done);
    }
    for one in &found {
        let version = one.product.version.as_deref().unwrap_or("–");
        let args = [
            ("name", Say::Text(&one.product.name)),
            ("version", Say::Text(version)),
            ("system", Say::Owned(one.system.to_string())),
            ("entry", Say::Owned(one.entry.to_string())),
        ];
        print(&words.say("products-line", &args))?;
    }
    let number = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let args = [("products", number(count.products)), ("systems", number(count.systems))];
    print(&words.say("products-count", &args))?;
    if let Some(place) = next {
        print(&words.say("products-next", &[("place", Say::Owned(place))]))?;
    }
    Ok(Exit::Done)
}

/// As the API tells it.
fn as_json(one: &Found) -> serde_json::Value {
    let product = &one.product;
    json!({
        "name": product.name, "version": product.version, "purl": product.purl, "maker": product.maker,
        "system": one.system, "source": one.source, "entry": one.entry, "at": one.at,
    })
}

pub(super) async fn take(args: TakeList, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let reading = Reading::open(settings, None).await?;
    listed(&reading, &args.system, "system", &words)?;
    if let Some(supplier) = &args.from {
        listed(&reading, supplier, "supplier", &words)?;
    }
    let bytes = whole(&args.file, sbom::BYTES_MAX, &words)?;
    let name = args.file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let name = arvak_suppliers::file::kept_name(&name);
    Graded::check_file(&name, &bytes)?;
    let list = sbom::read(&bytes).map_err(|mistakes| {
        let mut lines = vec![words.plain("products-list-wrong")];
        lines.extend(mistakes.iter().map(|one| arvak_web::products::told(one, &words)));
        BadInput(lines.join("\n"))
    })?;
    let came = reading.at;
    if args.dry_run {
        return tell("products-dry", (&args, &list, None), came, settings, &words);
    }
    let about = (&args.system, args.from.as_ref());
    if let Some(known) = same(&reading.store, about, &bytes).await? {
        return tell("products-known", (&args, &list, Some(known)), came, settings, &words);
    }
    let recording = Recording::open(settings).await?;
    let blob = recording.folder.blobs().put(&bytes)?;
    let (system, source) = about;
    let draft = drafted(&NewList { system, source, name: &name, sbom: &list, came, blob })?;
    let id = recording.append(draft, &words).await?;
    recording.close().await?;
    tell("products-recorded", (&args, &list, Some(id)), came, settings, &words)
}

/// A thing of that kind that is in use.
fn listed(reading: &Reading, id: &EntityId, kind: &str, words: &Words) -> anyhow::Result<()> {
    let known = reading.state().entity(id).filter(|_| id.kind() == kind);
    let (sentence, name) = match known {
        Some(one) if !one.is_retired() => return Ok(()),
        Some(_) => ("products-take-gone", "subject"),
        None if kind == "system" => ("products-take-unknown", "subject"),
        None => ("products-take-no-source", "source"),
    };
    Err(BadInput(words.say(sentence, &[(name, Say::Owned(id.to_string()))])).into())
}

fn tell(
    sentence: &str,
    (args, list, entry): (&TakeList, &Sbom, Option<arvak_core::EntryId>),
    came: arvak_core::Instant,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
    let at = list.dated(came);
    if settings.json {
        let report = json!({
            "id": entry, "system": args.system, "source": args.from, "products": list.products.len(),
            "collected_at": at, "new": sentence == "products-recorded",
        });
        print(&report.to_string())?;
        return Ok(Exit::Done);
    }
    let said = [
        ("count", Say::Number(i64::try_from(list.products.len()).unwrap_or(i64::MAX))),
        ("system", Say::Owned(args.system.to_string())),
        ("date", Say::Owned(date(words.lang(), at))),
        ("id", Say::Owned(entry.map_or_else(String::new, |id| id.to_string()))),
    ];
    print(&words.say(sentence, &said))?;
    Ok(Exit::Done)
}

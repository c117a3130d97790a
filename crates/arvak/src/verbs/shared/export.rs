//! Handing evidence on. What is not graded as shared or public stays here, and is counted.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::state::EvidenceView;
use arvak_core::{Class, EntityId, Envelope, Outcome};
use arvak_ledger::{Reader, durable};
use arvak_words::{Say, Words};
use serde_json::json;

use super::package::{FORMAT, Handed, Package, encoded};
use crate::cli::Export;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// What belongs to a thing that is handed on.
const ALONG: [&str; 3] = ["endpoints", "backups", "log_sources"];

pub(super) async fn run(args: &Export, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    // The proofs are over the signed tree.
    let recording = Recording::open(settings).await?;
    recording.folder.seal().await?;
    recording.close().await?;
    let reading = Reading::open(settings, None).await?;
    let subjects = subjects(args, &reading, &words)?;
    let reader = Reader::open(&settings.data)?;
    let (mut entries, mut kept) = (Vec::new(), 0_usize);
    for id in ids(&reading, &subjects) {
        let bytes = reader.get(id, |entry| entry.envelope.to_vec())?;
        let envelope = Envelope::decode(&bytes)?;
        if envelope.class < Class::Shared {
            kept += 1;
            continue;
        }
        let blobs = envelope
            .blobs
            .iter()
            .map(|digest| Ok::<_, anyhow::Error>(encoded(&reading.store.blobs().sealed(*digest)?)));
        entries.push(Handed {
            blobs: blobs.collect::<Result<_, _>>()?,
            envelope: String::from_utf8(bytes)?,
            proof: reader.prove(id)?,
        });
    }
    let count = entries.len();
    let number = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    if entries.is_empty() {
        let said = [("kept", number(kept))];
        return Err(BadInput(words.say("shared-nothing", &said)).into());
    }
    let key = reader.public_key().to_string();
    let package = Package { format: FORMAT.to_owned(), key: key.clone(), entries };
    durable::write_file(&args.out, &serde_json::to_vec(&package)?)?;
    if settings.json {
        let report = json!({
            "written": args.out, "entries": count, "kept_back": kept, "key": key,
            "subjects": subjects,
        });
        crate::verbs::print(&report.to_string())?;
    } else {
        let said = [
            ("path", Say::Owned(args.out.display().to_string())),
            ("count", number(count)),
            ("kept", number(kept)),
            ("key", Say::Text(&key)),
        ];
        crate::verbs::print(&words.say("shared-written", &said))?;
    }
    Ok(Exit::Done)
}

/// The things that were named, and what belongs to them.
fn subjects(args: &Export, reading: &Reading, words: &Words) -> anyhow::Result<BTreeSet<EntityId>> {
    let mut subjects = BTreeSet::new();
    for subject in &args.subjects {
        if !reading.state().is_listed(subject) {
            let said = [("subject", Say::Owned(subject.to_string()))];
            return Err(BadInput(words.say("shared-not-listed", &said)).into());
        }
        let along = ALONG.iter().flat_map(|relation| reading.state().related(subject, relation));
        subjects.extend(along.cloned());
        subjects.insert(subject.clone());
    }
    Ok(subjects)
}

/// The entries that can still matter: of each kind and way of knowing the latest support, and every refutation that is
/// as late or later.
fn ids(reading: &Reading, subjects: &BTreeSet<EntityId>) -> BTreeSet<u64> {
    let mut ids = BTreeSet::new();
    for subject in subjects {
        for (kind, described) in &reading.catalogue.kinds {
            if described.subject.as_str() != subject.kind() {
                continue;
            }
            let counts = |one: &EvidenceView<'_>| {
                !one.withdrawn && !one.superseded && one.result != Outcome::Inconclusive
            };
            let mut latest: BTreeMap<_, EvidenceView<'_>> = BTreeMap::new();
            for one in reading.state().evidence(subject, kind).filter(counts) {
                let key = (one.result, one.basis);
                let newer = latest.get(&key).is_none_or(|known| {
                    (known.collected_at, known.entry) < (one.collected_at, one.entry)
                });
                if newer {
                    latest.insert(key, one);
                }
            }
            ids.extend(latest.values().map(|one| one.entry.0));
        }
    }
    ids
}

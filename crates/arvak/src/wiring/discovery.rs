//! Names that looks came across inside the declared domains, held against the inventory: a host that answers for us and
//! stands in no list refutes that the list is complete.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::fact::{Method, Value};
use arvak_core::state::EntityView;
use arvak_core::{
    Actor, Basis, Class, Digest, Draft, EntityId, EntryId, Evidence, Fact, Instant, Name, Outcome,
};
use arvak_exposure::names_seen;
use arvak_probe::Transcript;
use arvak_words::Words;
use serde_json::json;

use super::reading::Reading;
use super::recording::Recording;

/// The method of the evidence.
const METHOD: &str = "discovery";

/// The version of what is compared with what.
const VERSION: u32 = 1;

/// The list that the names should stand in.
const LIST: &str = "inventory/endpoint";

/// That a list is complete.
const KIND: &str = "inventory.complete";

/// What was found that stands in no list.
const UNDECLARED: &str = "inventory.undeclared_found";

/// Most names that are told of.
const NAMES_MAX: usize = 1_000;

/// Records which names are unknown, where that is news; returns how many facts that took.
///
/// That nothing unknown was seen only supports the list where something was before: otherwise it would say
/// that the list is complete, which no look can know.
pub(crate) async fn record(
    recording: &Recording,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<usize> {
    let unknown = unknown(reading)?;
    let list: EntityId = LIST.parse()?;
    let kind: Name = KIND.parse()?;
    let known = reading.state().evidence(&list, &kind);
    let ours = known.filter(|one| one.method.is_some_and(|method| method.as_str() == METHOD));
    let latest = ours.max_by_key(|one| (one.collected_at, one.entry));
    let was = latest.as_ref().map(|one| one.result);
    let result = match (unknown.is_empty(), was) {
        (true, Some(Outcome::Refutes)) => Outcome::Supports,
        (true, _) => return Ok(0),
        (false, _) => Outcome::Refutes,
    };
    let names: BTreeSet<&str> = unknown.keys().map(String::as_str).collect();
    if let Some(latest) = latest.filter(|latest| latest.result == result)
        && told(reading, latest.entry).is_some_and(|told| told.iter().map(String::as_str).eq(names))
    {
        return Ok(0);
    }
    let transcript = transcript(&unknown);
    let digest = recording.folder.blobs().put(&transcript)?;
    let draft = draft(list, kind, result, reading.at, digest)?;
    recording.append(draft, words).await?;
    Ok(1)
}

/// Names inside the declared domains that stand in no list, and the evidence whose look met them.
fn unknown(reading: &Reading) -> anyhow::Result<BTreeMap<String, BTreeSet<EntryId>>> {
    let state = reading.state();
    let listed: BTreeSet<String> = ["endpoint", "domain"]
        .into_iter()
        .flat_map(|kind| state.entities_of(kind))
        .map(host)
        .collect();
    let mut unknown: BTreeMap<String, BTreeSet<EntryId>> = BTreeMap::new();
    for entry in newest(reading) {
        let Fact::Evidence(evidence) = reading.store.entry(entry)?.envelope.fact else { continue };
        let Some(transcript) = evidence.transcript else { continue };
        // What was erased, or is of a method that is none any more, tells of no names.
        let Ok(bytes) = reading.store.blobs().get(transcript) else { continue };
        let Ok(transcript) = Transcript::decode(&bytes) else { continue };
        for name in names_seen(&transcript) {
            let name = name.to_string();
            if listed.contains(&name)
                || (unknown.len() >= NAMES_MAX && !unknown.contains_key(&name))
            {
                continue;
            }
            unknown.entry(name).or_default().insert(entry);
        }
    }
    Ok(unknown)
}

/// The newest evidence of each probe about everything that meets the internet, and is not retired.
fn newest(reading: &Reading) -> BTreeSet<EntryId> {
    let state = reading.state();
    let mut newest: BTreeMap<(EntityId, Name), (Instant, EntryId)> = BTreeMap::new();
    for (kind, known) in reading.catalogue.kinds.iter().filter(|(_, kind)| !kind.probes.is_empty())
    {
        for entity in state.entities_of(known.subject.as_str()).filter(|one| !one.is_retired()) {
            for evidence in state.evidence(entity.id(), kind) {
                let Some(method) = evidence.method else { continue };
                let found = (evidence.collected_at, evidence.entry);
                let last = newest.entry((entity.id().clone(), method.clone())).or_insert(found);
                *last = found.max(*last);
            }
        }
    }
    newest.into_values().map(|(_, entry)| entry).collect()
}

fn host(entity: EntityView<'_>) -> String {
    match entity.attribute("host").map(|attribute| &attribute.value) {
        Some(Value::Host(host)) => host.to_string(),
        _ => entity.id().slug().to_owned(),
    }
}

/// The names that earlier evidence told of.
fn told(reading: &Reading, entry: EntryId) -> Option<BTreeSet<String>> {
    let Fact::Evidence(evidence) = reading.store.entry(entry).ok()?.envelope.fact else {
        return None;
    };
    let bytes = reading.store.blobs().get(evidence.transcript?).ok()?;
    let told: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    let names = told.get("names")?.as_array()?.iter();
    Some(names.filter_map(|one| Some(one.get("name")?.as_str()?.to_owned())).collect())
}

fn transcript(unknown: &BTreeMap<String, BTreeSet<EntryId>>) -> Vec<u8> {
    let names: Vec<_> =
        unknown.iter().map(|(name, seen)| json!({ "name": name, "seen_in": seen })).collect();
    json!({ "method": METHOD, "version": VERSION, "names": names }).to_string().into_bytes()
}

fn draft(
    list: EntityId,
    kind: Name,
    result: Outcome,
    at: Instant,
    transcript: Digest,
) -> anyhow::Result<Draft> {
    let key = format!("evidence\n{METHOD}\n{list}\n{transcript}\n{}\n", at.as_millis());
    let method: Name = METHOD.parse()?;
    let code = (result == Outcome::Refutes).then(|| UNDECLARED.parse()).transpose()?;
    let evidence = Evidence {
        kind,
        subject: list,
        result,
        basis: Basis::Probe,
        collected_at: at,
        valid_until: None,
        method: Some(Method { name: method.clone(), version: VERSION }),
        vantage: None,
        attributes: BTreeMap::new(),
        code,
        transcript: Some(transcript),
        supersedes: None,
    };
    Ok(Draft {
        key: Digest::of(key.as_bytes()),
        actor: Actor::Program(method),
        class: Class::Internal,
        body: None,
        blobs: vec![transcript],
        fact: Fact::Evidence(evidence),
    })
}

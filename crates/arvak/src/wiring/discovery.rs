//! Names that looks came across inside the declared domains, held against the inventory: a host that answers for us and
//! stands in no list refutes that the list is complete.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::discovery::{
    Comparison, KIND, LIST, METHOD, UNDECLARED, UnknownName, VERSION, latest, newest_looks,
};
use arvak_core::fact::Method;
use arvak_core::{Basis, Digest, Draft, EntryId, Evidence, Fact, Instant, Name, Outcome};
use arvak_exposure::names_seen;
use arvak_probe::Transcript;
use arvak_words::Words;

use super::doors;
use super::own::own;
use super::reading::Reading;
use super::recording::Recording;

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
    let latest = latest(reading.state());
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
    let transcript = transcript(&unknown)?;
    let digest = recording.folder.blobs().put(&transcript)?;
    let draft = draft(result, reading.at, digest)?;
    recording.append(draft, words).await?;
    Ok(1)
}

/// Names inside the declared domains that stand in no list, and the evidence whose look met them.
fn unknown(reading: &Reading) -> anyhow::Result<BTreeMap<String, BTreeSet<EntryId>>> {
    let state = reading.state();
    let listed = doors::hosts(state);
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
    let (state, catalogue) = (reading.state(), &reading.catalogue);
    let probed = catalogue.kinds.values().filter(|kind| !kind.probes.is_empty());
    let subjects: BTreeSet<&str> = probed.map(|kind| kind.subject.as_str()).collect();
    let things = subjects.into_iter().flat_map(|kind| state.entities_of(kind));
    let living = things.filter(|one| !one.is_retired());
    let looks = living.flat_map(|one| newest_looks(state, catalogue, one.id()).into_values());
    looks.map(|(_, entry)| entry).collect()
}

/// The names that earlier evidence told of.
fn told(reading: &Reading, entry: EntryId) -> Option<BTreeSet<String>> {
    let told: Comparison = serde_json::from_slice(&reading.transcript(entry)?).ok()?;
    Some(told.names.into_iter().map(|unknown| unknown.name).collect())
}

fn transcript(unknown: &BTreeMap<String, BTreeSet<EntryId>>) -> anyhow::Result<Vec<u8>> {
    let name = |(name, seen): (&String, &BTreeSet<EntryId>)| UnknownName {
        name: name.clone(),
        seen_in: seen.iter().copied().collect(),
    };
    let (method, names) = (METHOD.to_owned(), unknown.iter().map(name).collect());
    Ok(serde_json::to_vec(&Comparison { method, names, version: VERSION })?)
}

fn draft(result: Outcome, at: Instant, transcript: Digest) -> anyhow::Result<Draft> {
    let key = format!("evidence\n{METHOD}\n{LIST}\n{transcript}\n{}\n", at.as_millis());
    let method: Name = METHOD.parse()?;
    let code = (result == Outcome::Refutes).then(|| UNDECLARED.parse()).transpose()?;
    let evidence = Evidence {
        kind: KIND.parse()?,
        subject: LIST.parse()?,
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
    Ok(own(&key, method, evidence))
}

//! Lists of what systems are built from, held against what is installed: where an export that was made after the list shows another
//! version of the same product, the list is refuted; where all that both name is alike, it is supported. No new request is made.

use std::collections::BTreeMap;

use arvak_configuration::software::listed::{COMPARISON_VERSION, Compared, Listed, METHOD};
use arvak_configuration::{Export, Format, read};
use arvak_core::fact::Method;
use arvak_core::{Basis, Digest, Draft, EntryId, Evidence, Instant, Name, Outcome};
use arvak_store::products::{CountingList, LISTED};
use arvak_web::products::read_list;
use arvak_words::Words;
use serde::Serialize;

use super::own::own;
use super::reading::Reading;
use super::recording::Recording;

/// The kind of evidence that an export of installed software gives, and by which method.
const SUPPORTED: &str = "software.supported";
const EXPORT: &str = "software_list";

/// The refuter.
const OTHERWISE: &str = "software.listed_otherwise";

/// Most differing products that the transcript names.
const TOLD_MAX: usize = 1_000;

/// What was compared, and what came of it: the transcript.
#[derive(Serialize)]
struct Transcript<'a> {
    method: &'a str,
    version: u32,
    list: EntryId,
    export: EntryId,
    compared: usize,
    otherwise: usize,
    differing: Vec<Differing<'a>>,
}

#[derive(Serialize)]
struct Differing<'a> {
    name: &'a str,
    listed: &'a [String],
    installed: &'a [String],
}

/// An export of what is installed.
struct Installed {
    entry: EntryId,
    at: Instant,
    blob: Digest,
}

/// Records what the newest list of each system and source shows beside the newest export; returns how many facts that took.
pub(crate) async fn record(
    recording: &Recording,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<usize> {
    let kind: Name = LISTED.parse()?;
    if !reading.catalogue.kinds.contains_key(&kind) {
        // A catalogue of before this kind is in force.
        return Ok(0);
    }
    let mut drafts = Vec::new();
    for list in reading.store.software_lists(read_list).await? {
        let Some(installed) = installed(reading, &list)? else { continue };
        let Some(found) = compare(reading, &list, &installed)? else { continue };
        if found.compared > 0 {
            drafts.push(draft(recording, &list, &installed, &found)?);
        }
    }
    let count = drafts.len();
    recording.append_all(drafts, words).await?;
    Ok(count)
}

/// The newest export of what is installed on the system of a list, when it was made after the list and was not compared with it yet.
fn installed(reading: &Reading, list: &CountingList) -> anyhow::Result<Option<Installed>> {
    let (state, kind) = (reading.state(), SUPPORTED.parse()?);
    let exports = state.evidence(&list.system, &kind).filter(|one| !one.withdrawn);
    let newest = exports
        .filter_map(|one| {
            let envelope = reading.store.entry(one.entry).ok()?.envelope;
            let arvak_core::Fact::Evidence(evidence) = envelope.fact else { return None };
            let is_export = evidence.method.is_some_and(|method| method.name.as_str() == EXPORT);
            let blob = evidence.transcript.filter(|_| is_export)?;
            Some(Installed { entry: one.entry, at: evidence.collected_at, blob })
        })
        .max_by_key(|one| (one.at, one.entry));
    Ok(newest.filter(|one| one.at > list.at && !is_compared(reading, list, one)))
}

/// Whether that list was held against that export before: then nothing new can come of it.
fn is_compared(reading: &Reading, list: &CountingList, installed: &Installed) -> bool {
    let key = Digest::of(key(list, installed).as_bytes());
    let Ok(kind) = LISTED.parse() else { return false };
    let mut all = reading.state().evidence(&list.system, &kind);
    all.any(|one| reading.store.entry(one.entry).is_ok_and(|entry| entry.envelope.key == key))
}

fn key(list: &CountingList, installed: &Installed) -> String {
    format!("evidence\n{METHOD}\n{}\n{}\n{}", list.system, list.entry, installed.entry)
}

/// Nothing when either cannot be read any more.
fn compare(
    reading: &Reading,
    list: &CountingList,
    installed: &Installed,
) -> anyhow::Result<Option<Compared>> {
    let Ok(bytes) = reading.store.blobs().get(installed.blob) else { return Ok(None) };
    let Ok(Export::Software(software)) = read(Format::Software, &bytes) else { return Ok(None) };
    let blobs = reading.store.entry(list.entry)?.envelope.blobs;
    let held = blobs.into_iter().filter_map(|blob| reading.store.blobs().get(blob).ok());
    let Some(products) = held.into_iter().find_map(|bytes| read_list(&bytes)) else {
        return Ok(None);
    };
    let listed = products.iter().map(|one| Listed {
        name: &one.name,
        version: one.version.as_deref(),
        purl: one.purl.as_deref(),
    });
    Ok(Some(software.against(listed)))
}

fn draft(
    recording: &Recording,
    list: &CountingList,
    installed: &Installed,
    found: &Compared,
) -> anyhow::Result<Draft> {
    let told = found.otherwise.iter().take(TOLD_MAX);
    let differing = told.map(|one| Differing {
        name: &one.name,
        listed: &one.listed,
        installed: &one.installed,
    });
    let transcript = Transcript {
        method: METHOD,
        version: COMPARISON_VERSION,
        list: list.entry,
        export: installed.entry,
        compared: found.compared,
        otherwise: found.otherwise.len(),
        differing: differing.collect(),
    };
    let transcript = recording.folder.blobs().put(&serde_json::to_vec(&transcript)?)?;
    let is_otherwise = !found.otherwise.is_empty();
    let method: Name = METHOD.parse()?;
    let mut attributes = BTreeMap::new();
    let counts =
        [("products_compared", found.compared), ("products_otherwise", found.otherwise.len())];
    for (name, count) in counts {
        attributes.insert(name.parse()?, i64::try_from(count)?);
    }
    let evidence = Evidence {
        kind: LISTED.parse()?,
        subject: list.system.clone(),
        result: if is_otherwise { Outcome::Refutes } else { Outcome::Supports },
        basis: Basis::Configuration,
        collected_at: installed.at,
        valid_until: None,
        method: Some(Method { name: method.clone(), version: COMPARISON_VERSION }),
        vantage: None,
        attributes,
        code: is_otherwise.then(|| OTHERWISE.parse()).transpose()?,
        transcript: Some(transcript),
        supersedes: None,
    };
    Ok(own(&key(list, installed), method, evidence))
}

//! For how long serious holes that scanners found have stood on each endpoint: told from the results that were taken in
//! (`arvak evidence scan`), which are kept. How bad a finding is stays the scanner's word.

use std::collections::BTreeMap;

use arvak_core::fact::Method;
use arvak_core::{Basis, Draft, EntityId, EntryId, Evidence, Name, Outcome};
use arvak_exposure::endpoint_hosts;
use arvak_exposure::imports::{Ages, Columns, Format, Scan, ages, read};
use arvak_words::Words;
use serde_json::json;

use super::own::own;
use super::reading::Reading;
use super::recording::Recording;

const METHOD: &str = "hole_ages";
const VERSION: u32 = 1;

/// The evidence kind, and its refuter.
const KIND: &str = "holes.closed";
const OPEN: &str = "holes.open";

/// The kind whose evidence holds what scanners wrote.
const SCANS: &str = "scan.current";

/// Records what stands open on which endpoint, where there is a result that was not looked at; returns how many facts that took.
pub(crate) async fn record(
    recording: &Recording,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<usize> {
    let endpoints = endpoint_hosts(reading.state());
    if !is_due(reading, &endpoints)? {
        return Ok(0);
    }
    let scans = scans(reading).await?;
    let mut drafts = Vec::new();
    for (endpoint, host) in &endpoints {
        if let Some(found) = ages(host, &scans) {
            drafts.push(draft(recording, endpoint, host.as_str(), &found)?);
        }
    }
    let count = drafts.len();
    recording.append_all(drafts, words).await?;
    Ok(count)
}

/// Whether a result was taken in, or an endpoint was listed, after this was last told.
fn is_due(reading: &Reading, endpoints: &[(EntityId, arvak_probe::Host)]) -> anyhow::Result<bool> {
    let state = reading.state();
    let (scans, ours): (Name, Name) = (SCANS.parse()?, KIND.parse()?);
    let organisations = state.entities_of("organisation");
    let newest: Option<EntryId> = organisations
        .filter_map(|one| state.evidence(one.id(), &scans).map(|one| one.entry).max())
        .max();
    let Some(newest) = newest else { return Ok(false) };
    let told = endpoints
        .iter()
        .filter_map(|(id, _)| state.evidence(id, &ours).map(|one| one.entry).max())
        .max();
    let listed = endpoints.iter().filter_map(|(id, _)| Some(state.entity(id)?.entry())).max();
    Ok(told.is_none_or(|told| told < newest || listed.is_some_and(|listed| told < listed)))
}

/// All results that are kept, and can be read.
async fn scans(reading: &Reading) -> anyhow::Result<Vec<Scan>> {
    let kind: Name = SCANS.parse()?;
    let organisations: Vec<EntityId> =
        reading.state().entities_of("organisation").map(|one| one.id().clone()).collect();
    let mut all = Vec::new();
    for organisation in organisations {
        for (entry, evidence) in reading.store.evidence_of(&organisation, &kind).await? {
            let body = reading.store.entry(entry)?.body;
            let format = body.and_then(|body| Format::from_name(body.texts.get("format")?));
            let bytes = evidence.transcript.and_then(|one| reading.store.blobs().get(one).ok());
            // What was erased, and what was typed in without a file, says nothing of holes.
            let Some((format, bytes)) = format.zip(bytes) else { continue };
            let Ok(imported) = read(format, &bytes, &Columns::default()) else { continue };
            all.push(Scan { entry, at: evidence.collected_at, imported });
        }
    }
    Ok(all)
}

fn draft(
    recording: &Recording,
    endpoint: &EntityId,
    host: &str,
    found: &Ages,
) -> anyhow::Result<Draft> {
    let told = json!({
        "method": METHOD, "version": VERSION, "subject": endpoint, "host": host,
        "at": found.at, "scans": found.entries, "holes": found.holes,
    });
    let told = told.to_string();
    let transcript = recording.folder.blobs().put(told.as_bytes())?;
    let method: Name = METHOD.parse()?;
    let is_open = !found.holes.is_empty();
    let holes = i64::try_from(found.holes.len()).unwrap_or(i64::MAX);
    let evidence = Evidence {
        kind: KIND.parse()?,
        subject: endpoint.clone(),
        result: if is_open { Outcome::Refutes } else { Outcome::Supports },
        basis: Basis::Configuration,
        collected_at: found.at,
        valid_until: None,
        method: Some(Method { name: method.clone(), version: VERSION }),
        vantage: None,
        attributes: BTreeMap::from([
            ("holes".parse()?, holes),
            ("oldest_days".parse()?, found.oldest_days()),
        ]),
        code: is_open.then(|| OPEN.parse()).transpose()?,
        transcript: Some(transcript),
        supersedes: None,
    };
    Ok(own(&format!("evidence\n{METHOD}\n{endpoint}\n{told}"), method, evidence))
}

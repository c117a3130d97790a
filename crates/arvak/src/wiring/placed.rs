//! In which country each endpoint stands, by lists that those who own networks publish (`arvak places import`): the addresses that
//! the newest looks met, held against the kept table. Nobody is asked anything. Where an address is registered is a lead, and is
//! not read; what is answered by the nearest of many machines stands in no one country.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use arvak_core::discovery::newest_looks;
use arvak_core::fact::Method;
use arvak_core::{Basis, Draft, EntityId, EntryId, Evidence, Instant, Name, Outcome, Span};
use arvak_exposure::endpoint_hosts;
use arvak_exposure::places::{FILE_NAME, Seen, Table, is_in_eea};
use arvak_probe::{Event, Host, Transcript};
use arvak_words::Words;
use serde::{Deserialize, Serialize};

use super::own::own;
use super::reading::Reading;
use super::recording::Recording;
use super::routes::read_kept;

const METHOD: &str = "published_places";
const VERSION: u32 = 1;

/// The evidence kind, and its refuter.
const KIND: &str = "hosting.placed";
const OUTSIDE: &str = "hosting.outside_eea";

/// How old what was told may be before it is told anew though nothing changed.
const HOLDS_FOR: Span = Span::from_days(15);

/// What was told of an endpoint, as it is kept beside the evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Placed {
    method: String,
    version: u32,
    subject: EntityId,
    host: String,
    /// The look whose addresses these are.
    look: EntryId,
    at: Instant,
    seen: Vec<Seen>,
}

impl Placed {
    fn countries(&self) -> BTreeSet<String> {
        self.seen.iter().flat_map(|one| one.countries.iter().cloned()).collect()
    }

    /// What it says, apart from by which look.
    fn said(&self) -> impl PartialEq + use<'_> {
        self.seen.iter().map(|one| (&one.address, &one.countries)).collect::<Vec<_>>()
    }
}

/// The kept table, if there is one; the error names the file.
pub(crate) fn kept(root: &Path) -> Result<Option<Table>, String> {
    read_kept(&root.join(FILE_NAME), Table::decode)
}

/// The countries of evidence that this recorded, by its entry.
pub(crate) fn countries(reading: &Reading, entry: EntryId) -> BTreeSet<String> {
    told(reading, entry).map(|one| one.countries()).unwrap_or_default()
}

/// Records where endpoints stand, where that is news; returns how many facts that took. Without a table there is nothing to say.
pub(crate) async fn record(
    recording: &Recording,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<usize> {
    let Some(table) = kept(recording.folder.layout().root()).map_err(anyhow::Error::msg)? else {
        return Ok(0);
    };
    let mut drafts = Vec::new();
    for (endpoint, host) in endpoint_hosts(reading.state()) {
        if let Some(placed) = placed(reading, &table, &endpoint, &host)
            && is_news(reading, &placed)?
        {
            drafts.push(draft(recording, &placed)?);
        }
    }
    let count = drafts.len();
    recording.append_all(drafts, words).await?;
    Ok(count)
}

/// What the lists say of the addresses that the newest look at the endpoint met; nothing where one of them stands in no list, or
/// in no one country: then nobody can say where all of it stands.
fn placed(reading: &Reading, table: &Table, endpoint: &EntityId, host: &Host) -> Option<Placed> {
    let looks = newest_looks(reading.state(), &reading.catalogue, endpoint);
    let mut looks: Vec<_> = looks.into_values().collect();
    looks.sort_unstable();
    let (look, at, addresses) = looks.into_iter().rev().find_map(|(at, entry)| {
        let addresses = addresses(reading, entry, host);
        (!addresses.is_empty()).then_some((entry, at, addresses))
    })?;
    let seen: Option<Vec<Seen>> =
        addresses.into_iter().map(|address| table.seen(address, reading.at)).collect();
    let seen = seen?;
    seen.iter().all(|one| !one.countries.is_empty()).then(|| Placed {
        method: METHOD.to_owned(),
        version: VERSION,
        subject: endpoint.clone(),
        host: host.to_string(),
        look,
        at,
        seen,
    })
}

/// The addresses of the host at which that look was answered.
fn addresses(reading: &Reading, entry: EntryId, host: &Host) -> BTreeSet<IpAddr> {
    let transcript = reading.transcript(entry).and_then(|bytes| Transcript::decode(&bytes).ok());
    let Some(transcript) = transcript else { return BTreeSet::new() };
    let mut own: BTreeSet<IpAddr> = host.address().into_iter().collect();
    let mut answered = BTreeSet::new();
    for event in transcript.events() {
        match event {
            Event::Resolved(answer) if answer.name.trim_end_matches('.') == host.as_str() => {
                let data = ["A", "AAAA"].into_iter().flat_map(|kind| answer.data(kind));
                own.extend(data.filter_map(|data| data.parse::<IpAddr>().ok()));
            }
            Event::TcpConnected { address, .. } => {
                answered.extend(address.parse::<SocketAddr>().map(|one| one.ip()));
            }
            _ => {}
        }
    }
    own.intersection(&answered).copied().collect()
}

fn told(reading: &Reading, entry: EntryId) -> Option<Placed> {
    serde_json::from_slice(&reading.transcript(entry)?).ok()
}

fn is_news(reading: &Reading, placed: &Placed) -> anyhow::Result<bool> {
    let kind: Name = KIND.parse()?;
    let all = reading.state().evidence(&placed.subject, &kind);
    let last = all.filter(|one| !one.withdrawn && !one.superseded);
    let Some(last) = last.max_by_key(|one| (one.collected_at, one.entry)) else { return Ok(true) };
    let is_old = last.collected_at.plus(HOLDS_FOR) <= placed.at;
    Ok(is_old || told(reading, last.entry).is_none_or(|told| told.said() != placed.said()))
}

fn draft(recording: &Recording, placed: &Placed) -> anyhow::Result<Draft> {
    let told = serde_json::to_string(placed)?;
    let transcript = recording.folder.blobs().put(told.as_bytes())?;
    let method: Name = METHOD.parse()?;
    let countries = placed.countries();
    let is_outside = countries.iter().any(|code| !is_in_eea(code));
    let count = i64::try_from(countries.len()).unwrap_or(i64::MAX);
    let evidence = Evidence {
        kind: KIND.parse()?,
        subject: placed.subject.clone(),
        result: if is_outside { Outcome::Refutes } else { Outcome::Supports },
        basis: Basis::Configuration,
        collected_at: placed.at,
        valid_until: None,
        method: Some(Method { name: method.clone(), version: VERSION }),
        vantage: None,
        attributes: BTreeMap::from([("countries".parse()?, count)]),
        code: is_outside.then(|| OUTSIDE.parse()).transpose()?,
        transcript: Some(transcript),
        supersedes: None,
    };
    Ok(own(&format!("evidence\n{METHOD}\n{told}"), method, evidence))
}

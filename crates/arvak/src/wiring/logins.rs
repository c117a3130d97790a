//! Services that are recorded as having no log-in, held against what looks at their pages saw.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::discovery::logins::{LIST, LoginSeen, Logins, METHOD, UNRECORDED, VERSION, latest};
use arvak_core::discovery::{KIND, newest_looks};
use arvak_core::fact::{Method, Value};
use arvak_core::state::EntityView;
use arvak_core::{Basis, Digest, Draft, EntityId, EntryId, Evidence, Fact, Name, Outcome};
use arvak_exposure::Https;
use arvak_probe::{CheckOutcome, Probe as _};
use arvak_words::Words;

use super::own::own;
use super::reading::Reading;
use super::recording::Recording;

/// The probe that sees log-ins, and its check.
const PROBE: &str = "https";
const CHECK: &str = "http.login";

/// Records which services have a log-in that nobody recorded, where that is news; returns how many facts that took. That none
/// was seen only supports the list where something was before.
pub(crate) async fn record(
    recording: &Recording,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<usize> {
    let latest = latest(reading.state());
    let told = latest.as_ref().and_then(|latest| told(reading, latest.entry)).unwrap_or_default();
    let seen = seen(reading, &told);
    let was = latest.as_ref().map(|one| one.result);
    let result = match (seen.is_empty(), was) {
        (true, Some(Outcome::Refutes)) => Outcome::Supports,
        (true, _) => return Ok(0),
        (false, _) => Outcome::Refutes,
    };
    let key = |one: &LoginSeen| (one.service.clone(), one.endpoint.clone());
    if was == Some(result) && seen.iter().map(key).eq(told.iter().map(key)) {
        return Ok(0);
    }
    let (method, services) = (METHOD.to_owned(), seen.into_iter().collect());
    let transcript = serde_json::to_vec(&Logins { method, services, version: VERSION })?;
    let digest = recording.folder.blobs().put(&transcript)?;
    recording.append(draft(result, reading, digest)?, words).await?;
    Ok(1)
}

/// Services without a log-in of which one was seen. What the newest look could not tell stays as it was told.
fn seen(reading: &Reading, told: &BTreeSet<LoginSeen>) -> BTreeSet<LoginSeen> {
    let state = reading.state();
    let mut found = BTreeSet::new();
    for service in state.entities_of("service").filter(has_no_log_in) {
        for endpoint in service.related("endpoints") {
            let before = || {
                told.iter().find(|one| one.service == *service.id() && one.endpoint == *endpoint)
            };
            match at(reading, endpoint) {
                Seen::LogIn(reason, seen_in) => {
                    let (service, endpoint) = (service.id().clone(), endpoint.clone());
                    found.insert(LoginSeen { service, endpoint, reason, seen_in });
                }
                Seen::None => {}
                Seen::Unknown => found.extend(before().cloned()),
            }
        }
    }
    found
}

/// Whether the service meets the internet and is recorded as having no log-in. One of which nobody has said so either way
/// is not wrong.
fn has_no_log_in(service: &EntityView<'_>) -> bool {
    let value = |name| service.attribute(name).map(|attribute| &attribute.value);
    value("internet_facing") == Some(&Value::Bool(true))
        && matches!(value("login"), Some(Value::Word(word)) if word.as_str() == "none")
        && !service.is_retired()
}

/// What the newest look at an endpoint says.
enum Seen {
    LogIn(String, EntryId),
    None,
    Unknown,
}

fn at(reading: &Reading, endpoint: &EntityId) -> Seen {
    let looks = newest_looks(reading.state(), &reading.catalogue, endpoint);
    let newest = looks.iter().find(|(probe, _)| probe.as_str() == PROBE);
    let Some((_, (_, entry))) = newest else { return Seen::Unknown };
    let judged = || {
        let Fact::Evidence(evidence) = reading.store.entry(*entry).ok()?.envelope.fact else {
            return None;
        };
        let bytes = reading.store.blobs().get(evidence.transcript?).ok()?;
        let checks = Https.judge(&bytes).ok()?.checks;
        checks.into_iter().find(|check| check.id == CHECK)
    };
    match judged() {
        Some(check) if check.result == CheckOutcome::Notice => Seen::LogIn(check.reason, *entry),
        Some(check) if check.result == CheckOutcome::Pass => Seen::None,
        _ => Seen::Unknown,
    }
}

/// What earlier evidence told of.
fn told(reading: &Reading, entry: EntryId) -> Option<BTreeSet<LoginSeen>> {
    let Fact::Evidence(evidence) = reading.store.entry(entry).ok()?.envelope.fact else {
        return None;
    };
    let bytes = reading.store.blobs().get(evidence.transcript?).ok()?;
    let told: Logins = serde_json::from_slice(&bytes).ok()?;
    Some(told.services.into_iter().collect())
}

fn draft(result: Outcome, reading: &Reading, transcript: Digest) -> anyhow::Result<Draft> {
    let key = format!("evidence\n{METHOD}\n{LIST}\n{transcript}\n{}\n", reading.at.as_millis());
    let method: Name = METHOD.parse()?;
    let code = (result == Outcome::Refutes).then(|| UNRECORDED.parse()).transpose()?;
    let evidence = Evidence {
        kind: KIND.parse()?,
        subject: LIST.parse()?,
        result,
        basis: Basis::Probe,
        collected_at: reading.at,
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

//! Measures that are said to keep strangers from a log-in, held against what looks from outside met there: where the address
//! answered, the claim is refuted. No new request is made for it.

use std::collections::BTreeMap;

use arvak_core::discovery::newest_looks;
use arvak_core::fact::Method;
use arvak_core::requirement::{OUTSIDE, is_outside};
use arvak_core::state::EvidenceView;
use arvak_core::two_factor_measures::{Measure, claimed};
use arvak_core::{Basis, Digest, Draft, EntityId, EntryId, Evidence, Fact, Instant, Name, Outcome};
use arvak_probe::Event;
use arvak_probe::transcript::Transcript;
use arvak_words::Words;
use serde_json::json;

use super::own::own;
use super::reading::Reading;
use super::recording::Recording;

/// The method of the evidence, and its version.
const METHOD: &str = "mfa_reach";
const VERSION: u32 = 1;

/// The evidence kind, and its refuter.
const KIND: &str = "mfa.risk_reduction";
const REACHABLE: &str = "mfa.login_reachable";

/// What is to be recorded of one service.
struct News {
    result: Outcome,
    claim: EntryId,
    look: EntryId,
    seen_at: Instant,
}

/// Records which claims are untrue, and which of those are true again; returns how many facts that took.
pub(crate) async fn record(
    recording: &Recording,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<usize> {
    let mut drafts = Vec::new();
    for service in reading.state().entities_of("service") {
        if let Some(news) = news(reading, service.id(), service.related("endpoints")) {
            let digest = recording.folder.blobs().put(&transcript(service.id(), &news))?;
            drafts.push(draft(service.id(), &news, digest)?);
        }
    }
    let count = drafts.len();
    recording.append_all(drafts, words).await?;
    Ok(count)
}

fn news<'s>(
    reading: &Reading,
    service: &EntityId,
    endpoints: impl IntoIterator<Item = &'s EntityId>,
) -> Option<News> {
    let kind: Name = KIND.parse().ok()?;
    let all = || {
        let all = reading.state().evidence(service, &kind);
        all.filter(|one| !one.withdrawn && !one.superseded)
    };
    let is_ours = |one: &EvidenceView<'_>| one.method.is_some_and(|name| name.as_str() == METHOD);
    let newest = |one: &EvidenceView<'_>| (one.collected_at, one.entry);
    let said = all().filter(|one| !is_ours(one) && one.result == Outcome::Supports);
    let claim = said.max_by_key(newest)?;
    let measures = evidence(reading, claim.entry).map(|one| claimed(&one.attributes))?;
    if !measures.iter().any(|one| Measure::keeps_strangers_out(*one)) {
        return None;
    }
    let looks: Vec<_> = endpoints.into_iter().filter_map(|one| look(reading, one)).collect();
    let reached = looks.iter().filter(|look| look.is_reached).max_by_key(|look| look.at);
    let was_refuted =
        all().filter(is_ours).max_by_key(newest).map(|one| one.result) == Some(Outcome::Refutes);
    match (reached, was_refuted) {
        (Some(look), false) if look.at >= claim.collected_at => Some(News {
            result: Outcome::Refutes,
            claim: claim.entry,
            look: look.entry,
            seen_at: look.at,
        }),
        // Every way to it must be shut before it is mended.
        (None, true) => looks.iter().max_by_key(|look| look.at).map(|look| News {
            result: Outcome::Supports,
            claim: claim.entry,
            look: look.entry,
            seen_at: look.at,
        }),
        _ => None,
    }
}

/// The newest look at an endpoint that could tell.
struct Look {
    entry: EntryId,
    at: Instant,
    is_reached: bool,
}

fn look(reading: &Reading, endpoint: &EntityId) -> Option<Look> {
    let looks = newest_looks(reading.state(), &reading.catalogue, endpoint);
    let by =
        |(probe, _): &(&&Name, &(Instant, EntryId))| ["https", "ssh"].contains(&probe.as_str());
    let told = looks.iter().filter(by).filter_map(|(_, (at, entry))| {
        let bytes = reading.store.blobs().get(evidence(reading, *entry)?.transcript?).ok()?;
        let transcript = Transcript::decode(&bytes).ok()?;
        let is_reached = reached(&transcript)?;
        Some(Look { entry: *entry, at: *at, is_reached })
    });
    told.max_by_key(|look| (look.at, look.is_reached))
}

/// Whether a stranger met a service there; nothing where that cannot be told. That it is forbidden is an answer of a list of
/// addresses; so is silence, as long as the look was allowed to begin.
fn reached(transcript: &Transcript) -> Option<bool> {
    if !is_outside(transcript.vantage.as_str()) {
        return None;
    }
    let (mut is_tried, mut is_shut) = (false, true);
    for event in transcript.events() {
        match event {
            Event::Http { status, .. } => {
                is_tried = true;
                is_shut &= *status == 403;
            }
            Event::SshBanner { .. } => is_shut = false,
            // Nothing was sent: the gate, or a name that leads nowhere.
            Event::Refused { .. } => return None,
            Event::TcpConnected { .. } => is_tried = true,
            _ => {}
        }
    }
    // Silence is what a list of addresses looks like; it is what an outage looks like too, until the next look.
    let is_silent = transcript.failure_code().is_some_and(|code| code.starts_with("net."));
    (is_tried || is_silent || !is_shut).then_some(!is_shut)
}

fn evidence(reading: &Reading, entry: EntryId) -> Option<Evidence> {
    match reading.store.entry(entry).ok()?.envelope.fact {
        Fact::Evidence(evidence) => Some(evidence),
        _ => None,
    }
}

/// What was compared: the claim, and the look.
fn transcript(service: &EntityId, news: &News) -> Vec<u8> {
    let seen = json!({
        "method": METHOD, "version": VERSION, "service": service, "claim": news.claim,
        "look": news.look, "seen_at": news.seen_at, "reached": news.result == Outcome::Refutes,
    });
    seen.to_string().into_bytes()
}

fn draft(service: &EntityId, news: &News, transcript: Digest) -> anyhow::Result<Draft> {
    let key = format!("evidence\n{METHOD}\n{service}\n{}\n{}\n", news.claim, news.look);
    let method: Name = METHOD.parse()?;
    let is_untrue = news.result == Outcome::Refutes;
    let evidence = Evidence {
        kind: KIND.parse()?,
        subject: service.clone(),
        result: news.result,
        basis: Basis::Probe,
        collected_at: news.seen_at,
        valid_until: None,
        method: Some(Method { name: method.clone(), version: VERSION }),
        vantage: Some(OUTSIDE.parse()?),
        attributes: BTreeMap::new(),
        code: is_untrue.then(|| REACHABLE.parse()).transpose()?,
        transcript: Some(transcript),
        supersedes: None,
    };
    Ok(own(&key, method, evidence))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(vantage: &str, events: &str) -> Option<bool> {
        let text = format!(
            r#"{{"v":1,"probe":"https","method_version":1,"subject":"endpoint/a.example","host":"a.example","domain":"a.example","vantage":"{vantage}","started_at":"2026-03-02T06:00:00Z","finished_at":"2026-03-02T06:00:01Z","events":[{events}]}}"#
        );
        reached(&Transcript::decode(text.as_bytes()).unwrap())
    }

    #[test]
    fn an_answer_from_outside_is_what_refutes() {
        let http = |status: u16| {
            format!(
                r#"{{"at_ms":1,"event":"http","url":"https://a.example/","status":{status},"headers":[]}}"#
            )
        };
        let tcp = r#"{"at_ms":1,"event":"tcp_connected","address":"192.0.2.1:443"}"#;
        let banner = r#"{"at_ms":1,"event":"ssh_banner","text":"SSH-2.0-x"}"#;
        for (events, is_reached) in [
            (http(200), Some(true)),
            (http(302), Some(true)),
            (http(401), Some(true)),
            (format!("{},{}", http(403), http(301)), Some(true)),
            (http(403), Some(false)),
            (tcp.to_owned(), Some(false)),
            (banner.to_owned(), Some(true)),
            (String::new(), None),
            (r#"{"at_ms":1,"event":"refused","code":"scope.x","detail":""}"#.to_owned(), None),
        ] {
            assert_eq!(told("outside", &events), is_reached, "{events}");
            assert_eq!(told("inside", &events), None, "a stranger stands outside");
        }
    }
}

//! Measures that are said to stand before a log-in, held against what looks met there: where a stranger was answered, or what
//! looked like an attack was, the claim is refuted. Comparing makes no new request; the probe of filters makes its own.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::discovery::newest_looks;
use arvak_core::fact::Method;
use arvak_core::requirement::is_outside;
use arvak_core::state::EvidenceView;
use arvak_core::two_factor_measures::{Measure, claimed, is_abroad};
use arvak_core::{Basis, Digest, Draft, EntityId, EntryId, Evidence, Fact, Instant, Name, Outcome};
use arvak_exposure::ATTACK_FILTER;
use arvak_probe::Event;
use arvak_probe::transcript::Transcript;
use arvak_words::Words;
use serde_json::json;

use super::compared;
use super::own::own;
use super::reading::Reading;
use super::recording::Recording;

/// The method of the evidence, and its version.
const METHOD: &str = "mfa_reach";
const VERSION: u32 = 1;

/// The evidence kind, and its refuter.
const KIND: &str = "mfa.risk_reduction";
const REACHABLE: &str = "mfa.login_reachable";

/// What came through a filter.
const FILTER_PASSES: &str = "mfa.filter_passes";

/// What is to be recorded of one service.
struct News {
    result: Outcome,
    claim: EntryId,
    look: EntryId,
    seen_at: Instant,
    vantage: Name,
    /// Why the claim is untrue; nothing where it is true again.
    code: Option<&'static str>,
}

/// The endpoints of services of which somebody says that a filter stands before them: a claim about the service, or the answer
/// of whoever operates or supplies it.
pub(crate) fn filtered(reading: &Reading) -> BTreeSet<EntityId> {
    let mut endpoints = compared::filtered(reading);
    for service in reading.state().entities_of("service").filter(|one| !one.is_retired()) {
        if claim(reading, service.id()).is_some_and(|(_, all)| all.contains(&Measure::Waf)) {
            endpoints.extend(service.related("endpoints").into_iter().cloned());
        }
    }
    endpoints
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

/// The newest claim about a service, and what it names; nothing where nobody claims anything.
fn claim(reading: &Reading, service: &EntityId) -> Option<(Claim, Vec<Measure>)> {
    let said = all(reading, service)
        .filter(|one| !is_ours(one) && one.result == Outcome::Supports)
        .max_by_key(newest)?;
    let measures = evidence(reading, said.entry).map(|one| claimed(&one.attributes))?;
    Some((Claim { entry: said.entry, at: said.collected_at }, measures))
}

#[derive(Clone, Copy, Debug)]
struct Claim {
    entry: EntryId,
    at: Instant,
}

fn all<'r>(
    reading: &'r Reading,
    service: &EntityId,
) -> impl Iterator<Item = EvidenceView<'r>> + use<'r> {
    let kind = KIND.parse::<Name>().ok();
    let all = kind.map(|kind| reading.state().evidence(service, &kind).collect::<Vec<_>>());
    all.unwrap_or_default().into_iter().filter(|one| !one.withdrawn && !one.superseded)
}

fn is_ours(one: &EvidenceView<'_>) -> bool {
    one.method.is_some_and(|name| name.as_str() == METHOD)
}

fn newest(one: &EvidenceView<'_>) -> (Instant, EntryId) {
    (one.collected_at, one.entry)
}

fn news<'s>(
    reading: &Reading,
    service: &EntityId,
    endpoints: impl IntoIterator<Item = &'s EntityId>,
) -> Option<News> {
    let (claim, measures) = claim(reading, service)?;
    let mut told: Vec<Told> = Vec::new();
    for endpoint in endpoints {
        let look = look(reading, endpoint);
        told.extend(look.and_then(|look| look.tells(&measures)));
        if measures.contains(&Measure::Waf) {
            told.extend(filter(reading, endpoint));
        }
    }
    let untrue = told.iter().filter(|one| one.code.is_some()).max_by_key(|one| one.at);
    let ours = all(reading, service).filter(is_ours).max_by_key(newest);
    let was_refuted = ours.is_some_and(|one| one.result == Outcome::Refutes);
    let news = |result: Outcome, told: &Told| News {
        result,
        claim: claim.entry,
        look: told.entry,
        seen_at: told.at,
        vantage: told.vantage.clone(),
        code: told.code,
    };
    match (untrue, was_refuted) {
        (Some(one), false) if one.at >= claim.at => Some(news(Outcome::Refutes, one)),
        // All that can be held against something must hold before it is mended.
        (None, true) => {
            told.iter().max_by_key(|one| one.at).map(|one| news(Outcome::Supports, one))
        }
        _ => None,
    }
}

/// What one look says of the claim.
#[derive(Debug)]
struct Told {
    entry: EntryId,
    at: Instant,
    vantage: Name,
    /// Why the claim is untrue.
    code: Option<&'static str>,
}

/// The newest look at an endpoint that could tell.
struct Look {
    entry: EntryId,
    at: Instant,
    vantage: Name,
    is_reached: bool,
}

impl Look {
    /// What it says of these measures; nothing where it concerns none of them. A look from another country than ours says
    /// whether others are kept out; where it stands is the end of its vantage, `outside-se`.
    fn tells(self, measures: &[Measure]) -> Option<Told> {
        let is_abroad = is_abroad(self.vantage.as_str());
        let concerns =
            |one: &Measure| one.keeps_strangers_out() || (*one == Measure::GeoBlock && is_abroad);
        measures.iter().any(concerns).then(|| Told {
            entry: self.entry,
            at: self.at,
            vantage: self.vantage,
            code: self.is_reached.then_some(REACHABLE),
        })
    }
}

/// What the newest trial of a filter before an endpoint met, from outside.
fn filter(reading: &Reading, endpoint: &EntityId) -> Option<Told> {
    let kind = ATTACK_FILTER.parse::<Name>().ok()?;
    let is_told = |one: &EvidenceView<'_>| {
        !one.withdrawn
            && !one.superseded
            && one.result != Outcome::Inconclusive
            && one.vantage.is_some_and(|vantage| is_outside(vantage.as_str()))
    };
    let one = reading.state().evidence(endpoint, &kind).filter(is_told).max_by_key(newest)?;
    Some(Told {
        entry: one.entry,
        at: one.collected_at,
        vantage: one.vantage?.clone(),
        code: (one.result == Outcome::Refutes).then_some(FILTER_PASSES),
    })
}

fn look(reading: &Reading, endpoint: &EntityId) -> Option<Look> {
    let looks = newest_looks(reading.state(), &reading.catalogue, endpoint);
    let by =
        |(probe, _): &(&&Name, &(Instant, EntryId))| ["https", "ssh"].contains(&probe.as_str());
    let told = looks.iter().filter(by).filter_map(|(_, (at, entry))| {
        let bytes = reading.store.blobs().get(evidence(reading, *entry)?.transcript?).ok()?;
        let transcript = Transcript::decode(&bytes).ok()?;
        let is_reached = reached(&transcript)?;
        Some(Look { entry: *entry, at: *at, vantage: transcript.vantage.clone(), is_reached })
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
        "look": news.look, "seen_at": news.seen_at, "vantage": news.vantage, "untrue": news.code,
    });
    seen.to_string().into_bytes()
}

fn draft(service: &EntityId, news: &News, transcript: Digest) -> anyhow::Result<Draft> {
    let key = format!("evidence\n{METHOD}\n{service}\n{}\n{}\n", news.claim, news.look);
    let method: Name = METHOD.parse()?;
    let evidence = Evidence {
        kind: KIND.parse()?,
        subject: service.clone(),
        result: news.result,
        basis: Basis::Probe,
        collected_at: news.seen_at,
        valid_until: None,
        method: Some(Method { name: method.clone(), version: VERSION }),
        vantage: Some(news.vantage.clone()),
        attributes: BTreeMap::new(),
        code: news.code.map(str::parse).transpose()?,
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

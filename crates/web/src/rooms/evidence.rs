//! *Bevis*: what was recorded, the newest first; and one entry with everything that shows it: what was seen, the bytes
//! that were hashed, the proof that they stand in the ledger.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::{Actor, Digest, EntryId, Envelope, Evidence, Fact, Outcome, Status};
use arvak_ledger::Reader;
use arvak_words::{Say, date_and_time};
use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::READ;
use crate::failure::Failure;
use crate::form::Asked;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{page, parts};

/// How many entries a page lists.
const PAGE: u64 = 50;

/// Half of so many entries are enough for a page of somebody who does not see all.
const ENOUGH: usize = 50;

/// How many pages' worth of entries are looked through for one.
const LOOKS_MOST: usize = 40;

/// Most bytes of what was seen that a page shows; the whole can be downloaded.
const SHOWN_BYTES_MOST: usize = 200_000;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/bevis", READ, list)
        .get("/bevis/{id}", READ, one)
        .get("/bevis/{id}/konvolutt", READ, envelope_bytes)
        .get("/bevis/{id}/bevisrekke", READ, proof)
        .get("/bevis/{id}/vedlegg/{digest}", READ, attachment)
}

async fn list(visit: Visit, Asked(asked): Asked) -> Result<Markup, Failure> {
    let size = visit.view.store.size();
    let before = asked.some("for").and_then(|text| text.parse().ok()).unwrap_or(size).min(size);
    let Listed { from, envelopes } = listed(&visit, before).await?;
    let title = visit.plain("rooms-evidence");
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.say("rooms-evidence-lead", &[("count", number(size))])) }
        ol class="a-timeline" {
            @for (id, envelope) in envelopes.iter().rev() { (line(&visit, *id, envelope)) }
        }
        nav class="a-actions" aria-label=(visit.plain("rooms-pages")) {
            @if before < size { a class="ds-button" data-variant="secondary" href="/bevis" { (visit.plain("rooms-newest")) } }
            @if from > 0 { a class="ds-button" data-variant="secondary" href={ "/bevis?for=" (from) } { (visit.plain("rooms-older")) } }
        }
    };
    Ok(page::page(&visit, &title, &body))
}

/// Entries of a page, and the number before which the next page goes on.
struct Listed {
    from: u64,
    envelopes: BTreeMap<EntryId, Envelope>,
}

/// The entries before a number that the visitor may see. Where others lie between, it is looked further back, so that a
/// page is seldom empty.
async fn listed(visit: &Visit, before: u64) -> Result<Listed, Failure> {
    let (mut from, mut envelopes) = (before, BTreeMap::new());
    for _ in 0..LOOKS_MOST {
        let to = from;
        from = to.saturating_sub(PAGE);
        let ids: BTreeSet<EntryId> = (from..to).map(EntryId).collect();
        envelopes.extend(visit.view.store.envelopes(&ids).await?);
        if envelopes.len() * 2 >= ENOUGH || from == 0 {
            break;
        }
    }
    Ok(Listed { from, envelopes })
}

fn number<'a>(count: u64) -> Say<'a> {
    Say::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// What kind of fact it is, in people's words.
fn title_of(visit: &Visit, envelope: &Envelope) -> String {
    match &envelope.fact {
        Fact::Evidence(evidence) => {
            visit.words().kind_title(evidence.kind.as_str(), &visit.view.catalogue)
        }
        fact => visit.plain(&format!("fact-{}", fact.name())),
    }
}

/// One entry as a line of a time line.
pub(super) fn line(visit: &Visit, id: EntryId, envelope: &Envelope) -> Markup {
    let (at, says) = match &envelope.fact {
        Fact::Evidence(evidence) => (evidence.collected_at, Some(says(evidence.result))),
        _ => (envelope.received_at, None),
    };
    let subject = envelope.fact.subject();
    html! {
        li data-says=[says] {
            time datetime=(at) { (date_and_time(visit.lang, at)) }
            div class="a-what" {
                a class="a-title" href={ "/bevis/" (id) } { (title_of(visit, envelope)) }
                p {
                    @if let Some(subject) = subject { (visit.thing(subject)) " · " }
                    @if let Fact::Evidence(evidence) = &envelope.fact {
                        (visit.words().evidence_line(id, evidence, visit.view.at))
                    } @else {
                        (visit.say("rooms-evidence-number", &[("id", Say::Owned(id.to_string()))]))
                    }
                }
            }
        }
    }
}

const fn says(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Supports => "supports",
        Outcome::Refutes => "refutes",
        Outcome::Inconclusive => "inconclusive",
    }
}

pub(crate) fn id_of(text: &str) -> Result<EntryId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

async fn one(visit: Visit, Path(id): Path<String>) -> Result<Markup, Failure> {
    let id = id_of(&id)?;
    let recorded = recorded(&visit, id)?;
    let envelope = &recorded.envelope;
    let by = actor(&visit, &envelope.actor).await?;
    let title = title_of(&visit, envelope);
    let texts = recorded.body.as_ref();
    let body = html! {
        a class="a-back" href="/bevis" { (visit.plain("rooms-evidence")) }
        div class="a-head" {
            div {
                h1 { (title) }
                p class="a-lead" {
                    (visit.say("rooms-evidence-number", &[("id", Say::Owned(id.to_string()))]))
                    @if let Some(subject) = envelope.fact.subject() { " · " (parts::thing(&visit, subject)) }
                }
            }
            @if let Fact::Evidence(evidence) = &envelope.fact { (outcome_tag(&visit, evidence)) }
        }
        @if recorded.erased { p class="ds-alert" data-color="info" { (visit.plain("rooms-erased")) } }
        @if let Some(texts) = texts {
            @for text in [&texts.note, &texts.reason].into_iter().flatten() { p { (text) } }
        }
        dl class="a-facts" {
            (fact_row(&visit, "rooms-received", &date_and_time(visit.lang, envelope.received_at)))
            (fact_row(&visit, "rooms-recorded-by", &by))
            (fact_row(&visit, "rooms-class", &visit.plain(&format!("class-{}", envelope.class.name()))))
            @if let Fact::Evidence(evidence) = &envelope.fact { (evidence_rows(&visit, evidence)) }
        }
        (seen(&visit, id, envelope))
        @if !recorded.bytes.is_empty() { (proof_part(&visit, id)) }
    };
    Ok(page::page(&visit, &title, &body))
}

pub(crate) fn recorded(visit: &Visit, id: EntryId) -> Result<arvak_store::Recorded, Failure> {
    if id.0 >= visit.view.store.size() {
        return Err(Failure::NotFound);
    }
    Ok(visit.view.store.entry(id)?)
}

fn outcome_tag(visit: &Visit, evidence: &Evidence) -> Markup {
    let state = match evidence.result {
        Outcome::Supports => Status::Verified,
        Outcome::Refutes => Status::Refuted,
        Outcome::Inconclusive => Status::Missing,
    };
    html! {
        span class="ds-tag a-status" data-status=(state.name()) { (visit.words().outcome(evidence.result)) }
    }
}

fn fact_row(visit: &Visit, id: &str, text: &str) -> Markup {
    html! { div { dt { (visit.plain(id)) } dd { (text) } } }
}

fn evidence_rows(visit: &Visit, evidence: &Evidence) -> Markup {
    let words = visit.words();
    let code = evidence.code.as_ref().map(|code| {
        words.code_title(Some(evidence.kind.as_str()), code.as_str(), &visit.view.catalogue)
    });
    html! {
        (fact_row(visit, "rooms-basis", &visit.plain(&format!("basis-{}", evidence.basis.name()))))
        (fact_row(visit, "rooms-collected", &date_and_time(visit.lang, evidence.collected_at)))
        @if let Some(until) = evidence.valid_until { (fact_row(visit, "rooms-valid-until", &date_and_time(visit.lang, until))) }
        @if let Some(code) = code { (fact_row(visit, "rooms-found", &code)) }
        @if let Some(method) = &evidence.method { (fact_row(visit, "rooms-method", &format!("{} {}", method.name, method.version))) }
        @if let Some(vantage) = &evidence.vantage { (fact_row(visit, "rooms-vantage", vantage.as_str())) }
        @for (name, number) in &evidence.attributes {
            div {
                dt { (visit.plain(&format!("evidence_attribute-{name}"))) }
                dd { (number) }
            }
        }
        @if let Some(earlier) = evidence.supersedes {
            div { dt { (visit.plain("rooms-supersedes")) } dd { (parts::evidence(visit, earlier)) } }
        }
    }
}

/// Who recorded it: a person by name as long as the name is kept.
pub(crate) async fn actor(visit: &Visit, actor: &Actor) -> Result<String, Failure> {
    Ok(match actor {
        Actor::Role(role) => visit.thing(role),
        Actor::Program(name) => visit.say("rooms-program", &[("name", Say::Text(name.as_str()))]),
        Actor::Person(id) => visit.person(id).await?,
    })
}

/// What was seen, masked as it was recorded, and what was attached. Bytes are checked against their digest before they
/// are shown.
fn seen(visit: &Visit, id: EntryId, envelope: &Envelope) -> Markup {
    let transcript = match &envelope.fact {
        Fact::Evidence(evidence) => evidence.transcript,
        _ => None,
    };
    let attached = envelope.blobs.iter().filter(|digest| Some(**digest) != transcript);
    let attached: Vec<&Digest> = attached.collect();
    html! {
        @if let Some(digest) = transcript {
            h2 { (visit.plain("rooms-seen")) }
            @match visit.view.store.blobs().get(digest) {
                Ok(bytes) => {
                    div class="a-scroll" tabindex="0" role="region" aria-label=(visit.plain("rooms-seen")) {
                        pre { code { (readable(&bytes)) } }
                    }
                    p { a class="ds-link" href={ "/bevis/" (id) "/vedlegg/" (digest) } { (visit.plain("rooms-download-seen")) } }
                },
                Err(_) => { p { (visit.plain("rooms-erased")) } },
            }
        }
        @if !attached.is_empty() {
            h2 { (visit.plain("rooms-attached")) }
            ul class="ds-list" {
                @for digest in attached {
                    li { a class="ds-link" href={ "/bevis/" (id) "/vedlegg/" (digest) } { (digest) } }
                }
            }
        }
    }
}

/// JSON with a line for each value; anything else as text.
fn readable(bytes: &[u8]) -> String {
    let json = serde_json::from_slice::<serde_json::Value>(bytes).ok();
    let text = json.and_then(|json| serde_json::to_string_pretty(&json).ok());
    let mut text = text.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
    let most = text.floor_char_boundary(SHOWN_BYTES_MOST);
    if most < text.len() {
        text.truncate(most);
        text.push('…');
    }
    text
}

fn proof_part(visit: &Visit, id: EntryId) -> Markup {
    html! {
        h2 { (visit.plain("rooms-proof")) }
        p { (visit.plain("rooms-proof-lead")) }
        div class="a-actions" {
            a class="ds-button" data-variant="secondary" href={ "/bevis/" (id) "/bevisrekke" } { (visit.plain("rooms-download-proof")) }
            a class="ds-button" data-variant="secondary" href={ "/bevis/" (id) "/konvolutt" } { (visit.plain("rooms-download-envelope")) }
        }
    }
}

/// A file to keep, which no browser may show as a page.
pub(crate) fn download(name: &str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, "application/octet-stream".to_owned()), (CONTENT_DISPOSITION, name)], bytes)
        .into_response()
}

/// An entry with its bytes. They cannot be shown in part: whoever may not see all that they name gets none.
pub(crate) fn whole(visit: &Visit, id: EntryId) -> Result<arvak_store::Recorded, Failure> {
    let recorded = recorded(visit, id)?;
    if recorded.bytes.is_empty() { Err(Failure::NotFound) } else { Ok(recorded) }
}

async fn envelope_bytes(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let id = id_of(&id)?;
    let recorded = whole(&visit, id)?;
    Ok(download(&format!("arvak-{id}.json"), recorded.bytes))
}

async fn proof(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let id = id_of(&id)?;
    Ok(download(&format!("arvak-{id}.tlog-proof"), prove(&visit, id).await?.into_bytes()))
}

/// The proof is over the signed tree, so what is not signed yet is signed first.
pub(crate) async fn prove(visit: &Visit, id: EntryId) -> Result<String, Failure> {
    whole(visit, id)?;
    if visit.view.store.checkpoint().size() <= id.0 {
        visit.app.folder().seal().await?;
    }
    let root = visit.app.folder().layout().root().to_owned();
    let proof = tokio::task::spawn_blocking(move || Reader::open(&root)?.prove(id.0)).await;
    match proof {
        Ok(Ok(proof)) => Ok(proof),
        Ok(Err(error)) => {
            tracing::error!(%error, "a proof");
            Err(Failure::Inside)
        }
        Err(error) => {
            tracing::error!(%error, "a proof");
            Err(Failure::Inside)
        }
    }
}

async fn attachment(
    visit: Visit,
    Path((id, digest)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let bytes = attached(&visit, id_of(&id)?, &digest)?;
    Ok(download(&format!("arvak-{id}-{}", digest.get(..12).unwrap_or_default()), bytes))
}

/// The bytes with that digest, when the entry names them and they are not erased.
pub(crate) fn attached(visit: &Visit, id: EntryId, digest: &str) -> Result<Vec<u8>, Failure> {
    let recorded = recorded(visit, id)?;
    let digest: Digest = digest.parse().map_err(|_| Failure::NotFound)?;
    if !recorded.envelope.blobs.contains(&digest) {
        return Err(Failure::NotFound);
    }
    visit.view.store.blobs().get(digest).map_err(|_| Failure::NotFound)
}

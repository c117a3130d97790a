//! What was recorded, the newest first; one entry with everything that shows it; and adding a statement or a document.

mod add;

pub(super) use add::*;

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::{EntryId, Envelope, Fact};
use arvak_identity::{Access, Right};
use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json};
use super::ask::Asked;
use super::lists::{Part, backwards, cursor, linked};
use super::problem::{Code, Problem};
use super::shapes::{Entry, Whole};
use crate::rooms::evidence as room;
use crate::routes::Routes;
use crate::visit::Visit;

/// How often it is looked further back for one part.
const LOOKS_MOST: usize = 40;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let read = Access::May(Right::Read);
    routes
        .get("/api/v1/evidence", read, entries)
        .once("/api/v1/evidence", Access::May(Right::Record), BODY_BYTES_MAX, add)
        .get("/api/v1/evidence/{id}", read, entry)
        .get("/api/v1/evidence/{id}/envelope", read, envelope)
        .get("/api/v1/evidence/{id}/proof", read, proof)
        .get("/api/v1/evidence/{id}/transcript", read, transcript)
        .get("/api/v1/evidence/{id}/attachments/{digest}", read, attachment)
}

/// Entries of the ledger, the newest first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Entries {
    entries: Vec<Entry>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// What was recorded
///
/// All entries of the ledger, the newest first. Each is as in `arvak ledger list --json`.
#[utoipa::path(get, path = "/api/v1/evidence", operation_id = "listEvidence", tag = "evidence",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Entries, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn entries(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let size = visit.view.store.size();
    // The place of an entry is what is left above it.
    let last = part.after().and_then(|place| place.parse::<u64>().ok());
    let end = last.map_or(size, |place| (u64::MAX - place).min(size));
    let (begin, envelopes) = listed(&visit, end, part.limit()).await?;
    let entries = envelopes.into_iter().rev().map(|(id, envelope)| Entry::of(id, envelope));
    let next = (begin > 0).then(|| cursor(&backwards(begin)));
    let answer = json(&Entries { entries: entries.collect(), next: next.clone() })?;
    Ok(linked(&visit, answer, next.as_deref()))
}

/// At most so many entries before `end` that the visitor may see, and where the next part begins. Where others lie between, it
/// is looked further back, so that a part is seldom empty.
async fn listed(
    visit: &Visit,
    end: u64,
    most: usize,
) -> Result<(u64, BTreeMap<EntryId, Envelope>), Problem> {
    let (mut begin, mut found) = (end, BTreeMap::new());
    for _ in 0..LOOKS_MOST {
        let left = u64::try_from(most - found.len()).unwrap_or_default();
        let to = begin;
        begin = to.saturating_sub(left);
        let ids: BTreeSet<EntryId> = (begin..to).map(EntryId).collect();
        found.extend(visit.view.store.envelopes(&ids).await?);
        if found.len() >= most || begin == 0 {
            break;
        }
    }
    Ok((begin, found))
}

/// One entry, with its texts
#[utoipa::path(get, path = "/api/v1/evidence/{id}", operation_id = "getEvidence", tag = "evidence",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 200, description = "The entry", body = Whole)))]
pub(super) async fn entry(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let id = room::id_of(&id)?;
    let recorded = room::recorded(&visit, id)?;
    let recorded_by = room::actor(&visit, &recorded.envelope.actor).await?;
    let texts = recorded.body.unwrap_or_default();
    let transcript = transcript_of(&recorded.envelope.fact);
    let attachments = recorded.envelope.blobs.iter().map(ToString::to_string).collect();
    json(&Whole {
        entry: Entry::of(id, recorded.envelope),
        recorded_by,
        name: texts.name,
        note: texts.note,
        reason: texts.reason,
        erased: recorded.erased,
        transcript,
        attachments,
    })
}

fn transcript_of(fact: &Fact) -> Option<String> {
    let Fact::Evidence(evidence) = fact else { return None };
    evidence.transcript.map(|digest| digest.to_string())
}

/// The bytes that were hashed
#[utoipa::path(get, path = "/api/v1/evidence/{id}/envelope", operation_id = "getEnvelope", tag = "evidence",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 200, description = "The envelope, as it is a leaf of the Merkle tree", body = Vec<u8>, content_type = "application/octet-stream")))]
pub(super) async fn envelope(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let id = room::id_of(&id)?;
    let recorded = room::whole(&visit, id)?;
    Ok(room::download(&format!("arvak-{id}.json"), recorded.bytes))
}

/// The proof that an entry stands in the ledger
///
/// A C2SP tlog-proof over the signed checkpoint.
#[utoipa::path(get, path = "/api/v1/evidence/{id}/proof", operation_id = "getProof", tag = "evidence",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 200, description = "The proof", body = String, content_type = "text/plain")))]
pub(super) async fn proof(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let proof = room::prove(&visit, room::id_of(&id)?).await?;
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], proof).into_response())
}

/// What was seen
///
/// Masked as it was recorded, and checked against its digest.
#[utoipa::path(get, path = "/api/v1/evidence/{id}/transcript", operation_id = "getTranscript", tag = "evidence",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 200, description = "The transcript", body = Vec<u8>, content_type = "application/octet-stream")))]
pub(super) async fn transcript(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let id = room::id_of(&id)?;
    let recorded = room::recorded(&visit, id)?;
    let digest = transcript_of(&recorded.envelope.fact).ok_or(Code::NotFound)?;
    Ok(room::download(&format!("arvak-{id}-transcript"), room::attached(&visit, id, &digest)?))
}

/// An attachment
#[utoipa::path(get, path = "/api/v1/evidence/{id}/attachments/{digest}", operation_id = "getAttachment", tag = "evidence",
    params(("id" = u64, Path, description = "The entry's number"), ("digest" = String, Path, description = "SHA-256 of the attachment")),
    responses((status = 200, description = "Its bytes, checked against the digest", body = Vec<u8>, content_type = "application/octet-stream")))]
pub(super) async fn attachment(
    visit: Visit,
    Path((id, digest)): Path<(String, String)>,
) -> Result<axum::response::Response, Problem> {
    Asked::of(&visit, &[])?;
    let id = room::id_of(&id)?;
    Ok(room::download(&format!("arvak-{id}-attachment"), room::attached(&visit, id, &digest)?))
}

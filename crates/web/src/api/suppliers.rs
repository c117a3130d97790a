//! Suppliers: how far each request has come, what of their answers does not fit what was found, and asking them about it.

use std::collections::BTreeMap;

use arvak_core::{EntityId, EntryId, Instant, Name};
use arvak_identity::{Access, Right};
use arvak_suppliers::life::{Event, Stage};
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json, recorded};
use super::ask::{Asked, Form, Sent};
use super::lists::{Part, linked};
use super::shapes::Recorded;
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::suppliers::asked::{self, Asked as Request};
use crate::suppliers::contradicted::{self, Standing};
use crate::suppliers::report;
use crate::suppliers::sent::Sent as SentFile;
use crate::visit::Visit;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let read = Access::May(Right::Read);
    routes
        .get("/api/v1/supplier-requests", read, supplier_requests)
        .get("/api/v1/suppliers/{slug}/findings", read, supplier_findings)
        .once(
            "/api/v1/suppliers/{slug}/replies",
            Access::May(Right::Record),
            FORM_BYTES_MAX,
            ask_to_reply,
        )
        .once(
            "/api/v1/suppliers/{slug}/reports",
            Access::May(Right::Record),
            FORM_BYTES_MAX,
            add_report,
        )
}

/// A request to a supplier.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SupplierRequest {
    /// The request.
    #[schema(value_type = String)]
    request: Name,
    /// The supplier.
    #[schema(value_type = String)]
    supplier: EntityId,
    /// How far it has come: `draft`, `sent`, `opened`, `answering`, `sent_in`, `follow_up`, `closed`, `revoked` or `expired`.
    stage: String,
    /// How many questions it has.
    questions: usize,
    /// By when an answer is due.
    #[schema(value_type = String, format = DateTime)]
    due: Instant,
    /// When somebody opened it last.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    opened_at: Option<Instant>,
    /// When it was sent in last.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    sent_in_at: Option<Instant>,
    /// How many questions were answered then.
    #[schema(required = true)]
    answered: Option<usize>,
    /// The reminder or the step that comes next: `before-7`, `before-3`, `before-1`, `leader` or `silent`.
    #[schema(required = true)]
    next_step: Option<String>,
}

impl SupplierRequest {
    /// A request as it stands now.
    pub(super) fn of(visit: &Visit, one: &Request) -> Self {
        let [_, next] = one.steps(visit.app.clock().now());
        let receipt = one.receipt();
        Self {
            request: one.row.id.clone(),
            supplier: one.row.supplier.clone(),
            stage: stage(one.stage),
            questions: one.row.questions.len(),
            due: one.row.due,
            opened_at: one.when(Event::Opened),
            sent_in_at: receipt.as_ref().map(|receipt| receipt.at),
            answered: receipt.map(|receipt| receipt.answered),
            next_step: next.map(|(_, step)| step.name()),
        }
    }
}

fn stage(stage: Stage) -> String {
    stage.name().replace('-', "_")
}

/// A part of the list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SupplierRequests {
    requests: Vec<SupplierRequest>,
    /// What `after` takes for the next part.
    #[schema(required = true)]
    next: Option<String>,
}

/// Requests to suppliers
///
/// By supplier and request, with how far each has come.
#[utoipa::path(get, path = "/api/v1/supplier-requests", operation_id = "listSupplierRequests", tag = "suppliers",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = SupplierRequests, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn supplier_requests(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let mut ids = visit.app.folder().operation().supplier_request_ids().await?;
    ids.retain(|(supplier, _)| visit.view.state().entity(supplier).is_some());
    let (ids, next) = part.of(ids, |(supplier, id)| format!("{supplier} {id}"));
    let mut all: BTreeMap<Name, Request> = BTreeMap::new();
    // Only what the part needs is read.
    if let (Some((first, _)), Some((last, _))) = (ids.first(), ids.last()) {
        let read = asked::between(&visit, first, last).await?;
        all.extend(read.into_iter().map(|one| (one.row.id.clone(), one)));
    }
    let asked = ids.iter().filter_map(|(_, id)| all.get(id));
    let requests = asked.map(|one| SupplierRequest::of(&visit, one)).collect();
    Ok(linked(&visit, json(&SupplierRequests { requests, next: next.clone() })?, next.as_deref()))
}

/// One answer that does not fit what was found.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Contradiction {
    /// The question.
    #[schema(value_type = String)]
    question: Name,
    /// What was answered: `yes`, `no`, or the id of an option.
    #[schema(value_type = String)]
    answer: Name,
    /// The evidence kind of the finding.
    #[schema(value_type = String)]
    kind: Name,
    /// Its code.
    #[schema(required = true, value_type = Option<String>)]
    code: Option<Name>,
    /// What it was found on.
    #[schema(value_type = String)]
    subject: EntityId,
    /// The ledger's entry of the finding.
    #[schema(value_type = u64)]
    entry: EntryId,
    /// When it was found.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
}

/// What the supplier said of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SupplierReply {
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// The text.
    text: String,
}

/// What of a supplier's answers does not fit what was found.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SupplierFindings {
    /// The evidence that refutes the answers; none where nothing contradicts them.
    #[schema(required = true, value_type = Option<u64>)]
    entry: Option<EntryId>,
    contradictions: Vec<Contradiction>,
    /// Until when the supplier may reply before others are shown it; none where it was not asked.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    reply_due: Option<Instant>,
    replies: Vec<SupplierReply>,
}

impl SupplierFindings {
    fn of(standing: Option<Standing>) -> Self {
        let Some(standing) = standing else {
            return Self {
                entry: None,
                contradictions: Vec::new(),
                reply_due: None,
                replies: Vec::new(),
            };
        };
        let all = standing.compared.contradictions().cloned();
        let contradictions = all.map(|one| Contradiction {
            question: one.question,
            answer: one.answer,
            kind: one.kind,
            code: one.code,
            subject: one.subject,
            entry: one.entry,
            at: one.at,
        });
        Self {
            entry: Some(standing.entry),
            contradictions: contradictions.collect(),
            reply_due: standing.told.map(|(due, _)| due),
            replies: standing
                .replies
                .into_iter()
                .map(|(at, text)| SupplierReply { at, text })
                .collect(),
        }
    }
}

/// What of a supplier's answers does not fit what was found
#[utoipa::path(get, path = "/api/v1/suppliers/{slug}/findings", operation_id = "getSupplierFindings", tag = "suppliers",
    params(("slug" = String, Path, description = "The rest of the supplier's id")),
    responses((status = 200, description = "The findings", body = SupplierFindings)))]
pub(super) async fn supplier_findings(visit: Visit, Path(slug): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let id = asked::known(&visit, &slug)?;
    json(&SupplierFindings::of(contradicted::standing(&visit, &id)))
}

/// The finding that the supplier is asked about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "entry": 417 }))]
pub(super) struct NewReplyAsked {
    /// The evidence that refutes the answers, as `getSupplierFindings` names it.
    entry: u64,
}

/// Ask a supplier to reply to what was found
///
/// Its own page shows it from now on. Others than the municipality may be shown it when the supplier has replied, or when five
/// working days have gone by.
#[utoipa::path(post, path = "/api/v1/suppliers/{slug}/replies", operation_id = "askSupplierToReply", tag = "suppliers",
    params(("slug" = String, Path, description = "The rest of the supplier's id")),
    request_body = NewReplyAsked,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(super) async fn ask_to_reply(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<NewReplyAsked>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let id = asked::known(&visit, &slug)?;
    let form = Form::new().with("funn", "entry", sent.entry);
    let taken = contradicted::told(&visit, &id, &form.typed()).await;
    recorded(taken.map_err(|error| form.problem(error))?)
}

/// A report that a supplier attached, as a person read it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "file": "0000000000000000000000000000000000000000000000000000000000000000", "kinds": ["supplier.assurance"],
    "standard": "ISAE 3402 type II", "issuer": "Revisor AS", "scope": "Operation of Fagsystem Sak",
    "period_from": "2025-01-01", "period_to": "2025-12-31", "read": true,
}))]
pub(super) struct NewSupplierReport {
    /// The file, by the digest of its attachment to the reply.
    file: String,
    /// What it is a document of: kinds of evidence about suppliers.
    kinds: Vec<String>,
    /// The standard.
    standard: String,
    /// Who issued it.
    issuer: String,
    /// What it covers, in its own words; it must name a thing that the supplier delivers.
    scope: String,
    /// The first day of its period; a report on a past period needs it.
    #[serde(default)]
    period_from: Option<String>,
    /// The last day of its period.
    period_to: String,
    /// That a person has read it.
    read: bool,
}

/// Record a report that a supplier attached as a document
///
/// A certificate holds to the last day of its period; a report looks back on its period, and is taken for 365 more days. As
/// `arvak evidence add` records one, with the file that the supplier sent in.
#[utoipa::path(post, path = "/api/v1/suppliers/{slug}/reports", operation_id = "addSupplierReport", tag = "suppliers",
    params(("slug" = String, Path, description = "The rest of the supplier's id")),
    request_body = NewSupplierReport,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(super) async fn add_report(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<NewSupplierReport>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let file = SentFile::of(&visit, &slug, &sent.file).await?;
    let form = Form::new()
        .all("slag", "kinds", sent.kinds)
        .with("standard", "standard", sent.standard)
        .with("utsteder", "issuer", sent.issuer)
        .with("omfang", "scope", sent.scope)
        .some("fra", "period_from", sent.period_from)
        .with("til", "period_to", sent.period_to)
        .some("lest", "read", sent.read.then_some("yes"));
    let taken = report::document(&visit, &file, &form.typed()).await;
    recorded(taken.map_err(|error| form.problem(error))?)
}

//! What people and programs decide about a task, by the functions that the pages use.

use axum::extract::Path;
use serde::Deserialize;
use utoipa::ToSchema;

use super::one::At;
use crate::api::answer::{Answered, recorded};
use crate::api::ask::{Asked, Form, Sent};
use crate::api::shapes::Recorded;
use crate::recording::Taken;
use crate::tasks::act;
use crate::visit::Visit;

fn answered(form: &Form, taken: Taken) -> Answered {
    recorded(taken.map_err(|error| form.problem(error))?)
}

/// A due date, and who is responsible.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "due": "2027-06-30", "owner": "role/ict_lead" }))]
pub(crate) struct NewMeasure {
    /// A date to come; it means the end of that day in Norway.
    #[schema(format = Date)]
    due: String,
    /// The role that is responsible.
    owner: String,
}

/// Set a due date
#[utoipa::path(post, path = "/api/v1/tasks/{claim}/{kind}/{slug}/measures", operation_id = "setMeasure", tag = "tasks",
    params(("claim" = String, Path, description = "The claim's id"), ("kind" = String, Path, description = "The thing's kind"), ("slug" = String, Path, description = "The rest of the thing's id")),
    request_body = NewMeasure,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(crate) async fn set_measure(
    visit: Visit,
    Path((claim, kind, slug)): At,
    Sent(sent): Sent<NewMeasure>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let id = act::known(&visit, &claim, &kind, &slug)?;
    let form = Form::new().with("frist", "due", sent.due).with("ansvarlig", "owner", sent.owner);
    let taken = act::set_due(&visit, &claim, &id, &form.typed()).await;
    answered(&form, taken)
}

/// Say that the measure is done
///
/// Every due date that was set on the task is met. How the task stands follows from evidence all the same.
#[utoipa::path(post, path = "/api/v1/tasks/{claim}/{kind}/{slug}/completion", operation_id = "completeTask", tag = "tasks",
    params(("claim" = String, Path, description = "The claim's id"), ("kind" = String, Path, description = "The thing's kind"), ("slug" = String, Path, description = "The rest of the thing's id")),
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(crate) async fn complete(visit: Visit, Path((claim, kind, slug)): At) -> Answered {
    Asked::of(&visit, &[])?;
    let id = act::known(&visit, &claim, &kind, &slug)?;
    answered(&Form::new(), act::meet(&visit, &claim, &id).await)
}

/// A reply to a refutation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "entry": 417, "text": "The certificate was renewed the same day." }))]
pub(crate) struct NewContest {
    /// The refuting evidence.
    entry: u64,
    /// The reply.
    #[schema(min_length = 1, max_length = 10_000)]
    text: String,
}

/// Reply to a refutation
///
/// The reply stands beside it and lifts nothing.
#[utoipa::path(post, path = "/api/v1/tasks/{claim}/{kind}/{slug}/contests", operation_id = "contestRefutation", tag = "tasks",
    params(("claim" = String, Path, description = "The claim's id"), ("kind" = String, Path, description = "The thing's kind"), ("slug" = String, Path, description = "The rest of the thing's id")),
    request_body = NewContest,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(crate) async fn contest(
    visit: Visit,
    Path((claim, kind, slug)): At,
    Sent(sent): Sent<NewContest>,
) -> Answered {
    Asked::of(&visit, &[])?;
    act::known(&visit, &claim, &kind, &slug)?;
    let form = Form::new().with("funn", "entry", sent.entry).with("tekst", "text", sent.text);
    let taken = act::contest(&visit, &form.typed()).await;
    answered(&form, taken)
}

/// An exemption to be asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewExemptionRequest, example = json!({ "until": "2027-06-30", "reason": "The system is replaced in May." }))]
pub(crate) struct NewRequest {
    /// A date to come; it means the end of that day in Norway.
    #[schema(format = Date)]
    until: String,
    /// Why.
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// Ask for an exemption
#[utoipa::path(post, path = "/api/v1/tasks/{claim}/{kind}/{slug}/exemption-requests", operation_id = "requestExemption", tag = "tasks",
    params(("claim" = String, Path, description = "The claim's id"), ("kind" = String, Path, description = "The thing's kind"), ("slug" = String, Path, description = "The rest of the thing's id")),
    request_body = NewRequest,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(crate) async fn request_exemption(
    visit: Visit,
    Path((claim, kind, slug)): At,
    Sent(sent): Sent<NewRequest>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let id = act::known(&visit, &claim, &kind, &slug)?;
    let form =
        Form::new().with("til", "until", sent.until).with("begrunnelse", "reason", sent.reason);
    let taken = act::request_exemption(&visit, &claim, &id, &form.typed()).await;
    answered(&form, taken)
}

/// An exemption to be approved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "request": 418 }))]
pub(crate) struct NewExemption {
    /// The entry with the request; somebody else's than the one who approves.
    request: u64,
}

/// Approve an exemption
#[utoipa::path(post, path = "/api/v1/tasks/{claim}/{kind}/{slug}/exemptions", operation_id = "approveExemption", tag = "tasks",
    params(("claim" = String, Path, description = "The claim's id"), ("kind" = String, Path, description = "The thing's kind"), ("slug" = String, Path, description = "The rest of the thing's id")),
    request_body = NewExemption,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(crate) async fn approve_exemption(
    visit: Visit,
    Path((claim, kind, slug)): At,
    Sent(sent): Sent<NewExemption>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let id = act::known(&visit, &claim, &kind, &slug)?;
    let request = arvak_core::EntryId(sent.request);
    let taken = act::grant_exemption(&visit, &claim, &id, request).await;
    answered(&Form::new(), taken)
}

//! Requests to suppliers that programs make and change: by the same functions as the pages, with the same rights.

use arvak_core::{EntityId, Instant, Name};
use arvak_identity::{Access, Right};
use arvak_suppliers::choose::{concerning, usual, within};
use axum::extract::Path;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json, with};
use super::ask::{Asked, Form, Sent};
use super::problem::{Problem, Wrong};
use super::suppliers::SupplierRequest;
use crate::recording::NotTaken;
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::suppliers::asked::{self, Asked as Request};
use crate::suppliers::make::New;
use crate::suppliers::{act, make};
use crate::visit::Visit;

/// The addresses. What answers a link is not done once: its answer would have to be kept.
pub(super) fn routes(routes: Routes) -> Routes {
    let record = Access::May(Right::Record);
    routes
        .post("/api/v1/suppliers/{slug}/requests", record, new_request)
        .post("/api/v1/suppliers/{slug}/requests/{request}/link", record, new_link)
        .once("/api/v1/suppliers/{slug}/requests/{request}/extend", record, FORM_BYTES_MAX, extend)
        .once("/api/v1/suppliers/{slug}/requests/{request}/revoke", record, FORM_BYTES_MAX, revoke)
        .once("/api/v1/suppliers/{slug}/requests/{request}/ask", record, FORM_BYTES_MAX, ask_more)
        .once("/api/v1/suppliers/{slug}/requests/{request}/close", record, FORM_BYTES_MAX, close)
}

/// What a supplier is to be asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "due": "2026-03-20" }))]
pub(super) struct NewSupplierRequest {
    /// The ids of the questions, of those that concern the supplier. Without it, those that the page ticks.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>, max_items = 24)]
    questions: Option<Vec<Name>>,
    /// The last day on which an answer is in time; a fortnight without it. It cannot be moved.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<String>,
    /// `nb`, `nn` or `en`: whoever opens the link is sent a code in that language, to where mail to the supplier goes. Reminders and
    /// the receipt go there too. Without it, the link is enough, and nothing goes by mail.
    #[serde(default)]
    code_language: Option<String>,
}

/// A link that was just made. It is shown this once.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SupplierLink {
    /// The request.
    #[schema(value_type = String)]
    request: Name,
    /// The whole address. It is as good as a key to the request: it goes to the supplier, and into no log.
    link: String,
    /// From when on it is good no more.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Instant,
}

impl SupplierLink {
    fn of(visit: &Visit, made: New) -> Self {
        let link = format!("{}/foresporsel#{}", visit.app.site().origin, made.secret.reveal());
        Self { request: made.request, link, ends_at: made.ends_at }
    }
}

/// Make a request to a supplier
///
/// One a day. The answer holds the secret link, which nobody is shown again.
#[utoipa::path(post, path = "/api/v1/suppliers/{slug}/requests", operation_id = "createSupplierRequest", tag = "suppliers",
    params(("slug" = String, Path, description = "The rest of the supplier's id")),
    request_body = NewSupplierRequest,
    responses((status = 201, description = "The link, shown this once", body = SupplierLink)))]
pub(super) async fn new_request(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<NewSupplierRequest>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let id = asked::known(&visit, &slug)?;
    let questions = questions(&visit, &id, sent.questions)?;
    let form = Form::new().some("frist", "due", sent.due).all("spm", "questions", questions).some(
        "kode",
        "code_language",
        sent.code_language,
    );
    let made = make::made(&visit, &id, &form.typed()).await;
    let link = SupplierLink::of(&visit, made.map_err(|error| form.problem(error))?);
    with(StatusCode::CREATED, &link)
}

/// The questions that are asked. One that does not concern the supplier, or waits for another, is refused where it stands.
fn questions(
    visit: &Visit,
    id: &EntityId,
    wanted: Option<Vec<Name>>,
) -> Result<Vec<Name>, Problem> {
    let all = concerning(&visit.view.catalogue, visit.view.state(), id, visit.app.clock().now());
    let Some(wanted) = wanted else { return Ok(usual(&all)) };
    let taken = within(&all, &wanted);
    let wrong = wanted.iter().enumerate().filter(|(_, one)| !taken.contains(one));
    let wrong: Vec<Wrong> = wrong
        .map(|(at, _)| {
            let said = visit.plain("suppliers-which-not");
            Wrong::at(&format!("/questions/{at}"), "invalid", said)
        })
        .collect();
    if wrong.is_empty() { Ok(taken) } else { Err(Problem::invalid(wrong)) }
}

/// Nothing more is to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SupplierRequestAct {}

/// What is asked further.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "question": "Hvilke systemer gjelder dette?" }))]
pub(super) struct FurtherQuestion {
    /// The question, as the supplier reads it.
    #[schema(min_length = 1, max_length = 1_000)]
    question: String,
}

/// The request, when the supplier has one of that id.
async fn one(visit: &Visit, (slug, request): &(String, String)) -> Result<Request, Problem> {
    Asked::of(visit, &[])?;
    let id = asked::known(visit, slug)?;
    Ok(asked::one(visit, &id, request).await?)
}

/// How it stands after something was done to it.
async fn changed(visit: &Visit, before: &Request, done: Result<(), NotTaken>) -> Answered {
    done.map_err(|error| Form::new().problem(error))?;
    let row = &before.row;
    let now = asked::one(visit, &row.supplier, row.id.as_str()).await?;
    json(&SupplierRequest::of(visit, &now))
}

/// Make a new link to a request
///
/// Those before it are worth nothing from now on.
#[utoipa::path(post, path = "/api/v1/suppliers/{slug}/requests/{request}/link", operation_id = "createSupplierLink", tag = "suppliers",
    params(("slug" = String, Path, description = "The rest of the supplier's id"),
        ("request" = String, Path, description = "The request, as `listSupplierRequests` names it")),
    request_body = SupplierRequestAct,
    responses((status = 201, description = "The link, shown this once", body = SupplierLink)))]
pub(super) async fn new_link(
    visit: Visit,
    Path(path): Path<(String, String)>,
    Sent(SupplierRequestAct {}): Sent<SupplierRequestAct>,
) -> Answered {
    let request = one(&visit, &path).await?;
    let made = make::renewed(&visit, &request).await;
    let made = made.map_err(|error| Form::new().problem(error))?;
    with(StatusCode::CREATED, &SupplierLink::of(&visit, made))
}

/// Let the link of a request last 14 days longer
#[utoipa::path(post, path = "/api/v1/suppliers/{slug}/requests/{request}/extend", operation_id = "extendSupplierLink", tag = "suppliers",
    params(("slug" = String, Path, description = "The rest of the supplier's id"),
        ("request" = String, Path, description = "The request, as `listSupplierRequests` names it")),
    request_body = SupplierRequestAct,
    responses((status = 200, description = "The request", body = SupplierRequest)))]
pub(super) async fn extend(
    visit: Visit,
    Path(path): Path<(String, String)>,
    Sent(SupplierRequestAct {}): Sent<SupplierRequestAct>,
) -> Answered {
    let request = one(&visit, &path).await?;
    let done = act::extended(&visit, &request).await;
    changed(&visit, &request, done).await
}

/// Take the link of a request back
///
/// It opens nothing any more. What was written is kept, and a new link can be made.
#[utoipa::path(post, path = "/api/v1/suppliers/{slug}/requests/{request}/revoke", operation_id = "revokeSupplierLink", tag = "suppliers",
    params(("slug" = String, Path, description = "The rest of the supplier's id"),
        ("request" = String, Path, description = "The request, as `listSupplierRequests` names it")),
    request_body = SupplierRequestAct,
    responses((status = 200, description = "The request", body = SupplierRequest)))]
pub(super) async fn revoke(
    visit: Visit,
    Path(path): Path<(String, String)>,
    Sent(SupplierRequestAct {}): Sent<SupplierRequestAct>,
) -> Answered {
    let request = one(&visit, &path).await?;
    let done = act::revoked(&visit, &request).await;
    changed(&visit, &request, done).await
}

/// Ask a supplier for something more
///
/// After it sent its answers in. The same link shows the question, beside the earlier answers.
#[utoipa::path(post, path = "/api/v1/suppliers/{slug}/requests/{request}/ask", operation_id = "askSupplierMore", tag = "suppliers",
    params(("slug" = String, Path, description = "The rest of the supplier's id"),
        ("request" = String, Path, description = "The request, as `listSupplierRequests` names it")),
    request_body = FurtherQuestion,
    responses((status = 200, description = "The request", body = SupplierRequest)))]
pub(super) async fn ask_more(
    visit: Visit,
    Path(path): Path<(String, String)>,
    Sent(sent): Sent<FurtherQuestion>,
) -> Answered {
    let request = one(&visit, &path).await?;
    let form = Form::new().with("sporsmal", "question", sent.question);
    let done = act::asked_more(&visit, &request, &form.typed()).await;
    done.map_err(|error| form.problem(error))?;
    changed(&visit, &request, Ok(())).await
}

/// Close a request
///
/// No more is asked. The link opens nothing, and what was typed and not sent in is forgotten.
#[utoipa::path(post, path = "/api/v1/suppliers/{slug}/requests/{request}/close", operation_id = "closeSupplierRequest", tag = "suppliers",
    params(("slug" = String, Path, description = "The rest of the supplier's id"),
        ("request" = String, Path, description = "The request, as `listSupplierRequests` names it")),
    request_body = SupplierRequestAct,
    responses((status = 200, description = "The request", body = SupplierRequest)))]
pub(super) async fn close(
    visit: Visit,
    Path(path): Path<(String, String)>,
    Sent(SupplierRequestAct {}): Sent<SupplierRequestAct>,
) -> Answered {
    let request = one(&visit, &path).await?;
    let done = act::closed(&visit, &request).await;
    changed(&visit, &request, done).await
}

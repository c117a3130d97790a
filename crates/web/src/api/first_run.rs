//! How far the first run is, and what it ended with. The set-up itself stays on the pages: it makes the first person's factors,
//! which no program can show.

use arvak_core::{EntityId, Name, Status};
use arvak_identity::{Access, Right};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json};
use super::ask::Asked;
use super::problem::Problem;
use super::shapes::State;
use crate::failure::Failure;
use crate::first_run::{dismiss_box, findings, has_box, is_over, texts};
use crate::routes::Routes;
use crate::visit::Visit;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let administer = Access::May(Right::Administer);
    routes
        .get("/api/v1/first-run", Access::Anyone, first_run)
        .get("/api/v1/first-run/findings", administer, first_findings)
        .delete("/api/v1/first-run/findings", administer, dismiss_findings)
}

/// How far the first run is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FirstRun {
    /// Whether somebody set this installation up.
    set_up: bool,
}

/// Whether this installation is set up
///
/// It is set up on the pages, from the link that the program prints.
#[utoipa::path(get, path = "/api/v1/first-run", operation_id = "getFirstRun", tag = "document",
    responses((status = 200, description = "Whether it is", body = FirstRun)))]
pub(super) async fn first_run(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    json(&FirstRun { set_up: is_over(visit.app.folder().operation()).await? })
}

/// What the first run ended with.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FirstFindings {
    /// Whether it stands on the status page.
    shown: bool,
    /// What weighs most of what was seen; three at most.
    findings: Vec<FirstFinding>,
    /// Texts that are ready to send.
    texts: Vec<FirstText>,
}

/// Something that was seen.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FirstFinding {
    #[schema(value_type = String)]
    claim: Name,
    #[schema(value_type = String)]
    subject: EntityId,
    #[schema(value_type = State)]
    state: Status,
    /// Why, in the language that is asked for.
    #[schema(required = true)]
    why: Option<String>,
}

/// A text that is ready to send.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FirstText {
    /// To whom: `dns`, `supplier` or `leader`.
    to: String,
    /// Null when there is nothing to write about.
    #[schema(required = true)]
    text: Option<String>,
}

/// It speaks of the whole municipality.
fn unlimited(visit: &Visit) -> Result<(), Problem> {
    if visit.limits().is_some() { Err(Failure::Forbidden.into()) } else { Ok(()) }
}

/// What the first run ended with
#[utoipa::path(get, path = "/api/v1/first-run/findings", operation_id = "getFirstFindings", tag = "administration",
    responses((status = 200, description = "Findings, and texts to send", body = FirstFindings)))]
pub(super) async fn first_findings(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    unlimited(&visit)?;
    let found = findings(&visit.view).into_iter().map(|(claim, subject)| FirstFinding {
        claim: claim.id.clone(),
        subject: subject.subject.clone(),
        state: subject.state,
        why: subject.weightiest().map(|reason| visit.words().reason(reason, &visit.naming())),
    });
    let findings = found.collect();
    let texts = texts(&visit).await?.map(|(to, text)| FirstText { to: to.to_owned(), text });
    let shown = has_box(visit.app.folder().operation()).await?;
    json(&FirstFindings { shown, findings, texts: texts.into() })
}

/// Take what the first run ended with off the status page
#[utoipa::path(delete, path = "/api/v1/first-run/findings", operation_id = "dismissFirstFindings", tag = "administration",
    responses((status = 204, description = "It is not shown any more")))]
pub(super) async fn dismiss_findings(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    unlimited(&visit)?;
    dismiss_box(visit.app.folder().operation()).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

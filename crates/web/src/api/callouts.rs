//! Call-out tests: what the room *Vaktprøver* shows and does. Times of people are on the pages alone, and no key plans or starts a test.

use arvak_core::{EntityId, EntryId, Instant};
use arvak_identity::{Access, Right};
use axum::extract::Path;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, at, json, with};
use super::ask::{Asked, Form, Sent};
use super::problem::{Problem, Wrong};
use crate::callouts::desk::{self, Kept};
use crate::callouts::{NotPlanned, begun, of, planned, standing, stopped};
use crate::recording::NotTaken;
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::visit::Visit;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let (read, drill) = (Access::May(Right::Read), Access::May(Right::Drill));
    let record = Access::May(Right::Record);
    routes
        .get("/api/v1/callouts", read, callouts)
        .once("/api/v1/callouts", drill, FORM_BYTES_MAX, plan)
        .get("/api/v1/callouts/{id}", read, callout_of)
        .once("/api/v1/callouts/{id}/start", drill, FORM_BYTES_MAX, start)
        .once("/api/v1/callouts/{id}/stop", record, FORM_BYTES_MAX, stop)
}

/// All call-out tests.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Callouts {
    /// The newest first.
    callouts: Vec<CalloutTest>,
}

/// A call-out test. The planned moment is never told.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CalloutTest {
    id: String,
    /// SHA-256 of its plan.
    seal: String,
    /// The entry that holds the hash.
    #[schema(required = true, value_type = Option<u64>)]
    entry: Option<EntryId>,
    /// The agreed period.
    #[schema(value_type = String, format = DateTime)]
    from: Instant,
    #[schema(value_type = String, format = DateTime)]
    to: Instant,
    /// `planned`, `started`, `pending`, `answered`, `answered_late`, `unanswered`, `not_called` or `stopped`.
    standing: String,
    /// How each role was reached, once somebody was called.
    reached: Vec<RoleReached>,
    /// The entry that holds the ground on which times are kept; null until it is started.
    #[schema(required = true, value_type = Option<u64>)]
    ground: Option<EntryId>,
    /// The evidence that came of it.
    #[schema(required = true, value_type = Option<u64>)]
    evidence: Option<EntryId>,
}

/// How a role was reached.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleReached {
    #[schema(value_type = String)]
    role: EntityId,
    /// `answered`, `late`, `silent`, `not_reached` or `not_called`.
    reached: String,
}

async fn told(visit: &Visit, kept: &Kept) -> Result<CalloutTest, Problem> {
    let (standing, steps) = standing(visit, kept).await?;
    let step = |(role, reached): (EntityId, arvak_monitoring::callout::Reached)| RoleReached {
        role,
        reached: reached.name().to_owned(),
    };
    let row = &kept.row;
    Ok(CalloutTest {
        id: row.id.clone(),
        seal: row.seal.to_string(),
        entry: row.entry,
        from: kept.plan.from,
        to: kept.plan.to,
        standing,
        reached: steps.into_iter().map(step).collect(),
        ground: row.ground,
        evidence: row.evidence,
    })
}

/// All call-out tests
///
/// Without names, addresses and times of people.
#[utoipa::path(get, path = "/api/v1/callouts", operation_id = "listCallouts", tag = "callouts",
    responses((status = 200, description = "The newest first", body = Callouts)))]
pub(super) async fn callouts(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let mut found = Vec::new();
    let all = desk::all(visit.app.folder()).await.map_err(crate::failure::Failure::from)?;
    for kept in all.iter().rev() {
        found.push(told(&visit, kept).await?);
    }
    json(&Callouts { callouts: found })
}

/// One call-out test
#[utoipa::path(get, path = "/api/v1/callouts/{id}", operation_id = "getCallout", tag = "callouts",
    params(("id" = String, Path, description = "As planCallout named it")),
    responses((status = 200, description = "How it stands", body = CalloutTest)))]
pub(super) async fn callout_of(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    json(&told(&visit, &of(&visit, &id).await?).await?)
}

/// What is to be planned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CalloutAsked {
    /// The definition, as TOML (docs/callouts.md), with the ground on which times of people are kept.
    #[schema(max_length = 100_000)]
    definition: String,
}

/// A plan that is sealed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CalloutPlanned {
    id: String,
    /// SHA-256 of the plan.
    seal: String,
    /// The entry that holds it.
    #[schema(value_type = u64)]
    entry: EntryId,
}

/// Seal a plan for a call-out test
///
/// The moment is drawn, the hash of the plan goes into the ledger, and nobody is called yet.
#[utoipa::path(post, path = "/api/v1/callouts", operation_id = "planCallout", tag = "callouts",
    request_body = CalloutAsked,
    responses((status = 201, description = "It is sealed", body = CalloutPlanned)))]
pub(super) async fn plan(visit: Visit, Sent(sent): Sent<CalloutAsked>) -> Answered {
    Asked::of(&visit, &[])?;
    let form = Form::new().with("definisjon", "definition", &sent.definition);
    let (done, entry) = planned(&visit, &sent.definition).await.map_err(|error| match error {
        NotPlanned::Taken(error) => form.problem(error),
        NotPlanned::Wrong(mistakes) => {
            let wrong = mistakes
                .iter()
                .map(|one| Wrong::at("/definition", one.code, visit.words().mistake(one)));
            Problem::invalid(wrong.collect())
        }
    })?;
    let path = format!("/api/v1/callouts/{}", done.id);
    let said = CalloutPlanned { id: done.id, seal: done.seal.to_string(), entry };
    Ok(at(with(StatusCode::CREATED, &said)?, &path))
}

/// Nothing more is to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CalloutAct {}

/// A test that is started.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CalloutStarted {
    /// The entry that holds the ground.
    #[schema(value_type = u64)]
    ground: EntryId,
    /// When people's times are erased at the latest.
    #[schema(value_type = String, format = DateTime)]
    erased_by: Instant,
}

/// Start a call-out test
///
/// The ground is recorded; when the moment comes, people are called.
#[utoipa::path(post, path = "/api/v1/callouts/{id}/start", operation_id = "startCallout", tag = "callouts",
    params(("id" = String, Path, description = "As planCallout named it")),
    request_body = CalloutAct,
    responses((status = 201, description = "It is started", body = CalloutStarted)))]
pub(super) async fn start(
    visit: Visit,
    Path(id): Path<String>,
    Sent(CalloutAct {}): Sent<CalloutAct>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let kept = of(&visit, &id).await?;
    let started = begun(&visit, &kept).await.map_err(|error| refused(error.into()))?;
    let (ground, erased_by) = started;
    with(StatusCode::CREATED, &CalloutStarted { ground, erased_by })
}

/// Stop a call-out test
///
/// Nobody is called any more, and no verdict comes of it.
#[utoipa::path(post, path = "/api/v1/callouts/{id}/stop", operation_id = "stopCallout", tag = "callouts",
    params(("id" = String, Path, description = "As planCallout named it")),
    request_body = CalloutAct,
    responses((status = 201, description = "It is stopped, or was judged before", body = CalloutTest)))]
pub(super) async fn stop(
    visit: Visit,
    Path(id): Path<String>,
    Sent(CalloutAct {}): Sent<CalloutAct>,
) -> Answered {
    Asked::of(&visit, &[])?;
    stopped(&visit, &of(&visit, &id).await?).await?;
    with(StatusCode::CREATED, &told(&visit, &of(&visit, &id).await?).await?)
}

fn refused(error: NotTaken) -> Problem {
    Form::new().problem(error)
}

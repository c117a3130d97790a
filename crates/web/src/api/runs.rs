//! Runs of the probes: started, watched, stopped.

use arvak_core::{EntityId, Instant, Name};
use arvak_identity::{Access, Right};
use axum::extract::Path;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, at, json, with};
use super::ask::{Asked, Sent};
use super::lists::{Part, backwards, linked};
use super::problem::{Code, Problem, Wrong};
use crate::program::Look;
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::runs;
use crate::visit::Visit;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let (read, look) = (Access::May(Right::Read), Access::May(Right::Look));
    routes
        .get("/api/v1/runs", read, runs)
        .once("/api/v1/runs", look, FORM_BYTES_MAX, start)
        .get("/api/v1/runs/{id}", read, run)
        .once("/api/v1/runs/{id}/stop", look, FORM_BYTES_MAX, stop)
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RunStage)]
pub(super) enum Stage {
    /// It goes on.
    UnderWay,
    /// It came to its end.
    Ended,
    /// The program stopped before it ended.
    BrokenOff,
    /// It could not be carried out.
    Failed,
}

/// A run of the probes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Run {
    id: u64,
    stage: Stage,
    /// Who started it; null when it was the clock.
    #[schema(required = true, value_type = Option<String>)]
    by: Option<EntityId>,
    /// The point or claim that it is about; all when it is null.
    #[schema(required = true)]
    point: Option<String>,
    /// The domain that it looks for the proof of control over alone, as `kind/slug`; null when it looks at more.
    #[schema(required = true)]
    proof_of: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    begun_at: Instant,
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    ended_at: Option<Instant>,
    /// Checks that are due.
    planned: u64,
    /// Checks that have come to their end.
    done: u64,
    /// Some of the checks that are under way.
    under_way: Vec<String>,
    supports: u64,
    refutes: u64,
    inconclusive: u64,
    /// Checks that could not be carried out at all.
    failed: u64,
    /// Whether somebody stopped it.
    stopped: bool,
}

impl Run {
    pub(super) fn of(visit: &Visit, shown: runs::Shown) -> Self {
        let is_watched = visit.app.runs().watch(shown.id).is_some();
        let stage = match (shown.ended_at_ms, &shown.failure) {
            (Some(_), Some(_)) => Stage::Failed,
            (Some(_), None) => Stage::Ended,
            (None, _) if is_watched => Stage::UnderWay,
            (None, _) => Stage::BrokenOff,
        };
        Self {
            id: shown.id,
            stage,
            by: shown.by.as_deref().and_then(|by| by.parse().ok()),
            begun_at: shown.begun_at(),
            ended_at: shown.ended_at(),
            point: shown.point,
            proof_of: shown.proof_of.filter(|id| is_seen(visit, id)),
            planned: shown.planned,
            done: shown.done,
            // Whose hosts they are is not for everybody.
            under_way: if visit.limits().is_some() { Vec::new() } else { shown.under_way },
            supports: shown.supports,
            refutes: shown.refutes,
            inconclusive: shown.inconclusive,
            failed: shown.failed,
            stopped: shown.stopped,
        }
    }
}

/// Whether the visitor sees the thing of that id.
fn is_seen(visit: &Visit, id: &str) -> bool {
    id.parse::<EntityId>().is_ok_and(|id| visit.view.state().entity(&id).is_some())
}

/// Runs, the newest first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Runs {
    runs: Vec<Run>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// Runs of the probes
///
/// The newest first; the last fifty are kept.
#[utoipa::path(get, path = "/api/v1/runs", operation_id = "listRuns", tag = "runs",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Runs, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn runs(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let (runs, next) = part.of(runs::all(&visit.app).await?, |run| backwards(run.id));
    let runs = runs.into_iter().map(|run| Run::of(&visit, run)).collect();
    Ok(linked(&visit, json(&Runs { runs, next: next.clone() })?, next.as_deref()))
}

/// What is to be looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "point": "3.1" }))]
pub(super) struct NewRun {
    /// Also what is not due.
    #[serde(default)]
    all: bool,
    /// Only what feeds this point or claim.
    #[serde(default)]
    point: Option<String>,
}

/// Start a run
///
/// One at a time: when one goes on, it is answered.
#[utoipa::path(post, path = "/api/v1/runs", operation_id = "startRun", tag = "runs",
    request_body = NewRun,
    responses((status = 202, description = "It has begun", body = Run, headers(("location" = String, description = "Its address")))))]
pub(super) async fn start(visit: Visit, Sent(sent): Sent<NewRun>) -> Answered {
    Asked::of(&visit, &[])?;
    let point = sent.point.map(|point| point.parse::<Name>()).transpose();
    let is_known = |point: &Name| {
        let mut points = visit.view.points();
        points.any(|(known, _)| {
            known.id == *point || known.claims.iter().any(|claim| claim.id == *point)
        })
    };
    let point = point.ok().filter(|point| point.as_ref().is_none_or(is_known));
    let point = point.ok_or_else(|| {
        Problem::invalid(vec![Wrong::at("/point", "unknown", visit.plain("api-point-unknown"))])
    })?;
    let by = visit.who.as_ref().map(|who| who.person.to_string());
    let id =
        runs::start(&visit.app, Look { all: sent.all, point, ..Look::default() }, by, None).await?;
    let run = Run::of(&visit, runs::one(&visit.app, id).await?);
    Ok(at(with(StatusCode::ACCEPTED, &run)?, &format!("/api/v1/runs/{id}")))
}

fn number(id: &str) -> Result<u64, Problem> {
    id.parse().map_err(|_| Code::NotFound.into())
}

/// One run
#[utoipa::path(get, path = "/api/v1/runs/{id}", operation_id = "getRun", tag = "runs",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 200, description = "The run, as it is now", body = Run)))]
pub(super) async fn run(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    json(&Run::of(&visit, runs::one(&visit.app, number(&id)?).await?))
}

/// Stop a run
///
/// What runs has a few seconds, and what it finds is kept.
#[utoipa::path(post, path = "/api/v1/runs/{id}/stop", operation_id = "stopRun", tag = "runs",
    params(("id" = u64, Path, description = "Its number")),
    responses((status = 202, description = "It is asked to stop", body = Run)))]
pub(super) async fn stop(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let id = number(&id)?;
    let run = runs::one(&visit.app, id).await?;
    visit.app.runs().stop(id);
    with(StatusCode::ACCEPTED, &Run::of(&visit, run))
}

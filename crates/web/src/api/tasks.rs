//! What is to be done: everything that is not shown, the worst first, and what people decide about it.

mod decide;
mod one;

pub(super) use decide::*;
pub(super) use one::*;

use arvak_core::{EntityId, Instant, Name, Status};
use arvak_identity::{Access, Right};
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json};
use super::ask::Asked;
use super::lists::{Part, linked};
use super::problem::Code;
use super::shapes::State;
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::tasks::{Task as Found, all, find_claim, place};
use crate::visit::Visit;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let (read, record) = (Access::May(Right::Read), Access::May(Right::Record));
    let (ask, approve) = (Access::May(Right::AskExemption), Access::May(Right::Approve));
    routes
        .get("/api/v1/tasks", read, tasks)
        .get("/api/v1/tasks/{claim}", read, claim_task)
        .get("/api/v1/tasks/{claim}/{kind}/{slug}", read, task)
        .once("/api/v1/tasks/{claim}/{kind}/{slug}/measures", record, FORM_BYTES_MAX, set_measure)
        .once("/api/v1/tasks/{claim}/{kind}/{slug}/completion", record, FORM_BYTES_MAX, complete)
        .once("/api/v1/tasks/{claim}/{kind}/{slug}/contests", record, FORM_BYTES_MAX, contest)
        .once(
            "/api/v1/tasks/{claim}/{kind}/{slug}/exemption-requests",
            ask,
            FORM_BYTES_MAX,
            request_exemption,
        )
        .once(
            "/api/v1/tasks/{claim}/{kind}/{slug}/exemptions",
            approve,
            FORM_BYTES_MAX,
            approve_exemption,
        )
}

/// A claim that is not shown for a thing.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Task {
    #[schema(value_type = String)]
    claim: Name,
    /// The thing; null when nothing is listed that the claim could be shown for.
    #[schema(required = true, value_type = Option<String>)]
    subject: Option<EntityId>,
    #[schema(value_type = State)]
    state: Status,
    /// The role whose turn it is.
    #[schema(required = true, value_type = Option<String>)]
    owner: Option<EntityId>,
    /// By when, where somebody fixed it.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    due: Option<Instant>,
    /// How critical the thing is said to be, from 1 to 5; 0 when nobody said.
    criticality: i64,
    /// The code of what to do next.
    #[schema(required = true)]
    next: Option<String>,
    /// Why, in the language that is asked for.
    #[schema(required = true)]
    why: Option<String>,
}

impl Task {
    fn of(visit: &Visit, found: &Found<'_>) -> Self {
        Self {
            claim: found.claim.id.clone(),
            subject: found.about().cloned(),
            state: found.state,
            owner: found.owner.clone(),
            due: found.due,
            criticality: found.criticality,
            next: found.next().map(|next| next.code.name().to_owned()),
            why: found.why().map(|reason| visit.words().reason(reason, &visit.naming())),
        }
    }
}

/// Tasks, the worst first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Tasks {
    tasks: Vec<Task>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// What is to be done
///
/// The worst first, of equals what is due first.
#[utoipa::path(get, path = "/api/v1/tasks", operation_id = "listTasks", tag = "tasks",
    params(("state" = Option<State>, Query, description = "Only in this state"),
        ("owner" = Option<String>, Query, description = "Only this role's, such as `role/ict_lead`"),
        ("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Tasks, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn tasks(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["state", "owner", "limit", "after"])?;
    let part = Part::asked(&asked)?;
    let state = asked.read_with("state", Status::from_name)?;
    let owner: Option<EntityId> = asked.read("owner")?;
    let every = all(&visit.view);
    let is_wanted = |task: &&Found<'_>| {
        state.is_none_or(|state| task.state == state)
            && owner.as_ref().is_none_or(|owner| task.owner.as_ref() == Some(owner))
    };
    let placed = every.iter().filter(is_wanted).map(|task| (place(&visit.view, task), task));
    let (tasks, next) = part.of(placed, |(place, _)| place.clone());
    let tasks = tasks.into_iter().map(|(_, task)| Task::of(&visit, task)).collect();
    Ok(linked(&visit, json(&Tasks { tasks, next: next.clone() })?, next.as_deref()))
}

/// A claim that nothing is listed for
#[utoipa::path(get, path = "/api/v1/tasks/{claim}", operation_id = "getClaimTask", tag = "tasks",
    params(("claim" = String, Path, description = "The claim's id", example = json!("3.1"))),
    responses((status = 200, description = "The task", body = Task)))]
pub(super) async fn claim_task(visit: Visit, Path(claim): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let task = find_claim(&visit.view, &claim).ok_or(Code::NotFound)?;
    json(&Task::of(&visit, &task))
}

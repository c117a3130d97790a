//! One task, with everything around it that somebody may act on.

use arvak_core::fact::Obligation;
use arvak_core::{Actor, EntityId, EntryId, Instant, Name};
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Task;
use crate::api::answer::{Answered, json};
use crate::api::ask::Asked;
use crate::api::problem::{Code, Problem};
use crate::tasks::act::known;
use crate::tasks::requests::{Asked as Request, Refuted, around};
use crate::tasks::{find, measures, recordable};
use crate::visit::Visit;

/// A task, and what people decided about it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskWithDecisions)]
pub(crate) struct Whole {
    task: Task,
    /// Due dates that were set and are not met, the newest last.
    measures: Vec<Measure>,
    /// Exemptions that were asked for.
    exemptions: Vec<Exemption>,
    /// Refutations that the state rests on, each with the replies to it.
    refutations: Vec<Refutation>,
    /// What evidence the claim asks for here: what can be added.
    recordable: Vec<Recordable>,
}

/// A due date that somebody set on a task.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Measure {
    #[schema(value_type = String)]
    id: Name,
    #[schema(value_type = String, format = DateTime)]
    due: Instant,
    /// The role that is responsible.
    #[schema(required = true, value_type = Option<String>)]
    owner: Option<EntityId>,
}

/// An exemption that somebody asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exemption {
    /// The entry with the request.
    #[schema(value_type = u64)]
    request: EntryId,
    #[schema(value_type = String, format = DateTime)]
    until: Instant,
    /// Who asked: `{"role":ID}` or `{"person":ID}`.
    #[schema(value_type = Object)]
    by: Actor,
    #[schema(required = true)]
    reason: Option<String>,
    /// Whether somebody else approved it.
    approved: bool,
}

/// A refutation, and the replies to it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refutation {
    #[schema(value_type = u64)]
    entry: EntryId,
    replies: Vec<Said>,
}

/// A reply to a refutation.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    text: String,
}

/// A kind of evidence, and the thing that it would be about.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recordable {
    kind: String,
    #[schema(value_type = String)]
    subject: EntityId,
}

impl From<&Obligation> for Measure {
    fn from(one: &Obligation) -> Self {
        Self { id: one.id.clone(), due: one.due, owner: one.owner.clone() }
    }
}

impl From<Request> for Exemption {
    fn from(asked: Request) -> Self {
        let Request { entry, until, by, reason, approved } = asked;
        Self { request: entry, until, by, reason, approved }
    }
}

impl From<Refuted> for Refutation {
    fn from(refuted: Refuted) -> Self {
        let replies = refuted.replies.into_iter().map(|(at, text)| Said { at, text });
        Self { entry: refuted.entry, replies: replies.collect() }
    }
}

/// The parts of a task's address.
pub(super) type At = Path<(String, String, String)>;

/// One task
#[utoipa::path(get, path = "/api/v1/tasks/{claim}/{kind}/{slug}", operation_id = "getTask", tag = "tasks",
    params(("claim" = String, Path, description = "The claim's id", example = json!("3.1")),
        ("kind" = String, Path, description = "The thing's kind", example = json!("service")),
        ("slug" = String, Path, description = "The rest of the thing's id", example = json!("epj"))),
    responses((status = 200, description = "The task", body = Whole)))]
pub(crate) async fn task(visit: Visit, Path((claim, kind, slug)): At) -> Answered {
    Asked::of(&visit, &[])?;
    let id = known(&visit, &claim, &kind, &slug)?;
    let name: Name = claim.parse().map_err(|_| Problem::from(Code::NotFound))?;
    let task = find(&visit.view, &claim, &id).ok_or(Code::NotFound)?;
    let evidence = task.subject.map(|subject| subject.evidence.as_slice()).unwrap_or_default();
    let around = around(&visit, &claim, &id, evidence).await?;
    let open = measures(&visit.view, &name, &id);
    let claim = visit.view.claim(&claim).map(|claim| recordable(&visit, claim, &id));
    let recordable = claim.unwrap_or_default().into_iter();
    json(&Whole {
        task: Task::of(&visit, &task),
        measures: open.into_iter().map(Measure::from).collect(),
        exemptions: around.asked.into_iter().map(Exemption::from).collect(),
        refutations: around.refuted.into_iter().map(Refutation::from).collect(),
        recordable: recordable.map(|(kind, subject)| Recordable { kind, subject }).collect(),
    })
}

//! What a leader decides about: the answer in one sentence, three decisions with what they cost, and what must be done by when.

use arvak_core::{EntityId, Instant, Name};
use arvak_identity::{Access, Right};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json};
use super::ask::{Asked, Form, Sent};
use super::lists::{Part, linked};
use super::shapes::{Counts, Recorded};
use super::status::counts;
use crate::rooms::leader::{Estimate as Kept, decisions, keep_estimate, key, named};
use crate::rooms::status::lead;
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::visit::Visit;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let read = Access::May(Right::Read);
    routes
        .get("/api/v1/leader", read, leader)
        .once("/api/v1/leader/estimates", Access::May(Right::Record), FORM_BYTES_MAX, estimate)
        .get("/api/v1/obligations", read, obligations)
}

/// What a leader needs to know.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Leader {
    /// The answer in one or two sentences, in the language that is asked for.
    sentence: String,
    /// How many points are in which state.
    points: Counts,
    /// The same a week ago.
    week_ago: Counts,
    /// The worst tasks of different claims, at most three.
    decisions: Vec<Decision>,
}

/// What a decision is needed about.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LeaderDecision)]
pub(super) struct Decision {
    /// What an estimate names.
    key: String,
    #[schema(value_type = String)]
    claim: Name,
    #[schema(required = true, value_type = Option<String>)]
    subject: Option<EntityId>,
    /// What to do, in words.
    #[schema(required = true)]
    action: Option<String>,
    /// Why, in words.
    #[schema(required = true)]
    why: Option<String>,
    /// What waiting means, in words.
    #[schema(required = true)]
    if_waiting: Option<String>,
    #[schema(required = true, value_type = Option<String>)]
    owner: Option<EntityId>,
    /// What somebody thinks it takes.
    #[schema(required = true)]
    estimate: Option<Estimate>,
}

/// What somebody thinks a measure takes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Estimate {
    hours: u32,
    kroner: u32,
    /// Who said so.
    by: String,
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
}

impl From<&Kept> for Estimate {
    fn from(kept: &Kept) -> Self {
        let (by, at) = (kept.by.clone(), Instant::from_millis(kept.at_ms));
        Self { hours: kept.hours, kroner: kept.kroner, by, at }
    }
}

/// What a leader decides about
#[utoipa::path(get, path = "/api/v1/leader", operation_id = "getLeader", tag = "leader",
    responses((status = 200, description = "The leader's page as data", body = Leader)))]
pub(super) async fn leader(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let known = named(&visit).await?;
    let week_ago = visit.week_ago().await?;
    let of = |points: &[arvak_core::assess::PointAssessment]| {
        arvak_core::assess::Counts::of(points.iter().map(|point| point.state))
    };
    let now = of(&visit.view.assessment.points);
    let words = visit.words();
    let decisions = decisions(&visit).into_iter().map(|task| {
        let guide = visit.view.catalogue.guide.guidance.get(&task.claim.id);
        Decision {
            key: key(&task),
            claim: task.claim.id.clone(),
            subject: task.about().cloned(),
            action: task.next().map(|next| words.next(next)),
            why: task.why().map(|reason| words.reason(reason, &visit.naming())),
            if_waiting: guide.map(|guide| visit.lang.of(&guide.why).to_owned()),
            owner: task.owner.clone(),
            estimate: known.get(&key(&task)).map(Estimate::from),
        }
    });
    json(&Leader {
        sentence: lead(&visit, &now),
        points: counts(&now),
        week_ago: counts(&of(&week_ago.assessment.points)),
        decisions: decisions.collect(),
    })
}

/// An estimate to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "key": "3.1 service/epj", "hours": 40, "kroner": 50_000 }))]
pub(super) struct NewEstimate {
    /// `key` of the decision.
    key: String,
    #[schema(maximum = 100_000)]
    hours: u32,
    #[schema(maximum = 1_000_000_000)]
    kroner: u32,
}

/// Say what a decision takes
///
/// It changes no status, so it is kept beside the ledger: `entries` is empty.
#[utoipa::path(post, path = "/api/v1/leader/estimates", operation_id = "addEstimate", tag = "leader",
    request_body = NewEstimate,
    responses((status = 201, description = "It is kept", body = Recorded)))]
pub(super) async fn estimate(visit: Visit, Sent(sent): Sent<NewEstimate>) -> Answered {
    Asked::of(&visit, &[])?;
    let form = Form::new().with("tiltak", "key", sent.key).with("timer", "hours", sent.hours).with(
        "kroner",
        "kroner",
        sent.kroner,
    );
    let kept = keep_estimate(&visit, &form.typed()).await;
    super::answer::recorded(kept.map_err(|error| form.problem(error))?)
}

/// What must be done by when.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Obligations {
    /// What is due first stands first; what is met is left out.
    obligations: Vec<Obligation>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// Something that must be done by an instant.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Obligation {
    #[schema(value_type = String)]
    id: Name,
    /// What kind, such as `measure.due` or `supplier.answer_due`.
    #[schema(value_type = String)]
    kind: Name,
    #[schema(value_type = String)]
    subject: EntityId,
    #[schema(value_type = String, format = DateTime)]
    due: Instant,
    /// The role that must do it.
    #[schema(required = true, value_type = Option<String>)]
    owner: Option<EntityId>,
    /// Whether it should have been done by now.
    overdue: bool,
}

/// What must be done by when
#[utoipa::path(get, path = "/api/v1/obligations", operation_id = "listObligations", tag = "tasks",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Obligations, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn obligations(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let open = visit.view.state().obligations().filter(|(_, met)| !met);
    let mut obligations: Vec<Obligation> = open
        .map(|(one, _)| Obligation {
            id: one.id.clone(),
            kind: one.kind.clone(),
            subject: one.subject.clone(),
            due: one.due,
            owner: one.owner.clone(),
            overdue: one.due <= visit.view.at,
        })
        .collect();
    let place = |one: &Obligation| format!("{:020} {}", one.due.as_millis().max(0), one.id);
    obligations.sort_by_key(place);
    let (obligations, next) = part.of(obligations, place);
    Ok(linked(&visit, json(&Obligations { obligations, next: next.clone() })?, next.as_deref()))
}

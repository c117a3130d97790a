//! Services that people log in to from the internet: whether two factors are demanded, how that is known, what a trial met, and
//! what stands until they are.

use arvak_core::state::EvidenceView;
use arvak_core::two_factor_plan::Milestone;
use arvak_core::{Basis, EntityId, EntryId, Instant, Outcome, Status};
use arvak_identity::{Access, Right};
use arvak_probe::transcript::LogInSeen;
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json, recorded as answered};
use super::ask::{Asked, Form, Sent};
use super::lists::{Part, linked};
use super::shapes::{Recorded, State, Strength};
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::two_factor::list::{Row, row, rows, state};
use crate::two_factor::plan::set;
use crate::two_factor::promised::{Promised, promised};
use crate::two_factor::service::{known, newest_trial};
use crate::two_factor::tried::recorded;
use crate::two_factor::{ENFORCED, LogIn, MEANWHILE, MEASURES, PLAN, measures, stands};
use crate::visit::Visit;

/// Most pieces of evidence of a kind that are named, the newest of them.
const NAMED_MOST: usize = 100;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let read = Access::May(Right::Read);
    let service = "/api/v1/two-factor/services/{slug}";
    routes
        .get("/api/v1/two-factor/services", read, two_factor_services)
        .get(service, read, two_factor_service)
        .once(
            "/api/v1/two-factor/services/{slug}/plans",
            Access::May(Right::Record),
            FORM_BYTES_MAX,
            two_factor_plan,
        )
        .once(
            "/api/v1/two-factor/services/{slug}/measures",
            Access::May(Right::Record),
            FORM_BYTES_MAX,
            two_factor_measures,
        )
}

/// What decides how fast two factors can be in place.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Decides {
    Licence,
    SupplierRelease,
    Enrolment,
    Procurement,
    Other,
}

impl Decides {
    const fn word(self) -> &'static str {
        match self {
            Self::Licence => "licence",
            Self::SupplierRelease => "supplier_release",
            Self::Enrolment => "enrolment",
            Self::Procurement => "procurement",
            Self::Other => "other",
        }
    }
}

/// By when two factors will be in place, as somebody says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTwoFactorPlan, example = json!({
    "date": "2027-03-01", "decides": "licence", "confirmed_by": "supplier/drift", "confirmed_on": "2026-11-20",
    "milestones": ["2026-12-15 The licence is bought"]
}))]
pub(super) struct NewPlan {
    /// The day on which they are in place, after today.
    date: String,
    /// What decides it.
    #[serde(default)]
    decides: Option<Decides>,
    /// Who confirmed it: a role or a supplier, as `kind/slug`.
    #[serde(default)]
    confirmed_by: Option<String>,
    /// On which day.
    #[serde(default)]
    confirmed_on: Option<String>,
    /// The steps on the way: a day, a blank, and what is done by then.
    #[serde(default)]
    #[schema(max_items = 30)]
    milestones: Vec<String>,
    /// A note.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    note: Option<String>,
}

/// Say by when two factors will be in place
///
/// The plan that was made last counts; where its date is later than before, that is a slip.
#[utoipa::path(post, path = "/api/v1/two-factor/services/{slug}/plans", operation_id = "addTwoFactorPlan", tag = "two factors",
    params(("slug" = String, Path, description = "The service")),
    request_body = NewPlan,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(super) async fn two_factor_plan(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<NewPlan>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let id = known(&visit.view, &slug)?.id().clone();
    let form = Form::new()
        .with("dato", "date", sent.date)
        .some("avgjor", "decides", sent.decides.map(Decides::word))
        .some("bekreftet_av", "confirmed_by", sent.confirmed_by)
        .some("bekreftet", "confirmed_on", sent.confirmed_on)
        .with("milepaler", "milestones", sent.milestones.join("\n"))
        .some("merknad", "note", sent.note);
    let kept = set(&visit, &id, &form.typed()).await;
    answered(kept.map_err(|error| form.problem(error))?)
}

/// What reduces the risk while one factor is enough, as somebody says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTwoFactorMeasures, example = json!({ "measures": ["vpn_only", "lockout_after=5"] }))]
pub(super) struct NewMeasures {
    /// `allow_list`, `vpn_only`, `geo_block`, `waf`, or `lockout_after=` and how many failures lock an account (1 to 1000).
    #[schema(min_items = 1, max_items = 5)]
    measures: Vec<String>,
    /// A note.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    note: Option<String>,
}

/// Say what reduces the risk until two factors are in place
///
/// What was said last counts. `allow_list` and `vpn_only` are held against what is seen from the internet.
#[utoipa::path(post, path = "/api/v1/two-factor/services/{slug}/measures", operation_id = "addTwoFactorMeasures", tag = "two factors",
    params(("slug" = String, Path, description = "The service")),
    request_body = NewMeasures,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(super) async fn two_factor_measures(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<NewMeasures>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let id = known(&visit.view, &slug)?.id().clone();
    let form = sent
        .measures
        .into_iter()
        .fold(Form::new(), |form, one| form.with("tiltak", "measures", one));
    let form = form.some("tiltak_merknad", "note", sent.note);
    let kept = measures::set(&visit, &id, &form.typed()).await;
    answered(kept.map_err(|error| form.problem(error))?)
}

/// Services to log in to, the worst first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TwoFactorServices)]
pub(super) struct Services {
    services: Vec<Service>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// A service that people log in to from the internet, or of which nobody said.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TwoFactorService)]
pub(super) struct Service {
    #[schema(value_type = String)]
    id: EntityId,
    /// What people call it.
    name: String,
    /// How people log in, such as `form` or `openid`; null when nobody said.
    #[schema(required = true)]
    login: Option<String>,
    /// How the claim stands that two factors are demanded.
    #[schema(value_type = State)]
    state: Status,
    /// How it is known.
    #[schema(required = true, value_type = Option<Strength>)]
    strength: Option<Basis>,
    /// The newest evidence of it.
    #[schema(required = true)]
    newest: Option<Piece>,
    /// Until when the newest plan says that it takes.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    planned_until: Option<Instant>,
}

impl Service {
    fn of(visit: &Visit, row: &Row<'_>) -> Self {
        Self {
            id: row.id.clone(),
            name: visit.thing(&row.id),
            login: match &row.login {
                LogIn::None => Some("none".to_owned()),
                LogIn::Kind(word) => Some(word.clone()),
                LogIn::Unsaid => None,
            },
            state: state(row),
            strength: row.stands.and_then(|stands| stands.strength),
            newest: row.newest.as_ref().map(Piece::from),
            planned_until: row.planned.as_ref().and_then(|plan| plan.valid_until),
        }
    }
}

/// A piece of evidence.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EvidencePiece)]
pub(super) struct Piece {
    #[schema(value_type = u64)]
    entry: EntryId,
    #[schema(value_type = Strength)]
    basis: Basis,
    /// `supports`, `refutes` or `inconclusive`.
    #[schema(value_type = String)]
    result: Outcome,
    #[schema(value_type = String, format = DateTime)]
    collected_at: Instant,
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    valid_until: Option<Instant>,
}

impl From<&EvidenceView<'_>> for Piece {
    fn from(one: &EvidenceView<'_>) -> Self {
        Self {
            entry: one.entry,
            basis: one.basis,
            result: one.result,
            collected_at: one.collected_at,
            valid_until: one.valid_until,
        }
    }
}

/// Services to log in to
///
/// The worst first, as the room *To-faktor* lists them.
#[utoipa::path(get, path = "/api/v1/two-factor/services", operation_id = "listTwoFactorServices", tag = "two factors",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Services, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn two_factor_services(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let place = |row: &Row<'_>| {
        let rank = Status::ALL.into_iter().filter(|one| *one < state(row)).count();
        format!("{rank} {}", row.id)
    };
    let mut all = rows(&visit);
    all.sort_by_cached_key(place);
    let (services, next) = part.of(all, place);
    let services = services.iter().map(|row| Service::of(&visit, row)).collect();
    Ok(linked(&visit, json(&Services { services, next: next.clone() })?, next.as_deref()))
}

/// A service, and everything that is known of its log-in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TwoFactorServiceWithTrial)]
pub(super) struct WholeService {
    service: Service,
    /// Why it stands so, in the language that is asked for.
    #[schema(required = true)]
    why: Option<String>,
    /// The newest trial whose transcript is kept.
    #[schema(required = true)]
    trial: Option<Trial>,
    /// What is known of two factors, the newest first.
    known: Vec<Piece>,
    /// The plans that still count, the newest first.
    plans: Vec<Piece>,
    /// Every date that was promised, the newest first: each after the first is one that it slipped from.
    promised: Vec<PromisedDate>,
    /// What reduces the risk until then, the newest first.
    measures: Vec<Piece>,
    /// How the claims stand about what holds until then.
    meanwhile: Vec<Meanwhile>,
}

/// A date by which two factors were promised.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PromisedDate)]
pub(super) struct PromisedDate {
    #[schema(value_type = u64)]
    entry: EntryId,
    #[schema(value_type = String, format = DateTime)]
    until: Instant,
    /// What decides it; null when that was not said, or erased.
    #[schema(required = true)]
    decides: Option<String>,
    /// The role or supplier that confirmed it.
    #[schema(required = true, value_type = Option<String>)]
    confirmed_by: Option<EntityId>,
    /// The day on which it was confirmed.
    #[schema(required = true, value_type = Option<String>, format = Date)]
    confirmed_on: Option<String>,
    /// The steps, in the order of their days.
    milestones: Vec<PlannedStep>,
}

/// A step of a plan.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlannedStep)]
pub(super) struct PlannedStep {
    #[schema(format = Date)]
    day: String,
    /// What is to be done by then.
    what: String,
}

impl From<Promised> for PromisedDate {
    fn from(one: Promised) -> Self {
        let Promised { entry, until, plan } = one;
        let step = |step: Milestone| PlannedStep { day: step.day, what: step.what };
        Self {
            entry,
            until,
            decides: plan.decides,
            confirmed_by: plan.confirmed_by,
            confirmed_on: plan.confirmed_on.map(|(day, _)| day),
            milestones: plan.milestones.into_iter().map(step).collect(),
        }
    }
}

/// A trial with a canary's account.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LogInTrial)]
pub(super) struct Trial {
    #[schema(value_type = u64)]
    entry: EntryId,
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// What was met, step by step.
    met: Vec<Met>,
}

/// One arm of a trial, or another way in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LogInArm)]
pub(super) struct Met {
    /// What was tried, such as `wrong-code`, `right`, `before` or `way`.
    trial: String,
    /// Of `way`: which.
    #[schema(required = true)]
    way: Option<String>,
    /// What was met after the password, as a code.
    #[schema(required = true)]
    after_password: Option<String>,
    /// What was met at the end, as a code.
    seen: String,
}

impl From<LogInSeen> for Met {
    fn from(one: LogInSeen) -> Self {
        Self { trial: one.trial, way: one.way, after_password: one.after_password, seen: one.seen }
    }
}

/// How a claim stands about what holds until two factors are in place.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeanwhileClaim)]
pub(super) struct Meanwhile {
    claim: String,
    #[schema(value_type = State)]
    state: Status,
    #[schema(required = true)]
    why: Option<String>,
}

fn pieces(visit: &Visit, id: &EntityId, kind: &str) -> Vec<Piece> {
    recorded(&visit.view, id, kind).iter().take(NAMED_MOST).map(Piece::from).collect()
}

/// One service to log in to
#[utoipa::path(get, path = "/api/v1/two-factor/services/{slug}", operation_id = "getTwoFactorService", tag = "two factors",
    params(("slug" = String, Path, description = "The end of the service's id", example = json!("epj"))),
    responses((status = 200, description = "The service", body = WholeService)))]
pub(super) async fn two_factor_service(visit: Visit, Path(slug): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let service = known(&visit.view, &slug)?;
    let id = service.id();
    let row = row(&visit.view, &service);
    let why = row.stands.and_then(|stands| stands.weightiest());
    let trial = newest_trial(&visit, id).map(|(one, met)| Trial {
        entry: one.entry,
        at: one.collected_at,
        met: met.into_iter().map(Met::from).collect(),
    });
    let meanwhile = MEANWHILE.iter().filter_map(|claim| {
        let subject = stands(&visit.view, claim, id)?;
        let why = subject.weightiest();
        let why = why.map(|reason| visit.words().reason(reason, &visit.naming()));
        Some(Meanwhile { claim: (*claim).to_owned(), state: subject.state, why })
    });
    json(&WholeService {
        service: Service::of(&visit, &row),
        why: why.map(|reason| visit.words().reason(reason, &visit.naming())),
        trial,
        known: pieces(&visit, id, ENFORCED),
        plans: pieces(&visit, id, PLAN),
        promised: promised(&visit.view, id).await?.into_iter().map(PromisedDate::from).collect(),
        measures: pieces(&visit, id, MEASURES),
        meanwhile: meanwhile.collect(),
    })
}

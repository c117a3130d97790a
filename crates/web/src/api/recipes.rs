//! Recipes of log-ins: those that are ready, that of a canary, what is wrong with one, and trials with one that is being written.

use arvak_core::{EntityId, Instant};
use axum::extract::Path;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, at, json, with};
use super::ask::{Asked, Sent};
use super::problem::{Code, Problem, Wrong};
use crate::program::{RecipePlan, WrongRecipe};
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::two_factor::recipe::tries::{self, End, Line, Try};
use crate::two_factor::recipe::{LOOK, is_going_on, sentence};
use crate::two_factor::service::known;
use crate::visit::Visit;
use crate::work::Work;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let recipe = "/api/v1/two-factor/services/{slug}/recipe";
    routes
        .get("/api/v1/two-factor/recipes", LOOK, recipes)
        .get(recipe, LOOK, recipe_of)
        .put(recipe, LOOK, keep)
        .once("/api/v1/two-factor/services/{slug}/recipe/check", LOOK, FORM_BYTES_MAX, check)
        .costing(Work::Sending)
        .once("/api/v1/two-factor/services/{slug}/recipe/trials", LOOK, FORM_BYTES_MAX, start)
        .get("/api/v1/two-factor/services/{slug}/recipe/trials/{id}", LOOK, trial)
}

/// A product's name.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecipeName)]
pub(super) struct Name {
    nb: String,
    nn: String,
    en: String,
}

/// A recipe that comes with the program.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReadyRecipe)]
pub(super) struct Ready {
    /// What it is called, as a word.
    id: String,
    name: Name,
    /// What it was tried against; null when nobody has.
    #[schema(required = true)]
    tested: Option<String>,
    /// Its text, as TOML.
    recipe: String,
}

/// The recipes that come with the program.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReadyRecipes)]
pub(super) struct AllReady {
    recipes: Vec<Ready>,
}

/// Recipes that come with the program
#[utoipa::path(get, path = "/api/v1/two-factor/recipes", operation_id = "listRecipes", tag = "two factors",
    responses((status = 200, description = "All of them", body = AllReady)))]
pub(super) async fn recipes(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let ready = visit.app.program().recipes().into_iter().map(|one| {
        let [nb, nn, en] = one.name;
        let (name, recipe) = (Name { nb, nn, en }, one.toml.to_owned());
        Ready { id: one.id.to_owned(), name, tested: one.tested, recipe }
    });
    json(&AllReady { recipes: ready.collect() })
}

/// How the canary of a service logs in, without its secrets.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CanaryRecipe)]
pub(super) struct Kept {
    /// The kind of log-in, such as `http-form` or `imap`. Only `http-form` has recipes.
    kind: String,
    /// Where the log-in is.
    address: String,
    /// The recipe as TOML; null when the way is worked out from the pages.
    #[schema(required = true)]
    recipe: Option<String>,
}

fn id_of(visit: &Visit, slug: &str) -> Result<EntityId, Problem> {
    Ok(known(&visit.view, slug)?.id().clone())
}

/// The recipe of a canary
#[utoipa::path(get, path = "/api/v1/two-factor/services/{slug}/recipe", operation_id = "getTwoFactorRecipe", tag = "two factors",
    params(("slug" = String, Path, description = "The service")),
    responses((status = 200, description = "How its canary logs in", body = Kept)))]
pub(super) async fn recipe_of(visit: Visit, Path(slug): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let kept = visit.app.program().recipe(&id_of(&visit, &slug)?).await;
    let kept = kept.map_err(crate::failure::Failure::from)?.ok_or(Code::NotFound)?;
    json(&Kept { kind: kept.kind, address: kept.address, recipe: kept.recipe })
}

/// A recipe.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRecipe, example = json!({ "recipe": "version = 1\nprotected = [\"/min-side\"]\n" }))]
pub(super) struct New {
    /// As TOML.
    #[schema(max_length = 65_536)]
    recipe: String,
}

/// What a trial does at one place.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TrialStep)]
pub(super) struct Step {
    /// Such as `look`, `wrong-password`, `wrong-code` or `right`.
    does: String,
    at: String,
}

/// What the gate has for a host.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TrialHost)]
pub(super) struct Host {
    host: String,
    /// `allowed`, `proved`, `unproved` or `undeclared`.
    leave: String,
}

/// What a trial would send.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TrialPlan)]
pub(super) struct Plan {
    /// In their order, at most.
    steps: Vec<Step>,
    /// Wrong passwords in a day.
    wrong_passwords_a_day: u32,
    /// Trials in a day.
    trials_a_day: u32,
    /// How many failed log-ins a trial may look like to the service.
    failures_a_trial: u32,
    hosts: Vec<Host>,
}

impl From<RecipePlan> for Plan {
    fn from(plan: RecipePlan) -> Self {
        let RecipePlan { would, hosts } = plan;
        let step = |(does, at): (&str, String)| Step { does: does.to_owned(), at };
        let host = |(host, leave): (String, &str)| Host { host, leave: leave.to_owned() };
        Self {
            steps: would.steps.into_iter().map(step).collect(),
            wrong_passwords_a_day: would.wrong_passwords,
            trials_a_day: would.trials,
            failures_a_trial: would.failures,
            hosts: hosts.into_iter().map(host).collect(),
        }
    }
}

/// What is wrong in a recipe, as a problem that names the field in it.
fn problem(visit: &Visit, wrong: &WrongRecipe) -> Problem {
    Problem::invalid(vec![Wrong::at("/recipe", wrong.fault, sentence(visit, wrong))])
}

/// What a trial with that recipe would send; or what is wrong with it.
async fn planned(visit: &Visit, id: &EntityId, recipe: &str) -> Result<Plan, Problem> {
    let plan = visit.app.program().plan_recipe(id, recipe.to_owned()).await;
    let plan = plan.map_err(crate::failure::Failure::from)?;
    plan.map(Plan::from).map_err(|wrong| problem(visit, &wrong))
}

/// Check a recipe
///
/// Answers what a trial with it would send. Nothing is sent.
#[utoipa::path(post, path = "/api/v1/two-factor/services/{slug}/recipe/check", operation_id = "checkTwoFactorRecipe", tag = "two factors",
    params(("slug" = String, Path, description = "The service")),
    request_body = New,
    responses((status = 200, description = "It is sound", body = Plan)))]
pub(super) async fn check(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<New>,
) -> Answered {
    Asked::of(&visit, &[])?;
    json(&planned(&visit, &id_of(&visit, &slug)?, &sent.recipe).await?)
}

/// Let a canary log in by a recipe
///
/// From the next trial on.
#[utoipa::path(put, path = "/api/v1/two-factor/services/{slug}/recipe", operation_id = "replaceTwoFactorRecipe", tag = "two factors",
    params(("slug" = String, Path, description = "The service")),
    request_body = New,
    responses((status = 204, description = "It is kept")))]
pub(super) async fn keep(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<New>,
) -> Answered {
    use axum::response::IntoResponse as _;
    Asked::of(&visit, &[])?;
    let id = id_of(&visit, &slug)?;
    let kept = visit.app.program().keep_recipe(&id, sent.recipe).await;
    let kept = kept.map_err(crate::failure::Failure::from)?;
    kept.map_err(|wrong| problem(&visit, &wrong))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A trial with a recipe.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRecipeTrial, example = json!({ "recipe": "version = 1\nprotected = [\"/min-side\"]\n", "carry_out": false }))]
pub(super) struct NewTrial {
    /// As TOML.
    #[schema(max_length = 65_536)]
    recipe: String,
    /// Whether it is sent. Without it the plan is answered, and nothing is sent.
    #[serde(default)]
    carry_out: bool,
}

/// Something that was seen in a trial. What does not belong to its kind is null.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TrialLine)]
pub(super) struct Saw {
    /// `arm` (one begins), `page` (one was asked for), `step` (one of the recipe), or `met` (an arm, a look or another way ended).
    kind: String,
    /// Of `arm` and `met`: what is tried.
    #[schema(required = true)]
    trial: Option<String>,
    /// Of `step`: its number, from 1.
    #[schema(required = true)]
    step: Option<u64>,
    /// Of `step`: its word.
    #[schema(required = true)]
    does: Option<String>,
    /// Of `step` and `met`: what was met, as a code; `done` when a step was done.
    #[schema(required = true)]
    seen: Option<String>,
    /// Of a page: its status.
    #[schema(required = true)]
    status: Option<u16>,
    /// Of a page: its address without the query.
    #[schema(required = true)]
    url: Option<String>,
}

impl From<Line> for Saw {
    fn from(line: Line) -> Self {
        match line {
            Line::Arm(arm) => Self { kind: "arm".to_owned(), trial: Some(arm), ..Self::default() },
            Line::Page(status, url) => Self {
                kind: "page".to_owned(),
                status: Some(status),
                url: Some(url),
                ..Self::default()
            },
            Line::Step { number, does, seen, page } => {
                let (status, url) = page.unzip();
                Self {
                    kind: "step".to_owned(),
                    step: u64::try_from(number).ok(),
                    does: Some(does),
                    seen: Some(seen),
                    status,
                    url,
                    ..Self::default()
                }
            }
            Line::Met(met) => Self {
                kind: "met".to_owned(),
                trial: Some(met.way.unwrap_or(met.trial)),
                seen: Some(met.seen),
                ..Self::default()
            },
        }
    }
}

/// How far a trial is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TrialStage)]
pub(super) enum Stage {
    /// It goes on.
    UnderWay,
    /// It came to a verdict.
    Ended,
    /// Nothing was sent: the day's trials are used up.
    NotTried,
    /// The program stopped before it ended.
    BrokenOff,
    /// It could not be carried out.
    Failed,
}

/// A trial with a recipe, as it is now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecipeTrial)]
pub(super) struct Trial {
    id: u64,
    stage: Stage,
    /// The recipe that was tried.
    recipe: String,
    #[schema(value_type = String, format = DateTime)]
    begun_at: Instant,
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    ended_at: Option<Instant>,
    /// `proven`, `refuted`, `policy-only` or `unknown`; null until it ended.
    #[schema(required = true)]
    verdict: Option<String>,
    /// Why, as a code.
    #[schema(required = true)]
    reason: Option<String>,
    /// What to do next, as a code.
    #[schema(required = true)]
    next: Option<String>,
    /// What was seen so far, without secrets.
    seen: Vec<Saw>,
}

impl Trial {
    fn of(visit: &Visit, one: Try) -> Self {
        let (id, begun_at, ended_at) = (one.id, one.begun_at(), one.ended_at());
        let stage = match &one.end {
            None if is_going_on(visit, &one) => Stage::UnderWay,
            None => Stage::BrokenOff,
            Some(End::Found { .. }) => Stage::Ended,
            Some(End::Nothing) => Stage::NotTried,
            Some(End::Wrong(_) | End::Failed(_)) => Stage::Failed,
        };
        let (verdict, reason, next) = match one.end {
            Some(End::Found { verdict, reason, next }) => (Some(verdict), Some(reason), Some(next)),
            Some(End::Wrong(code) | End::Failed(code)) => (None, Some(code), None),
            _ => (None, None, None),
        };
        let seen = one.lines.into_iter().map(Saw::from).collect();
        Self { id, stage, recipe: one.recipe, begun_at, ended_at, verdict, reason, next, seen }
    }
}

/// Try a recipe
///
/// A dry run unless `carry_out` is said. The trial sends what the plan says, takes the same permits as any other, and is recorded.
#[utoipa::path(post, path = "/api/v1/two-factor/services/{slug}/recipe/trials", operation_id = "startRecipeTrial", tag = "two factors",
    params(("slug" = String, Path, description = "The service")),
    request_body = NewTrial,
    responses((status = 200, description = "What it would send", body = Plan),
        (status = 202, description = "It has begun", body = Trial, headers(("location" = String, description = "Its address")))))]
pub(super) async fn start(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<NewTrial>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let id = id_of(&visit, &slug)?;
    let plan = planned(&visit, &id, &sent.recipe).await?;
    if !sent.carry_out {
        return json(&plan);
    }
    let number = tries::start(&visit.app, &id, sent.recipe)
        .await?
        .ok_or_else(|| Problem::said(Code::Asked, visit.plain("two-factor-recipe-try-other")))?;
    let trial = Trial::of(&visit, tries::one(&visit.app, &id, number).await?);
    let path = format!("/api/v1/two-factor/services/{slug}/recipe/trials/{number}");
    Ok(at(with(StatusCode::ACCEPTED, &trial)?, &path))
}

/// One trial with a recipe
#[utoipa::path(get, path = "/api/v1/two-factor/services/{slug}/recipe/trials/{id}", operation_id = "getRecipeTrial", tag = "two factors",
    params(("slug" = String, Path, description = "The service"), ("id" = u64, Path, description = "Its number")),
    responses((status = 200, description = "The trial, as it is now", body = Trial)))]
pub(super) async fn trial(visit: Visit, Path((slug, id)): Path<(String, String)>) -> Answered {
    Asked::of(&visit, &[])?;
    let service = id_of(&visit, &slug)?;
    let number = id.parse().map_err(|_| Code::NotFound)?;
    json(&Trial::of(&visit, tries::one(&visit.app, &service, number).await?))
}

//! Describing a thing, anew or for the first time, and taking it out. A change names the version that it was made from: when
//! somebody else has changed the thing since, nothing is recorded.

use arvak_core::{EntityId, EntryId, municipality};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, IF_MATCH};
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Thing;
use super::written::Described;
use crate::api::answer::{Answered, at, recorded, tag, versioned, with};
use crate::api::ask::{Asked, Form, Sent};
use crate::api::problem::{Code, Problem, Wrong};
use crate::api::shapes::Recorded;
use crate::inventory::{edit, kinds, retire as page};
use crate::recording::{NotTaken, key_of};
use crate::visit::{Visit, view_for};

/// A new thing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewThing, example = json!({ "kind": "service", "slug": "epj", "thing": { "name": "Electronic patient record" } }))]
pub(crate) struct New {
    /// Its kind, such as `service`.
    kind: String,
    /// The rest of its id; made of the name when it is left out.
    #[serde(default)]
    #[schema(max_length = 100)]
    slug: Option<String>,
    /// What it is.
    thing: Described,
}

/// The names that our own forms have for fields of a thing.
fn form(reason: Option<&String>) -> Form {
    Form::new().some(edit::REASON, "reason", reason)
}

/// Describe a new thing
#[utoipa::path(post, path = "/api/v1/things", operation_id = "createThing", tag = "things",
    request_body = New,
    responses((status = 201, description = "It is recorded", body = Thing, headers(("location" = String, description = "Its address"), ("etag" = String, description = "Its version")))))]
pub(crate) async fn create(visit: Visit, Sent(sent): Sent<New>) -> Answered {
    Asked::of(&visit, &[])?;
    let wrong =
        |pointer, code, id: &str| Problem::invalid(vec![Wrong::at(pointer, code, visit.plain(id))]);
    let kind =
        kinds::named(&sent.kind).map_err(|_| wrong("/kind", "unknown", "api-kind-unknown"))?;
    let slug = sent.slug.clone().or_else(|| sent.thing.slug());
    let slug = slug.ok_or_else(|| wrong("/slug", "missing", "api-slug-missing"))?;
    if is_taken(&visit, kind.name, &slug)? {
        return Err(wrong("/slug", "taken", "inventory-id-taken"));
    }
    let item = sent.thing.read(&visit, kind, &slug).map_err(|problem| within(problem, "/thing"))?;
    let id = item.entity.id.clone();
    let reason = sent.thing.reason.as_deref().filter(|reason| !reason.trim().is_empty());
    let kept = edit::keep(&visit, None, item, reason).await;
    kept.map_err(|error| within(form(sent.thing.reason.as_ref()).problem(error), "/thing"))?;
    let path = format!("/api/v1/things/{}/{}", id.kind(), id.slug());
    Ok(at(shown(&visit, &id, StatusCode::CREATED).await?, &path))
}

/// Whether there is such a thing already, and not by this very request, which was broken off after it was recorded.
fn is_taken(visit: &Visit, kind: &str, slug: &str) -> Result<bool, Problem> {
    let Ok(id) = kinds::id(kind, slug) else { return Ok(false) };
    let Some(thing) = visit.view.state().entity(&id) else { return Ok(false) };
    let Some(once) = visit.once else { return Ok(true) };
    Ok(visit.view.store.entry(thing.entry())?.envelope.key != key_of(once, 0))
}

/// The same problem with its pointers one step further in.
fn within(mut problem: Problem, step: &str) -> Problem {
    for wrong in &mut problem.errors {
        let inner = wrong.pointer.as_deref().map(|pointer| pointer.trim_start_matches('#'));
        wrong.pointer = match inner {
            Some("/id") => Some("#/slug".to_owned()),
            Some(inner) => Some(format!("#{step}{inner}")),
            None => None,
        };
    }
    problem
}

impl Described {
    /// The slug that its name gives.
    fn slug(&self) -> Option<String> {
        let name = self.name.as_deref()?;
        let slug: String = municipality::slug(name).chars().take(60).collect();
        Some(slug.trim_end_matches('-').to_owned()).filter(|slug| !slug.is_empty())
    }
}

/// Describe a thing anew
///
/// What is left out is no more. `If-Match` names the version that the change was made from.
#[utoipa::path(put, path = "/api/v1/things/{kind}/{slug}", operation_id = "replaceThing", tag = "things",
    params(("kind" = String, Path, description = "Its kind", example = json!("service")),
        ("slug" = String, Path, description = "The rest of its id", example = json!("epj")),
        ("If-Match" = String, Header, description = "The `ETag` of the thing as it was read")),
    request_body = Described,
    responses((status = 200, description = "The thing as it is now", body = Thing, headers(("etag" = String, description = "Its version")))))]
pub(crate) async fn replace(
    visit: Visit,
    Path((kind, slug)): Path<(String, String)>,
    headers: HeaderMap,
    Sent(sent): Sent<Described>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let (row, id) = (kinds::named(&kind)?, kinds::id(&kind, &slug)?);
    let before = edit::recorded(&visit, &id).await?;
    matches(&headers, before.entry)?;
    let item = sent.read(&visit, row, &slug)?;
    let reason = sent.reason.as_deref().filter(|reason| !reason.trim().is_empty());
    let kept = edit::keep(&visit, Some(&before), item, reason).await;
    kept.map_err(|error: NotTaken| form(sent.reason.as_ref()).problem(error))?;
    shown(&visit, &id, StatusCode::OK).await
}

/// Whether a change was made from the version that is in force.
fn matches(headers: &HeaderMap, version: EntryId) -> Result<(), Problem> {
    let asked = headers.get(IF_MATCH).ok_or(Code::VersionNeeded)?.to_str().unwrap_or_default();
    let mut tags = asked.split(',').map(str::trim);
    if tags.any(|asked| asked == tag(version)) { Ok(()) } else { Err(Code::Stale.into()) }
}

/// The thing as it is after it was recorded.
async fn shown(visit: &Visit, id: &EntityId, status: StatusCode) -> Result<Response, Problem> {
    let mut visit = visit.clone();
    let view = visit.app.live().view();
    visit.view = view_for(&visit.app, visit.who.as_ref(), visit.lang, view).await;
    let thing = visit.view.state().entity(id).ok_or(Code::NotFound)?;
    let whole = super::with_note(&visit, &thing).await?;
    Ok(versioned(with(status, &whole)?, thing.entry()))
}

/// A thing that is gone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "Replaced by the new case system.", "successor": "sak" }))]
pub(crate) struct Retired {
    /// Why.
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
    /// What took its place: the slug of a thing of the same kind. It inherits refutations that stand.
    #[serde(default)]
    successor: Option<String>,
}

/// Take a thing out
///
/// What was refuted of it stays an open finding.
#[utoipa::path(post, path = "/api/v1/things/{kind}/{slug}/retirement", operation_id = "retireThing", tag = "things",
    params(("kind" = String, Path, description = "Its kind"), ("slug" = String, Path, description = "The rest of its id")),
    request_body = Retired,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(crate) async fn retire(
    visit: Visit,
    Path((kind, slug)): Path<(String, String)>,
    Sent(sent): Sent<Retired>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let id = kinds::id(&kind, &slug)?;
    let form = Form::new().with(edit::REASON, "reason", sent.reason).some(
        "etterfolger",
        "successor",
        sent.successor,
    );
    let taken = page::take_out(&visit, &id, &form.typed()).await;
    recorded(taken.map_err(|error| form.problem(error))?)
}

//! Things of the inventory: listed, found, described, retired; and files that describe many of them.

mod change;
mod files;
mod written;

pub(super) use change::*;
pub(super) use files::*;

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::fact::{Relation as Fact, Value};
use arvak_core::state::EntityView;
use arvak_core::{Basis, Class, EntityId, EntryId, Name, Status};
use arvak_identity::{Access, Right};
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json, versioned};
use super::ask::Asked;
use super::lists::{Part, linked};
use super::problem::{Code, Problem};
use super::shapes::{State, Strength};
use crate::inventory::IMPORT_BYTES_MAX;
use crate::inventory::kinds;
use crate::inventory::list::worst;
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::visit::Visit;
use crate::work::Work;

/// Most entries about a thing that are named, the newest of them.
const ENTRIES_MOST: usize = 200;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let (read, edit) = (Access::May(Right::Read), Access::May(Right::EditInventory));
    let export = Access::May(Right::Export);
    routes
        .get("/api/v1/things", read, things)
        .once("/api/v1/things", edit, FORM_BYTES_MAX, create)
        .get("/api/v1/things/{kind}/{slug}", read, thing)
        .put("/api/v1/things/{kind}/{slug}", edit, replace)
        .once("/api/v1/things/{kind}/{slug}/retirement", edit, FORM_BYTES_MAX, retire)
        .upload("/api/v1/imports", edit, IMPORT_BYTES_MAX + 64 * 1024, preview)
        .once("/api/v1/imports/{digest}/confirmation", edit, FORM_BYTES_MAX, confirm)
        .costing(Work::Export)
        .get("/api/v1/exports/inventory", export, workbook)
        .costing(Work::Export)
        .get("/api/v1/exports/inventory-template", edit, template)
}

/// A thing as it is recorded.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Thing {
    /// Its id, `kind/slug`.
    #[schema(value_type = String)]
    id: EntityId,
    /// The entry that describes it: what `If-Match` must name when it is changed.
    #[schema(value_type = u64)]
    version: EntryId,
    /// What people call it.
    #[schema(required = true)]
    name: Option<String>,
    /// A free note.
    #[schema(required = true)]
    note: Option<String>,
    /// Who may see it.
    #[schema(value_type = String)]
    class: Class,
    /// Its attributes, by name.
    #[schema(value_type = Object)]
    attributes: BTreeMap<Name, serde_json::Value>,
    /// How each attribute came to be known.
    #[schema(value_type = BTreeMap<String, Strength>)]
    attribute_basis: BTreeMap<Name, Basis>,
    /// Who may see single attributes, where that differs from the thing.
    #[schema(value_type = BTreeMap<String, String>)]
    attribute_class: BTreeMap<Name, Class>,
    /// Its relations, by name.
    #[schema(value_type = BTreeMap<String, Vec<Relation>>)]
    relations: BTreeMap<Name, Vec<Relation>>,
    /// Whether it is gone.
    retired: bool,
    /// What took its place.
    #[schema(required = true, value_type = Option<String>)]
    successor: Option<EntityId>,
    /// Whether it is inside what the letter concerns.
    in_scope: bool,
    /// The worst that is judged of it; null when no claim is about it.
    #[schema(required = true, value_type = Option<State>)]
    state: Option<Status>,
}

/// Other things, of which some are needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Relation {
    /// The things, as `kind/slug`.
    #[schema(min_items = 1)]
    of: Vec<String>,
    /// How many of them are needed; all unless it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    at_least: Option<u32>,
    /// How many hours the thing goes on without them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 8784)]
    grace_hours: Option<u32>,
}

impl Relation {
    fn of(relation: &Fact) -> Self {
        Self {
            of: relation.to.iter().map(ToString::to_string).collect(),
            at_least: Some(relation.at_least),
            grace_hours: Some(relation.grace_hours),
        }
    }
}

impl Thing {
    fn of(visit: &Visit, thing: &EntityView<'_>, note: Option<String>) -> Self {
        let mut relations: BTreeMap<Name, Vec<Relation>> = BTreeMap::new();
        for relation in thing.relations() {
            let known = relations.entry(relation.relation.clone()).or_default();
            known.push(Relation::of(relation));
        }
        let attributes = thing.attributes().iter();
        Self {
            id: thing.id().clone(),
            version: thing.entry(),
            name: visit.view.name(thing.id()).map(str::to_owned),
            note,
            class: thing.class(),
            attributes: attributes.map(|(name, one)| (name.clone(), plain(&one.value))).collect(),
            attribute_basis: thing
                .attributes()
                .iter()
                .map(|(name, one)| (name.clone(), one.basis))
                .collect(),
            attribute_class: thing
                .attributes()
                .iter()
                .filter_map(|(name, one)| Some((name.clone(), one.class?)))
                .collect(),
            relations,
            retired: thing.is_retired(),
            successor: thing.successor().cloned(),
            in_scope: thing.in_scope(),
            state: worst(&visit.view, thing.id()),
        }
    }
}

/// A value as JSON has it.
fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::Bool(yes) => (*yes).into(),
        Value::Int(number) => (*number).into(),
        Value::Word(name) | Value::Host(name) => name.as_str().into(),
        Value::Id(id) => id.as_str().into(),
        Value::Time(at) => at.to_string().into(),
    }
}

/// Things, by id.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Things {
    things: Vec<Thing>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// What is listed
///
/// By id. Notes are left out.
#[utoipa::path(get, path = "/api/v1/things", operation_id = "listThings", tag = "things",
    params(("kind" = Option<String>, Query, description = "Only this kind, such as `service`", example = json!("service")),
        ("search" = Option<String>, Query, description = "Only those whose name or id holds this", max_length = 200),
        ("state" = Option<State>, Query, description = "Only those whose worst state is this"),
        ("min_criticality" = Option<i64>, Query, description = "Only those that are said to be at least as critical", minimum = 1, maximum = 5),
        ("retired" = Option<bool>, Query, description = "Those that are gone too"),
        ("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Things, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn things(visit: Visit) -> Answered {
    let known = ["kind", "search", "state", "min_criticality", "retired", "limit", "after"];
    let asked = Asked::of(&visit, &known)?;
    let part = Part::asked(&asked)?;
    let kind = asked.read_with("kind", |kind| kinds::named(kind).ok())?;
    let search = asked.read_with("search", |text| {
        (text.chars().count() <= 200).then(|| text.trim().to_lowercase())
    })?;
    let state = asked.read_with("state", Status::from_name)?;
    let least = asked.read_with("min_criticality", |text| {
        text.parse().ok().filter(|level| (1..=5).contains(level))
    })?;
    let with_retired: bool = asked.read("retired")?.unwrap_or_default();
    let is_wanted = |thing: &EntityView<'_>| {
        let id = thing.id();
        let named = |text: &String| {
            visit.thing(id).to_lowercase().contains(text) || id.slug().contains(text.as_str())
        };
        kinds::named(id.kind()).is_ok()
            && kind.is_none_or(|kind| kind.name == id.kind())
            && (with_retired || !thing.is_retired())
            && search.as_ref().is_none_or(named)
            && least.is_none_or(|least: i64| visit.view.criticality(id) >= least)
            && state.is_none_or(|state| worst(&visit.view, id) == Some(state))
    };
    let mut all: Vec<EntityView<'_>> = visit.view.state().entities().collect();
    all.sort_by(|a, b| a.id().cmp(b.id()));
    let all = all.into_iter().filter(is_wanted);
    let (things, next) = part.of(all, |thing| thing.id().to_string());
    let things = things.iter().map(|thing| Thing::of(&visit, thing, None)).collect();
    Ok(linked(&visit, json(&Things { things, next: next.clone() })?, next.as_deref()))
}

/// A thing, and what was recorded about it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WholeThing {
    thing: Thing,
    /// How it stands for each claim that is about it.
    judged: Vec<Judged>,
    /// The newest entries about it, at most 200.
    #[schema(value_type = Vec<u64>)]
    entries: Vec<EntryId>,
}

/// How a thing stands for a claim.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Judged {
    #[schema(value_type = String)]
    claim: Name,
    #[schema(value_type = State)]
    state: Status,
}

/// One thing
#[utoipa::path(get, path = "/api/v1/things/{kind}/{slug}", operation_id = "getThing", tag = "things",
    params(("kind" = String, Path, description = "Its kind", example = json!("service")),
        ("slug" = String, Path, description = "The rest of its id", example = json!("epj"))),
    responses((status = 200, description = "The thing", body = WholeThing, headers(("etag" = String, description = "Its version")))))]
pub(super) async fn thing(visit: Visit, Path((kind, slug)): Path<(String, String)>) -> Answered {
    Asked::of(&visit, &[])?;
    let id = kinds::id(&kind, &slug)?;
    let thing = visit.view.state().entity(&id).ok_or(Code::NotFound)?;
    let judged = visit.view.judged_of(&id);
    let judged =
        judged.map(|(claim, subject)| Judged { claim: claim.id.clone(), state: subject.state });
    let whole = WholeThing {
        thing: with_note(&visit, &thing).await?,
        judged: judged.collect(),
        entries: entries(&visit, &id).await?,
    };
    Ok(versioned(json(&whole)?, thing.entry()))
}

async fn with_note(visit: &Visit, thing: &EntityView<'_>) -> Result<Thing, Problem> {
    let texts = visit.view.store.texts_of(&BTreeSet::from([thing.id().clone()])).await?;
    let note = texts.into_values().next().and_then(|body| body.note);
    Ok(Thing::of(visit, thing, note))
}

/// The newest entries about a thing.
async fn entries(visit: &Visit, id: &EntityId) -> Result<Vec<EntryId>, Problem> {
    let mut all = visit.view.store.about(id).await?;
    all.reverse();
    all.truncate(ENTRIES_MOST);
    Ok(all)
}

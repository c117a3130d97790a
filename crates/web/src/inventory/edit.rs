//! A thing as a form. The form carries the entry that it was read from: when somebody else has changed the thing since,
//! nothing is recorded and nothing is lost, and both versions are shown.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::inventory::Item;
use arvak_core::state::EntityView;
use arvak_core::vocabulary::KindRow;
use arvak_core::{EntityId, EntryId, municipality};
use arvak_store::drafts::{Texts, USUAL_ROLE};
use arvak_store::export::item;
use arvak_store::import::{Becomes, drafts};
use arvak_words::Say;
use arvak_workbook::{Holds, form_fields, form_values, read_form};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::form_page::{Editing, form};
use super::kinds::{self, path};
use super::{back_door, list};
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::recording::{NotRecorded, NotTaken, Taken, record};
use crate::see_other::see_other;
use crate::visit::Visit;

/// The hidden field with the entry that the form was read from.
pub(super) const READ_FROM: &str = "lest";

/// The field with the reason, where one is needed.
pub(crate) const REASON: &str = "grunn";

/// The values of a form, by the names of the fields.
pub(super) type Values = BTreeMap<String, String>;

pub(super) async fn new(visit: Visit, Path(kind): Path<String>) -> Result<Response, Failure> {
    let editing = Editing { kind: kinds::named(&kind)?, id: None, recorded: None, conflict: false };
    Ok(form(&visit, &editing, &Typed::default(), &Mistakes::default()).into_response())
}

pub(super) async fn create(
    visit: Visit,
    Path(kind): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let kind = kinds::named(&kind)?;
    let mut values = values(&visit, kind, &typed);
    // An id that nobody wrote is made of the name.
    let is_empty = |field: &str| values.get(field).is_none_or(String::is_empty);
    if is_empty("id") && !is_empty("name") {
        let slug: String = municipality::slug(typed.get("name")).chars().take(60).collect();
        values.insert("id".to_owned(), slug.trim_end_matches('-').to_owned());
    }
    let editing = Editing { kind, id: None, recorded: None, conflict: false };
    let mut mistakes = Mistakes::default();
    let id = values.get("id").and_then(|slug| kinds::id(kind.name, slug).ok());
    if id.as_ref().is_some_and(|id| visit.view.state().entity(id).is_some()) {
        mistakes.tell("id", visit.plain("inventory-id-taken"));
    }
    save(&visit, &editing, &values, &typed, mistakes).await
}

pub(super) async fn edit(
    visit: Visit,
    Path((kind, slug)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (kind, id) = (kinds::named(&kind)?, kinds::id(&kind, &slug)?);
    let recorded = recorded(&visit, &id).await?;
    let editing = Editing { kind, id: Some(id), recorded: Some(recorded), conflict: false };
    Ok(form(&visit, &editing, &Typed::default(), &Mistakes::default()).into_response())
}

pub(super) async fn change(
    visit: Visit,
    Path((kind, slug)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let (kind, id) = (kinds::named(&kind)?, kinds::id(&kind, &slug)?);
    let recorded = recorded(&visit, &id).await?;
    let read_from = typed.get(READ_FROM).parse::<EntryId>().ok();
    let conflict = read_from != Some(recorded.entry);
    let editing = Editing { kind, id: Some(id), recorded: Some(recorded), conflict };
    if conflict {
        let page = form(&visit, &editing, &typed, &Mistakes::default());
        return Ok((StatusCode::CONFLICT, page).into_response());
    }
    let mut values = values(&visit, kind, &typed);
    values.insert("id".to_owned(), slug);
    save(&visit, &editing, &values, &typed, Mistakes::default()).await
}

/// A thing as it is recorded.
pub(crate) struct Recorded {
    pub(crate) entry: EntryId,
    pub(crate) item: Item,
}

/// The thing that is listed under that id. One that is retired can be changed no more.
pub(crate) async fn recorded(visit: &Visit, id: &EntityId) -> Result<Recorded, Failure> {
    let entity = listed(visit, id)?;
    let texts = visit.view.store.texts_of(&BTreeSet::from([id.clone()])).await?;
    let texts = texts.into_values().next().map(Texts::from).unwrap_or_default();
    Ok(Recorded { entry: entity.entry(), item: item(&entity, texts) })
}

pub(crate) fn listed<'v>(visit: &'v Visit, id: &EntityId) -> Result<EntityView<'v>, Failure> {
    let entity = visit.view.state().entity(id).ok_or(Failure::NotFound)?;
    if entity.is_retired() { Err(Failure::NotFound) } else { Ok(entity) }
}

/// What stands in the fields of a form that was sent. Several ticked things are lines of one field, and things that were
/// written by name are found.
fn values(visit: &Visit, kind: &'static KindRow, typed: &Typed) -> Values {
    let value = |field: &arvak_workbook::FormField| {
        let text = match field.holds {
            Holds::Things(row) => {
                let lines = typed.all(field.code).flat_map(str::lines).map(str::trim);
                let lines = lines.filter(|line| !line.is_empty());
                let lines: Vec<String> = lines.map(|line| found(visit, row.to, line)).collect();
                lines.join("\n")
            }
            _ => typed.get(field.code).replace("\r\n", "\n"),
        };
        (field.code.to_owned(), text)
    };
    form_fields(kind, visit.words()).iter().map(value).collect()
}

/// The id of the one thing of those kinds that is called so; what was written when there is none or there are several.
fn found(visit: &Visit, kinds: &[&str], written: &str) -> String {
    let wanted = written.to_lowercase();
    let all = kinds.iter().flat_map(|kind| visit.view.state().entities_of(kind));
    let mut called = all.filter(|entity| visit.thing(entity.id()).to_lowercase() == wanted);
    match (called.next(), called.next()) {
        (Some(entity), None) if kinds.len() == 1 => entity.id().slug().to_owned(),
        (Some(entity), None) => entity.id().to_string(),
        _ => written.to_owned(),
    }
}

async fn save(
    visit: &Visit,
    editing: &Editing,
    values: &Values,
    typed: &Typed,
    mut mistakes: Mistakes,
) -> Result<Response, Failure> {
    let refused = |mistakes: &Mistakes| {
        let page = form(visit, editing, typed, mistakes);
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    };
    let known: BTreeSet<EntityId> =
        visit.view.state().entities().map(|entity| entity.id().clone()).collect();
    let item = match read_form(editing.kind, values, &known, visit.words()) {
        Ok(item) if mistakes.is_empty() => item,
        Ok(_) => return refused(&mistakes),
        Err(found) => {
            for mistake in found {
                mistakes.tell(mistake.field.unwrap_or_default(), mistake.sentence);
            }
            return refused(&mistakes);
        }
    };
    let to = path(&item.entity.id);
    match keep(visit, editing.recorded.as_ref(), item, typed.some(REASON)).await {
        Ok(_) => Ok(see_other(&to)),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => refused(&mistakes),
    }
}

/// Records a thing in place of what is recorded of it; nothing when it is the same.
pub(crate) async fn keep(
    visit: &Visit,
    recorded: Option<&Recorded>,
    mut item: Item,
    reason: Option<&str>,
) -> Taken {
    if let Some(recorded) = recorded {
        keep_how_known(&mut item, &recorded.item);
        if is_same(&item, &recorded.item) {
            return Ok(Vec::new());
        }
    }
    let becomes = if recorded.is_some() { Becomes::Changed } else { Becomes::New };
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let drafts = drafts(std::slice::from_ref(&item), &[becomes], visit.view.state(), &by, reason)
        .map_err(|error| NotRecorded::undrafted(error, visit.words()))?;
    let bettered = back_door::bettered(visit, &drafts).await?;
    if !bettered.is_empty() && reason.is_none() {
        let told: Vec<String> =
            bettered.iter().map(|change| back_door::told(visit, change)).collect();
        let args = [("changes", Say::Owned(told.join("; ")))];
        let mut mistakes = Mistakes::default();
        mistakes.tell(REASON, visit.say("inventory-reason-needed", &args));
        return Err(mistakes.into());
    }
    Ok(record(visit, drafts).await?)
}

/// What is unchanged is known as it was: a form must not make a statement of what a document said.
fn keep_how_known(item: &mut Item, recorded: &Item) {
    for (name, attribute) in &mut item.entity.attributes {
        if let Some(before) = recorded.entity.attributes.get(name)
            && before.value == attribute.value
        {
            attribute.basis = before.basis;
        }
    }
}

fn is_same(item: &Item, recorded: &Item) -> bool {
    (&item.entity, &item.name, &item.note, item.class)
        == (&recorded.entity, &recorded.name, &recorded.note, recorded.class)
}

/// What is recorded, as it stands in the form.
pub(super) fn shown(visit: &Visit, editing: &Editing) -> BTreeMap<&'static str, String> {
    let recorded = editing.recorded.as_ref();
    recorded
        .map(|recorded| form_values(&recorded.item, editing.kind, visit.words()))
        .unwrap_or_default()
}

/// The title of the page.
pub(super) fn title(visit: &Visit, editing: &Editing) -> String {
    if let Some(id) = &editing.id {
        return visit.say("inventory-edit", &[("name", Say::Owned(visit.thing(id)))]);
    }
    let thing = list::thing(visit, editing.kind.name);
    visit.say("inventory-new", &[("thing", Say::Owned(thing))])
}

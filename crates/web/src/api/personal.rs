//! Personal data: where something is stored about persons, where one of them is named, and forgetting that one.

use arvak_core::{EntityId, EntryId, Instant};
use arvak_identity::{Access, Right};
use arvak_store::Account;
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json};
use super::ask::{Asked, Form, Sent};
use super::lists::{Part, linked};
use super::problem::{Problem, Wrong};
use crate::personal::erase::{account, forget, noted};
use crate::personal::found::search;
use crate::personal::map::{counted, in_ledger, told};
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::visit::Visit;
use crate::work::Work;

/// The addresses. Whoever searches for a name reads the whole ledger, so it is counted.
pub(super) fn routes(routes: Routes) -> Routes {
    let (see, erase) = (Access::May(Right::PersonalData), Access::May(Right::Erase));
    routes
        .costing(Work::Export)
        .get("/api/v1/personal-data", see, personal_data)
        .get("/api/v1/personal-data/persons", see, persons)
        .costing(Work::Export)
        .get("/api/v1/personal-data/persons/{slug}", erase, person)
        .costing(Work::Export)
        .once("/api/v1/personal-data/persons/{slug}/erasure", erase, FORM_BYTES_MAX, erasure)
}

/// Every place that holds something about persons, and what was erased.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonalData {
    places: Vec<Place>,
    /// Erasures that were done, the newest first, at most 1,000. Of whom is not kept.
    erasures: Vec<Erasure>,
}

/// A place that holds something about persons.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    /// A table of the operation database, or `ledger-ids`, `ledger-texts`, `ledger-documents`.
    name: String,
    /// What it holds about persons, in the language that is asked for.
    what: String,
    /// For how long.
    life: String,
    /// How many rows or entries.
    count: u64,
}

/// An erasure that was done.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NotedErasure)]
pub(super) struct Erasure {
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// Who ordered it.
    #[schema(value_type = String)]
    by: EntityId,
    reason: String,
    /// How many entries lost their texts.
    entries: u64,
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Where personal data is
#[utoipa::path(get, path = "/api/v1/personal-data", operation_id = "getPersonalData", tag = "personal data",
    responses((status = 200, description = "The map", body = PersonalData)))]
pub(super) async fn personal_data(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let tables = visit.app.folder().operation().personal_tables().await?;
    let ledger = in_ledger(counted(&visit).await?);
    let ledger = ledger.into_iter().map(|(name, count)| (name.to_owned(), count));
    let places = tables.into_iter().chain(ledger).map(|(name, count)| Place {
        what: told(&visit, &name, ""),
        life: told(&visit, &name, "-life"),
        name,
        count,
    });
    let erasures = noted(&visit).await?.into_iter().rev().map(|one| {
        let at = one.at();
        Erasure { at, by: one.by, reason: one.reason, entries: number(one.entries) }
    });
    json(&PersonalData { places: places.collect(), erasures: erasures.collect() })
}

/// Persons who are known.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Persons {
    /// By opaque id.
    persons: Vec<Person>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// A person who is known.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "names in JSON")]
pub(super) struct Person {
    /// The opaque id, by which the ledger knows the person.
    #[schema(value_type = String)]
    person: EntityId,
    name: String,
    roles: Vec<String>,
}

impl From<Account> for Person {
    fn from(account: Account) -> Self {
        Self { person: account.person, name: account.name, roles: account.roles }
    }
}

/// Who is known
#[utoipa::path(get, path = "/api/v1/personal-data/persons", operation_id = "listPersons", tag = "personal data",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Persons, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn persons(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let mut all = visit.app.folder().operation().accounts().await?;
    all.sort_by(|one, other| one.person.cmp(&other.person));
    let (persons, next) = part.of(all, |one| one.person.to_string());
    let persons = persons.into_iter().map(Person::from).collect();
    Ok(linked(&visit, json(&Persons { persons, next: next.clone() })?, next.as_deref()))
}

/// A person, and where people's texts name them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    person: Person,
    /// Entries, in order.
    entries: Vec<NamedIn>,
}

/// An entry that names a person, or may.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NamedIn {
    #[schema(value_type = u64)]
    entry: EntryId,
    /// `text` or `document` that names the person; `attached` by the person, and not found to name anybody.
    r#where: String,
    /// The thing that it is about.
    #[schema(required = true, value_type = Option<String>)]
    subject: Option<EntityId>,
    /// Whether the page would erase it unless somebody says otherwise.
    proposed: bool,
}

/// Where one person is named
#[utoipa::path(get, path = "/api/v1/personal-data/persons/{slug}", operation_id = "findPerson", tag = "personal data",
    params(("slug" = String, Path, description = "The end of `person`")),
    responses((status = 200, description = "What an erasure may name", body = Named)))]
pub(super) async fn person(visit: Visit, Path(slug): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let account = account(&visit, &slug).await?;
    let found = search(&visit, &account).await?;
    let entries = found.into_iter().map(|(entry, (place, envelope))| NamedIn {
        entry,
        r#where: place.name().to_owned(),
        subject: envelope.fact.subject().cloned(),
        proposed: place.is_named(),
    });
    json(&Named { entries: entries.collect(), person: Person::from(account) })
}

/// The erasure of a person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "Asked for it in writing.", "entries": [], "confirmed": true }))]
pub(super) struct NewErasure {
    /// Why; without the person's name.
    #[schema(min_length = 1, max_length = 1_000)]
    reason: String,
    /// Entries that lose their texts and documents: some of those that `findPerson` answers.
    entries: Vec<u64>,
    /// That what goes cannot be had back: `true`.
    confirmed: bool,
}

/// What an erasure did.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Erased {
    /// How many entries lost their texts.
    entries: u64,
}

/// Forget a person
///
/// The account, its factors and its name go, and the texts of the entries that are named. The ledger knew an opaque id alone: every
/// judgement stands. Nobody forgets themselves, nor the last administrator.
#[utoipa::path(post, path = "/api/v1/personal-data/persons/{slug}/erasure", operation_id = "erasePerson", tag = "personal data",
    params(("slug" = String, Path, description = "The end of `person`")),
    request_body = NewErasure,
    responses((status = 200, description = "It is done", body = Erased)))]
pub(super) async fn erasure(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<NewErasure>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let account = account(&visit, &slug).await?;
    let found = search(&visit, &account).await?;
    for (index, entry) in sent.entries.iter().enumerate() {
        if !found.contains_key(&EntryId(*entry)) {
            let said = visit.plain("api-entry-not-named");
            let wrong = Wrong::at(&format!("/entries/{index}"), "unknown", said);
            return Err(Problem::invalid(vec![wrong]));
        }
    }
    let form = Form::new()
        .with("grunn", "reason", sent.reason)
        .all("tekst", "entries", sent.entries)
        .some("forstaatt", "confirmed", sent.confirmed.then_some(1))
        // The page tells the mistake at the box itself.
        .some("forstaatt-f-1", "confirmed", sent.confirmed.then_some(1));
    let erased = forget(&visit, &account, &found, &form.typed()).await;
    let entries = number(erased.map_err(|error| form.problem(error))?);
    json(&Erased { entries })
}

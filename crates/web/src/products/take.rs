//! Taking a list in: it becomes a document about a system, with the list's own bytes as its blob. Names stand in the blob alone.

use std::collections::BTreeMap;

use arvak_core::{
    Basis, Digest, Draft, EntityId, EntryId, Evidence, Fact, Instant, Outcome, State,
};
use arvak_store::drafts::{NotDrafted, Texts, USUAL_ROLE, add_texts, draft};
use arvak_store::products::{LISTED, SOURCE};
use arvak_store::{Error, Reading};
use arvak_suppliers::sbom::{self, Mistake, Sbom};
use arvak_words::{Say, Words};

use super::read_list;
use crate::failure::Failure;
use crate::form::Mistakes;
use crate::recording::{NotRecorded, Taken, record};
use crate::visit::Visit;

/// Relations from a supplier to the systems that its lists may be about.
const DELIVERS: [&str; 2] = ["operates", "supplies"];

/// A list that somebody takes in.
#[derive(Clone, Copy, Debug)]
pub struct NewList<'a> {
    /// The system that it is about.
    pub system: &'a EntityId,
    /// Who gave it; nobody when it was made here.
    pub source: Option<&'a EntityId>,
    /// What the file is called.
    pub name: &'a str,
    /// What it says.
    pub sbom: &'a Sbom,
    /// When it came: it is as old as it says, but not younger than this.
    pub came: Instant,
    /// The blob that holds it.
    pub blob: Digest,
}

/// The evidence that the list is, by the usual role.
pub fn drafted(list: &NewList<'_>) -> Result<Draft, NotDrafted> {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let inside = |_| Error::Stopped { why: "a name of this program is none".into() };
    let counts = [
        ("products", list.sbom.products.len()),
        ("products_without_version", list.sbom.without_version()),
    ];
    let mut attributes = BTreeMap::new();
    for (name, count) in counts {
        attributes.insert(name.parse().map_err(inside)?, number(count));
    }
    let evidence = Evidence {
        kind: LISTED.parse().map_err(inside)?,
        subject: list.system.clone(),
        result: Outcome::Supports,
        basis: Basis::Document,
        collected_at: list.sbom.dated(list.came),
        valid_until: None,
        method: None,
        vantage: None,
        attributes,
        code: None,
        transcript: None,
        supersedes: None,
    };
    let by = USUAL_ROLE.parse().map_err(|_| Error::Stopped { why: "no usual role".into() })?;
    let mut one = draft(Fact::Evidence(evidence), &by, None, Texts::default())?;
    one.blobs.push(list.blob);
    let format = format!("{} {}", list.sbom.format.title(), list.sbom.version);
    let mut texts = vec![("file".to_owned(), list.name.to_owned()), ("format".to_owned(), format)];
    texts.extend(list.source.map(|source| (SOURCE.to_owned(), source.to_string())));
    add_texts(&mut one, texts)?;
    Ok(one)
}

/// The entry of the list that counts of a system and source, when it is the same list.
pub async fn same(
    reading: &Reading,
    (system, source): (&EntityId, Option<&EntityId>),
    bytes: &[u8],
) -> Result<Option<EntryId>, Error> {
    let lists = reading.software_lists(read_list).await?;
    let known =
        lists.into_iter().find(|one| one.system == *system && one.source.as_ref() == source);
    let Some(known) = known else { return Ok(None) };
    let blobs = reading.entry(known.entry)?.envelope.blobs;
    let is_same = |blob: &Digest| reading.blobs().get(*blob).is_ok_and(|held| held == bytes);
    Ok(blobs.iter().any(is_same).then_some(known.entry))
}

/// The systems that a supplier operates or supplies and that are in use.
pub(crate) fn systems_of(state: &State, supplier: &EntityId) -> Vec<EntityId> {
    let related = DELIVERS.iter().flat_map(|name| state.related(supplier, name));
    let in_use = |id: &&EntityId| {
        id.kind() == "system" && state.entity(id).is_some_and(|one| !one.is_retired())
    };
    let mut all: Vec<EntityId> = related.filter(in_use).cloned().collect();
    all.sort();
    all.dedup();
    all
}

/// A list as it came: its name, its bytes, the blob that holds it already, and when it came.
pub(crate) struct Came {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) blob: Option<Digest>,
    pub(crate) at: Instant,
}

/// Takes in a list about a system (the field `system`), given by `source` (`leverandor`). The same list once more changes nothing,
/// and is answered by its entry. What is wrong with the list is told of `fil`, each mistake at its place.
pub(crate) async fn take(visit: &Visit, system: &str, source: Option<&str>, came: Came) -> Taken {
    let (words, mut mistakes) = (visit.words(), Mistakes::default());
    let system = system.parse::<EntityId>().map_err(|_| system.to_owned());
    let system = system.and_then(|id| in_use(visit, id, "system"));
    if let Err(typed) = &system {
        let args = [("subject", Say::Text(typed))];
        mistakes.tell("system", visit.say("products-take-unknown", &args));
    }
    let source = source.map(|text| {
        let id = text.parse::<EntityId>().map_err(|_| text.to_owned())?;
        in_use(visit, id, "supplier")
    });
    if let Some(Err(typed)) = &source {
        let args = [("source", Say::Text(typed))];
        mistakes.tell("leverandor", visit.say("products-take-no-source", &args));
    }
    let Came { name, bytes, blob, at } = came;
    if let Some(found) = arvak_documents::graded(&bytes) {
        mistakes.tell("fil", visit.say("refusal-graded", &[("grade", Say::Text(found.grade))]));
    }
    let (list, bytes) = tokio::task::spawn_blocking(move || (sbom::read(&bytes), bytes))
        .await
        .map_err(|_| Failure::Inside)?;
    for wrong in list.as_ref().err().into_iter().flatten() {
        mistakes.tell("fil", told(wrong, words));
    }
    let (Ok(sbom), Ok(system), true) = (list, system, mistakes.is_empty()) else {
        return Err(mistakes.into());
    };
    let source = source.and_then(Result::ok);
    let reading = visit.view.store.reading();
    if let Some(known) = same(reading, (&system, source.as_ref()), &bytes).await? {
        return Ok(vec![known]);
    }
    let blob = if let Some(blob) = blob {
        blob
    } else {
        let blobs = visit.app.folder().blobs().clone();
        let put = tokio::task::spawn_blocking(move || blobs.put(&bytes)).await;
        put.map_err(|_| Failure::Inside)??
    };
    let source = source.as_ref();
    let list = NewList { system: &system, source, name: &name, sbom: &sbom, came: at, blob };
    let one = drafted(&list).map_err(|error| NotRecorded::undrafted(error, words))?;
    Ok(record(visit, vec![one]).await?)
}

/// A thing of that kind which the visitor sees and which is in use; else its name as it was typed.
fn in_use(visit: &Visit, id: EntityId, kind: &str) -> Result<EntityId, String> {
    let is_in_use = visit.view.state().entity(&id).is_some_and(|one| !one.is_retired());
    if id.kind() == kind && is_in_use { Ok(id) } else { Err(id.to_string()) }
}

/// A mistake in a list, with its place.
pub fn told(one: &Mistake, words: &Words) -> String {
    let id = format!("sbom-{}", one.code.replace('_', "-"));
    let said = words.say(&id, &[("found", Say::Text(&one.found))]);
    let place = one.place.to_string();
    if place.is_empty() { said } else { format!("{place}: {said}") }
}

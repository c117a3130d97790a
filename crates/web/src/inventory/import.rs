//! Import with a preview: files are read whole, every mistake is told at its cell, and nothing is recorded before
//! somebody has seen what is new and what is changed, and confirmed it.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::inventory::Item;
use arvak_core::{Digest, Draft, EntityId, EntryId};
use arvak_store::drafts::{Texts, USUAL_ROLE};
use arvak_store::import::{Becomes, compare, drafts};
use arvak_words::Say;
use arvak_workbook::{File, Format, Mistake, parse};
use axum::extract::Multipart;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::back_door;
use super::edit::REASON;
use super::import_page::{Preview, done, preview_page, upload_page};
use super::pending::{self, Pending, Sent};
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::recording::{NotRecorded, record};
use crate::visit::Visit;

/// Most files of one import.
const FILES_MAX: usize = 30;

/// What a workbook begins with: it is a zip archive.
const ZIP: &[u8] = b"PK\x03\x04";

/// What a confirmation carries: which files, and how much was recorded when they were shown.
pub(super) const DIGEST: &str = "filer";
pub(super) const SIZE: &str = "lest";

pub(super) async fn ask(visit: Visit) -> Result<Response, Failure> {
    Ok(upload_page(&visit, &Mistakes::default(), &[]).into_response())
}

/// Why an import is not shown, or not recorded.
pub(crate) enum NotImported {
    /// What is wrong with the files before they are read, a sentence each.
    Objections(Vec<String>),
    /// What is wrong in the files.
    Wrong(Vec<Mistake>),
    /// The files are not waiting any more.
    Gone,
    /// Somebody else changed a thing of it meanwhile: this is what it would change now.
    Meanwhile(Box<Preview>),
    /// Something would stand better without new evidence, and there is no reason; or it may not be recorded, as the
    /// sentence says.
    Refused(Box<Preview>, Mistakes),
    /// There is no page either.
    Failure(Failure),
}

impl From<Failure> for NotImported {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Reads what was sent, keeps it, and shows what it would change.
pub(super) async fn preview(visit: Visit, multipart: Multipart) -> Result<Response, Failure> {
    let files = received(multipart).await?;
    let none = Mistakes::default();
    match look(&visit, &files).await {
        Ok(preview) => {
            let typed = Typed::default();
            Ok(preview_page(&visit, &preview, &typed, &none, false).into_response())
        }
        Err(error) => not_imported(&visit, &Typed::default(), error),
    }
}

/// Reads files, keeps them until they are confirmed, and says what they would change.
pub(crate) async fn look(visit: &Visit, files: &[Sent]) -> Result<Preview, NotImported> {
    let objections = objections(visit, files);
    if !objections.is_empty() {
        return Err(NotImported::Objections(objections));
    }
    let items = read(visit, files).map_err(NotImported::Wrong)?;
    let person = person(visit)?;
    let digest = pending::keep(visit.app.folder().operation(), &person, files).await?;
    Ok(compared(visit, items, digest).await?)
}

/// Records what was shown. When somebody else changed a thing of it meanwhile, it is shown again.
pub(super) async fn confirm(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    let seen = typed.get(SIZE).parse().unwrap_or_default();
    match take(&visit, typed.get(DIGEST), seen, typed.some(REASON)).await {
        Ok(entries) => Ok(done(&visit, entries.len()).into_response()),
        Err(error) => not_imported(&visit, &typed, error),
    }
}

/// Records the files that are known by `digest`, as they were shown when there were `seen` entries.
pub(crate) async fn take(
    visit: &Visit,
    digest: &str,
    seen: u64,
    reason: Option<&str>,
) -> Result<Vec<EntryId>, NotImported> {
    let person = person(visit)?;
    let operation = visit.app.folder().operation();
    let kept = pending::kept(operation, &person).await?;
    let kept = kept.filter(|kept| digest == kept.digest.to_string());
    let Pending { digest, files } = kept.ok_or(NotImported::Gone)?;
    let items = read(visit, &files).map_err(NotImported::Wrong)?;
    let preview = compared(visit, items, digest).await?;
    if preview.touched_since(visit, seen) {
        return Err(NotImported::Meanwhile(Box::new(preview)));
    }
    let mut mistakes = Mistakes::default();
    if !preview.bettered.is_empty() && reason.is_none() {
        mistakes.tell(REASON, visit.plain("inventory-import-reason"));
        return Err(NotImported::Refused(Box::new(preview), mistakes));
    }
    match keep_all(visit, &preview, reason).await {
        Ok(entries) => {
            pending::forget(operation, &person).await?;
            Ok(entries)
        }
        Err(NotRecorded::Failure(failure)) => Err(failure.into()),
        Err(NotRecorded::Refused(sentence)) => {
            mistakes.tell("", sentence);
            Err(NotImported::Refused(Box::new(preview), mistakes))
        }
    }
}

fn not_imported(visit: &Visit, typed: &Typed, error: NotImported) -> Result<Response, Failure> {
    let mut mistakes = Mistakes::default();
    let (status, page) = match error {
        NotImported::Failure(failure) => return Err(failure),
        NotImported::Objections(sentences) => {
            for sentence in sentences {
                mistakes.tell("filer", sentence);
            }
            (StatusCode::UNPROCESSABLE_ENTITY, upload_page(visit, &mistakes, &[]))
        }
        NotImported::Wrong(told) => {
            (StatusCode::UNPROCESSABLE_ENTITY, upload_page(visit, &mistakes, &told))
        }
        NotImported::Gone => {
            mistakes.tell("filer", visit.plain("inventory-import-gone"));
            (StatusCode::CONFLICT, upload_page(visit, &mistakes, &[]))
        }
        NotImported::Meanwhile(preview) => {
            (StatusCode::CONFLICT, preview_page(visit, &preview, typed, &mistakes, true))
        }
        NotImported::Refused(preview, mistakes) => {
            let page = preview_page(visit, &preview, typed, &mistakes, false);
            (StatusCode::UNPROCESSABLE_ENTITY, page)
        }
    };
    Ok((status, page).into_response())
}

fn person(visit: &Visit) -> Result<EntityId, Failure> {
    visit.who.as_ref().map(|who| who.person.clone()).ok_or(Failure::NotLoggedIn)
}

pub(crate) async fn received(mut multipart: Multipart) -> Result<Vec<Sent>, Failure> {
    let refused = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Failure::TooLarge
        } else {
            Failure::Bad
        }
    };
    let mut files = Vec::new();
    while let Some(field) = multipart.next_field().await.map_err(refused)? {
        let name = field.file_name().unwrap_or_default();
        // A browser may send a whole path.
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name: String = name.chars().filter(|sign| !sign.is_control()).take(200).collect();
        let bytes = field.bytes().await.map_err(refused)?;
        if name.is_empty() && bytes.is_empty() {
            continue;
        }
        files.push(Sent { name, bytes: bytes.to_vec() });
        if files.len() > FILES_MAX {
            return Err(Failure::TooLarge);
        }
    }
    Ok(files)
}

/// What is wrong with the files before they are read: of another kind than their names say, or marked as graded.
fn objections(visit: &Visit, files: &[Sent]) -> Vec<String> {
    if files.is_empty() {
        return vec![visit.plain("inventory-import-none")];
    }
    let objection = |file: &Sent| {
        let name = [("name", Say::Text(&file.name))];
        let is_zip = file.bytes.starts_with(ZIP);
        match Format::of(&file.name) {
            None => Some(visit.say("inventory-import-kind", &name)),
            Some(Format::Xlsx) if !is_zip => Some(visit.say("inventory-import-not-xlsx", &name)),
            Some(Format::Csv | Format::Toml) if is_zip || file.bytes.contains(&0) => {
                Some(visit.say("inventory-import-not-text", &name))
            }
            Some(_) => arvak_documents::graded(&file.bytes).map(|found| {
                let said = visit.say("refusal-graded", &[("grade", Say::Text(found.grade))]);
                format!("{}: {said}", file.name)
            }),
        }
    };
    files.iter().filter_map(objection).collect()
}

fn read(visit: &Visit, files: &[Sent]) -> Result<Vec<Item>, Vec<Mistake>> {
    let known: BTreeSet<EntityId> =
        visit.view.state().entities().map(|entity| entity.id().clone()).collect();
    let files: Vec<File<'_>> = files
        .iter()
        .map(|file| File {
            name: &file.name,
            bytes: &file.bytes,
            format: Format::of(&file.name).unwrap_or(Format::Toml),
        })
        .collect();
    parse(&files, &known, visit.words())
}

async fn compared(visit: &Visit, items: Vec<Item>, digest: Digest) -> Result<Preview, Failure> {
    let state = visit.view.state();
    let ids: BTreeSet<EntityId> = items.iter().map(|item| item.entity.id.clone()).collect();
    let texts = visit.view.store.texts_of(&ids).await?;
    let texts: BTreeMap<_, _> =
        texts.into_iter().map(|(id, body)| (id, Texts::from(body))).collect();
    let verdicts = compare(&items, state, &texts);
    let mut preview = Preview { items, verdicts, digest, size: state.size(), bettered: Vec::new() };
    // A text that is marked as graded is told when it is confirmed.
    if let Ok(drafts) = drafted(visit, &preview, None) {
        preview.bettered = back_door::bettered(visit, &drafts).await?;
    }
    Ok(preview)
}

fn drafted(
    visit: &Visit,
    preview: &Preview,
    reason: Option<&str>,
) -> Result<Vec<Draft>, NotRecorded> {
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    drafts(&preview.items, &preview.verdicts, visit.view.state(), &by, reason)
        .map_err(|error| NotRecorded::undrafted(error, visit.words()))
}

async fn keep_all(
    visit: &Visit,
    preview: &Preview,
    reason: Option<&str>,
) -> Result<Vec<EntryId>, NotRecorded> {
    let drafts = drafted(visit, preview, reason)?;
    record(visit, drafts).await
}

impl Preview {
    /// Whether a thing that would be changed was described anew since there were `size` entries.
    fn touched_since(&self, visit: &Visit, size: u64) -> bool {
        let changed = self.items.iter().zip(&self.verdicts);
        let mut changed = changed.filter(|(_, becomes)| **becomes == Becomes::Changed);
        changed.any(|(item, _)| {
            let known = visit.view.state().entity(&item.entity.id);
            known.is_some_and(|known| known.entry().0 >= size)
        })
    }
}

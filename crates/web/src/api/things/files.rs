//! Files that describe many things: read whole, shown before they are recorded, and confirmed by what they are known by.

use arvak_core::change::Changed;
use arvak_core::{Class, EntityId, Status};
use arvak_store::import::Becomes;
use axum::extract::{Multipart, Path};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::answer::{Answered, recorded, with};
use crate::api::ask::{Asked, Form, Sent};
use crate::api::problem::{Code, Problem, Wrong};
use crate::api::shapes::{Recorded, State};
use crate::inventory::import::{NotImported, look, received, take};
use crate::inventory::{Preview, edit, export};
use crate::recording::NotTaken;
use crate::visit::Visit;

/// Most things that a preview names; the rest is counted.
const NAMED_MOST: usize = 200;

/// Files to send: each a part of its own, whose file name tells its format (`.xlsx`, `.csv`, `.toml`).
#[derive(ToSchema)]
#[expect(dead_code, reason = "for the document alone: the parts are read as they come")]
pub(crate) struct Files {
    /// A file.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<Vec<u8>>,
}

/// What an import would do.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Import {
    /// What the files are known by until they are confirmed.
    digest: String,
    /// How many entries there were when it was compared.
    seen: u64,
    /// How many things are not recorded yet.
    new: u64,
    /// How many are recorded otherwise.
    changed: u64,
    /// How many are recorded just so.
    same: u64,
    /// The first 200 that are new or changed.
    things: Vec<Listed>,
    /// What would stand better without new evidence, the first 200: then a reason is needed.
    bettered: Vec<Better>,
}

/// A thing that an import would record.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listed {
    #[schema(value_type = String)]
    id: EntityId,
    #[schema(required = true)]
    name: Option<String>,
    /// Whether it is recorded already, otherwise.
    changed: bool,
}

/// A thing whose state for a claim would be a better one.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Better {
    claim: String,
    subject: String,
    #[schema(required = true, value_type = Option<State>)]
    from: Option<Status>,
    #[schema(required = true, value_type = Option<State>)]
    to: Option<Status>,
}

impl From<&Preview> for Import {
    fn from(preview: &Preview) -> Self {
        let count = |wanted: Becomes| {
            let count = preview.verdicts.iter().filter(|becomes| **becomes == wanted).count();
            u64::try_from(count).unwrap_or(u64::MAX)
        };
        let all = preview.items.iter().zip(&preview.verdicts);
        let things =
            all.filter(|(_, becomes)| **becomes != Becomes::Same).map(|(item, becomes)| {
                let (id, name) = (item.entity.id.clone(), item.name.clone());
                Listed { id, name, changed: *becomes == Becomes::Changed }
            });
        let bettered = preview.bettered.iter().filter_map(|change| {
            let Changed::Subject(claim, subject) = &change.of else { return None };
            let (claim, subject) = (claim.to_string(), subject.to_string());
            Some(Better { claim, subject, from: change.from, to: change.to })
        });
        Self {
            digest: preview.digest.to_string(),
            seen: preview.size,
            new: count(Becomes::New),
            changed: count(Becomes::Changed),
            same: count(Becomes::Same),
            things: things.take(NAMED_MOST).collect(),
            bettered: bettered.take(NAMED_MOST).collect(),
        }
    }
}

/// Look what files would change
///
/// Nothing is recorded. The files wait, one import for each person, until they are confirmed.
#[utoipa::path(post, path = "/api/v1/imports", operation_id = "previewImport", tag = "things",
    request_body(content = Files, content_type = "multipart/form-data"),
    responses((status = 201, description = "What would change", body = Import)))]
pub(crate) async fn preview(visit: Visit, multipart: Option<Multipart>) -> Answered {
    Asked::of(&visit, &[])?;
    let multipart = multipart.ok_or(Code::MediaType)?;
    let files = received(multipart).await?;
    let preview = look(&visit, &files).await.map_err(|error| problem(&visit, error))?;
    with(StatusCode::CREATED, &Import::from(&preview))
}

/// A confirmation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmed {
    /// `seen` of the preview.
    seen: u64,
    /// Why, where something would stand better without new evidence.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    reason: Option<String>,
}

/// Record what files describe
#[utoipa::path(post, path = "/api/v1/imports/{digest}/confirmation", operation_id = "confirmImport", tag = "things",
    params(("digest" = String, Path, description = "`digest` of the preview")),
    request_body = Confirmed,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(crate) async fn confirm(
    visit: Visit,
    Path(digest): Path<String>,
    Sent(sent): Sent<Confirmed>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let reason = sent.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let taken = take(&visit, &digest, sent.seen, reason).await;
    recorded(taken.map_err(|error| problem(&visit, error))?)
}

fn problem(visit: &Visit, error: NotImported) -> Problem {
    match error {
        NotImported::Failure(failure) => failure.into(),
        NotImported::Objections(sentences) => {
            let wrong = |sentence| Wrong::at("/file", "refused", sentence);
            Problem::invalid(sentences.into_iter().map(wrong).collect())
        }
        NotImported::Wrong(mistakes) => {
            let wrong = |mistake: arvak_workbook::Mistake| {
                Wrong::at("/file", mistake.code, mistake.told(visit.words()))
            };
            Problem::invalid(mistakes.into_iter().map(wrong).collect())
        }
        NotImported::Gone => Code::Gone.into(),
        NotImported::Meanwhile(_) => Code::Meanwhile.into(),
        NotImported::Refused(_, mistakes) => {
            let form = Form::new().with(edit::REASON, "reason", "");
            form.problem(NotTaken::Mistakes(mistakes))
        }
    }
}

/// The inventory as a workbook
#[utoipa::path(get, path = "/api/v1/exports/inventory", operation_id = "exportInventory", tag = "things",
    params(("class" = Option<String>, Query, description = "What those may see who may see this: `internal` (usual), `leadership`, `shared`, `public`")),
    responses((status = 200, description = "An xlsx workbook", body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn workbook(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["class"])?;
    let class = asked.read_with("class", Class::from_name)?.unwrap_or_default();
    Ok(export::open_workbook(&visit, class).await?)
}

/// An empty workbook to fill in
#[utoipa::path(get, path = "/api/v1/exports/inventory-template", operation_id = "exportTemplate", tag = "things",
    responses((status = 200, description = "An xlsx workbook", body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn template(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    Ok(export::empty_workbook(&visit)?)
}

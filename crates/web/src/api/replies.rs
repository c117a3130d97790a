//! The reply to the letter in its editions: read, reviewed and approved, each over its very bytes.

use arvak_core::fact::ApprovalStage;
use arvak_core::{EntryId, Instant};
use arvak_identity::{Access, Right};
use arvak_words::Lang;
use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json, recorded};
use super::ask::{Asked, Form, Sent};
use super::problem::{Problem, Wrong};
use super::shapes::Recorded;
use crate::program::Edition;
use crate::recording::{NotRecorded, NotTaken};
use crate::rooms::reply::{approvals, keep, may_read, readable};
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::visit::Visit;
use crate::work::Work;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let (read, export) = (Access::May(Right::Read), Access::May(Right::Export));
    let (review, approve) = (Access::May(Right::Review), Access::May(Right::Approve));
    routes
        .get("/api/v1/replies", read, replies)
        .costing(Work::Export)
        .get("/api/v1/replies/{edition}", read, reply)
        .costing(Work::Export)
        .get("/api/v1/replies/{edition}/file", export, file)
        .once("/api/v1/replies/{edition}/reviews", review, FORM_BYTES_MAX, reviewed)
        .once("/api/v1/replies/{edition}/approvals", approve, FORM_BYTES_MAX, approved)
}

/// For whom a reply is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EditionName)]
pub(super) enum Named {
    /// Those who work with security.
    Internal,
    /// The council.
    Council,
    /// Anyone.
    Public,
}

impl From<Edition> for Named {
    fn from(edition: Edition) -> Self {
        match edition {
            Edition::Internal => Self::Internal,
            Edition::Council => Self::Council,
            Edition::Public => Self::Public,
        }
    }
}

/// The editions of the reply.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Editions {
    /// From closed to open.
    editions: Vec<Named>,
}

/// The editions of the reply
#[utoipa::path(get, path = "/api/v1/replies", operation_id = "listReplies", tag = "replies",
    responses((status = 200, description = "The editions", body = Editions)))]
pub(super) async fn replies(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let editions = Edition::ALL.into_iter().filter(|edition| may_read(&visit, *edition));
    json(&Editions { editions: editions.map(Named::from).collect() })
}

/// A reply as it is now, and who read or approved these very bytes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reply {
    edition: Named,
    title: String,
    /// It as Markdown, as it is approved and sent.
    markdown: String,
    /// SHA-256 of the Markdown: what a review or an approval names.
    digest: String,
    decisions: Vec<Decision>,
}

/// Somebody read or approved it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReplyDecision)]
pub(super) struct Decision {
    #[schema(value_type = Stage)]
    stage: ApprovalStage,
    /// Who, as long as the name is kept.
    by: String,
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
}

/// How far a reply has come.
#[derive(ToSchema)]
#[schema(as = ReplyStage, rename_all = "snake_case")]
#[expect(dead_code, reason = "for the document alone")]
pub(super) enum Stage {
    Reviewed,
    Approved,
}

/// The same visit in the language that the address names.
fn in_language(visit: &Visit) -> Result<Visit, Problem> {
    let asked = Asked::of(visit, &["lang"])?;
    let lang: Option<Lang> = asked.read("lang")?;
    Ok(Visit { lang: lang.unwrap_or(visit.lang), ..visit.clone() })
}

/// A reply
#[utoipa::path(get, path = "/api/v1/replies/{edition}", operation_id = "getReply", tag = "replies",
    params(("edition" = Named, Path, description = "For whom it is"),
        ("lang" = Option<String>, Query, description = "`nb`, `nn` or `en`; by `Accept-Language` unless it is given", pattern = "^(nb|nn|en)$")),
    responses((status = 200, description = "The reply as it is now", body = Reply)))]
pub(super) async fn reply(visit: Visit, Path(name): Path<String>) -> Answered {
    let (visit, edition) = (in_language(&visit)?, readable(&visit, &name)?);
    let written = visit.app.program().reply(edition, visit.lang).await?;
    let decided =
        approvals(&visit, edition, written.digest).await?.into_iter().filter(|one| one.is_of_this);
    let decisions = decided.map(|one| Decision { stage: one.stage, by: one.by, at: one.at });
    json(&Reply {
        edition: edition.into(),
        title: written.reply.title,
        markdown: written.markdown,
        digest: written.digest.to_string(),
        decisions: decisions.collect(),
    })
}

/// A reply as a file
#[utoipa::path(get, path = "/api/v1/replies/{edition}/file", operation_id = "getReplyFile", tag = "replies",
    params(("edition" = Named, Path, description = "For whom it is"),
        ("lang" = Option<String>, Query, description = "As of `getReply`", pattern = "^(nb|nn|en)$")),
    responses((status = 200, description = "Markdown, the bytes that are approved", body = String, content_type = "text/markdown")))]
pub(super) async fn file(visit: Visit, Path(name): Path<String>) -> Answered {
    let (visit, edition) = (in_language(&visit)?, readable(&visit, &name)?);
    let written = visit.app.program().reply(edition, visit.lang).await?;
    Ok(([(CONTENT_TYPE, "text/markdown; charset=utf-8")], written.markdown).into_response())
}

/// A decision over the bytes of a reply.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReplyDecision)]
pub(super) struct NewDecision {
    /// `digest` of the reply as it was read.
    digest: String,
}

/// Say that a reply was read
///
/// When the reply is another one by now, it must be read first: `asked`.
#[utoipa::path(post, path = "/api/v1/replies/{edition}/reviews", operation_id = "reviewReply", tag = "replies",
    params(("edition" = Named, Path, description = "For whom it is"),
        ("lang" = Option<String>, Query, description = "As of `getReply`", pattern = "^(nb|nn|en)$")),
    request_body = NewDecision,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(super) async fn reviewed(
    visit: Visit,
    Path(name): Path<String>,
    Sent(sent): Sent<NewDecision>,
) -> Answered {
    decide(&visit, &name, &sent, ApprovalStage::Reviewed).await
}

/// Approve a reply
#[utoipa::path(post, path = "/api/v1/replies/{edition}/approvals", operation_id = "approveReply", tag = "replies",
    params(("edition" = Named, Path, description = "For whom it is"),
        ("lang" = Option<String>, Query, description = "As of `getReply`", pattern = "^(nb|nn|en)$")),
    request_body = NewDecision,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(super) async fn approved(
    visit: Visit,
    Path(name): Path<String>,
    Sent(sent): Sent<NewDecision>,
) -> Answered {
    decide(&visit, &name, &sent, ApprovalStage::Approved).await
}

async fn decide(visit: &Visit, name: &str, sent: &NewDecision, stage: ApprovalStage) -> Answered {
    let (visit, edition) = (in_language(visit)?, readable(visit, name)?);
    if sent.digest.parse::<arvak_core::Digest>().is_err() {
        let said = visit.plain("api-digest-wrong");
        return Err(Problem::invalid(vec![Wrong::at("/digest", "invalid", said)]));
    }
    let kept: Result<Vec<EntryId>, NotRecorded> = keep(&visit, edition, &sent.digest, stage).await;
    recorded(kept.map_err(|error| Form::new().problem(NotTaken::from(error)))?)
}

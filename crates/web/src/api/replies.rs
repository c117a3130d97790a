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
use crate::rooms::evidence::download;
use crate::rooms::reply::texts::{Told, kept, markdown_of, told};
use crate::rooms::reply::{keep, may_read, readable, written};
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
        .get("/api/v1/replies/{edition}/texts", read, texts)
        .get("/api/v1/replies/{edition}/texts/{digest}", read, text)
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

impl From<Told> for Decision {
    fn from(told: Told) -> Self {
        Self { stage: told.stage, by: told.by, at: told.at }
    }
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
    let written = written(&visit, edition).await?;
    let decided = told(&visit, edition).await?;
    let decisions = decided.into_iter().filter(|one| one.digest == written.digest);
    json(&Reply {
        edition: edition.into(),
        title: written.reply.title,
        markdown: written.markdown,
        digest: written.digest.to_string(),
        decisions: decisions.map(Decision::from).collect(),
    })
}

/// A reply as a file
#[utoipa::path(get, path = "/api/v1/replies/{edition}/file", operation_id = "getReplyFile", tag = "replies",
    params(("edition" = Named, Path, description = "For whom it is"),
        ("lang" = Option<String>, Query, description = "As of `getReply`", pattern = "^(nb|nn|en)$")),
    responses((status = 200, description = "Markdown, the bytes that are approved", body = String, content_type = "text/markdown")))]
pub(super) async fn file(visit: Visit, Path(name): Path<String>) -> Answered {
    let (visit, edition) = (in_language(&visit)?, readable(&visit, &name)?);
    let written = written(&visit, edition).await?;
    Ok(([(CONTENT_TYPE, "text/markdown; charset=utf-8")], written.markdown).into_response())
}

/// Texts of an edition that somebody read or approved.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReplyTexts)]
pub(super) struct Texts {
    /// The one that was decided over last is the first.
    texts: Vec<Text>,
}

/// A text that somebody read or approved.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReplyText)]
pub(super) struct Text {
    /// SHA-256 of its bytes.
    digest: String,
    /// Whether its bytes are kept here.
    kept: bool,
    decisions: Vec<Decision>,
}

/// The texts that were decided over
///
/// Whatever is recorded later makes another text of the reply; these do not change.
#[utoipa::path(get, path = "/api/v1/replies/{edition}/texts", operation_id = "listReplyTexts", tag = "replies",
    params(("edition" = Named, Path, description = "For whom it is")),
    responses((status = 200, description = "The texts", body = Texts)))]
pub(super) async fn texts(visit: Visit, Path(name): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let edition = readable(&visit, &name)?;
    let mut texts: Vec<Text> = Vec::new();
    for one in told(&visit, edition).await? {
        let digest = one.digest.to_string();
        // What is decided over once more is the newest again.
        let known = texts.iter().position(|text| text.digest == digest);
        let mut text = if let Some(place) = known {
            texts.remove(place)
        } else {
            let kept = kept(&visit, edition, &digest).is_ok();
            Text { digest, kept, decisions: Vec::new() }
        };
        text.decisions.push(one.into());
        texts.push(text);
    }
    texts.reverse();
    json(&Texts { texts })
}

/// A text that was decided over
#[utoipa::path(get, path = "/api/v1/replies/{edition}/texts/{digest}", operation_id = "getReplyText", tag = "replies",
    params(("edition" = Named, Path, description = "For whom it is"), ("digest" = String, Path, description = "SHA-256 of the text")),
    responses((status = 200, description = "Its bytes", content(
        (String = "text/markdown"), (Vec<u8> = "application/octet-stream")))))]
pub(super) async fn text(visit: Visit, Path((name, digest)): Path<(String, String)>) -> Answered {
    Asked::of(&visit, &[])?;
    let bytes = kept(&visit, readable(&visit, &name)?, &digest)?;
    Ok(match markdown_of(&bytes) {
        Some(text) => {
            ([(CONTENT_TYPE, "text/markdown; charset=utf-8")], text.to_owned()).into_response()
        }
        None => download("svar.bin", bytes),
    })
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
/// When the reply is another one by now, it must be read first: `asked`. Said once more by the same account, the answer
/// names the entry that says so already.
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

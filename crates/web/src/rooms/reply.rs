//! *Svar*: the reply to the letter in its editions; somebody reviews it, somebody else approves it, and both are recorded
//! over the very bytes.

pub(crate) mod texts;

use arvak_core::fact::{Approval, ApprovalStage};
use arvak_core::{Digest, EntryId, Fact};
use arvak_identity::{Access, Right};
use arvak_reports::{Reply, Shown};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::replies;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::READ;
use super::evidence::download;
use crate::failure::Failure;
use crate::form::Typed;
use crate::page;
use crate::program::{Edition, Written};
use crate::recording::{NotRecorded, record};
use crate::routes::Routes;
use crate::see_other::see_other;
use crate::visit::Visit;
use crate::work::Work;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/svar", READ, editions)
        .costing(Work::Export)
        .get("/svar/{edition}", READ, edition)
        .costing(Work::Export)
        .get("/svar/{edition}/fil", Access::May(Right::Export), file)
        .get("/svar/{edition}/tekst/{digest}", READ, texts::page)
        .get("/svar/{edition}/tekst/{digest}/fil", READ, texts::file)
        .post("/svar/{edition}/gjennomgatt", Access::May(Right::Review), reviewed)
        .post("/svar/{edition}/godkjent", Access::May(Right::Approve), approved)
}

fn named(edition: &str) -> Result<Edition, Failure> {
    Edition::from_name(edition).ok_or(Failure::NotFound)
}

/// The edition, for whoever may read it: what is not public speaks of the whole municipality's things.
pub(crate) fn readable(visit: &Visit, edition: &str) -> Result<Edition, Failure> {
    let edition = named(edition)?;
    if may_read(visit, edition) { Ok(edition) } else { Err(Failure::Forbidden) }
}

pub(crate) fn may_read(visit: &Visit, edition: Edition) -> bool {
    edition == Edition::Public || visit.limits().is_none()
}

/// The reply as it is now, which is put on a screen: what is read can be decided over.
pub(crate) async fn written(visit: &Visit, edition: Edition) -> Result<Written, Failure> {
    let written = visit.app.program().reply(edition, visit.lang).await?;
    visit.app.replies().show(edition, &written);
    Ok(written)
}

async fn editions(visit: Visit) -> Result<Markup, Failure> {
    let title = visit.plain("rooms-reply");
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.plain("rooms-reply-lead")) }
        ul class="a-points" {
            @for edition in Edition::ALL.into_iter().filter(|edition| may_read(&visit, *edition)) {
                li {
                    div class="a-what" {
                        a class="a-title" href={ "/svar/" (edition.name()) } { (visit.plain(&format!("rooms-edition-{}", edition.name()))) }
                        p { (visit.plain(&format!("rooms-edition-{}-for", edition.name()))) }
                    }
                }
            }
        }
    };
    Ok(page::page(&visit, &title, &body))
}

async fn edition(visit: Visit, Path(name): Path<String>) -> Result<Markup, Failure> {
    let edition = readable(&visit, &name)?;
    let written = written(&visit, edition).await?;
    let told = texts::told(&visit, edition).await?;
    let title = visit.plain(&format!("rooms-edition-{name}"));
    let body = html! {
        a class="a-back" href="/svar" { (visit.plain("rooms-reply")) }
        div class="a-head" {
            h1 { (written.reply.title) }
            div class="a-actions" {
                @if visit.may(Right::Export) {
                    a class="ds-button" href={ "/svar/" (name) "/fil" } { (visit.plain("rooms-download-reply")) }
                }
                button class="ds-button" data-variant="secondary" type="button" data-print hidden { (visit.plain("rooms-print")) }
            }
        }
        (texts::card(&visit, &name, written.digest, &told))
        (text(&visit, &written.reply))
    };
    Ok(page::page(&visit, &title, &body))
}

fn text(visit: &Visit, reply: &Reply) -> Markup {
    html! {
        article {
            @for line in &reply.about { p class="a-quiet" { (line) } }
            p class="a-lead" { (reply.lead) }
            @for point in &reply.points {
                section {
                    div class="a-head" {
                        h2 { (point.id) " " (point.title) }
                        span class="ds-tag a-status" data-status=(point.state.code) { (point.state.word) }
                    }
                    p class="a-quiet" { (point.counts) }
                    @for claim in &point.claims { (claim_part(claim)) }
                }
            }
            h2 { (reply.labels.checkpoint) }
            p { (reply.how_to_check) }
            div class="a-scroll" tabindex="0" role="region" aria-label=(visit.plain("rooms-checkpoint")) { pre { (reply.checkpoint) } }
        }
    }
}

fn claim_part(claim: &arvak_reports::Claim) -> Markup {
    html! {
        h3 {
            (claim.id) " " (claim.title) " "
            @match &claim.state {
                Shown::Here(mark) => { span class="ds-tag a-status" data-status=(mark.code) { (mark.word) } },
                Shown::LeftOut(words) => { span class="a-quiet" { (words) } },
            }
        }
        @for sentence in &claim.sentences {
            @match sentence {
                Shown::Here(text) => { p { (text) } },
                Shown::LeftOut(words) => { p class="a-quiet" { (words) } },
            }
        }
        @if let Some(next) = &claim.next { p { (next) } }
    }
}

async fn file(visit: Visit, Path(name): Path<String>) -> Result<Response, Failure> {
    let edition = readable(&visit, &name)?;
    let written = written(&visit, edition).await?;
    Ok(download(&format!("svar-{name}.md"), written.markdown.into_bytes()))
}

async fn reviewed(
    visit: Visit,
    Path(name): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    decide(&visit, &name, &typed, ApprovalStage::Reviewed).await
}

async fn approved(
    visit: Visit,
    Path(name): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    decide(&visit, &name, &typed, ApprovalStage::Approved).await
}

/// Records the decision over the bytes that were on the screen, and shows them with it.
async fn decide(
    visit: &Visit,
    name: &str,
    typed: &Typed,
    stage: ApprovalStage,
) -> Result<Response, Failure> {
    let edition = named(name)?;
    let bytes = typed.get("bytes");
    match keep(visit, edition, bytes, stage).await {
        Ok(_) => Ok(see_other(&format!("/svar/{name}/tekst/{bytes}")).into_response()),
        Err(NotRecorded::Refused(why)) => Err(Failure::Asked(why)),
        Err(NotRecorded::Failure(failure)) => Err(failure),
    }
}

/// The same, from wherever it comes: `bytes` is the digest of what was on the screen. The text is kept with the decision.
pub(crate) async fn keep(
    visit: &Visit,
    edition: Edition,
    bytes: &str,
    stage: ApprovalStage,
) -> Result<Vec<EntryId>, NotRecorded> {
    // An approval answers for all of it.
    if visit.limits().is_some() {
        return Err(Failure::Forbidden.into());
    }
    let text = meant(visit, edition, bytes).await?;
    let decided = texts::of_edition(visit, edition)?;
    // Somebody's word over a text is one entry, however often the button is pressed.
    let (report, who) = (Digest::of(&text), visit.actor()?);
    let said = decided.iter().find(|one| {
        one.approval.report == report && one.approval.stage == stage && one.actor == who
    });
    if let Some(said) = said {
        return Ok(vec![said.entry]);
    }
    let approval =
        Approval { report, edition: edition.name().parse().map_err(|_| Failure::Inside)?, stage };
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let drafted = draft(Fact::Approval(approval), &by, None, Texts::default());
    let mut draft = drafted.map_err(|error| {
        tracing::error!(%error, "an approval");
        Failure::Inside
    })?;
    let blobs = visit.app.folder().blobs().clone();
    let stored = tokio::task::spawn_blocking(move || {
        replies::keep(&blobs, &decided, &text, &mut draft).map(|()| draft)
    });
    let draft = stored.await.map_err(|error| {
        tracing::error!(%error, "the text of an approval");
        Failure::Inside
    })??;
    record(visit, vec![draft]).await
}

/// The text with that digest: the reply as it is now, as it was on a screen, or as somebody decided over it before.
async fn meant(visit: &Visit, edition: Edition, bytes: &str) -> Result<Vec<u8>, NotRecorded> {
    let read_again = || Failure::Asked(visit.plain("rooms-reply-changed"));
    let digest: Digest = bytes.parse().map_err(|_| read_again())?;
    if let Some(shown) = visit.app.replies().shown(edition, digest) {
        return Ok(shown.as_bytes().to_vec());
    }
    if let Ok(kept) = texts::kept(visit, edition, bytes) {
        return Ok(kept);
    }
    let written = visit.app.program().reply(edition, visit.lang).await.map_err(Failure::from)?;
    if written.digest == digest {
        Ok(written.markdown.into_bytes())
    } else {
        Err(read_again().into())
    }
}

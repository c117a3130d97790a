//! *Svar*: the reply to the letter in its editions; somebody reviews it, somebody else approves it, and both are recorded
//! over the very bytes.

use std::ops::ControlFlow;

use arvak_core::fact::{Approval, ApprovalStage};
use arvak_core::{Actor, Digest, EntryId, Fact, Instant};
use arvak_identity::{Access, Right};
use arvak_reports::{Reply, Shown};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_words::{Say, date_and_time};
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
    let written = visit.app.program().reply(edition, visit.lang).await?;
    let approvals = approvals(&visit, edition, written.digest).await?;
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
        (decisions(&visit, &name, &written, &approvals))
        (text(&visit, &written.reply))
    };
    Ok(page::page(&visit, &title, &body))
}

/// Somebody read or approved a text of this edition.
pub(crate) struct Decided {
    /// The very bytes that are shown now; otherwise what they were then.
    pub(crate) is_of_this: bool,
    pub(crate) stage: ApprovalStage,
    pub(crate) by: String,
    pub(crate) at: Instant,
}

pub(crate) async fn approvals(
    visit: &Visit,
    edition: Edition,
    digest: Digest,
) -> Result<Vec<Decided>, Failure> {
    let mut found = Vec::new();
    visit.view.store.for_each(0, |_, envelope, _| {
        if let Fact::Approval(approval) = &envelope.fact
            && approval.edition.as_str() == edition.name()
        {
            found.push((
                approval.report == digest,
                approval.stage,
                envelope.actor.clone(),
                envelope.received_at,
            ));
        }
        ControlFlow::Continue(())
    })?;
    let mut all = Vec::new();
    for (is_of_this, stage, actor, at) in found {
        let by = match &actor {
            Actor::Person(id) => visit.person(id).await?,
            Actor::Role(role) => visit.thing(role),
            Actor::Program(name) => name.to_string(),
        };
        all.push(Decided { is_of_this, stage, by, at });
    }
    Ok(all)
}

fn decisions(visit: &Visit, name: &str, written: &Written, decided: &[Decided]) -> Markup {
    let button = |to: &str, sentence: &str| {
        html! {
            form method="post" action={ "/svar/" (name) "/" (to) } {
                input type="hidden" name="bytes" value=(written.digest);
                button class="ds-button" data-variant="secondary" type="submit" { (visit.plain(sentence)) }
            }
        }
    };
    let sentence = |one: &Decided, sentence: &str| {
        let at = Say::Owned(date_and_time(visit.lang, one.at));
        visit.say(sentence, &[("name", Say::Text(&one.by)), ("at", at)])
    };
    // Whatever is recorded afterwards makes another text of it; the approval is still known.
    let mut approved = decided.iter().filter(|one| one.stage == ApprovalStage::Approved);
    let earlier = approved.next_back().filter(|one| !one.is_of_this);
    html! {
        section class="ds-card a-noprint" {
            h2 { (visit.plain("rooms-approval")) }
            @if !decided.iter().any(|one| one.is_of_this) { p { (visit.plain("rooms-approval-none")) } }
            ul class="ds-list" {
                @for one in decided.iter().filter(|one| one.is_of_this) {
                    li {
                        (sentence(one, if one.stage == ApprovalStage::Approved { "rooms-approved-by" } else { "rooms-reviewed-by" }))
                    }
                }
            }
            @if let Some(earlier) = earlier { p { (sentence(earlier, "rooms-approved-earlier")) } }
            p class="a-quiet" { (visit.say("rooms-bytes", &[("digest", Say::Owned(written.digest.to_string()))])) }
            div class="a-actions" {
                @if visit.may(Right::Review) { (button("gjennomgatt", "rooms-review")) }
                @if visit.may(Right::Approve) && visit.limits().is_none() { (button("godkjent", "rooms-approve")) }
            }
        }
    }
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
    let written = visit.app.program().reply(edition, visit.lang).await?;
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

/// Records the decision over the bytes that were on the screen; when they are others by now, they are shown first.
async fn decide(
    visit: &Visit,
    name: &str,
    typed: &Typed,
    stage: ApprovalStage,
) -> Result<Response, Failure> {
    let edition = named(name)?;
    match keep(visit, edition, typed.get("bytes"), stage).await {
        Ok(_) => Ok(see_other(&format!("/svar/{name}")).into_response()),
        Err(NotRecorded::Refused(why)) => Err(Failure::Asked(why)),
        Err(NotRecorded::Failure(failure)) => Err(failure),
    }
}

/// The same, from wherever it comes: `bytes` is the digest of what was on the screen.
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
    let written = visit.app.program().reply(edition, visit.lang).await.map_err(Failure::from)?;
    if bytes != written.digest.to_string() {
        return Err(Failure::Asked(visit.plain("rooms-reply-changed")).into());
    }
    let approval = Approval {
        report: written.digest,
        edition: edition.name().parse().map_err(|_| Failure::Inside)?,
        stage,
    };
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let drafted = draft(Fact::Approval(approval), &by, None, Texts::default());
    let draft = drafted.map_err(|error| {
        tracing::error!(%error, "an approval");
        Failure::Inside
    })?;
    record(visit, vec![draft]).await
}

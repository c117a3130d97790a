//! One task: what is asked and why, how it stands, what to do first, and the forms that act on it.

use arvak_core::EntityId;
use arvak_core::catalogue::guide::Guidance;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::forms::forms;
use super::list::{claim_title, what, whose};
use super::requests::{Around, around};
use super::task::{Task, find, find_claim};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::see_other::see_other;
use crate::visit::Visit;
use crate::{page, parts};

pub(super) async fn one(
    visit: Visit,
    Path((claim, kind, slug)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let id = id(&kind, &slug)?;
    let page = shown(&visit, &claim, &id, &Typed::default(), &Mistakes::default()).await?;
    // What is shown is no task any more.
    Ok(page.map_or_else(|| see_other(&format!("/punkt/{claim}")), IntoResponse::into_response))
}

/// The task of a claim for which nothing is listed.
pub(super) async fn claim(visit: Visit, Path(claim): Path<String>) -> Result<Response, Failure> {
    if visit.view.claim(&claim).is_none() {
        return Err(Failure::NotFound);
    }
    let Some(task) = find_claim(&visit.view, &claim) else {
        return Ok(see_other(&format!("/punkt/{claim}")));
    };
    let kind = visit.view.claim(&claim).map(|claim| claim.requirement.for_each.kind.clone());
    let body = html! {
        @if let Some(kind) = kind {
            p class="a-actions" {
                a class="ds-button" href={ "/tjenester/ny/" (kind) } { (visit.plain("tasks-list-things")) }
            }
        }
    };
    Ok(frame(&visit, &task, &Markup::default(), &body).into_response())
}

/// The thing that an address names.
pub(super) fn id(kind: &str, slug: &str) -> Result<EntityId, Failure> {
    format!("{kind}/{slug}").parse().map_err(|_| Failure::NotFound)
}

/// The page again, with what is wrong in a form.
pub(super) async fn again(
    visit: &Visit,
    claim: &str,
    id: &EntityId,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let page = shown(visit, claim, id, typed, mistakes).await?.ok_or(Failure::NotFound)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn shown(
    visit: &Visit,
    claim: &str,
    id: &EntityId,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Option<Markup>, Failure> {
    let Some(task) = find(&visit.view, claim, id) else {
        let is_known = visit.view.claim(claim).is_some() && visit.view.state().entity(id).is_some();
        return if is_known { Ok(None) } else { Err(Failure::NotFound) };
    };
    let evidence = task.subject.map(|subject| subject.evidence.as_slice()).unwrap_or_default();
    let around: Around = around(visit, claim, id, evidence).await?;
    let summary = Fields::new(visit, typed, mistakes).summary();
    let body = forms(visit, &task, id, &around, typed, mistakes);
    Ok(Some(frame(visit, &task, &summary, &body)))
}

fn frame(visit: &Visit, task: &Task<'_>, summary: &Markup, actions: &Markup) -> Markup {
    let title = what(visit, task);
    let body = html! {
        div class="a-narrow" {
            a class="a-back" href="/oppgaver" { (visit.plain("tasks-back")) }
            (summary)
            div class="a-head" {
                h1 { (title) }
                (parts::tag(visit, task.state))
            }
            p class="a-lead" {
                a class="ds-link" href={ "/punkt/" (task.claim.id) } {
                    (task.claim.id) ": " (claim_title(visit, task.claim.id.as_str()))
                }
            }
            (facts(visit, task))
            @if let Some(guidance) = visit.view.catalogue.guide.guidance.get(&task.claim.id) {
                (guide(visit, guidance))
            }
            (actions)
        }
    };
    page::page(visit, &title, &body)
}

fn facts(visit: &Visit, task: &Task<'_>) -> Markup {
    let reasons = task.subject.map_or(&task.claim.reasons, |subject| &subject.reasons);
    html! {
        dl class="a-facts" {
            div {
                dt { (visit.plain("tasks-why")) }
                dd { @for reason in reasons { p { (visit.words().reason(reason, &visit.naming())) } } }
            }
            @if let Some(next) = task.next() {
                div { dt { (visit.plain("tasks-next-action")) } dd { (visit.words().next(next)) } }
            }
            div { dt { (visit.plain("tasks-turn")) } dd { (whose(visit, task)) } }
            @if let Some(id) = task.about() {
                div {
                    dt { (visit.plain("tasks-about")) }
                    dd { a href={ "/ting/" (id.kind()) "/" (id.slug()) } { (visit.thing(id)) } }
                }
            }
        }
    }
}

/// The guide of the catalogue: what to do first stands first.
fn guide(visit: &Visit, guidance: &Guidance) -> Markup {
    let lang = visit.lang;
    html! {
        section class="ds-card" aria-labelledby="veiledning" {
            div class="ds-card__block" {
                h2 id="veiledning" { (visit.plain("tasks-guide")) }
                p { strong { (visit.plain("tasks-guide-first")) } " " (lang.of(&guidance.first)) }
                p { strong { (visit.plain("tasks-guide-counts")) } " " (lang.of(&guidance.counts)) }
                p { strong { (visit.plain("tasks-guide-refutes")) } " " (lang.of(&guidance.refutes)) }
            }
            details class="ds-details" {
                summary { (visit.plain("tasks-guide-more")) }
                div {
                    p { (lang.of(&guidance.asked)) }
                    p { (lang.of(&guidance.why)) }
                }
            }
        }
    }
}

//! What the first run ends with: a box on the status page with three findings, three texts that are ready to send, and
//! whom to invite. It stands there until somebody takes it away.

use arvak_core::Status;
use arvak_core::assess::{ClaimAssessment, SubjectAssessment};
use arvak_identity::Right;
use arvak_words::Say;
use axum::response::Response;
use maud::{Markup, html};

use super::gate;
use super::letters::{dns_ticket, most_important_supplier, supplier_request, to_the_leader};
use crate::failure::Failure;
use crate::see_other::see_other;
use crate::view::View;
use crate::visit::Visit;

/// How many findings are told.
const FINDINGS: usize = 3;

/// What was seen that weighs most: what is refuted before what ran out or is only said, and of equals what is most
/// critical. What nobody has examined is no finding.
pub(crate) fn findings(view: &View) -> Vec<(&ClaimAssessment, &SubjectAssessment)> {
    let seen = |state: Status| matches!(state, Status::Refuted | Status::Stale | Status::Partial);
    let all = view
        .assessment
        .claims()
        .flat_map(|claim| claim.subjects.iter().map(move |subject| (claim, subject)));
    let mut all: Vec<_> = all.filter(|(_, subject)| seen(subject.state)).collect();
    all.sort_by_key(|(claim, subject)| {
        (
            subject.state,
            -view.criticality(&subject.subject),
            claim.id.clone(),
            subject.subject.clone(),
        )
    });
    all.truncate(FINDINGS);
    all
}

/// Where the first run ended before: the same stands on the status page.
pub(super) async fn done() -> Response {
    see_other("/status")
}

/// Takes the box away.
pub(super) async fn dismiss(visit: Visit) -> Result<Response, Failure> {
    gate::dismiss_box(visit.app.folder().operation()).await?;
    Ok(see_other("/status"))
}

/// The box, as long as it is shown, for whoever set this up.
pub(crate) async fn found(visit: &Visit) -> Result<Markup, Failure> {
    if !visit.may(Right::Administer) || visit.limits().is_some() {
        return Ok(html! {});
    }
    if !gate::has_box(visit.app.folder().operation()).await? {
        return Ok(html! {});
    }
    Ok(html! {
        section class="ds-card a-first" aria-labelledby="forste-funn" {
            h2 id="forste-funn" { (visit.plain("first-run-done-title")) }
            p { (visit.plain("first-run-done-lead")) }
            (told(visit))
            (drafts(visit).await?)
            (invitation(visit))
            form method="post" action="/kom-i-gang/ferdig" {
                div class="a-actions" {
                    button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("first-run-dismiss")) }
                }
            }
        }
    })
}

/// The findings, each leading to the claim.
fn told(visit: &Visit) -> Markup {
    let found = findings(&visit.view);
    html! {
        h3 { (visit.plain("first-run-findings")) }
        @if found.is_empty() {
            p { (visit.plain("first-run-findings-none")) }
        } @else {
            ul class="a-points" {
                @for (claim, subject) in found {
                    li {
                        span class="a-id" { (claim.id) }
                        div class="a-what" {
                            a class="a-title" href={ "/punkt/" (claim.id) } { (visit.thing(&subject.subject)) }
                            @if let Some(reason) = subject.weightiest() {
                                p { (visit.words().reason(reason, &visit.naming())) }
                            }
                        }
                        (crate::parts::tag(visit, subject.state))
                    }
                }
            }
        }
    }
}

/// The texts that are ready to send.
async fn drafts(visit: &Visit) -> Result<Markup, Failure> {
    let texts = texts(visit).await?;
    Ok(html! {
        h3 { (visit.plain("first-run-drafts")) }
        p { (visit.plain("first-run-drafts-lead")) }
        @for (which, text) in &texts { (draft(visit, which, text.as_deref())) }
    })
}

/// To whom, and what; nothing where there is nothing to write about.
pub(crate) async fn texts(visit: &Visit) -> Result<[(&'static str, Option<String>); 3], Failure> {
    let from = visit.view.organisation().map(|id| visit.thing(id)).unwrap_or_default();
    let words = visit.words();
    let records = visit.app.program().control_records().await?;
    let ticket = dns_ticket(&records, &from, words);
    let state = visit.view.state();
    let supplier = most_important_supplier(state);
    let request = supplier.as_ref().and_then(|supplier| {
        let known = (&*visit.view.catalogue, state);
        supplier_request(known, supplier, visit.view.at, &visit.naming(), words)
    });
    let address = format!("{}/leder", visit.app.site().origin);
    let sender = visit.who.as_ref().map_or(from.as_str(), |who| who.name.as_str());
    let leader = Some(to_the_leader(&address, sender, words));
    Ok([("dns", ticket), ("supplier", request), ("leader", leader)])
}

fn draft(visit: &Visit, which: &str, text: Option<&str>) -> Markup {
    let id = format!("utkast-{which}");
    html! {
        details class="ds-details" {
            summary { (visit.plain(&format!("first-run-draft-{which}"))) }
            div {
                @match text {
                    Some(text) => div class="a-copy" {
                        pre id=(id) { (text) }
                        button class="ds-button" data-size="sm" data-variant="secondary" type="button"
                            data-copy=(id) data-done=(visit.plain("first-run-copied")) hidden {
                            (visit.plain("first-run-copy"))
                        }
                    },
                    None => p { (visit.plain(&format!("first-run-draft-{which}-none"))) },
                }
            }
        }
    }
}

/// Whom to invite next: whoever coordinates emergencies.
fn invitation(visit: &Visit) -> Markup {
    let role = visit.plain("role-emergency_coordinator");
    html! {
        h3 { (visit.plain("first-run-invite")) }
        p { (visit.say("first-run-invite-text", &[("role", Say::Text(&role))])) }
        p class="a-actions" {
            a class="ds-button" data-variant="secondary" href="/oppsett/brukere" {
                (visit.plain("first-run-invite-do"))
            }
        }
    }
}

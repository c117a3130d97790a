//! One service: every check, what was seen, what it means, why it matters, and how it is mended.

use arvak_core::EntityId;
use arvak_words::{CheckText, Say, check_text, date_and_time};
use axum::extract::Path;
use maud::{Markup, html};

use super::family::Family;
use super::found::{Rank, count, counted, tag};
use super::list::title;
use super::looks::{KINDS, Service, Shown, service as look};
use crate::failure::Failure;
use crate::view::View;
use crate::visit::Visit;
use crate::{page, parts};

pub(super) async fn service(
    visit: Visit,
    Path((kind, slug)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let id = known(&visit.view, &kind, &slug)?;
    let found = look(&visit.view, &**visit.app.program(), visit.app.judged(), &id);
    let name = visit.thing(&id);
    let of_rank = Rank::ALL.into_iter().zip(count(&found)).filter(|(_, count)| *count > 0);
    let body = html! {
        a class="a-back" href="/internett" { (visit.plain("rooms-internet")) }
        h1 { (name) }
        p class="a-lead" {
            @match found.looked_at {
                Some(at) => (visit.say("internet-looked-at-time", &[("at", Say::Owned(date_and_time(visit.lang, at)))])),
                None => (visit.plain("internet-never-long")),
            }
            " " a class="ds-link" href=(parts::thing_path(&id)) { (visit.plain("internet-all-of-it")) }
        }
        p { @for (rank, count) in of_rank { (counted(&visit, rank, count)) " " } }
        @for family in Family::ALL { (of_family(&visit, &found, family)) }
    };
    Ok(page::page(&visit, &name, &body))
}

/// The thing of that address, when it is one that meets the internet.
pub(crate) fn known(view: &View, kind: &str, slug: &str) -> Result<EntityId, Failure> {
    let id: EntityId = format!("{kind}/{slug}").parse().map_err(|_| Failure::NotFound)?;
    let is_known = KINDS.contains(&id.kind()) && view.state().entity(&id).is_some();
    if is_known { Ok(id) } else { Err(Failure::NotFound) }
}

fn of_family(visit: &Visit, service: &Service, family: Family) -> Markup {
    let checks = service.checks.iter().filter(|(id, _)| Family::of(id) == family);
    let mut checks: Vec<(&str, &Shown, Rank)> =
        checks.map(|(id, shown)| (*id, shown, Rank::of(&shown.check))).collect();
    if checks.is_empty() {
        return html! {};
    }
    checks.sort_by_key(|(id, _, rank)| (*rank, *id));
    let (fine, open): (Vec<_>, Vec<_>) =
        checks.into_iter().partition(|(_, _, rank)| *rank >= Rank::Fine);
    html! {
        section {
            h2 { (visit.plain(&format!("internet-family-{}", family.name()))) }
            @for (id, shown, rank) in &open { (one(visit, id, shown, *rank)) }
            @if !fine.is_empty() {
                details class="ds-details" {
                    summary { (visit.say("internet-in-order", &[("count", parts::number(fine.len()))])) }
                    div { @for (id, shown, rank) in &fine { (one(visit, id, shown, *rank)) } }
                }
            }
        }
    }
}

/// A check with all that helps to act on it.
fn one(visit: &Visit, id: &str, shown: &Shown, rank: Rank) -> Markup {
    let seen = [("seen", Say::Text(&shown.check.seen))];
    html! {
        section class="a-check" id=(id) {
            div class="a-head" {
                h3 { (title(visit, id)) }
                (tag(visit, rank))
            }
            @if !shown.check.seen.is_empty() { p { (visit.say("internet-seen", &seen)) } }
            @if let Some(text) = check_text(id) { (explained(visit, text, rank)) }
            (source(visit, id, shown))
        }
    }
}

/// Its weight, its code, where it is written what is right, and the evidence.
fn source(visit: &Visit, id: &str, shown: &Shown) -> Markup {
    let reference = visit.app.program().reference(id);
    html! {
        p class="a-quiet" {
            (visit.plain(&format!("internet-grade-{}", shown.check.grade.name()))) " · "
            code { (id) " " (shown.check.reason) } " · "
            @if let Some(reference) = reference { (reference) " · " }
            (date_and_time(visit.lang, shown.at)) " · " (parts::evidence(visit, shown.entry))
        }
    }
}

/// In plain words; how it is mended where something is to mend.
fn explained(visit: &Visit, text: &CheckText, rank: Rank) -> Markup {
    let mends = if rank < Rank::Fine { text.mend.as_slice() } else { &[] };
    html! {
        p { (text.means.get(visit.lang)) " " (text.why.get(visit.lang)) }
        @for mend in mends {
            details class="ds-details" {
                summary {
                    @match &mend.product {
                        Some(product) => (visit.say("internet-mend-in", &[("product", Say::Text(product))])),
                        None => (visit.plain("internet-mend")),
                    }
                }
                div {
                    p { (mend.text.get(visit.lang)) }
                    @if let Some(lines) = &mend.lines {
                        div class="a-scroll" tabindex="0" role="region" aria-label=(visit.plain("internet-lines")) {
                            pre { code { (lines.trim()) } }
                        }
                    }
                }
            }
        }
    }
}

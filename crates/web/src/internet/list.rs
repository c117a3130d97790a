//! All services by what was seen of them, the worst first.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::EntityId;
use arvak_identity::Right;
use arvak_words::{Say, check_text, date};
use maud::{Markup, html};

use super::family::Family;
use super::found::{Rank, count, counted};
use super::looks::{Service, services};
use super::{control, logins, unknown};
use crate::failure::Failure;
use crate::form::{Asked, Fields, Mistakes, Typed};
use crate::rooms::days::{self, TwoDays};
use crate::view::View;
use crate::visit::Visit;
use crate::{page, parts};

/// Rows on the page.
const ROWS_MOST: usize = 200;

/// How many changes are told.
const CHANGES_MOST: usize = 100;

pub(super) async fn list(visit: Visit, Asked(asked): Asked) -> Result<Markup, Failure> {
    let mut mistakes = Mistakes::default();
    let TwoDays { earlier, later } = TwoDays::asked(&visit, &asked, &mut mistakes).await?;
    let (then, now) = (looked(&visit, &earlier), worst_first(&visit, looked(&visit, &later)));
    let title = visit.plain("rooms-internet");
    let fields = Fields::new(&visit, &asked, &mistakes);
    let body = html! {
        div class="a-head" {
            h1 { (title) }
            @if visit.may(Right::Look) {
                div class="a-actions" {
                    a class="ds-button" data-variant="tertiary" href=(control::HERE) { (visit.plain("internet-control")) }
                    form method="post" action="/kjoringer" {
                        button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("rooms-look-now")) }
                    }
                }
            }
        }
        p class="a-lead" { (visit.plain("internet-lead")) }
        (fields.summary())
        (unknown::names(&visit))
        (logins::services(&visit))
        (totals(&visit, &now))
        (filter(&visit, &asked))
        (table(&visit, &now, &asked))
        h2 { (visit.say("internet-changed", &[
            ("from", Say::Owned(date(visit.lang, earlier.assessment.assessed_at))),
            ("to", Say::Owned(date(visit.lang, later.assessment.assessed_at))),
        ])) }
        (changes(&visit, &then, &now))
        h3 { (visit.plain("internet-other-days")) }
        (days::form(&visit, &fields, "/internett", Some("secondary")))
    };
    Ok(page::page(&visit, &title, &body))
}

/// What is known of every service.
pub(crate) fn looked(visit: &Visit, view: &View) -> Vec<Service> {
    services(view, &**visit.app.program(), visit.app.judged())
}

fn worst_first(visit: &Visit, mut all: Vec<Service>) -> Vec<Service> {
    all.sort_by_cached_key(|service| {
        let [wrong, advised, noticed, ..] = count(service).map(std::cmp::Reverse);
        (service.looked_at.is_none(), wrong, advised, noticed, visit.thing(&service.id))
    });
    all
}

/// How many results of each kind: counts, never one figure for all.
fn totals(visit: &Visit, services: &[Service]) -> Markup {
    let mut all = [0; Rank::ALL.len()];
    for service in services {
        for (total, count) in all.iter_mut().zip(count(service)) {
            *total += count;
        }
    }
    let of_rank = Rank::ALL.into_iter().zip(all).filter(|(_, count)| *count > 0);
    html! {
        p {
            @for (rank, count) in of_rank { (counted(visit, rank, count)) " " }
        }
    }
}

fn filter(visit: &Visit, asked: &Typed) -> Markup {
    let family = asked.get("gjelder");
    html! {
        form class="a-filter" method="get" action="/internett" {
            div class="ds-field" {
                label class="ds-label" for="sok" { (visit.plain("inventory-search")) }
                input class="ds-input" id="sok" name="sok" type="search" value=(asked.get("sok"));
            }
            div class="ds-field" {
                label class="ds-label" for="gjelder" { (visit.plain("internet-about")) }
                select class="ds-input" id="gjelder" name="gjelder" {
                    option value="" { (visit.plain("internet-everything")) }
                    @for one in Family::ALL {
                        option value=(one.name()) selected[one.name() == family] {
                            (visit.plain(&format!("internet-family-{}", one.name())))
                        }
                    }
                }
            }
            button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("rooms-show")) }
        }
    }
}

fn table(visit: &Visit, services: &[Service], asked: &Typed) -> Markup {
    let (wanted, family) = (asked.get("sok").trim().to_lowercase(), asked.get("gjelder"));
    let mut families: Vec<Family> =
        Family::from_name(family).map_or_else(|| Family::ALL.to_vec(), |family| vec![family]);
    let looked: BTreeSet<Family> = services
        .iter()
        .flat_map(|service| service.checks.keys().map(|id| Family::of(id)))
        .collect();
    families.retain(|family| looked.contains(family));
    let has = |service: &Service| {
        let named = visit.thing(&service.id).to_lowercase().contains(&wanted);
        let looks = service.checks.keys().any(|id| families.contains(&Family::of(id)));
        (named || service.id.slug().contains(&wanted)) && (family.is_empty() || looks)
    };
    let rows: Vec<&Service> = services.iter().filter(|service| has(service)).collect();
    let heads =
        families.iter().map(|family| visit.plain(&format!("internet-family-{}", family.name())));
    let heads: Vec<String> = heads.collect();
    let what = visit.plain("internet-service");
    if rows.is_empty() {
        return html! { p { (visit.plain("internet-none")) } };
    }
    html! {
        div class="a-scroll" tabindex="0" role="region" aria-label=(visit.plain("rooms-internet")) {
            table class="ds-table a-table a-matrix" role="table" aria-label=(visit.plain("rooms-internet")) {
                thead role="rowgroup" {
                    tr role="row" {
                        th role="columnheader" scope="col" { (what) }
                        @for head in &heads { th role="columnheader" scope="col" { (head) } }
                    }
                }
                tbody role="rowgroup" {
                    @for service in rows.iter().take(ROWS_MOST) {
                        tr role="row" {
                            th role="rowheader" scope="row" data-l=(what) {
                                a class="ds-link" href=(path(&service.id)) { (visit.thing(&service.id)) }
                                span class="a-quiet" { (looked_at(visit, service)) }
                            }
                            @for (family, head) in families.iter().zip(&heads) {
                                td role="cell" data-l=(head) { (cell(visit, service, *family)) }
                            }
                        }
                    }
                }
            }
        }
        @if rows.len() > ROWS_MOST {
            p class="a-quiet" { (visit.say("internet-more", &[("count", parts::number(rows.len() - ROWS_MOST))])) }
        }
    }
}

/// When a service was looked at last.
fn looked_at(visit: &Visit, service: &Service) -> String {
    match service.looked_at {
        Some(at) => visit.say("internet-looked-on", &[("at", Say::Owned(date(visit.lang, at)))]),
        None => visit.plain("internet-never"),
    }
}

/// What is wrong of one family, or that nothing is.
fn cell(visit: &Visit, service: &Service, family: Family) -> Markup {
    let mut counts: BTreeMap<Rank, usize> = BTreeMap::new();
    for (id, shown) in &service.checks {
        if Family::of(id) == family {
            *counts.entry(Rank::of(&shown.check)).or_default() += 1;
        }
    }
    // What is in order or does not apply is only told where there is nothing else to tell.
    let told = |rank: &Rank| *rank <= Rank::Advised;
    let worst = counts.iter().filter(|(rank, _)| told(rank));
    html! {
        @if counts.keys().any(told) {
            @for (rank, count) in worst { (counted(visit, *rank, *count)) " " }
        } @else if let Some((rank, count)) = counts.iter().next() {
            (counted(visit, *rank, *count))
        }
    }
}

/// What was otherwise before.
fn changes(visit: &Visit, then: &[Service], now: &[Service]) -> Markup {
    let told = changed(then, now);
    html! {
        @if told.is_empty() { p { (visit.plain("verify-no-changes")) } }
        ul class="ds-list" {
            @for (is, was, service, id) in told.iter().take(CHANGES_MOST) {
                li {
                    a class="ds-link" href={ (path(&service.id)) "#" (id) } { (visit.thing(&service.id)) }
                    ": " (title(visit, id)) " "
                    (super::found::tag(visit, *was)) " → " (super::found::tag(visit, *is))
                }
            }
        }
    }
}

/// What was otherwise before: how it is, how it was, the service and the check; the worse first.
pub(crate) fn changed<'n>(
    then: &[Service],
    now: &'n [Service],
) -> Vec<(Rank, Rank, &'n Service, &'static str)> {
    let before: BTreeMap<&EntityId, &Service> = then.iter().map(|one| (&one.id, one)).collect();
    let mut told: Vec<(Rank, Rank, &Service, &str)> = Vec::new();
    for service in now {
        let Some(earlier) = before.get(&service.id) else { continue };
        for (id, shown) in &service.checks {
            let Some(was) = earlier.checks.get(id) else { continue };
            let (was, is) = (Rank::of(&was.check), Rank::of(&shown.check));
            if was != is {
                told.push((is, was, service, id));
            }
        }
    }
    told.sort_by_key(|(is, was, ..)| (*is, std::cmp::Reverse(*was)));
    told
}

/// The page of a service.
pub(super) fn path(id: &EntityId) -> String {
    format!("/internett/{}/{}", id.kind(), id.slug())
}

/// What is so when a check passes.
pub(crate) fn title(visit: &Visit, id: &str) -> String {
    check_text(id).map_or_else(|| id.to_owned(), |text| text.title.get(visit.lang).to_owned())
}

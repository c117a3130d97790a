//! *Oppgitt* beside *Bekreftet*: what a supplier, or somebody about it, stated of its watch, and what a drill showed (claim 1b.2). A
//! word never becomes more by standing there.

use arvak_core::state::EvidenceView;
use arvak_core::{Basis, EntityId, EntryId, Fact, Name, Outcome, Status};
use arvak_words::date;
use maud::{Markup, html};

use crate::parts;
use crate::visit::Visit;

/// Most suppliers that the page lists.
const LISTED_MOST: usize = 50;

/// What suppliers state: that they watch.
const STATED: &str = "supplier.monitoring";

/// What drills show.
const SHOWN: [&str; 2] = ["supplier.drill_answered", "supplier.contact_reached"];

/// Of each supplier that either is known of.
pub(super) fn table(visit: &Visit) -> Markup {
    let state = visit.view.state();
    let listed = state.entities_of("supplier").filter(|one| !one.is_retired());
    let mut rows: Vec<_> = listed
        .map(|one| (shown(visit, one.id()).is_none(), one.id().clone()))
        .filter(|(unshown, id)| !unshown || newest(visit, id, &[STATED], Basis::Document).is_some())
        .collect();
    if rows.is_empty() {
        return html! {};
    }
    // Those that a drill has shown something of come first: what they state stands beside it.
    rows.sort();
    let rest = rows.len().saturating_sub(LISTED_MOST);
    let title = visit.plain("drills-stated-title");
    let heads = ["supplier", "stated", "shown"].map(|id| visit.plain(&format!("drills-{id}")));
    let [supplier, stated_head, shown_head] = &heads;
    html! {
        h2 { (title) }
        p { (visit.plain("drills-stated-lead")) }
        table class="ds-table a-table" role="table" aria-label=(title) {
            thead role="rowgroup" { tr role="row" {
                @for head in &heads { th role="columnheader" scope="col" { (head) } }
            } }
            tbody role="rowgroup" {
                @for (_, id) in rows.iter().take(LISTED_MOST) {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(supplier) { (parts::thing(visit, id)) }
                        td role="cell" data-l=(stated_head) { (stated(visit, id)) }
                        td role="cell" data-l=(shown_head) { (showed(visit, id)) }
                    }
                }
            }
        }
        @if rest > 0 { p class="a-quiet" { (visit.say("drills-stated-more", &[("count", parts::number(rest))])) } }
    }
}

fn shown<'v>(visit: &'v Visit, id: &EntityId) -> Option<EvidenceView<'v>> {
    newest(visit, id, &SHOWN, Basis::Exercise)
}

/// The newest evidence of those kinds that says something, and is known no better than `most`.
fn newest<'v>(
    visit: &'v Visit,
    id: &EntityId,
    kinds: &[&str],
    most: Basis,
) -> Option<EvidenceView<'v>> {
    let kinds = kinds.iter().filter_map(|kind| kind.parse::<Name>().ok());
    let all = kinds.flat_map(|kind| visit.view.state().evidence(id, &kind));
    let all = all.filter(|one| one.result != Outcome::Inconclusive && one.basis <= most);
    let all = all.filter(|one| !one.withdrawn && !one.superseded);
    all.max_by_key(|one| (one.collected_at, one.entry))
}

/// What is stated: at most *Oppgitt*.
fn stated(visit: &Visit, id: &EntityId) -> Markup {
    let Some(one) = newest(visit, id, &[STATED], Basis::Document) else {
        return html! { (visit.plain("drills-unstated")) };
    };
    let says = if one.result == Outcome::Supports { "drills-says-watch" } else { "drills-says-no" };
    said(visit, &one, Status::Partial, &visit.plain(says))
}

/// What was shown: what a word made of it stays a word.
fn showed(visit: &Visit, id: &EntityId) -> Markup {
    let Some(one) = shown(visit, id) else {
        return html! { (visit.plain("drills-unshown")) };
    };
    let is_word = one.basis <= Basis::Document;
    let (status, says) = match one.result {
        Outcome::Supports if is_word => (Status::Partial, "drills-shown-word"),
        Outcome::Supports => (Status::Verified, "drills-shown-seen"),
        _ => (Status::Refuted, "drills-shown-not"),
    };
    let level = level(visit, one.entry).map(|level| format!(", L{level}")).unwrap_or_default();
    said(visit, &one, status, &format!("{}{level}", visit.plain(says)))
}

/// The rung that stands in the entry.
fn level(visit: &Visit, entry: EntryId) -> Option<i64> {
    match visit.view.store.entry(entry).ok()?.envelope.fact {
        Fact::Evidence(evidence) => evidence
            .attributes
            .iter()
            .find(|(name, _)| name.as_str() == "level")
            .map(|(_, level)| *level),
        _ => None,
    }
}

fn said(visit: &Visit, one: &EvidenceView<'_>, status: Status, text: &str) -> Markup {
    html! {
        span {
            (parts::sign(status, &visit.words().state(status, Some(one.basis)))) " " (text) br;
            span class="a-quiet" { (date(visit.lang, one.collected_at)) " · " (parts::evidence(visit, one.entry)) }
        }
    }
}

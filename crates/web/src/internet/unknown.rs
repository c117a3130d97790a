//! Names that looks came across and that stand in no list: unknown services on the internet.

use arvak_core::{EntityId, EntryId, Fact, Name, Outcome};
use arvak_identity::Right;
use arvak_words::Say;
use maud::{Markup, html};
use serde::Deserialize;

use crate::parts;
use crate::visit::Visit;

/// The list that every service on the internet stands in, and what is known of it.
const LIST: &str = "inventory/endpoint";
const KIND: &str = "inventory.complete";

/// Whose evidence holds what was seen against the list.
const METHOD: &str = "discovery";

/// Names that are shown.
const NAMES_MOST: usize = 50;

/// What the transcript says; everything in it may be otherwise than it should.
#[derive(Deserialize)]
struct Told {
    names: Vec<Unknown>,
}

/// A name, and the evidence whose look met it.
#[derive(Deserialize)]
struct Unknown {
    name: String,
    seen_in: Vec<EntryId>,
}

/// The names, each with where it was seen; nothing when there is none.
pub(super) fn names(visit: &Visit) -> Markup {
    let Some((entry, names)) = found(visit) else { return html! {} };
    let count = [("count", parts::number(names.len()))];
    html! {
        section class="a-now" data-color="danger" {
            h2 { (visit.say("internet-unknown", &count)) }
            p { (visit.plain("internet-unknown-text")) }
            ul class="ds-list" {
                @for one in names.iter().take(NAMES_MOST) {
                    li {
                        (one.name)
                        @if let Some(seen) = one.seen_in.first() { " · " (parts::evidence(visit, *seen)) }
                    }
                }
            }
            @if names.len() > NAMES_MOST {
                p { (visit.say("internet-more", &[("count", parts::number(names.len() - NAMES_MOST))])) }
            }
            p class="a-quiet" { (parts::evidence(visit, entry)) }
            @if visit.may(Right::EditInventory) {
                div class="a-actions" {
                    a class="ds-button" data-size="sm" data-color="danger" href="/tjenester/ny/endpoint" {
                        (visit.say("inventory-new", &[("thing", Say::Owned(visit.plain("thing-endpoint")))]))
                    }
                }
            }
        }
    }
}

/// The newest comparison, when it found something.
fn found(visit: &Visit) -> Option<(EntryId, Vec<Unknown>)> {
    let (list, kind): (EntityId, Name) = (LIST.parse().ok()?, KIND.parse().ok()?);
    let known = visit.view.state().evidence(&list, &kind);
    let ours = known.filter(|one| one.method.is_some_and(|method| method.as_str() == METHOD));
    let newest = ours.max_by_key(|one| (one.collected_at, one.entry))?;
    if newest.result != Outcome::Refutes || newest.withdrawn {
        return None;
    }
    let Fact::Evidence(evidence) = visit.view.store.entry(newest.entry).ok()?.envelope.fact else {
        return None;
    };
    let bytes = visit.view.store.blobs().get(evidence.transcript?).ok()?;
    let told: Told = serde_json::from_slice(&bytes).ok()?;
    (!told.names.is_empty()).then_some((newest.entry, told.names))
}

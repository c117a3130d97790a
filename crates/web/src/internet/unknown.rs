//! Names that looks came across and that stand in no list: unknown services on the internet.

use arvak_core::discovery::{Comparison, UnknownName, latest};
use arvak_core::{EntryId, Fact, Outcome};
use arvak_identity::Right;
use arvak_words::Say;
use maud::{Markup, html};

use crate::parts;
use crate::visit::Visit;

/// Names that are shown.
const NAMES_MOST: usize = 50;

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
            p class="a-quiet" { (visit.plain("internet-unknown-recorded")) " " (parts::evidence(visit, entry)) }
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
pub(crate) fn found(visit: &Visit) -> Option<(EntryId, Vec<UnknownName>)> {
    let newest = latest(visit.view.state())?;
    if newest.result != Outcome::Refutes || newest.withdrawn {
        return None;
    }
    let Fact::Evidence(evidence) = visit.view.store.entry(newest.entry).ok()?.envelope.fact else {
        return None;
    };
    let bytes = visit.view.store.blobs().get(evidence.transcript?).ok()?;
    let told: Comparison = serde_json::from_slice(&bytes).ok()?;
    (!told.names.is_empty()).then_some((newest.entry, told.names))
}

//! Services that are recorded as having no log-in, though one was seen.

use arvak_core::discovery::logins::{LoginSeen, Logins, latest};
use arvak_core::{EntryId, Fact, Outcome};
use maud::{Markup, html};

use crate::parts;
use crate::visit::Visit;

/// Services that are shown.
const SERVICES_MOST: usize = 50;

/// The services, each with where the log-in was seen; nothing when there is none.
pub(crate) fn services(visit: &Visit) -> Markup {
    let Some((entry, services)) = found(visit) else { return html! {} };
    let count = [("count", parts::number(services.len()))];
    html! {
        section class="a-now" data-color="danger" {
            h2 { (visit.say("internet-logins", &count)) }
            p { (visit.plain("internet-logins-text")) }
            ul class="ds-list" {
                @for one in services.iter().take(SERVICES_MOST) {
                    li {
                        (parts::thing(visit, &one.service)) " · " (parts::thing(visit, &one.endpoint))
                        " · " (parts::evidence(visit, one.seen_in))
                    }
                }
            }
            p class="a-quiet" { (parts::evidence(visit, entry)) }
        }
    }
}

/// The newest comparison, when it found something.
fn found(visit: &Visit) -> Option<(EntryId, Vec<LoginSeen>)> {
    let newest = latest(visit.view.state())?;
    if newest.result != Outcome::Refutes || newest.withdrawn {
        return None;
    }
    let Fact::Evidence(evidence) = visit.view.store.entry(newest.entry).ok()?.envelope.fact else {
        return None;
    };
    let bytes = visit.view.store.blobs().get(evidence.transcript?).ok()?;
    let told: Logins = serde_json::from_slice(&bytes).ok()?;
    (!told.services.is_empty()).then_some((newest.entry, told.services))
}

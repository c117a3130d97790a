//! Requests with how far each has come, as far as the visitor may see their suppliers.

use std::collections::BTreeMap;

use arvak_core::{EntityId, Instant, Name};
use arvak_store::supplier::{EventRow, LinkRow, RequestRow};
use arvak_suppliers::life::{Event, Stage};
use arvak_suppliers::remind;

use crate::answering::{Receipt, stage};
use crate::failure::Failure;
use crate::visit::Visit;

/// A request.
pub(crate) struct Asked {
    pub(crate) row: RequestRow,
    pub(crate) events: Vec<EventRow>,
    /// The newest link that was not taken back, else the newest one.
    pub(crate) link: Option<LinkRow>,
    pub(crate) stage: Stage,
}

impl Asked {
    /// When it was last noted that `event` happened.
    pub(crate) fn when(&self, event: Event) -> Option<Instant> {
        let mut all = self.events.iter().rev();
        all.find(|one| one.event == event.name()).map(|one| one.at)
    }

    /// What was sent in.
    pub(crate) fn receipt(&self) -> Option<Receipt> {
        serde_json::from_str(self.row.receipt.as_deref()?).ok()
    }

    /// The step that has come, and the next, while an answer is waited for.
    pub(crate) fn steps(&self, now: Instant) -> [Option<(Instant, remind::Step)>; 2] {
        if !self.stage.is_waiting() || self.stage == Stage::FollowUp {
            return [None, None];
        }
        let sent = self.when(Event::Sent).unwrap_or(self.row.made_at);
        let (come, next) = remind::standing(sent, self.row.due, now);
        [come, next]
    }
}

/// The supplier of that name, when there is one that the visitor may see.
pub(crate) fn known(visit: &Visit, slug: &str) -> Result<EntityId, Failure> {
    let id: EntityId = format!("supplier/{slug}").parse().map_err(|_| Failure::NotFound)?;
    visit.view.state().entity(&id).map(|_| id).ok_or(Failure::NotFound)
}

/// All requests by supplier, oldest first.
pub(crate) async fn all(visit: &Visit) -> Result<BTreeMap<EntityId, Vec<Asked>>, Failure> {
    let operation = visit.app.folder().operation();
    let now = visit.app.real_clock().now();
    let mut links: BTreeMap<Name, LinkRow> = BTreeMap::new();
    // They come oldest first.
    for link in operation.supplier_links().await? {
        links.insert(link.request.clone(), link);
    }
    let mut events = operation.supplier_events().await?;
    let mut found: BTreeMap<EntityId, Vec<Asked>> = BTreeMap::new();
    for row in operation.supplier_requests().await? {
        if visit.view.state().entity(&row.supplier).is_none() {
            continue;
        }
        let events = events.remove(&row.id).unwrap_or_default();
        let link = links.remove(&row.id);
        let stage = stage(&events, link.as_ref(), now);
        found.entry(row.supplier.clone()).or_default().push(Asked { row, events, link, stage });
    }
    Ok(found)
}

/// The requests of a supplier, oldest first.
pub(crate) async fn of(visit: &Visit, supplier: &EntityId) -> Result<Vec<Asked>, Failure> {
    Ok(all(visit).await?.remove(supplier).unwrap_or_default())
}

/// One request of a supplier.
pub(crate) async fn one(
    visit: &Visit,
    supplier: &EntityId,
    request: &str,
) -> Result<Asked, Failure> {
    let mut all = of(visit, supplier).await?.into_iter();
    all.find(|one| one.row.id.as_str() == request).ok_or(Failure::NotFound)
}

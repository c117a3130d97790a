//! Requests with how far each has come, as far as the visitor may see their suppliers.

use std::collections::BTreeMap;

use arvak_core::{EntityId, Instant};
use arvak_store::supplier::{AskedRow, EventRow, LinkRow, RequestRow, WhichAsked};
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

/// Those that the visitor may see, oldest first.
async fn read(visit: &Visit, which: WhichAsked<'_>) -> Result<Vec<Asked>, Failure> {
    let now = visit.app.real_clock().now();
    let rows = visit.app.folder().operation().supplier_asked(which).await?;
    let seen =
        rows.into_iter().filter(|one| visit.view.state().entity(&one.row.supplier).is_some());
    let asked = seen.map(|AskedRow { row, events, link }| {
        let stage = stage(&events, link.as_ref(), now);
        Asked { row, events, link, stage }
    });
    Ok(asked.collect())
}

/// All requests by supplier, oldest first.
pub(crate) async fn all(visit: &Visit) -> Result<BTreeMap<EntityId, Vec<Asked>>, Failure> {
    let mut found: BTreeMap<EntityId, Vec<Asked>> = BTreeMap::new();
    for one in read(visit, WhichAsked::All).await? {
        found.entry(one.row.supplier.clone()).or_default().push(one);
    }
    Ok(found)
}

/// The newest request of each supplier.
pub(crate) async fn newest(visit: &Visit) -> Result<BTreeMap<EntityId, Asked>, Failure> {
    let all = read(visit, WhichAsked::Newest).await?;
    Ok(all.into_iter().map(|one| (one.row.supplier.clone(), one)).collect())
}

/// The requests of these suppliers, which are in the order of their ids.
pub(crate) async fn between(
    visit: &Visit,
    first: &EntityId,
    last: &EntityId,
) -> Result<Vec<Asked>, Failure> {
    read(visit, WhichAsked::Between(first, last)).await
}

/// The requests of a supplier, oldest first.
pub(crate) async fn of(visit: &Visit, supplier: &EntityId) -> Result<Vec<Asked>, Failure> {
    read(visit, WhichAsked::Of(supplier)).await
}

/// One request of a supplier.
pub(crate) async fn one(
    visit: &Visit,
    supplier: &EntityId,
    request: &str,
) -> Result<Asked, Failure> {
    let id = request.parse().map_err(|_| Failure::NotFound)?;
    let found = read(visit, WhichAsked::One(&id)).await?.pop();
    found.filter(|one| one.row.supplier == *supplier).ok_or(Failure::NotFound)
}

//! The dates by which two factors were promised, as they stand in the ledger: the state leaves out a plan whose date has
//! passed and that another took the place of, and a slip would not be seen.

use arvak_core::two_factor_plan::Plan;
use arvak_core::{EntityId, EntryId, Instant, Outcome};

use super::PLAN;
use crate::failure::Failure;
use crate::view::View;

/// One date, and what was said of it.
pub(crate) struct Promised {
    /// The evidence in which it stands.
    pub(crate) entry: EntryId,
    /// The date.
    pub(crate) until: Instant,
    /// What decides it, who confirmed it, the steps; nothing when the texts were erased.
    pub(crate) plan: Plan,
}

/// The dates that people gave, the newest first; one that was said again stands once, as it was said last.
pub(crate) async fn promised(view: &View, id: &EntityId) -> Result<Vec<Promised>, Failure> {
    let kind = PLAN.parse().map_err(|_| Failure::Inside)?;
    let mut dated: Vec<_> = view.store.evidence_of(id, &kind).await?;
    // What has a method is our own comparison of a plan with what was seen, and no promise.
    dated.retain(|(_, one)| one.method.is_none() && one.result == Outcome::Supports);
    dated.sort_by_key(|(entry, one)| std::cmp::Reverse((one.collected_at, *entry)));
    let mut all: Vec<Promised> = Vec::new();
    for (entry, one) in dated {
        let Some(until) = one.valid_until else { continue };
        if all.last().is_none_or(|newer| newer.until != until) {
            let body = view.store.entry(entry)?.body;
            let plan = body.as_ref().map(Plan::of).unwrap_or_default();
            all.push(Promised { entry, until, plan });
        }
    }
    Ok(all)
}

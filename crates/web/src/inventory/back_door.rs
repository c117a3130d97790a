//! What a change would better without new evidence (law 12): it needs a reason, and the form says what it is.

use std::sync::Arc;

use arvak_core::change::{Change, Changed, Direction, changes};
use arvak_core::{Draft, assess};
use arvak_store::drafts::as_if_recorded;
use arvak_words::Say;

use crate::failure::Failure;
use crate::visit::Visit;

/// Subjects of claims that would stand better, were the drafts recorded.
pub(super) async fn bettered(visit: &Visit, drafts: &[Draft]) -> Result<Vec<Change>, Failure> {
    let (view, drafts) = (Arc::clone(&visit.view), drafts.to_vec());
    // Judging anew is work for a thread of its own.
    let judged = tokio::task::spawn_blocking(move || {
        let after = as_if_recorded(view.state(), &drafts, view.at)?;
        let after = assess(&after, &view.catalogue, view.at);
        Ok::<_, arvak_core::state::BadSequence>(changes(&view.assessment, &after))
    });
    let changes = judged.await.map_err(|_| Failure::Inside)?.map_err(|_| Failure::Inside)?;
    let of_interest = |change: &Change| {
        change.direction == Direction::Better && matches!(change.of, Changed::Subject(..))
    };
    Ok(changes.into_iter().filter(of_interest).collect())
}

/// One of them, in a sentence.
pub(super) fn told(visit: &Visit, change: &Change) -> String {
    let (claim, subject) = match &change.of {
        Changed::Subject(claim, subject) => (claim.as_str(), visit.thing(subject)),
        _ => ("", String::new()),
    };
    let state = |state: Option<arvak_core::Status>| {
        state.map_or_else(
            || "–".to_owned(),
            |state| visit.plain(&format!("status-{}", state.name())),
        )
    };
    let args = [
        ("claim", Say::Text(claim)),
        ("subject", Say::Text(&subject)),
        ("from", Say::Owned(state(change.from))),
        ("to", Say::Owned(state(change.to))),
    ];
    visit.say("inventory-bettered", &args)
}

//! What was said of replies: who read or approved which text, and the text itself, which is kept as a blob of the entry
//! that says so. A reply written a minute later is another text; the approved one can still be read and sent.

use std::ops::ControlFlow;

use arvak_core::fact::Approval;
use arvak_core::{Actor, Digest, Draft, EntryId, Fact, Instant};

use crate::{Blobs, Reading, Result};

/// Somebody read or approved a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The entry that says so.
    pub entry: EntryId,
    /// The text, its edition, and what was done.
    pub approval: Approval,
    /// Who.
    pub actor: Actor,
    /// When it was recorded.
    pub at: Instant,
    /// The text's blob, where it was kept.
    pub blob: Option<Digest>,
}

/// All that was said from entry `from` on, in order.
pub fn decided(reading: &Reading, from: u64) -> Result<Vec<Decided>> {
    let mut all = Vec::new();
    reading.for_each(from, |entry, envelope, _| {
        if let Fact::Approval(approval) = &envelope.fact {
            all.push(Decided {
                entry,
                approval: approval.clone(),
                actor: envelope.actor.clone(),
                at: envelope.received_at,
                blob: envelope.blobs.first().copied(),
            });
        }
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

/// The text with that digest, when an entry keeps it and it was not erased.
pub fn text(blobs: &Blobs, decided: &[Decided], report: Digest) -> Option<Vec<u8>> {
    let of_it = decided.iter().filter(|one| one.approval.report == report);
    of_it.filter_map(|one| one.blob).find_map(|blob| blobs.get(blob).ok())
}

/// Lets `draft`, which says something of `text`, keep it. A text that another entry keeps is not stored twice.
pub fn keep(blobs: &Blobs, decided: &[Decided], text: &[u8], draft: &mut Draft) -> Result<()> {
    let report = Digest::of(text);
    let of_it = decided.iter().filter(|one| one.approval.report == report);
    let known = of_it.filter_map(|one| one.blob).find(|blob| blobs.has(*blob));
    draft.blobs.push(match known {
        Some(blob) => blob,
        None => blobs.put(text)?,
    });
    Ok(())
}

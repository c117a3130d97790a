//! Law 12: which facts bettered a status without new supporting evidence. The ledger is folded again,
//! and what a fact changed at the instant of its receipt is told.

mod counted;
mod watch;

pub(crate) use counted::count;

use arvak_core::{EntityId, EntryId, Instant, Name, Status};
use serde::Serialize;

use self::watch::Watch;
use super::reading::Reading;
use crate::settings::Settings;

/// A status that a fact bettered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Bettered {
    /// When the fact was received.
    pub(crate) at: Instant,
    /// The fact.
    pub(crate) entry: EntryId,
    /// Its kind: `retirement`, `scope`, `exemption`, `entity`, `catalogue` …
    pub(crate) fact: &'static str,
    /// The reason that was recorded with it, unless it was erased.
    pub(crate) reason: Option<String>,
    /// The claim.
    pub(crate) claim: Name,
    /// The thing; absent when the claim has none.
    pub(crate) subject: Option<EntityId>,
    /// The state before.
    pub(crate) from: Status,
    /// The state after; absent when it is not asked any more.
    pub(crate) to: Option<Status>,
}

/// All of them, in order; only what was received after `since`, when that is given.
pub(crate) async fn bettered(
    settings: &Settings,
    since: Option<Instant>,
) -> anyhow::Result<Vec<Bettered>> {
    let reading = Reading::open(settings, None).await?;
    let mut watch = Watch::new(&reading, since);
    watch.read(0)?;
    Ok(watch.found)
}

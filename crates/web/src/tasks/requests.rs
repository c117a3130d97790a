//! Exemptions that were asked for, and replies that were given, for one claim and thing.

use std::collections::BTreeMap;

use arvak_core::{Actor, EntityId, EntryId, Fact, Instant, Outcome};

use crate::failure::Failure;
use crate::visit::Visit;

/// An exemption that somebody asked for.
pub(crate) struct Asked {
    pub(crate) entry: EntryId,
    pub(crate) until: Instant,
    pub(crate) by: Actor,
    pub(crate) reason: Option<String>,
    pub(crate) approved: bool,
}

/// A refutation that stands or stood, and the replies to it.
pub(crate) struct Refuted {
    pub(crate) entry: EntryId,
    pub(crate) replies: Vec<(Instant, String)>,
}

/// What is recorded around one task.
#[derive(Default)]
pub(crate) struct Around {
    pub(crate) asked: Vec<Asked>,
    pub(crate) refuted: Vec<Refuted>,
}

/// Most entries about a thing that are looked through, the newest of them.
const ENTRIES_MAX: usize = 2_000;

/// Looks through what is recorded about the thing. `evidence` are the entries that the status rests on.
pub(crate) async fn around(
    visit: &Visit,
    claim: &str,
    id: &EntityId,
    evidence: &[EntryId],
) -> Result<Around, Failure> {
    let store = &visit.view.store;
    let entries = store.about(id).await?;
    let newest = entries.len().saturating_sub(ENTRIES_MAX);
    let mut around = Around::default();
    let mut refuted: BTreeMap<EntryId, Vec<(Instant, String)>> = BTreeMap::new();
    for entry in evidence.iter().chain(entries.iter().skip(newest)) {
        let recorded = store.entry(*entry)?;
        let reason = recorded.body.and_then(|body| body.reason);
        match recorded.envelope.fact {
            Fact::Evidence(one) if evidence.contains(entry) && one.result == Outcome::Refutes => {
                refuted.entry(*entry).or_default();
            }
            Fact::ExemptionRequest(request)
                if request.claim.as_str() == claim && request.subject == *id =>
            {
                around.asked.push(Asked {
                    entry: *entry,
                    until: request.until,
                    by: recorded.envelope.actor,
                    reason,
                    approved: false,
                });
            }
            Fact::Exemption(exemption) => {
                let asked = around.asked.iter_mut().find(|asked| asked.entry == exemption.request);
                if let Some(asked) = asked {
                    asked.approved = asked.by != recorded.envelope.actor;
                }
            }
            Fact::Contest(contest) => {
                let said = (recorded.envelope.received_at, reason.unwrap_or_default());
                if let Some(replies) = refuted.get_mut(&contest.of) {
                    replies.push(said);
                }
            }
            _ => {}
        }
    }
    around.refuted =
        refuted.into_iter().map(|(entry, replies)| Refuted { entry, replies }).collect();
    Ok(around)
}

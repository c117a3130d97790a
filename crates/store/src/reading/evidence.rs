//! Evidence of one kind about one thing, as it stands in the ledger. The state leaves out what can no longer change a status
//! (`core/src/state/prune.rs`); whoever needs what was once said reads it here.

use std::collections::BTreeSet;

use arvak_core::{EntityId, EntryId, Evidence, Fact, Name};

use super::Reading;
use crate::Result;

impl Reading {
    /// All evidence of a kind about a thing that was neither withdrawn nor judged anew, in the order in which it was recorded.
    pub async fn evidence_of(
        &self,
        subject: &EntityId,
        kind: &Name,
    ) -> Result<Vec<(EntryId, Evidence)>> {
        let about: BTreeSet<EntryId> = self.about(subject).await?.into_iter().collect();
        let mut gone = BTreeSet::new();
        let mut found = Vec::new();
        for (entry, envelope) in self.envelopes(&about).await? {
            match envelope.fact {
                Fact::Evidence(one) if one.kind == *kind && one.subject == *subject => {
                    found.push((entry, one));
                }
                Fact::Withdrawal(withdrawal) => {
                    gone.insert(withdrawal.of);
                }
                _ => {}
            }
        }
        // What was judged anew by something that was withdrawn counts again.
        let stands = found.iter().filter(|(entry, _)| !gone.contains(entry));
        let anew: BTreeSet<_> = stands.filter_map(|(_, one)| one.supersedes).collect();
        found.retain(|(entry, _)| !gone.contains(entry) && !anew.contains(entry));
        Ok(found)
    }
}

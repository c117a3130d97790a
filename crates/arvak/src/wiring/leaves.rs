//! The leaves that are recorded, and what they open: see [`Leave`].

use arvak_core::{EntryId, Fact, Name, Outcome};
use arvak_probe::{LEAVE_KIND, Leave, Scope};

use super::reading::Reading;

/// The leaves that hold at the time of the reading, and the entries that they stand in. One that was withdrawn, or whose
/// text was erased, is none.
pub(crate) fn holding(reading: &Reading) -> Vec<(EntryId, Leave)> {
    let Ok(kind) = LEAVE_KIND.parse::<Name>() else { return Vec::new() };
    let state = reading.state();
    let mut found = Vec::new();
    for organisation in state.entities_of("organisation") {
        for evidence in state.evidence(organisation.id(), &kind) {
            let counts = evidence.result == Outcome::Supports
                && !evidence.withdrawn
                && evidence.valid_until.is_some_and(|until| reading.at < until);
            let leave = counts.then(|| read(reading, evidence.entry)).flatten();
            found.extend(
                leave.filter(|leave| leave.holds(reading.at)).map(|leave| (evidence.entry, leave)),
            );
        }
    }
    found
}

fn read(reading: &Reading, entry: EntryId) -> Option<Leave> {
    let Fact::Evidence(evidence) = reading.store.entry(entry).ok()?.envelope.fact else {
        return None;
    };
    let blobs = reading.store.blobs();
    let leave: Leave = serde_json::from_slice(&blobs.get(evidence.transcript?).ok()?).ok()?;
    // A leave without its signature is a word.
    blobs.has(leave.document).then_some(leave)
}

/// The scope with what leaves open.
pub(crate) fn open(mut scope: Scope, reading: &Reading) -> Scope {
    for (_, leave) in holding(reading) {
        scope.hosts.extend(leave.names);
        scope.allow.extend(leave.ranges);
    }
    scope
}

//! Leaves: whoever runs a service that is not the municipality's own signed that it may be looked at. The signed text is
//! kept; what it names, and until when, stands beside it as JSON that the scope is made of at every run.

use std::collections::BTreeSet;
use std::net::IpAddr;

use arvak_core::{Digest, EntryId, Fact, Instant, Name, Outcome, Span};
use arvak_probe::Scope;
use arvak_probe::scope::forbidden;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::reading::Reading;

/// The evidence kind.
pub(crate) const KIND: &str = "scan.leave";

/// Most names of one leave, and most ranges.
pub(crate) const NAMES_MAX: usize = 200;

/// The shortest prefixes of a range: what is wider is no service, but somebody's whole network.
const PREFIXES_MIN: (u8, u8) = (20, 48);

/// The longest time of one leave.
const HOLDS_MAX: Span = Span::from_days(366);

/// What somebody signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Leave {
    /// The version of this form.
    pub(crate) v: u32,
    /// Hosts, each for itself, in lower-case ASCII.
    pub(crate) names: BTreeSet<String>,
    /// Address ranges.
    pub(crate) ranges: BTreeSet<IpNet>,
    /// When it was signed.
    pub(crate) signed: Instant,
    /// When it ends.
    pub(crate) until: Instant,
    /// The signed text.
    pub(crate) document: Digest,
}

/// Why a leave is none: the code of a sentence, and what it is about.
pub(crate) type Objection = (&'static str, String);

impl Leave {
    /// Whether it is bounded as a leave must be: something named, nothing too wide, nothing inside, for a year at most.
    pub(crate) fn check(&self, now: Instant) -> Result<(), Objection> {
        let count = self.names.len() + self.ranges.len();
        if count == 0 {
            return Err(("leave-nothing", String::new()));
        }
        if count > NAMES_MAX {
            return Err(("leave-too-many", count.to_string()));
        }
        if self.until <= now {
            return Err(("leave-over", String::new()));
        }
        if self.until > self.signed.plus(HOLDS_MAX) {
            return Err(("leave-too-long", String::new()));
        }
        for range in &self.ranges {
            let (v4, v6) = PREFIXES_MIN;
            let least = if range.addr().is_ipv4() { v4 } else { v6 };
            if range.prefix_len() < least {
                return Err(("leave-too-wide", range.to_string()));
            }
            let ends: [IpAddr; 2] = [range.network(), range.broadcast()];
            if ends.into_iter().any(|address| forbidden(address).is_some()) {
                return Err(("leave-inside", range.to_string()));
            }
        }
        Ok(())
    }

    /// Whether it holds at `now`.
    fn holds(&self, now: Instant) -> bool {
        self.check(now).is_ok() && self.signed <= now
    }
}

/// The leaves that hold at the time of the reading, and the entries that they stand in. One that was withdrawn, or whose
/// text was erased, is none.
pub(crate) fn holding(reading: &Reading) -> Vec<(EntryId, Leave)> {
    let Ok(kind) = KIND.parse::<Name>() else { return Vec::new() };
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

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-24T06:00:00Z";

    fn leave(names: &[&str], ranges: &[&str], signed: &str, until: &str) -> Leave {
        Leave {
            v: 1,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            ranges: ranges.iter().map(|range| range.parse().unwrap()).collect(),
            signed: format!("{signed}T00:00:00Z").parse().unwrap(),
            until: format!("{until}T00:00:00Z").parse().unwrap(),
            document: Digest::of(b"signed"),
        }
    }

    #[test]
    fn a_leave_is_bounded_in_what_it_names_and_in_time() {
        let now: Instant = NOW.parse().unwrap();
        let (signed, until) = ("2026-11-01", "2027-06-01");
        for (leave, objection) in [
            (leave(&["sak.example"], &[], signed, until), None),
            (leave(&[], &["198.35.26.0/24", "2620:0:862::/48"], signed, until), None),
            (leave(&[], &[], signed, until), Some("leave-nothing")),
            (leave(&[], &["198.35.0.0/16"], signed, until), Some("leave-too-wide")),
            (leave(&[], &["2620::/32"], signed, until), Some("leave-too-wide")),
            (leave(&[], &["10.1.2.0/24"], signed, until), Some("leave-inside")),
            (leave(&[], &["169.254.169.254/32"], signed, until), Some("leave-inside")),
            (leave(&["sak.example"], &[], "2025-11-01", "2026-11-01"), Some("leave-over")),
            (leave(&["sak.example"], &[], signed, "2028-11-01"), Some("leave-too-long")),
        ] {
            assert_eq!(leave.check(now).err().map(|(code, _)| code), objection, "{leave:?}");
        }
        assert!(!leave(&["sak.example"], &[], "2026-12-01", until).holds(now), "not signed yet");
    }
}

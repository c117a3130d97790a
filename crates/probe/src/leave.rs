//! A leave: whoever runs a service that is not the municipality's own signed that it may be looked at. The signed text is
//! kept; what it names, and until when, stands beside it as JSON that the scope is made of at every run.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use arvak_core::id::BadId;
use arvak_core::{Basis, Digest, EntityId, Evidence, Instant, Outcome, Span};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::scope::forbidden;

/// The evidence kind.
pub const LEAVE_KIND: &str = "scan.leave";

/// Most names and ranges of one leave.
const NAMES_MAX: usize = 200;

/// The shortest prefixes of a range: what is wider is no service, but somebody's whole network.
const PREFIXES_MIN: (u8, u8) = (20, 48);

/// The longest time of one leave.
const HOLDS_MAX: Span = Span::from_days(366);

/// What somebody signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    /// The version of this form.
    pub v: u32,
    /// Hosts, each for itself, in lower-case ASCII.
    pub names: BTreeSet<String>,
    /// Address ranges.
    pub ranges: BTreeSet<IpNet>,
    /// When it was signed.
    pub signed: Instant,
    /// When it ends.
    pub until: Instant,
    /// The signed text.
    pub document: Digest,
}

/// Why a leave is none: the code of a sentence, and what it is about.
pub type Objection = (&'static str, String);

impl Leave {
    /// Whether it is bounded as a leave must be: something named, nothing too wide, nothing inside, for a year at most.
    pub fn check(&self, now: Instant) -> Result<(), Objection> {
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
    pub fn holds(&self, now: Instant) -> bool {
        self.check(now).is_ok() && self.signed <= now
    }

    /// The evidence that there is leave. It is about the municipality, `organisation`; `written` are this leave's bytes, as they
    /// are kept; it is never collected later than `now`.
    pub fn evidence(
        &self,
        organisation: EntityId,
        written: Digest,
        now: Instant,
    ) -> Result<Evidence, BadId> {
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        // Two leaves say different things, and the later does not take the place of the earlier: the state keeps
        // evidence apart whose numbers differ.
        let own =
            self.document.0.first_chunk::<7>().map_or(0, |bytes| {
                bytes.iter().fold(0_i64, |sum, byte| sum * 256 + i64::from(*byte))
            });
        let mut attributes = BTreeMap::new();
        let numbers = [
            ("names", count(self.names.len())),
            ("ranges", count(self.ranges.len())),
            ("document", own),
        ];
        for (name, number) in numbers {
            attributes.insert(name.parse()?, number);
        }
        Ok(Evidence {
            kind: LEAVE_KIND.parse()?,
            subject: organisation,
            result: Outcome::Supports,
            basis: Basis::Document,
            collected_at: self.signed.min(now),
            valid_until: Some(self.until),
            method: None,
            vantage: None,
            attributes,
            code: None,
            transcript: Some(written),
            supersedes: None,
        })
    }
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

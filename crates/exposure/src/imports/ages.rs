//! For how long serious findings have stood on a host, by several results of the same scanner.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::{EntryId, Instant};
use arvak_probe::Host;
use serde::{Deserialize, Serialize};

use super::{Format, Imported, Severity};

/// From how bad on a finding is a hole.
pub const SERIOUS: Severity = Severity::High;

/// One result of a scanner.
#[derive(Clone, Debug)]
pub struct Scan {
    /// The ledger entry that holds it.
    pub entry: EntryId,
    /// When the scan was made.
    pub at: Instant,
    /// What it says.
    pub imported: Imported,
}

/// A serious finding that the newest result still has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hole {
    /// Which scanner.
    pub tool: String,
    /// The scanner's own id for it.
    pub id: String,
    /// The port, where the scanner says one.
    pub port: Option<u16>,
    /// The first of the results without a gap that have it.
    pub first: Instant,
    /// The newest result of that scanner about the host.
    pub last: Instant,
}

/// What several results say of one host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ages {
    /// When the newest result that counts was made.
    pub at: Instant,
    /// The entries that were looked at.
    pub entries: BTreeSet<EntryId>,
    /// What stands open.
    pub holes: Vec<Hole>,
}

impl Ages {
    /// For how many whole days the oldest hole has been seen; 0 where there is none.
    pub fn oldest_days(&self) -> i64 {
        self.holes.iter().map(|hole| hole.last.since(hole.first).as_days()).max().unwrap_or(0)
    }
}

/// What stands open on `host`, by the newest result of each scanner that names it. A hole is the same when scanner, id and port
/// are, and begins anew after a result that names the host and lacks it. Nothing where no result names the host.
pub fn ages(host: &Host, scans: &[Scan]) -> Option<Ages> {
    let mut of_tool: BTreeMap<&'static str, Vec<&Scan>> = BTreeMap::new();
    for scan in scans.iter().filter(|scan| names(&scan.imported, host)) {
        of_tool.entry(Format::name(scan.imported.tool)).or_default().push(scan);
    }
    let mut found =
        Ages { at: Instant::from_millis(i64::MIN), entries: BTreeSet::new(), holes: Vec::new() };
    for (tool, scans) in &mut of_tool {
        scans.sort_by_key(|scan| (scan.at, scan.entry));
        let Some(last) = scans.last() else { continue };
        found.at = found.at.max(last.at);
        found.entries.extend(scans.iter().map(|scan| scan.entry));
        for (id, port) in serious(&last.imported, host) {
            let has = |scan: &&&Scan| serious(&scan.imported, host).contains(&(id, port));
            let first = scans.iter().rev().take_while(has).map(|scan| scan.at).min();
            found.holes.push(Hole {
                tool: (*tool).to_owned(),
                id: id.to_owned(),
                port,
                first: first.unwrap_or(last.at),
                last: last.at,
            });
        }
    }
    (!of_tool.is_empty()).then_some(found)
}

fn is(name: &str, host: &Host) -> bool {
    name.parse::<Host>().is_ok_and(|name| name == *host)
}

fn names(imported: &Imported, host: &Host) -> bool {
    imported.names_seen().into_iter().any(|name| is(name, host))
}

fn serious<'i>(imported: &'i Imported, host: &Host) -> BTreeSet<(&'i str, Option<u16>)> {
    let found = imported.findings.iter();
    let found = found.filter(|one| one.severity >= SERIOUS && is(&one.host, host));
    found.map(|one| (&*one.id, one.port)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::imports::{Columns, Finding, read};

    fn day(day: u32) -> Instant {
        Instant::from_millis(i64::from(day) * 86_400_000)
    }

    /// What nuclei wrote on that day: an id and how bad for each finding.
    fn scan(at: u32, found: &[(&str, &str)]) -> Scan {
        let line = |(id, severity): &(&str, &str)| {
            format!(
                r#"{{"template-id":"{id}","host":"a.example","matched-at":"https://a.example/","info":{{"name":"n","severity":"{severity}"}},"timestamp":"2026-01-01T00:00:00Z"}}"#
            )
        };
        let text = found.iter().map(line).collect::<Vec<_>>().join("\n");
        let imported = read(Format::Nuclei, text.as_bytes(), &Columns::default()).unwrap();
        Scan { entry: EntryId(u64::from(at)), at: day(at), imported }
    }

    fn at(scans: &[Scan]) -> Option<Ages> {
        ages(&"a.example".parse().unwrap(), scans)
    }

    const SEEN: (&str, &str) = ("tech", "info");
    const HOLE: (&str, &str) = ("cve", "high");

    #[test]
    fn a_hole_is_as_old_as_the_results_without_a_gap_that_have_it() {
        let all =
            [scan(1, &[HOLE]), scan(5, &[SEEN]), scan(9, &[HOLE, SEEN]), scan(30, &[SEEN, HOLE])];
        let found = at(&all).unwrap();
        assert_eq!((found.oldest_days(), found.holes.len(), found.at), (21, 1, day(30)));
        assert_eq!(at(&all[..2]).unwrap().holes, [], "it was closed");
        assert_eq!(at(&all[..1]).unwrap().oldest_days(), 0, "seen once");
    }

    #[test]
    fn what_names_another_host_says_nothing() {
        assert_eq!(ages(&"b.example".parse().unwrap(), &[scan(1, &[HOLE])]), None);
        assert_eq!(at(&[]), None);
    }

    #[test]
    fn another_scanner_closes_nothing() {
        let mut other = scan(20, &[SEEN]);
        other.imported.tool = Format::OpenVas;
        let found = at(&[scan(1, &[HOLE]), other]).unwrap();
        assert_eq!((found.holes.len(), found.at), (1, day(20)));
    }

    proptest! {
        /// The order in which results were taken in does not matter, and no hole is older than the whole of them.
        #[test]
        fn the_order_of_results_does_not_matter(days in prop::collection::btree_map(0..400_u32, any::<bool>(), 1..12), rotate in 0..12_usize) {
            let mut scans: Vec<Scan> = days.iter().map(|(day, has)| scan(*day, if *has { &[SEEN, HOLE] } else { &[SEEN] })).collect();
            let sorted = at(&scans).unwrap();
            let middle = rotate % scans.len();
            scans.rotate_left(middle);
            prop_assert_eq!(&at(&scans).unwrap(), &sorted);
            let (first, last) = (days.keys().next().unwrap(), days.keys().last().unwrap());
            prop_assert!(sorted.oldest_days() <= i64::from(last - first));
            prop_assert_eq!(sorted.holes.is_empty(), !days[last]);
            let finding: Option<&Finding> = scans[0].imported.findings.first();
            prop_assert!(finding.is_some());
        }
    }
}

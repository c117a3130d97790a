//! Prefixes with their countries, as they are kept beside the ledger, and what they say of an address.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::net::IpAddr;

use arvak_core::{Digest, Instant, Span};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// The file of a data folder that keeps the table.
pub const FILE_NAME: &str = "places";

/// How old a list may be. Clouds change theirs each week, by adding: what is in a list keeps its region for years.
pub const AGE_MOST: Span = Span::from_days(180);

/// Most rows of a table.
pub(super) const ROWS_MAX: usize = 2_000_000;

/// Where the machines of a prefix stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In that country, by its code of ISO 3166-1 in capital letters.
    Country([u8; 2]),
    /// In several at once: whoever asks is answered by the nearest one (anycast).
    Anywhere,
}

impl Place {
    /// The country of that code.
    pub fn country(code: &str) -> Option<Self> {
        let bytes: [u8; 2] = code.as_bytes().try_into().ok()?;
        arvak_core::countries::is_code(code).then_some(Self::Country(bytes))
    }

    /// The code; `*` for anywhere.
    pub fn code(&self) -> &str {
        match self {
            Self::Country(code) => std::str::from_utf8(code).unwrap_or("*"),
            Self::Anywhere => "*",
        }
    }
}

/// A list that somebody published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The name of its file.
    pub name: String,
    /// `aws`, `azure`, `google` or `geofeed`.
    pub form: String,
    /// When it was made.
    pub made_at: Instant,
}

/// What lists say of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The address.
    pub address: String,
    /// The longest prefix that holds it.
    pub prefix: String,
    /// Its countries; empty where machines stand in several places at once.
    pub countries: BTreeSet<String>,
    /// Which lists say so.
    pub sources: Vec<Source>,
}

/// The first line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    v: u32,
    rows: usize,
    /// SHA-256 of the lines after this one.
    sha256: Digest,
    sources: Vec<Source>,
}

/// Bytes that are no table of ours. Importing anew mends it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no table of `arvak places import`: {0}; import the files again")]
pub struct BadTable(pub &'static str);

/// Prefixes with their places, and who published them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    sources: Vec<Source>,
    rows: BTreeMap<IpNet, BTreeSet<(Place, usize)>>,
}

impl Table {
    /// The rows of each list.
    pub fn new(lists: Vec<(Source, Vec<(IpNet, Place)>)>) -> Self {
        let mut table = Self::default();
        for (source, rows) in lists {
            let number = table.sources.len();
            table.sources.push(source);
            for (prefix, place) in rows {
                table.rows.entry(prefix.trunc()).or_default().insert((place, number));
            }
        }
        table
    }

    /// The lists.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// How many prefixes there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What the lists that are not too old at `now` say of the address: the longest prefix counts, and every list that has it. One
    /// that says *anywhere*, at whatever length, outweighs them: a prefix within it may be announced from everywhere too.
    pub fn seen(&self, address: IpAddr, now: Instant) -> Option<Seen> {
        let is_fresh = |number: &usize| {
            self.sources.get(*number).is_some_and(|one| now.since(one.made_at) <= AGE_MOST)
        };
        let width = if address.is_ipv4() { 32 } else { 128 };
        let mut longest: Option<(IpNet, Vec<(Place, usize)>)> = None;
        let mut is_anywhere = false;
        for length in (0..=width).rev() {
            let Ok(prefix) = IpNet::new(address, length) else { continue };
            let Some(rows) = self.rows.get(&prefix.trunc()) else { continue };
            let rows: Vec<_> =
                rows.iter().filter(|(_, number)| is_fresh(number)).copied().collect();
            is_anywhere |= rows.iter().any(|(place, _)| *place == Place::Anywhere);
            if longest.is_none() && !rows.is_empty() {
                longest = Some((prefix.trunc(), rows));
            }
        }
        let (prefix, rows) = longest?;
        let countries = rows.iter().filter(|(place, _)| *place != Place::Anywhere);
        let countries = countries.map(|(place, _)| place.code().to_owned()).collect();
        let numbers: BTreeSet<usize> = rows.iter().map(|(_, number)| *number).collect();
        let sources = numbers.into_iter().filter_map(|number| self.sources.get(number).cloned());
        Some(Seen {
            address: address.to_string(),
            prefix: prefix.to_string(),
            countries: if is_anywhere { BTreeSet::new() } else { countries },
            sources: sources.collect(),
        })
    }

    /// The bytes of the file: a line of JSON, and a line for each row.
    pub fn encode(&self) -> Vec<u8> {
        let mut lines = String::new();
        for (prefix, rows) in &self.rows {
            for (place, number) in rows {
                // Writing to a string does not fail.
                let _ = writeln!(lines, "{prefix},{},{number}", place.code());
            }
        }
        let sha256 = Digest::of(lines.as_bytes());
        let head = Head { v: 1, rows: self.rows.len(), sha256, sources: self.sources.clone() };
        let mut bytes = serde_json::to_vec(&head).unwrap_or_default();
        bytes.push(b'\n');
        bytes.extend_from_slice(lines.as_bytes());
        bytes
    }

    /// Reads such a file.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadTable> {
        let text = std::str::from_utf8(bytes).map_err(|_| BadTable("it is no text"))?;
        let (head, lines) = text.split_once('\n').ok_or(BadTable("it has no first line"))?;
        let head: Head = serde_json::from_str(head).map_err(|_| BadTable("its first line"))?;
        if head.v != 1 || Digest::of(lines.as_bytes()) != head.sha256 {
            return Err(BadTable("it was changed"));
        }
        let mut table = Self { sources: head.sources, rows: BTreeMap::new() };
        for line in lines.lines() {
            let row = line.split_once(',').and_then(|(prefix, rest)| {
                let (code, number) = rest.split_once(',')?;
                let place = if code == "*" { Place::Anywhere } else { Place::country(code)? };
                Some((prefix.parse::<IpNet>().ok()?, place, number.parse::<usize>().ok()?))
            });
            let (prefix, place, number) = row.ok_or(BadTable("a row"))?;
            table.rows.entry(prefix).or_default().insert((place, number));
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Instant = Instant::from_millis(1_795_000_000_000);

    fn source(name: &str, days_old: i64) -> Source {
        let made_at = Instant::from_millis(NOW.as_millis() - days_old * 86_400_000);
        Source { name: name.to_owned(), form: "geofeed".to_owned(), made_at }
    }

    fn rows(all: &[(&str, &str)]) -> Vec<(IpNet, Place)> {
        let place = |code: &str| Place::country(code).unwrap_or(Place::Anywhere);
        all.iter().map(|(prefix, code)| (prefix.parse().unwrap(), place(code))).collect()
    }

    fn countries(table: &Table, address: &str) -> Option<Vec<String>> {
        let seen = table.seen(address.parse().unwrap(), NOW)?;
        Some(seen.countries.into_iter().collect())
    }

    #[test]
    fn the_longest_prefix_counts_and_what_lists_do_not_agree_on_is_all_told() {
        let table = Table::new(vec![
            (
                source("a", 3),
                rows(&[("192.0.2.0/24", "NO"), ("192.0.2.128/25", "DE"), ("2001:db8::/32", "SE")]),
            ),
            (source("b", 3), rows(&[("192.0.2.128/25", "US")])),
        ]);
        assert_eq!(countries(&table, "192.0.2.1"), Some(vec!["NO".to_owned()]));
        assert_eq!(countries(&table, "192.0.2.200"), Some(vec!["DE".to_owned(), "US".to_owned()]));
        assert_eq!(countries(&table, "2001:db8::1"), Some(vec!["SE".to_owned()]));
        assert_eq!(countries(&table, "198.51.100.1"), None);
    }

    #[test]
    fn what_is_anywhere_is_in_no_country_and_old_lists_say_nothing() {
        let table = Table::new(vec![
            (source("a", 3), rows(&[("192.0.2.0/24", "*"), ("192.0.2.128/25", "DE")])),
            (source("old", 200), rows(&[("198.51.100.0/24", "NO")])),
        ]);
        assert_eq!(countries(&table, "192.0.2.200"), Some(Vec::new()));
        assert_eq!(countries(&table, "198.51.100.1"), None);
    }

    proptest! {
        /// What is kept is read back; a byte that was changed is noticed.
        #[test]
        fn a_kept_table_is_the_same(all in prop::collection::vec((any::<u32>(), 8_u8..=32, 0..3_usize), 1..40), at in any::<prop::sample::Index>()) {
            let row = |(bits, length, place): &(u32, u8, usize)| {
                let prefix = IpNet::new(std::net::Ipv4Addr::from(*bits).into(), *length).unwrap().trunc();
                (prefix, [Place::country("NO").unwrap(), Place::country("SE").unwrap(), Place::Anywhere][*place])
            };
            let table = Table::new(vec![(source("a", 1), all.iter().map(row).collect())]);
            let bytes = table.encode();
            prop_assert_eq!(&Table::decode(&bytes).unwrap(), &table);
            let mut other = bytes.clone();
            let at = at.index(other.len());
            other[at] ^= 1;
            prop_assert!(Table::decode(&other).map_or(true, |read| read.rows == table.rows));
        }
    }
}

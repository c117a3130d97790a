//! Addresses of one side of a rule: ranges, names that are not resolved, or any.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Words for every address.
const ANY: [&str; 10] =
    ["any", "any4", "any6", "all", "alle", "*", "anyipv4", "anyipv6", "anywhere", "hvemsomhelst"];

/// Words for the internet, as firewalls call their outer side.
const INTERNET: [&str; 13] = [
    "internet",
    "wan",
    "wan1",
    "wan2",
    "external",
    "ekstern",
    "eksternt",
    "outside",
    "utside",
    "utsiden",
    "untrust",
    "untrusted",
    "public",
];

/// Words for the inner side, as firewalls call it when they are new.
const INSIDE: [&str; 10] = [
    "lan", "inside", "internal", "intern", "internt", "innside", "innsiden", "trust", "trusted",
    "dmz",
];

/// How many IPv4 addresses of the internet are as good as all of it: those of a /8.
const MUCH_IPV4: u128 = 1 << 24;

/// The same of IPv6: those of a /16.
const MUCH_IPV6: u128 = 1 << 112;

/// IPv4 addresses that no sender on the internet has (RFC 6890), as first and last.
const NOT_PUBLIC: [(u32, u32); 9] = [
    (0x0000_0000, 0x00ff_ffff),
    (0x0a00_0000, 0x0aff_ffff),
    (0x6440_0000, 0x647f_ffff),
    (0x7f00_0000, 0x7fff_ffff),
    (0xa9fe_0000, 0xa9fe_ffff),
    (0xac10_0000, 0xac1f_ffff),
    (0xc0a8_0000, 0xc0a8_ffff),
    (0xe000_0000, 0xefff_ffff),
    (0xf000_0000, 0xffff_ffff),
];

/// IPv6 addresses that are given out on the internet: `2000::/3`.
const GLOBAL_IPV6: (u128, u128) = (0x2000_u128 << 112, (0x4000_u128 << 112) - 1);

/// Addresses in a row, first to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    is_ipv6: bool,
    first: u128,
    last: u128,
}

impl Range {
    /// What `192.0.2.1`, `192.0.2.0/24`, `192.0.2.0/255.255.255.0`, `192.0.2.1-192.0.2.9` or an IPv6 address means.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix("host ").map_or(text, str::trim);
        if let Some((first, last)) = text.split_once('-') {
            let (first, last) = (address(first)?, address(last)?);
            return (first.0 == last.0 && first.1 <= last.1).then_some(Self {
                is_ipv6: first.0,
                first: first.1,
                last: last.1,
            });
        }
        let (base, mask) = match text.split_once(['/', ' ']) {
            Some((base, mask)) => (base, Some(mask.trim())),
            None => (text, None),
        };
        let (is_ipv6, base) = address(base)?;
        let bits: u32 = if is_ipv6 { 128 } else { 32 };
        let length = match mask {
            None => bits,
            Some(mask) => mask.parse().ok().or_else(|| mask_length(mask, is_ipv6))?,
        };
        let host = 1_u128.checked_shl(bits.checked_sub(length)?).map_or(u128::MAX, |size| size - 1);
        let first = base & !host;
        Some(Self { is_ipv6, first, last: first | host })
    }

    /// Whether the two have an address in common.
    pub(super) const fn meets(self, other: Self) -> bool {
        self.is_ipv6 == other.is_ipv6 && self.first <= other.last && other.first <= self.last
    }

    pub(super) const fn covers(self, other: Self) -> bool {
        self.is_ipv6 == other.is_ipv6 && self.first <= other.first && other.last <= self.last
    }

    /// How much of the internet it is, as a share of what is as good as all of it, in 1/65536.
    fn share(self) -> u128 {
        let common = |first: u128, last: u128| {
            let (first, last) = (first.max(self.first), last.min(self.last));
            if first <= last { (last - first).saturating_add(1) } else { 0 }
        };
        if self.is_ipv6 {
            return common(GLOBAL_IPV6.0, GLOBAL_IPV6.1) / (MUCH_IPV6 >> 16);
        }
        let all = common(0, u128::from(u32::MAX));
        let private: u128 = NOT_PUBLIC
            .iter()
            .map(|(first, last)| common(u128::from(*first), u128::from(*last)))
            .sum();
        all.saturating_sub(private) / (MUCH_IPV4 >> 16)
    }
}

fn address(text: &str) -> Option<(bool, u128)> {
    match text.trim().parse().ok()? {
        IpAddr::V4(address) => Some((false, u128::from(u32::from(address)))),
        IpAddr::V6(address) => Some((true, u128::from(Ipv6Addr::from(u128::from(address))))),
    }
}

/// The length of a mask as `255.255.255.0`.
fn mask_length(mask: &str, is_ipv6: bool) -> Option<u32> {
    let mask = u32::from(mask.parse::<Ipv4Addr>().ok()?);
    (!is_ipv6 && mask.leading_ones() + mask.trailing_zeros() >= 32).then_some(mask.leading_ones())
}

/// The addresses of one side of a rule.
#[expect(clippy::struct_excessive_bools, reason = "a field may hold any of these words together")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Side {
    pub(super) any: bool,
    pub(super) internet: bool,
    pub(super) inside: bool,
    /// All but what is written.
    pub(super) negated: bool,
    pub(super) ranges: Vec<Range>,
    pub(super) names: Vec<String>,
}

impl Side {
    /// Reads a field: entries parted by commas, semicolons, bars or line ends.
    pub(super) fn read(text: &str) -> Self {
        let mut side = Self::default();
        for entry in text.split([',', ';', '|', '\n', '\r']).map(str::trim) {
            side.entry(entry);
        }
        side.ranges.sort_unstable();
        side.ranges.dedup();
        side.names.sort();
        side.names.dedup();
        side
    }

    fn entry(&mut self, entry: &str) {
        let lower = entry.to_lowercase();
        let negated = ["!", "not ", "ikke ", "ikkje "].iter().find_map(|no| lower.strip_prefix(no));
        self.negated |= negated.is_some();
        let lower = negated.unwrap_or(&lower).trim();
        let word: String = lower.chars().filter(|c| c.is_alphanumeric() || *c == '*').collect();
        let all = |range: Range| range.first == 0 && range.share() >= 1 << 16;
        match Range::parse(lower) {
            _ if lower.is_empty() => {}
            Some(range) if all(range) && is_everything(range) => self.any = true,
            Some(range) => self.ranges.push(range),
            None if ANY.contains(&word.as_str()) => self.any = true,
            None if INTERNET.contains(&word.as_str()) => self.internet = true,
            None if INSIDE.contains(&word.as_str()) => self.inside = true,
            None => match lower.split_whitespace().map(Range::parse).collect::<Option<Vec<_>>>() {
                Some(ranges) => self.ranges.extend(ranges),
                None => self.names.push(lower.to_owned()),
            },
        }
    }

    /// Whether nothing is written.
    pub(super) fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it is every address, or at least every one of the internet.
    pub(super) fn is_internet(&self) -> bool {
        let share: u128 = self.ranges.iter().map(|range| range.share()).sum();
        self.any || self.internet || self.negated || share >= 1 << 16
    }

    /// Whether every address that `other` can mean is surely among these.
    pub(super) fn covers(&self, other: &Self) -> bool {
        if self.negated || other.negated {
            return *self == *other && !self.is_blank();
        }
        if self.any {
            return true;
        }
        let ranges =
            other.ranges.iter().all(|range| self.ranges.iter().any(|mine| mine.covers(*range)));
        !other.is_blank()
            && !other.any
            && (self.internet || !other.internet)
            && (self.inside || !other.inside)
            && ranges
            && other.names.iter().all(|name| self.names.contains(name))
    }
}

fn is_everything(range: Range) -> bool {
    let last = if range.is_ipv6 { u128::MAX } else { u128::from(u32::MAX) };
    range.last == last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_in_every_usual_form() {
        let same =
            |one: &str, other: &str| assert_eq!(Range::parse(one), Range::parse(other), "{one}");
        same("192.0.2.0/24", "192.0.2.0-192.0.2.255");
        same("192.0.2.7/24", "192.0.2.0/255.255.255.0");
        same("192.0.2.0 255.255.255.0", "192.0.2.0/24");
        same("host 192.0.2.1", "192.0.2.1/32");
        same("2001:db8::1", "2001:db8::1/128");
        for bad in
            ["192.0.2", "192.0.2.0/33", "192.0.2.9-192.0.2.1", "192.0.2.0/255.0.255.0", "lan", ""]
        {
            assert_eq!(Range::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_great_part_of_the_internet_is_as_good_as_all_of_it() {
        for all in [
            "any",
            "Alle",
            "*",
            "0.0.0.0/0",
            "::/0",
            "0.0.0.0/1, 128.0.0.0/1",
            "WAN",
            "!10.0.0.0/8",
            "2000::/3",
        ] {
            assert!(Side::read(all).is_internet(), "{all}");
        }
        for some in [
            "192.0.2.0/24",
            "10.0.0.0/8",
            "172.16.0.0/12;192.168.0.0/16",
            "2001:db8::/32",
            "LAN",
            "Leverandør",
            "",
        ] {
            assert!(!Side::read(some).is_internet(), "{some}");
        }
    }

    #[test]
    fn a_side_covers_what_is_surely_within_it() {
        let covers = |one: &str, other: &str| Side::read(one).covers(&Side::read(other));
        assert!(covers("any", "192.0.2.1") && covers("any", "Leverandør") && covers("any", "any"));
        assert!(covers("192.0.2.0/24", "192.0.2.7") && covers("a, b", "b"));
        assert!(!covers("192.0.2.0/24", "any") && !covers("a", "a, b") && !covers("", "a"));
        assert!(!covers("192.0.2.0/24", "") && !covers("!192.0.2.0/24", "198.51.100.1"));
    }
}

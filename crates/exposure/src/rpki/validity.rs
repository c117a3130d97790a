//! Whether a route is what the holder of its addresses has signed (RFC 6811). Pure.

use ipnet::IpNet;

use super::table::Row;

/// The validity state of a route (RFC 6811 section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Validity {
    /// A signed authorisation covers the prefix, is for this origin, and allows a prefix of that length.
    Valid,
    /// Authorisations cover the prefix, and none of them is for this origin.
    InvalidOrigin,
    /// One is for this origin, and none of those allows a prefix of that length.
    InvalidLength,
    /// No authorisation covers the prefix.
    NotFound,
}

impl Validity {
    /// Its name as relying parties write it, for people who look it up.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::InvalidOrigin => "invalid (as)",
            Self::InvalidLength => "invalid (length)",
            Self::NotFound => "not-found",
        }
    }
}

/// The state of the route to `prefix` that the AS `origin` announces, held against `authorised`. AS 0 stands for an origin that
/// cannot be told, such as a set of ASes: it matches nothing (RFC 6811 section 2), as an authorisation for AS 0 does (RFC 6483
/// section 4).
pub fn validity(prefix: IpNet, origin: u32, authorised: impl IntoIterator<Item = Row>) -> Validity {
    let mut state = Validity::NotFound;
    for row in authorised.into_iter().filter(|row| covers(row.prefix, prefix)) {
        let is_for_origin = row.asn == origin && origin != 0;
        let found = match (is_for_origin, prefix.prefix_len() <= row.max_length) {
            (true, true) => return Validity::Valid,
            (true, false) => Validity::InvalidLength,
            (false, _) => Validity::InvalidOrigin,
        };
        if state != Validity::InvalidLength {
            state = found;
        }
    }
    state
}

/// Whether every address of `inner` lies in `outer`.
pub(super) fn covers(outer: IpNet, inner: IpNet) -> bool {
    outer.contains(&inner)
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use proptest::prelude::*;

    use super::*;

    fn row(prefix: &str, max_length: u8, asn: u32) -> Row {
        Row { prefix: prefix.parse().unwrap(), max_length, asn, until_s: 0 }
    }

    fn state(prefix: &str, origin: u32, authorised: &[Row]) -> Validity {
        validity(prefix.parse().unwrap(), origin, authorised.iter().copied())
    }

    #[test]
    fn a_route_is_held_against_everything_that_covers_it() {
        let signed = [row("192.0.2.0/24", 24, 64500), row("192.0.0.0/16", 20, 64501)];
        assert_eq!(state("192.0.2.0/24", 64500, &signed), Validity::Valid);
        assert_eq!(state("192.0.2.0/25", 64500, &signed), Validity::InvalidLength);
        assert_eq!(state("192.0.2.0/24", 64502, &signed), Validity::InvalidOrigin);
        assert_eq!(state("192.0.2.0/24", 64501, &signed), Validity::InvalidLength);
        assert_eq!(state("192.0.16.0/20", 64501, &signed), Validity::Valid);
        assert_eq!(state("192.0.0.0/15", 64501, &signed), Validity::NotFound);
        assert_eq!(state("2001:db8::/32", 64500, &signed), Validity::NotFound);
    }

    #[test]
    fn as_0_is_authorised_for_nobody() {
        assert_eq!(
            state("192.0.2.0/24", 0, &[row("192.0.2.0/24", 24, 0)]),
            Validity::InvalidOrigin
        );
    }

    /// RFC 6811 section 2 word by word, over single bits: slow, and nothing to get wrong.
    fn naive(prefix: IpNet, origin: u32, authorised: &[Row]) -> &'static str {
        fn bits(address: IpAddr) -> Vec<bool> {
            let bytes = match address {
                IpAddr::V4(four) => four.octets().to_vec(),
                IpAddr::V6(six) => six.octets().to_vec(),
            };
            bytes
                .iter()
                .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
                .collect()
        }
        let route = bits(prefix.addr());
        let covered = |row: &&Row| {
            let length = usize::from(row.prefix.prefix_len());
            let own = bits(row.prefix.addr());
            own.len() == route.len()
                && length <= usize::from(prefix.prefix_len())
                && own[..length] == route[..length]
        };
        let covering: Vec<&Row> = authorised.iter().filter(covered).collect();
        let matched =
            |row: &&Row| row.asn == origin && row.asn != 0 && prefix.prefix_len() <= row.max_length;
        match () {
            () if covering.is_empty() => "not-found",
            () if covering.iter().any(matched) => "valid",
            () => "invalid",
        }
    }

    /// Prefixes that often lie in each other.
    fn prefixes() -> impl Strategy<Value = IpNet> {
        let four = (0_u8..4, 0_u8..=32).prop_map(|(low, length)| {
            IpNet::new([192, 0, low, low << 6].into(), length).unwrap().trunc()
        });
        let six = (0_u16..4, 0_u8..=128).prop_map(|(low, length)| {
            IpNet::new([0x2001, 0xdb8, low, 0, 0, 0, 0, low].into(), length).unwrap().trunc()
        });
        prop_oneof![four, six]
    }

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let one = (prefixes(), 0_u8..=128, 0_u32..3).prop_map(|(prefix, more, asn)| {
            let max_length = prefix.prefix_len().max(more.min(prefix.max_prefix_len()));
            Row { prefix, max_length, asn, until_s: 0 }
        });
        proptest::collection::vec(one, 0..12)
    }

    proptest! {
        #[test]
        fn the_state_is_what_the_rfc_says_word_by_word(
            prefix in prefixes(), origin in 0_u32..3, authorised in rows(),
        ) {
            let state = validity(prefix, origin, authorised.iter().copied());
            prop_assert!(state.name().starts_with(naive(prefix, origin, &authorised)));
        }

        #[test]
        fn the_order_of_what_is_signed_does_not_matter(
            prefix in prefixes(), origin in 0_u32..3, mut authorised in rows(),
        ) {
            let state = validity(prefix, origin, authorised.iter().copied());
            authorised.reverse();
            prop_assert_eq!(state, validity(prefix, origin, authorised));
        }
    }
}

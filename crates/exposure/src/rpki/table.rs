//! A million prefixes, held close together: sorted rows of fixed size, searched by halving.

use std::net::IpAddr;

use arvak_core::Instant;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Most rows of a table. The whole internet has about a million and a quarter routes.
pub(super) const ROWS_MAX: usize = 8_000_000;

/// Bytes of the digest at the end of an encoded table.
const SUM_BYTES: usize = 32;

/// One line of a table: an authorisation (RFC 9582), or a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The prefix.
    pub prefix: IpNet,
    /// The longest prefix that may be announced; of a route, its own length.
    pub max_length: u8,
    /// The AS that may announce, or announces; 0 for none that can be told.
    pub asn: u32,
    /// When it stops holding, in seconds since 1970; 0 where that is not known.
    pub until_s: u32,
}

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What holders of addresses have signed, validated by a relying party.
    Roas,
    /// Which AS announces which prefix.
    Routes,
}

impl Kind {
    /// The file that keeps such a table in the data folder.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Roas => "rpki-roas",
            Self::Routes => "rpki-routes",
        }
    }
}

/// A table, as it was made at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    kind: Kind,
    made_at: Instant,
    four: Vec<Packed<u32>>,
    six: Vec<Packed<u128>>,
}

/// Bytes that are no table of ours. Importing anew mends it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no table of `arvak rpki import`: {0}; import the files again")]
pub struct BadTable(pub &'static str);

/// The bits of an address, from the left.
trait Bits: Copy + Ord {
    /// How many there are.
    const WIDTH: u8;

    /// The first `length` bits; the others are 0.
    fn first(self, length: u8) -> Self;

    fn write(self, bytes: &mut Vec<u8>);

    fn read(bytes: &mut &[u8]) -> Option<Self>;

    fn address(self) -> IpAddr;
}

impl Bits for u32 {
    const WIDTH: u8 = 32;

    fn first(self, length: u8) -> Self {
        self & Self::MAX.checked_shl(u32::from(Self::WIDTH.saturating_sub(length))).unwrap_or(0)
    }

    fn write(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_be_bytes());
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (own, rest) = bytes.split_first_chunk()?;
        *bytes = rest;
        Some(Self::from_be_bytes(*own))
    }

    fn address(self) -> IpAddr {
        IpAddr::V4(self.into())
    }
}

impl Bits for u128 {
    const WIDTH: u8 = 128;

    fn first(self, length: u8) -> Self {
        self & Self::MAX.checked_shl(u32::from(Self::WIDTH.saturating_sub(length))).unwrap_or(0)
    }

    fn write(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_be_bytes());
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (own, rest) = bytes.split_first_chunk()?;
        *bytes = rest;
        Some(Self::from_be_bytes(*own))
    }

    fn address(self) -> IpAddr {
        IpAddr::V6(self.into())
    }
}

/// A row of one family: 16 bytes for IPv4. The order of the fields is the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Packed<B> {
    bits: B,
    length: u8,
    max_length: u8,
    asn: u32,
    until_s: u32,
}

impl<B: Bits> Packed<B> {
    fn of(bits: B, row: &Row) -> Self {
        let length = row.prefix.prefix_len();
        let Row { max_length, asn, until_s, .. } = *row;
        Self { bits: bits.first(length), length, max_length, asn, until_s }
    }

    fn row(self) -> Option<Row> {
        let Self { length, max_length, asn, until_s, .. } = self;
        let prefix = IpNet::new(self.bits.address(), length).ok()?;
        Some(Row { prefix, max_length, asn, until_s })
    }

    fn write(self, bytes: &mut Vec<u8>) {
        self.bits.write(bytes);
        bytes.extend_from_slice(&[self.length, self.max_length]);
        self.asn.write(bytes);
        self.until_s.write(bytes);
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let bits = B::read(bytes)?;
        let (&[length, max_length], rest) = bytes.split_first_chunk()?;
        *bytes = rest;
        let (asn, until_s) = (u32::read(bytes)?, u32::read(bytes)?);
        let is_sound = length <= max_length && max_length <= B::WIDTH && bits == bits.first(length);
        is_sound.then_some(Self { bits, length, max_length, asn, until_s })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    arvak_rpki: u32,
    kind: Kind,
    made_at: Instant,
    four: usize,
    six: usize,
}

impl Table {
    /// From rows in any order; the same row counts once.
    pub fn new(kind: Kind, made_at: Instant, rows: impl IntoIterator<Item = Row>) -> Self {
        let (mut four, mut six) = (Vec::new(), Vec::new());
        for row in rows {
            match row.prefix.addr() {
                IpAddr::V4(address) => four.push(Packed::of(u32::from(address), &row)),
                IpAddr::V6(address) => six.push(Packed::of(u128::from(address), &row)),
            }
        }
        four.sort_unstable();
        four.dedup();
        six.sort_unstable();
        six.dedup();
        Self { kind, made_at, four, six }
    }

    /// What it holds.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// When it was made, by its own word.
    pub fn made_at(&self) -> Instant {
        self.made_at
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.four.len() + self.six.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows whose prefix holds the address, shortest prefix first.
    pub fn covering(&self, address: IpAddr) -> Vec<Row> {
        match address {
            IpAddr::V4(address) => covering(&self.four, u32::from(address)),
            IpAddr::V6(address) => covering(&self.six, u128::from(address)),
        }
    }

    /// As bytes to keep: a line of JSON, rows of 14 and of 26 bytes, and the SHA-256 of all that.
    pub fn encode(&self) -> Vec<u8> {
        let (four, six) = (self.four.len(), self.six.len());
        let head = Head { arvak_rpki: 1, kind: self.kind, made_at: self.made_at, four, six };
        let mut bytes = serde_json::to_vec(&head).unwrap_or_default();
        bytes.push(b'\n');
        self.four.iter().for_each(|row| row.write(&mut bytes));
        self.six.iter().for_each(|row| row.write(&mut bytes));
        let sum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&sum);
        bytes
    }

    /// Reads what [`Self::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadTable> {
        let (bytes, sum) = bytes
            .split_last_chunk::<SUM_BYTES>()
            .ok_or(BadTable("it is shorter than its own digest"))?;
        if Sha256::digest(bytes).as_slice() != sum {
            return Err(BadTable("its digest does not fit"));
        }
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let (head, rest) = end.and_then(|end| bytes.split_at_checked(end)).unwrap_or((bytes, &[]));
        let head: Head =
            serde_json::from_slice(head).map_err(|_| BadTable("its first line is another's"))?;
        if head.arvak_rpki != 1 {
            return Err(BadTable("it was written by another version"));
        }
        let mut rest = rest.get(1..).unwrap_or_default();
        let four = rows(&mut rest, head.four)?;
        let six = rows(&mut rest, head.six)?;
        if !rest.is_empty() {
            return Err(BadTable("there is more than it says"));
        }
        Ok(Self { kind: head.kind, made_at: head.made_at, four, six })
    }
}

fn rows<B: Bits>(bytes: &mut &[u8], count: usize) -> Result<Vec<Packed<B>>, BadTable> {
    if count > ROWS_MAX || count > bytes.len() {
        return Err(BadTable("it is shorter than it says"));
    }
    let mut rows = Vec::with_capacity(count);
    for _ in 0..count {
        rows.push(Packed::read(bytes).ok_or(BadTable("a row is no row"))?);
    }
    if rows.is_sorted_by(|left, right| left < right) {
        return Ok(rows);
    }
    Err(BadTable("its rows are not in order"))
}

/// One search for each length that a prefix can have.
fn covering<B: Bits>(rows: &[Packed<B>], address: B) -> Vec<Row> {
    let mut found = Vec::new();
    for length in 0..=B::WIDTH {
        let wanted = (address.first(length), length);
        let start = rows.partition_point(|row| (row.bits, row.length) < wanted);
        let own = rows.get(start..).unwrap_or_default();
        let own = own.iter().take_while(|row| (row.bits, row.length) == wanted);
        found.extend(own.filter_map(|row| row.row()));
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let address = prop_oneof![
            (0_u8..4, 0_u8..4).prop_map(|(a, b)| IpAddr::from([10, a, 0, b << 6])),
            (0_u16..4, 0_u16..4).prop_map(|(a, b)| IpAddr::from([0x2001, a, 0, 0, 0, 0, 0, b])),
        ];
        let one = (address, 0_u8..=128, 0_u8..=128, 0_u32..3, 0_u32..2);
        let one = one.prop_map(|(address, length, more, asn, until_s)| {
            let widest = if address.is_ipv4() { 32 } else { 128 };
            let prefix = IpNet::new(address, length.min(widest)).unwrap().trunc();
            let max_length = more.clamp(prefix.prefix_len(), widest);
            Row { prefix, max_length, asn, until_s }
        });
        proptest::collection::vec(one, 0..30)
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_as_it_was(rows in rows(), at in 0_i64..4_000_000_000_000) {
            let table = Table::new(Kind::Routes, Instant::from_millis(at), rows);
            prop_assert_eq!(Table::decode(&table.encode()), Ok(table));
        }

        #[test]
        fn every_row_that_holds_an_address_is_found_and_no_other(
            rows in rows(), address in any::<u8>().prop_map(|low| IpAddr::from([10, low & 3, 0, low])),
        ) {
            let table = Table::new(Kind::Roas, Instant::from_millis(0), rows.clone());
            let mut expected: Vec<Row> =
                rows.into_iter().filter(|row| row.prefix.contains(&address)).collect();
            expected.sort_unstable();
            expected.dedup();
            let mut found = table.covering(address);
            found.sort_unstable();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn one_changed_byte_is_seen(rows in rows(), at in any::<prop::sample::Index>()) {
            let mut bytes = Table::new(Kind::Roas, Instant::from_millis(5), rows).encode();
            let at = at.index(bytes.len());
            bytes[at] ^= 1;
            prop_assert!(Table::decode(&bytes).is_err());
        }
    }

    #[test]
    fn a_row_of_ipv4_takes_16_bytes() {
        assert_eq!(size_of::<Packed<u32>>(), 16);
    }
}

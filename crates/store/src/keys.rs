//! Which keys the ledger holds. The writer asks this for every draft, so it is in memory: 16 bytes an
//! entry, the first half of the key and the entry's number, sorted by key.
//!
//! Two keys may share their first half; so a hit names entries whose whole key the caller compares.

use std::collections::BTreeSet;

use arvak_core::Digest;

/// Bytes of one key in [`Keys::encode`].
const ROW_BYTES: usize = 16;

/// From how many fresh keys on these are merged into the sorted ones.
const FRESH_MAX: usize = 4_096;

/// The keys of entries `0..size`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys {
    sorted: Vec<(u64, u64)>,
    fresh: BTreeSet<(u64, u64)>,
}

impl Keys {
    /// Adds the key of an entry.
    pub(crate) fn insert(&mut self, key: Digest, entry: u64) {
        self.fresh.insert((half(key), entry));
        if self.fresh.len() >= FRESH_MAX.max(self.sorted.len() / 8) {
            self.merge();
        }
    }

    /// Entries whose key may be `key`, oldest first: almost always none or one.
    pub(crate) fn candidates(&self, key: Digest) -> Vec<u64> {
        let half = half(key);
        let from = self.sorted.partition_point(|(other, _)| *other < half);
        let rest = self.sorted.get(from..).unwrap_or_default();
        let old = rest.iter().take_while(|(other, _)| *other == half).map(|(_, entry)| *entry);
        let new = self.fresh.range((half, 0)..=(half, u64::MAX)).map(|(_, entry)| *entry);
        old.chain(new).collect()
    }

    /// All keys in order, as bytes.
    pub(crate) fn encode(&mut self) -> Vec<u8> {
        self.merge();
        let rows = self.sorted.iter();
        rows.flat_map(|(half, entry)| [half.to_le_bytes(), entry.to_le_bytes()].concat()).collect()
    }

    /// What [`Keys::encode`] gave for `size` entries; `None` for anything else.
    pub(crate) fn decode(bytes: &[u8], size: u64) -> Option<Self> {
        let (rows, rest) = bytes.as_chunks::<ROW_BYTES>();
        if !rest.is_empty() || rows.len() as u64 != size {
            return None;
        }
        let number = |bytes: &[u8]| bytes.try_into().map(u64::from_le_bytes).ok();
        let pair = |row: &[u8; ROW_BYTES]| {
            let (half, entry) = row.split_at(ROW_BYTES / 2);
            Some((number(half)?, number(entry)?))
        };
        let sorted = rows.iter().map(pair).collect::<Option<Vec<_>>>()?;
        sorted.is_sorted().then_some(Self { sorted, fresh: BTreeSet::new() })
    }

    fn merge(&mut self) {
        self.sorted.extend(std::mem::take(&mut self.fresh));
        self.sorted.sort_unstable();
    }
}

fn half(key: Digest) -> u64 {
    key.0.first_chunk().copied().map_or(0, u64::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u64) -> Digest {
        Digest::of(&number.to_be_bytes())
    }

    #[test]
    fn every_inserted_key_is_found_before_and_after_it_was_encoded() {
        let mut keys = Keys::default();
        for entry in 0..10_000 {
            assert!(keys.candidates(key(entry)).is_empty());
            keys.insert(key(entry), entry);
        }
        let bytes = keys.encode();
        let read = Keys::decode(&bytes, 10_000).unwrap();
        for entry in 0..10_000 {
            assert_eq!(keys.candidates(key(entry)), [entry]);
            assert_eq!(read.candidates(key(entry)), [entry]);
        }
    }

    #[test]
    fn keys_that_begin_alike_are_all_named_oldest_first() {
        let mut keys = Keys::default();
        let (mut one, mut two) = ([7; 32], [7; 32]);
        (one[31], two[31]) = (1, 2);
        keys.insert(Digest(one), 3);
        keys.encode();
        keys.insert(Digest(two), 9);
        assert_eq!(keys.candidates(Digest(two)), [3, 9]);
    }

    #[test]
    fn other_bytes_are_no_keys() {
        let mut keys = Keys::default();
        keys.insert(key(1), 0);
        keys.insert(key(2), 1);
        let mut bytes = keys.encode();
        assert!(Keys::decode(&bytes, 3).is_none());
        bytes.rotate_left(ROW_BYTES);
        assert!(Keys::decode(&bytes, 2).is_none(), "out of order");
        bytes.pop();
        assert!(Keys::decode(&bytes, 2).is_none());
    }
}

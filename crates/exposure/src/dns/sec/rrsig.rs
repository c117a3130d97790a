//! Signatures over sets of records (RFC 4034 section 3, RFC 4035 section 5.3).

use super::key::Dnskey;
use super::name::Name;
use super::wire::{Message, Reader, Record, kind};

/// Most signatures over one set that are tried, and most keys with the same tag: names that bring
/// more bring them to make us work (CVE-2023-50387).
pub(crate) const SIGNATURES_MAX: usize = 8;
pub(crate) const KEYS_PER_TAG_MAX: usize = 4;

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rrsig {
    /// The type of the records that it is over.
    pub(crate) covers: u16,
    /// Its algorithm.
    pub(crate) algorithm: u8,
    labels: u8,
    original_ttl: u32,
    expires: u32,
    begins: u32,
    /// The tag of the key that made it.
    pub(crate) tag: u16,
    /// The zone whose key made it.
    pub(crate) signer: Name,
    signature: Vec<u8>,
    /// Its data up to the signature: what is signed too.
    head: Vec<u8>,
}

/// How an instant lies to the time of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InTime {
    Yes,
    Expired,
    NotYet,
}

impl Rrsig {
    /// Reads the data of an RRSIG record, in canonical form.
    pub(crate) fn read(data: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(data);
        let (covers, algorithm, labels) = (reader.u16()?, reader.u8()?, reader.u8()?);
        let (original_ttl, expires, begins) = (reader.u32()?, reader.u32()?, reader.u32()?);
        let tag = reader.u16()?;
        let signer = reader.name()?;
        let head = data.get(..reader.at)?.to_vec();
        let signature = reader.rest().to_vec();
        Some(Self {
            covers,
            algorithm,
            labels,
            original_ttl,
            expires,
            begins,
            tag,
            signer,
            signature,
            head,
        })
    }

    /// Whether `now_s` (seconds since 1970) is within its time. The numbers on the wire wrap around,
    /// so they are compared as RFC 1982 says.
    pub(crate) fn is_in_time(&self, now_s: u32) -> InTime {
        if is_before(self.expires, now_s) {
            InTime::Expired
        } else if is_before(now_s, self.begins) {
            InTime::NotYet
        } else {
            InTime::Yes
        }
    }

    /// How many seconds from `now_s` until it expires; below zero when it has.
    pub(crate) fn seconds_left(&self, now_s: u32) -> i64 {
        let ahead = i64::from(self.expires.wrapping_sub(now_s));
        if ahead > i64::from(u32::MAX / 2) { ahead - (i64::from(u32::MAX) + 1) } else { ahead }
    }

    /// The name of the wildcard that `owner` was made of: `None` when it was made of none.
    pub(crate) fn wildcard(&self, owner: &Name) -> Option<Name> {
        let labels = usize::from(self.labels);
        (labels < owner.signed_len()).then(|| owner.last(labels))
    }

    /// Whether it counts more labels than the owner has: then it is no signature over it.
    pub(crate) fn fits(&self, owner: &Name) -> bool {
        usize::from(self.labels) <= owner.signed_len()
    }

    /// Whether `key` made it over that set.
    pub(crate) fn is_by(&self, key: &Dnskey, set: &Set<'_>) -> bool {
        let Some(signed) = self.signed(set) else { return false };
        key.verifies(&signed, &self.signature)
    }

    /// What is signed (RFC 4034 section 3.1.8.1): each record once, in the order of their data.
    fn signed(&self, set: &Set<'_>) -> Option<Vec<u8>> {
        let owner = match self.wildcard(set.name) {
            Some(encloser) => encloser.child(b"*")?,
            None => set.name.clone(),
        };
        let mut data: Vec<&[u8]> = set.records.iter().map(|record| &*record.data).collect();
        data.sort_unstable();
        data.dedup();
        let mut signed = self.head.clone();
        for data in data {
            signed.extend(owner.wire());
            signed.extend(set.kind.to_be_bytes());
            signed.extend(set.class.to_be_bytes());
            signed.extend(self.original_ttl.to_be_bytes());
            signed.extend(u16::try_from(data.len()).ok()?.to_be_bytes());
            signed.extend_from_slice(data);
        }
        Some(signed)
    }
}

fn is_before(earlier: u32, later: u32) -> bool {
    earlier != later && later.wrapping_sub(earlier) <= u32::MAX / 2
}

/// The records of one name, type and class, and the signatures over them.
#[derive(Clone, Debug)]
pub(crate) struct Set<'a> {
    /// The owner.
    pub(crate) name: &'a Name,
    /// The type.
    pub(crate) kind: u16,
    class: u16,
    /// The records.
    pub(crate) records: Vec<&'a Record>,
    /// The signatures.
    pub(crate) signatures: Vec<Rrsig>,
}

impl<'a> Set<'a> {
    /// The set of that name and type in a section, when there is one.
    pub(crate) fn of(section: &'a [Record], name: &Name, kind: u16) -> Option<Self> {
        let own = |record: &&Record| record.name == *name && record.kind == kind;
        let records: Vec<&Record> = section.iter().filter(own).collect();
        let first = records.first()?;
        let signs = |record: &&Record| record.name == *name && record.kind == kind::RRSIG;
        let signatures = section.iter().filter(signs).filter_map(|r| Rrsig::read(&r.data));
        let signatures = signatures.filter(|s| s.covers == kind).collect();
        Some(Self { name: &first.name, kind, class: first.class, records, signatures })
    }

    /// Every set of that type in the authority section.
    pub(crate) fn all_of(message: &'a Message, kind: u16) -> Vec<Self> {
        let mut owners: Vec<&Name> = message
            .authorities
            .iter()
            .filter(|record| record.kind == kind)
            .map(|record| &record.name)
            .collect();
        owners.sort_unstable();
        owners.dedup();
        owners.iter().filter_map(|name| Self::of(&message.authorities, name, kind)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(begins: u32, expires: u32) -> Rrsig {
        let data = [
            &[0, 1, 13, 2, 0, 0, 0, 60][..],
            &expires.to_be_bytes(),
            &begins.to_be_bytes(),
            &[0, 9, 0, 1],
        ]
        .concat();
        Rrsig::read(&data).unwrap()
    }

    #[test]
    fn the_time_of_a_signature_is_closed_at_both_ends() {
        let signature = between(100, 200);
        for (now_s, expected) in
            [(99, InTime::NotYet), (100, InTime::Yes), (200, InTime::Yes), (201, InTime::Expired)]
        {
            assert_eq!(signature.is_in_time(now_s), expected, "{now_s}");
        }
        assert_eq!(signature.seconds_left(150), 50);
        assert_eq!(signature.seconds_left(250), -50);
    }

    /// In 2106 the seconds begin anew.
    #[test]
    fn the_time_of_a_signature_may_wrap_around() {
        let signature = between(u32::MAX - 10, 10);
        assert_eq!(signature.is_in_time(u32::MAX), InTime::Yes);
        assert_eq!(signature.is_in_time(5), InTime::Yes);
        assert_eq!(signature.is_in_time(11), InTime::Expired);
        assert_eq!(signature.is_in_time(u32::MAX - 11), InTime::NotYet);
    }

    #[test]
    fn fewer_labels_than_the_owner_has_mean_a_wildcard() {
        let signature = between(1, 2);
        let owner = Name::from_text("a.b.nordvik.example").unwrap();
        assert_eq!(signature.wildcard(&owner), Name::from_text("nordvik.example"));
        assert_eq!(signature.wildcard(&Name::from_text("*.nordvik.example").unwrap()), None);
        assert!(!signature.fits(&Name::from_text("example").unwrap()));
    }
}

//! NSEC3: the same proofs over hashes of names (RFC 5155 sections 3 and 8, RFC 9276).

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::name::Name;
use super::nsec::{Denied, Types};
use super::wire::Reader;

/// Most rounds of hashing that are done for a zone; one that asks for more counts as unsigned, as RFC
/// 9276 section 3.2 lets a validator do. BIND and Unbound set the same bound.
pub(crate) const ITERATIONS_MAX: u16 = 150;

/// An NSEC3 record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Nsec3 {
    /// The hash at which it stands.
    hash: Vec<u8>,
    next: Vec<u8>,
    /// The settings of the hash.
    pub(crate) settings: Settings,
    opts_out: bool,
    types: Types,
}

/// How names are hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    algorithm: u8,
    /// How many more times the hash is hashed.
    pub(crate) iterations: u16,
    /// What is added to the name.
    pub(crate) salt: Vec<u8>,
}

impl Nsec3 {
    /// Reads the data of the record at `owner`, which must stand right below `zone`.
    pub(crate) fn read(zone: &Name, owner: &Name, data: &[u8]) -> Option<Self> {
        if owner.parent() != *zone {
            return None;
        }
        let mut reader = Reader::new(data);
        let (algorithm, flags, iterations) = (reader.u8()?, reader.u8()?, reader.u16()?);
        let salt_length = usize::from(reader.u8()?);
        let salt = reader.take(salt_length)?.to_vec();
        let next_length = usize::from(reader.u8()?);
        let next = reader.take(next_length)?.to_vec();
        Some(Self {
            hash: base32(owner.first()?)?,
            next,
            settings: Settings { algorithm, iterations, salt },
            opts_out: flags & 1 != 0,
            types: Types::read(&mut reader)?,
        })
    }

    /// Whether the zone leaves unsigned names out of the chain here.
    pub(crate) fn opts_out(&self) -> bool {
        self.opts_out
    }

    fn covers(&self, hash: &[u8]) -> bool {
        let is_last = self.next <= self.hash;
        let (after, before) = (*self.hash < *hash, *hash < *self.next);
        if is_last { after || before } else { after && before }
    }
}

impl Settings {
    /// Whether the hash is one that is known, and not more work than anyone should ask for.
    pub(crate) fn are_bearable(&self) -> bool {
        self.algorithm == 1 && self.iterations <= ITERATIONS_MAX
    }

    fn hash(&self, name: &Name) -> Vec<u8> {
        let salted = |bytes: &[u8]| {
            digest(&SHA1_FOR_LEGACY_USE_ONLY, &[bytes, &*self.salt].concat()).as_ref().to_vec()
        };
        (0..self.iterations).fold(salted(&name.wire()), |hash, _| salted(&hash))
    }
}

/// Records of one zone with the same settings, whose signatures are right.
pub(crate) struct Chain<'a> {
    zone: &'a Name,
    settings: &'a Settings,
    records: &'a [Nsec3],
}

impl<'a> Chain<'a> {
    /// Those that have the settings of the first; nothing when there are none.
    pub(crate) fn new(zone: &'a Name, records: &'a [Nsec3]) -> Option<Self> {
        let settings = &records.first()?.settings;
        Some(Self { zone, settings, records })
    }

    fn own(&self) -> impl Iterator<Item = &'a Nsec3> {
        let settings = self.settings;
        self.records.iter().filter(move |record| record.settings == *settings)
    }

    fn at(&self, name: &Name) -> Option<&'a Nsec3> {
        let hash = self.settings.hash(name);
        self.own().find(|record| record.hash == hash)
    }

    fn over(&self, name: &Name) -> Option<&'a Nsec3> {
        let hash = self.settings.hash(name);
        self.own().find(|record| record.covers(&hash))
    }

    /// What they show of `name`; nothing when they prove nothing (RFC 5155 sections 8.4 to 8.7).
    pub(crate) fn denied(&self, name: &Name, asked: u16) -> Option<Denied> {
        if let Some(own) = self.at(name) {
            return own.types.denial_of(asked, name.len() == 0);
        }
        let (encloser, next_closer) = self.closest_encloser(name)?;
        let gap = self.over(&next_closer)?;
        if gap.opts_out {
            return Some(Denied::OptOut);
        }
        let wildcard = encloser.child(b"*")?;
        if let Some(own) = self.at(&wildcard) {
            own.types.denial_of(asked, false)?;
            return Some(Denied::NoData { is_cut: false });
        }
        self.over(&wildcard).map(|_| Denied::NoName)
    }

    /// The record that shows that no name closer to `name` than the wildcard below `encloser` exists.
    pub(crate) fn no_closer(&self, name: &Name, encloser: &Name) -> Option<&'a Nsec3> {
        self.over(&name.last(encloser.len() + 1))
    }

    /// The longest existing name above `name`, and the name one label longer.
    fn closest_encloser(&self, name: &Name) -> Option<(Name, Name)> {
        let lengths = (self.zone.len()..name.len()).rev();
        let found = lengths
            .map(|length| (name.last(length), length))
            .find_map(|(candidate, length)| Some((self.at(&candidate)?, candidate, length)));
        let (record, encloser, length) = found?;
        (!record.types.ends_here()).then(|| (encloser, name.last(length + 1)))
    }
}

/// Base32 with the extended hexadecimal alphabet, without padding (RFC 4648 section 7).
fn base32(text: &[u8]) -> Option<Vec<u8>> {
    let (mut bytes, mut buffer, mut bits) = (Vec::new(), 0_u32, 0_u32);
    for char in text {
        let digit = char::from(*char).to_digit(32)?;
        buffer = (buffer << 5 | digit) & 0xffff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(buffer >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 5155 appendix A.
    #[test]
    fn names_are_hashed_as_the_standard_shows() {
        let settings =
            Settings { algorithm: 1, iterations: 12, salt: vec![0xaa, 0xbb, 0xcc, 0xdd] };
        for (name, hash) in [
            ("example", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"),
            ("a.example", "35mthgpgcu1qg68fab165klnsnk3dpvl"),
            ("*.w.example", "r53bq7cc2uvmubfu5ocmm6pers9tk9en"),
        ] {
            let name = Name::from_text(name).unwrap();
            assert_eq!(Some(settings.hash(&name)), base32(hash.as_bytes()), "{name}");
        }
    }

    #[test]
    fn what_is_no_hash_is_refused() {
        assert_eq!(base32(b"zz"), None);
        assert_eq!(base32(b"0p9m"), Some(vec![0x06, 0x53]));
    }

    #[test]
    fn a_zone_that_asks_for_much_work_is_not_bearable() {
        let settings = |algorithm, iterations| Settings { algorithm, iterations, salt: vec![] };
        assert!(settings(1, ITERATIONS_MAX).are_bearable());
        assert!(!settings(1, ITERATIONS_MAX + 1).are_bearable());
        assert!(!settings(2, 0).are_bearable());
    }
}

//! NSEC: that there is nothing between two names, and which types a name has (RFC 4034 section 4,
//! RFC 4035 section 5.4).

use super::name::Name;
use super::wire::{Reader, kind};

/// What a proof shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    /// The name is there, without records of that type.
    NoData {
        /// The name is delegated: it has NS and no SOA.
        is_cut: bool,
    },
    /// The name is not there.
    NoName,
    /// The name lies among those that the zone leaves unsigned (RFC 5155 section 6).
    OptOut,
}

/// The list of types at the end of NSEC and NSEC3 (RFC 4034 section 4.1.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Types(Vec<u16>);

impl Types {
    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut types = Vec::new();
        while reader.at < reader.bytes.len() {
            let (window, length) = (reader.u8()?, reader.u8()?);
            if !(1..=32).contains(&length) {
                return None;
            }
            for (at, byte) in (0_u16..).zip(reader.take(usize::from(length))?) {
                let bits = (0_u16..8).filter(|bit| byte & (0x80 >> bit) != 0);
                types.extend(bits.map(|bit| u16::from(window) * 256 + at * 8 + bit));
            }
        }
        Some(Self(types))
    }

    pub(crate) fn has(&self, kind: u16) -> bool {
        self.0.contains(&kind)
    }

    /// Whether the name is delegated, seen from above.
    pub(crate) fn is_cut(&self) -> bool {
        self.has(kind::NS) && !self.has(kind::SOA)
    }

    /// Whether nothing below the name can be told from here: other servers answer for it.
    pub(crate) fn ends_here(&self) -> bool {
        self.is_cut() || self.has(kind::DNAME)
    }

    /// What the list of the name itself says of a type; nothing when it contradicts the denial, or
    /// stems from the wrong side of a delegation.
    pub(crate) fn denial_of(&self, asked: u16, is_root: bool) -> Option<Denied> {
        let wrong_side =
            if asked == kind::DS { self.has(kind::SOA) && !is_root } else { self.is_cut() };
        let denies = !self.has(asked) && !self.has(kind::CNAME) && !wrong_side;
        denies.then_some(Denied::NoData { is_cut: self.is_cut() })
    }
}

/// An NSEC record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Nsec {
    owner: Name,
    next: Name,
    types: Types,
}

impl Nsec {
    pub(crate) fn read(owner: &Name, data: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(data);
        let next = reader.name()?;
        Some(Self { owner: owner.clone(), next, types: Types::read(&mut reader)? })
    }

    /// Whether the name would stand between the two. The last one points back to the first.
    fn covers(&self, name: &Name) -> bool {
        let is_last = self.next <= self.owner;
        self.owner < *name && (is_last || *name < self.next)
    }
}

/// What those records of one zone, whose signatures are right, show of `name`; nothing when they
/// prove nothing.
pub(crate) fn denied(nsecs: &[Nsec], name: &Name, asked: u16) -> Option<Denied> {
    if let Some(own) = nsecs.iter().find(|nsec| nsec.owner == *name) {
        return own.types.denial_of(asked, name.len() == 0);
    }
    let cover = covering(nsecs, name)?;
    // Something stands below it, so it exists, empty.
    if cover.next.is_within(name) {
        return Some(Denied::NoData { is_cut: false });
    }
    let (left, right) = (name.common(&cover.owner), name.common(&cover.next));
    let encloser = if left.len() >= right.len() { left } else { right };
    let wildcard = encloser.child(b"*")?;
    if let Some(own) = nsecs.iter().find(|nsec| nsec.owner == wildcard) {
        own.types.denial_of(asked, false)?;
        return Some(Denied::NoData { is_cut: false });
    }
    covering(nsecs, &wildcard).map(|_| Denied::NoName)
}

/// Whether they show that no name closer to `name` than the wildcard exists.
pub(crate) fn covers(nsecs: &[Nsec], name: &Name) -> bool {
    covering(nsecs, name).is_some()
}

fn covering<'a>(nsecs: &'a [Nsec], name: &Name) -> Option<&'a Nsec> {
    nsecs.iter().find(|nsec| {
        let from_above = nsec.types.ends_here() && name.is_within(&nsec.owner);
        nsec.covers(name) && !from_above
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::from_text(text).unwrap()
    }

    fn nsec(owner: &str, next: &str, types: &[u16]) -> Nsec {
        Nsec { owner: name(owner), next: name(next), types: Types(types.to_vec()) }
    }

    /// A zone with a name, a delegation, an empty name (`e`), and a wildcard below `w`.
    fn zone() -> Vec<Nsec> {
        vec![
            nsec("example", "a.example", &[kind::NS, kind::SOA]),
            nsec("a.example", "d.example", &[kind::A]),
            nsec("d.example", "x.e.example", &[kind::NS]),
            nsec("x.e.example", "w.example", &[kind::A]),
            nsec("w.example", "*.w.example", &[kind::A]),
            nsec("*.w.example", "example", &[kind::A]),
        ]
    }

    #[test]
    fn a_name_and_a_type_are_denied_as_they_are() {
        let here = |is_cut| Some(Denied::NoData { is_cut });
        for (asked, kind, expected) in [
            ("a.example", kind::MX, here(false)),
            ("a.example", kind::A, None),
            ("a.example", kind::DS, here(false)),
            ("d.example", kind::DS, here(true)),
            // The parent says nothing about what a delegated name has.
            ("d.example", kind::A, None),
            ("below.d.example", kind::A, None),
            ("example", kind::MX, here(false)),
            // Nor the zone about its own DS.
            ("example", kind::DS, None),
            ("e.example", kind::A, here(false)),
            ("b.example", kind::A, Some(Denied::NoName)),
            ("zz.w.example", kind::MX, here(false)),
            ("zz.w.example", kind::A, None),
        ] {
            assert_eq!(denied(&zone(), &name(asked), kind), expected, "{asked} {kind}");
        }
    }

    #[test]
    fn without_the_wildcard_nothing_is_proved_absent() {
        let only = [nsec("a.example", "d.example", &[kind::A])];
        assert_eq!(denied(&only, &name("b.example"), kind::A), None);
        assert_eq!(denied(&[], &name("b.example"), kind::A), None);
    }

    #[test]
    fn a_list_of_types_is_read_window_by_window() {
        // The example of RFC 4034 section 4.3: A MX RRSIG NSEC TYPE1234.
        let mut bytes = vec![0, 6, 0x40, 0x01, 0, 0, 0, 3, 4, 0x1b];
        bytes.extend([0; 26]);
        bytes.push(0x20);
        let types = Types::read(&mut Reader::new(&bytes)).unwrap();
        assert_eq!(types.0, [1, 15, 46, 47, 1234]);
        for bad in [&[0][..], &[0, 0], &[0, 33], &[0, 2, 1]] {
            assert_eq!(Types::read(&mut Reader::new(bad)), None, "{bad:?}");
        }
    }
}

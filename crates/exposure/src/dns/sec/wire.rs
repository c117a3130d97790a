//! Messages of DNS, read for their signatures: every record's data stays byte for byte what was signed.
//!
//! The library that asks reads messages for their meaning, and does not promise to write the same bytes
//! again; a signature is over bytes. So this reads the message a second time, as RFC 4034 section 6.2
//! wants it: names written out, and in lower case where that section says so.

use super::name::Name;

/// Most records that are read from one message.
const RECORDS_MAX: usize = 2_000;

/// Most pointers that are followed inside one name (RFC 1035 section 4.1.4).
const POINTERS_MAX: usize = 32;

/// The types of records that have a meaning here.
pub(crate) mod kind {
    pub(crate) const A: u16 = 1;
    pub(crate) const NS: u16 = 2;
    pub(crate) const CNAME: u16 = 5;
    pub(crate) const SOA: u16 = 6;
    pub(crate) const MX: u16 = 15;
    pub(crate) const TXT: u16 = 16;
    pub(crate) const AAAA: u16 = 28;
    pub(crate) const DNAME: u16 = 39;
    pub(crate) const DS: u16 = 43;
    pub(crate) const RRSIG: u16 = 46;
    pub(crate) const NSEC: u16 = 47;
    pub(crate) const DNSKEY: u16 = 48;
    pub(crate) const NSEC3: u16 = 50;
    pub(crate) const CAA: u16 = 257;
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// The name and type that it answers.
    pub(crate) question: (Name, u16),
    /// The flags of the header, as they stand.
    pub(crate) flags: u16,
    /// The answer section.
    pub(crate) answers: Vec<Record>,
    /// The authority section.
    pub(crate) authorities: Vec<Record>,
    /// The additional section; empty when it cannot be read, for nothing is decided by its absence.
    pub(crate) additional: Vec<Record>,
}

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// Its owner.
    pub(crate) name: Name,
    /// Its type.
    pub(crate) kind: u16,
    /// Its class.
    pub(crate) class: u16,
    /// Its data in canonical form.
    pub(crate) data: Vec<u8>,
}

impl Message {
    /// Reads a message; `None` when it breaks off or points astray.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader { bytes, at: 0 };
        let _id = reader.u16()?;
        let flags = reader.u16()?;
        let [questions, answers, authorities, additional] =
            [reader.u16()?, reader.u16()?, reader.u16()?, reader.u16()?];
        // Everyone asks one question at a time, and nobody answers more (RFC 9619).
        let question = match questions {
            1 => (reader.name()?, reader.u16()?),
            // The later messages of a transfer need not say it again (RFC 5936 section 2.2.1).
            0 => (Name::root(), 0),
            _ => return None,
        };
        reader.take(if questions == 1 { 2 } else { 0 })?;
        let mut records = |count: u16| -> Option<Vec<Record>> {
            (usize::from(count) <= RECORDS_MAX).then_some(())?;
            (0..count).map(|_| reader.record()).collect()
        };
        let (answers, authorities) = (records(answers)?, records(authorities)?);
        let additional = records(additional).unwrap_or_default();
        Some(Self { question, flags, answers, authorities, additional })
    }

    /// The response code, without the part that EDNS adds.
    pub(crate) fn rcode(&self) -> u16 {
        self.flags & 0xf
    }

    /// Whether whoever answered answers for the zone (AA).
    pub(crate) fn is_authoritative(&self) -> bool {
        self.flags & 0x0400 != 0
    }

    /// Whether whoever answered asks others on one's behalf (RA).
    pub(crate) fn offers_recursion(&self) -> bool {
        self.flags & 0x0080 != 0
    }
}

/// Reads from the front; nothing is read beyond the end.
pub(crate) struct Reader<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(count)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_be_bytes)
    }

    pub(crate) fn rest(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at = self.bytes.len();
        rest
    }

    /// A name, its pointers followed; they must lead back, so that none leads in a circle.
    pub(crate) fn name(&mut self) -> Option<Name> {
        let (mut labels, mut length, mut at, mut after) = (Vec::new(), 0, self.at, None);
        let mut pointers = 0;
        loop {
            let first = usize::from(*self.bytes.get(at)?);
            match first >> 6 {
                0 if first == 0 => {
                    self.at = after.unwrap_or(at + 1);
                    return Name::of_labels(labels);
                }
                0 => {
                    labels.push(self.bytes.get(at + 1..at + 1 + first)?.to_vec());
                    length += first + 1;
                    at += first + 1;
                }
                3 => {
                    after = after.or(Some(at + 2));
                    let to = (first & 0x3f) << 8 | usize::from(*self.bytes.get(at + 1)?);
                    pointers += 1;
                    if to >= at || pointers > POINTERS_MAX {
                        return None;
                    }
                    at = to;
                }
                _ => return None,
            }
            if length > 255 {
                return None;
            }
        }
    }

    fn record(&mut self) -> Option<Record> {
        let name = self.name()?;
        let (kind, class, _ttl) = (self.u16()?, self.u16()?, self.u32()?);
        let length = usize::from(self.u16()?);
        let end = self.at.checked_add(length).filter(|end| *end <= self.bytes.len())?;
        let data = self.data(kind, end)?;
        self.at = end;
        Some(Record { name, kind, class, data })
    }

    /// The data of a record of that type, up to `end`.
    fn data(&mut self, kind: u16, end: usize) -> Option<Vec<u8>> {
        let mut data = Vec::new();
        for part in layout(kind) {
            match part {
                Part::Bytes(count) => data.extend_from_slice(self.take(*count)?),
                Part::Text => {
                    let length = self.u8()?;
                    data.push(length);
                    data.extend_from_slice(self.take(usize::from(length))?);
                }
                Part::Name => data.extend(self.name()?.wire()),
            }
        }
        data.extend_from_slice(self.bytes.get(self.at..end)?);
        Some(data)
    }
}

/// What the data of a record begins with, as far as there are names in it.
enum Part {
    Bytes(usize),
    Text,
    Name,
}

/// RFC 4034 section 6.2 lists the types whose names are written out and in lower case; RFC 6840
/// section 5.1 takes NSEC off the list, and of RRSIG the signer stays on it. The data of all others
/// are as they came (RFC 3597 section 7).
const fn layout(kind: u16) -> &'static [Part] {
    use Part::{Bytes, Name, Text};
    match kind {
        // NS, MD, MF, CNAME, MB, MG, MR, PTR, DNAME
        2..=5 | 7..=9 | 12 | 39 => &[Name],
        // SOA, MINFO, RP
        6 | 14 | 17 => &[Name, Name],
        // MX, AFSDB, RT, KX
        15 | 18 | 21 | 36 => &[Bytes(2), Name],
        // PX
        26 => &[Bytes(2), Name, Name],
        // SRV
        33 => &[Bytes(6), Name],
        // NAPTR
        35 => &[Bytes(4), Text, Text, Text, Name],
        // SIG, RRSIG
        24 | 46 => &[Bytes(18), Name],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A header with that many answers.
    fn message(answers: u8, body: &[u8]) -> Vec<u8> {
        let question = b"\x04nord\0\0\x01\0\x01";
        [&[0, 1, 0x84, 0, 0, 1, 0, answers, 0, 0, 0, 0], &question[..], body].concat()
    }

    #[test]
    fn names_in_data_are_written_out_in_lower_case() {
        // NORD. MX 10 (pointer to the owner)
        let body = [&b"\x04NORD\0\0\x0f\0\x01\0\0\0\x3c\0\x04\0\x0a"[..], &[0xc0, 12]].concat();
        let read = Message::read(&message(1, &body)).unwrap();
        assert_eq!(read.answers[0].data, b"\0\x0a\x04nord\0");
        assert!(read.is_authoritative() && !read.offers_recursion());
    }

    #[test]
    fn a_pointer_that_leads_to_itself_or_onward_is_no_name() {
        for pointer in [[0xc0, 22], [0xc0, 40]] {
            // The body begins at 22.
            let body = [&pointer[..], b"\0\x01\0\x01\0\0\0\x3c\0\x04\x7f\0\0\x01"].concat();
            assert_eq!(Message::read(&message(1, &body)), None);
        }
    }

    #[test]
    fn a_message_that_breaks_off_is_none() {
        let body = b"\x04nord\0\0\x01\0\x01\0\0\0\x3c\0\x04\x7f\0\0\x01";
        let whole = message(1, body);
        assert!(Message::read(&whole).is_some());
        for length in 0..whole.len() {
            assert_eq!(Message::read(&whole[..length]), None, "{length}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Message::read(&bytes);
            let _ = Message::read(&message(3, &bytes));
        }
    }
}

//! A record in a segment: a header of fixed length, the envelope, the body.
//!
//! | bytes | header field, numbers little-endian |
//! |---|---|
//! | 0..4 | `AvR1` |
//! | 4..8 | length of the envelope |
//! | 8..12 | length of the body, 0 when there is none |
//! | 12..20 | the first 8 bytes of the envelope's leaf hash |
//! | 20..28 | the first 8 bytes of the body's SHA-256, zeros when there is no body |
//! | 28..32 | the first 4 bytes of the SHA-256 of bytes 0..28 |
//!
//! So the header alone tells whether it is whole, and how much follows; and what follows is told
//! from anything else without a second hash over it. Erasing a body leaves the header as it was.

use crate::merkle::{NodeHash, sha256};

/// Bytes of the header.
pub(crate) const HEADER_BYTES: usize = 32;

/// Most bytes that an envelope may have, its time included.
pub const ENVELOPE_BYTES_MAX: usize = 16 * 1024;

/// Most bytes that a body may have.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;

const MAGIC: [u8; 4] = *b"AvR1";

/// The header of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) envelope_bytes: u32,
    pub(crate) body_bytes: u32,
    pub(crate) envelope_check: [u8; 8],
    pub(crate) body_check: [u8; 8],
}

impl Header {
    pub(crate) fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        let fields = [
            &MAGIC[..],
            &self.envelope_bytes.to_le_bytes(),
            &self.body_bytes.to_le_bytes(),
            &self.envelope_check,
            &self.body_check,
        ]
        .concat();
        let check = sha256(&fields);
        for (to, from) in bytes.iter_mut().zip(fields.iter().chain(&check.0)) {
            *to = *from;
        }
        bytes
    }

    /// `None` when the bytes are no header that this program wrote.
    pub(crate) fn decode(bytes: &[u8; HEADER_BYTES]) -> Option<Self> {
        let (fields, check) = bytes.split_last_chunk::<4>()?;
        if !sha256(fields).0.starts_with(check) {
            return None;
        }
        let (magic, rest) = fields.split_first_chunk::<4>()?;
        let (envelope, rest) = rest.split_first_chunk::<4>()?;
        let (body, rest) = rest.split_first_chunk::<4>()?;
        let (envelope_check, rest) = rest.split_first_chunk::<8>()?;
        let (body_check, _) = rest.split_first_chunk::<8>()?;
        let header = Self {
            envelope_bytes: u32::from_le_bytes(*envelope),
            body_bytes: u32::from_le_bytes(*body),
            envelope_check: *envelope_check,
            body_check: *body_check,
        };
        let fits =
            header.envelope_len() <= ENVELOPE_BYTES_MAX && header.body_len() <= BODY_BYTES_MAX;
        (*magic == MAGIC && fits).then_some(header)
    }

    pub(crate) fn envelope_len(&self) -> usize {
        usize::try_from(self.envelope_bytes).unwrap_or(usize::MAX)
    }

    pub(crate) fn body_len(&self) -> usize {
        usize::try_from(self.body_bytes).unwrap_or(usize::MAX)
    }

    /// Bytes of the whole record.
    pub(crate) fn total(&self) -> usize {
        HEADER_BYTES.saturating_add(self.envelope_len()).saturating_add(self.body_len())
    }
}

/// A record as it lies in a segment. The header and the envelope were checked, the body was not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    /// Where it begins in its segment, in bytes.
    pub(crate) offset: u64,
    pub(crate) header: Header,
    pub(crate) leaf: NodeHash,
    pub(crate) envelope: &'a [u8],
    pub(crate) body: &'a [u8],
    /// Whether the file holds only zeros from the last byte of the body on. After the checkpoint
    /// that is a write that was lost, if the body is not whole: a body is erased only after the
    /// entry that orders it, so never the last one's.
    pub(crate) ends_in_zeros: bool,
}

/// What became of an entry's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyState<'a> {
    /// The entry never had one.
    None,
    /// The bytes.
    Present(&'a [u8]),
    /// It was erased.
    Erased,
}

impl<'a> Record<'a> {
    /// What is there of the body, without asking whether it is the right one.
    pub(crate) fn body_state(&self) -> BodyState<'a> {
        if self.body.is_empty() {
            BodyState::None
        } else if is_zero(self.body) {
            BodyState::Erased
        } else {
            BodyState::Present(self.body)
        }
    }
}

/// Whether all bytes are zero. Stops at the first that is not.
pub(crate) fn is_zero(bytes: &[u8]) -> bool {
    let (blocks, rest) = bytes.as_chunks::<64>();
    blocks.iter().all(|block| *block == [0; 64]) && rest.iter().all(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_of_a_header_is_noticed() {
        let header = Header {
            envelope_bytes: 300,
            body_bytes: 20,
            envelope_check: [1, 2, 3, 4, 5, 6, 7, 8],
            body_check: [9; 8],
        };
        let bytes = header.encode();
        assert_eq!(Header::decode(&bytes), Some(header));
        for bit in 0..HEADER_BYTES * 8 {
            let mut flipped = bytes;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Header::decode(&flipped), None, "bit {bit}");
        }
    }
}

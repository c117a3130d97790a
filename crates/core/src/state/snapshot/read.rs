//! Reading what the writer wrote. Every length is checked against what is left before anything is
//! reserved for it.

use super::BadSnapshot;
use crate::{EntityId, EntryId, Instant, Name};

/// Bytes being read.
pub(super) struct Reader<'b>(pub(super) &'b [u8]);

type Read<T> = Result<T, BadSnapshot>;

impl<'b> Reader<'b> {
    pub(super) fn take(&mut self, length: usize) -> Read<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(BadSnapshot::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| BadSnapshot::Damaged)
    }

    pub(super) fn byte(&mut self) -> Read<u8> {
        let (byte, rest) = self.0.split_first().ok_or(BadSnapshot::Damaged)?;
        self.0 = rest;
        Ok(*byte)
    }

    pub(super) fn flag(&mut self) -> Read<bool> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(BadSnapshot::Damaged),
        }
    }

    pub(super) fn number(&mut self) -> Read<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(BadSnapshot::Damaged);
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(BadSnapshot::Damaged)
    }

    pub(super) fn number_u32(&mut self) -> Read<u32> {
        self.number()?.try_into().map_err(|_| BadSnapshot::Damaged)
    }

    /// A length; what has it takes at least one byte for each.
    pub(super) fn length(&mut self) -> Read<usize> {
        let length = usize::try_from(self.number()?).map_err(|_| BadSnapshot::Damaged)?;
        if length > self.0.len() { Err(BadSnapshot::Damaged) } else { Ok(length) }
    }

    pub(super) fn signed(&mut self) -> Read<i64> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(super) fn text(&mut self) -> Read<&'b str> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| BadSnapshot::Damaged)
    }

    pub(super) fn name(&mut self) -> Read<Name> {
        self.text()?.parse().map_err(|_| BadSnapshot::Damaged)
    }

    pub(super) fn id(&mut self) -> Read<EntityId> {
        self.text()?.parse().map_err(|_| BadSnapshot::Damaged)
    }

    pub(super) fn instant(&mut self) -> Read<Instant> {
        self.signed().map(Instant::from_millis)
    }

    pub(super) fn entry(&mut self) -> Read<EntryId> {
        self.number().map(EntryId)
    }

    pub(super) fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<Option<T>> {
        if self.flag()? { read(self).map(Some) } else { Ok(None) }
    }

    pub(super) fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let length = self.length()?;
        // What a hostile length can reserve is bounded; a list grows past this as it is read.
        let mut values = Vec::with_capacity(length.min(1024));
        for _ in 0..length {
            values.push(read(self)?);
        }
        Ok(values)
    }
}

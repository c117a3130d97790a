//! Writing numbers, texts and lists.

use crate::{EntityId, EntryId, Instant, Name};

/// Bytes being written.
#[derive(Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn flag(&mut self, flag: bool) {
        self.byte(u8::from(flag));
    }

    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.byte((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.byte((number & 0x7f) as u8);
    }

    pub(super) fn length(&mut self, length: usize) {
        self.number(length as u64);
    }

    /// Zigzag: small numbers of either sign are short.
    pub(super) fn signed(&mut self, number: i64) {
        self.number((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.bytes(text.as_bytes());
    }

    pub(super) fn name(&mut self, name: &Name) {
        self.text(name.as_str());
    }

    pub(super) fn id(&mut self, id: &EntityId) {
        self.text(id.as_str());
    }

    pub(super) fn instant(&mut self, instant: Instant) {
        self.signed(instant.as_millis());
    }

    pub(super) fn entry(&mut self, entry: EntryId) {
        self.number(entry.0);
    }

    pub(super) fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    pub(super) fn list<T>(
        &mut self,
        values: impl ExactSizeIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        self.length(values.len());
        values.for_each(|value| write(self, value));
    }
}

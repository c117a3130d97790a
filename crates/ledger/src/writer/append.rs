//! Appending a group of entries: all of them or none.

use std::ops::Range;
use std::path::PathBuf;

use super::Writer;
use crate::LedgerError;
use crate::durable::{self, Open};
use crate::group::{Draft, Group};
use crate::segment::SEGMENT_ENTRIES;
use crate::stamp;
use crate::tile::WIDTH;

/// How far the clock may be behind the last entry.
const BEHIND_MILLIS_MAX: i64 = 5 * 60 * 1000;

/// Most full tiles kept for the next checkpoint, 8 KiB each.
const UNSAVED_TILES_MAX: usize = 2048;

/// The records of a group that go into one segment.
#[derive(Clone, Copy)]
struct Part<'a> {
    segment: u64,
    bytes: &'a [u8],
}

/// A part that was written: what is needed in order to take it back.
struct Written {
    segment: u64,
    path: PathBuf,
    end_before: u64,
}

impl Writer {
    /// Records `drafts` as the next entries, received at `now_millis` (or at the time of the last
    /// entry, where the clock is a little behind it). When it returns, they are on the disk. When it
    /// fails, none is recorded, and unless the failure is [`LedgerError::Fatal`] the writer goes on.
    pub fn append(&mut self, drafts: &[Draft], now_millis: i64) -> Result<Range<u64>, LedgerError> {
        self.alive()?;
        let millis = self.time_of_next(now_millis)?;
        let first = self.size();
        if drafts.is_empty() {
            return Ok(first..first);
        }
        let group = Group::encode(drafts, &stamp::rfc3339(millis)?)?;
        if self.unsaved.len() >= UNSAVED_TILES_MAX {
            self.save_tiles()?;
        }
        let result = self.write(&group);
        self.guard(result)?;
        self.take(&group);
        self.last_millis = Some(millis);
        Ok(first..self.size())
    }

    fn time_of_next(&self, now_millis: i64) -> Result<i64, LedgerError> {
        let Some(last) = self.last_millis else { return Ok(now_millis) };
        if now_millis < last.saturating_sub(BEHIND_MILLIS_MAX) {
            let now = stamp::rfc3339(now_millis).unwrap_or_else(|_| format!("{now_millis} ms"));
            return Err(LedgerError::ClockBehind { now, last: stamp::rfc3339(last)? });
        }
        Ok(now_millis.max(last))
    }

    fn write(&mut self, group: &Group) -> Result<(), LedgerError> {
        let mut written = Vec::new();
        for part in self.parts(group) {
            if let Err(error) = self.write_part(part, &mut written) {
                if !error.is_fatal() {
                    self.take_back(written)?;
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// What goes into each segment, in order.
    fn parts<'g>(&self, group: &'g Group) -> Vec<Part<'g>> {
        let mut parts = Vec::new();
        let (mut next, mut taken, mut cut) = (self.size(), 0, 0);
        while cut < group.bytes.len() {
            let room = SEGMENT_ENTRIES - next % SEGMENT_ENTRIES;
            taken += usize::try_from(room).unwrap_or(usize::MAX);
            let end = match group.records.get(taken - 1) {
                Some((end, _)) => *end,
                None => group.bytes.len(),
            };
            let bytes = group.bytes.get(cut..end).unwrap_or_default();
            parts.push(Part { segment: next / SEGMENT_ENTRIES, bytes });
            next += room;
            cut = end;
        }
        parts
    }

    fn write_part(
        &mut self,
        part: Part<'_>,
        written: &mut Vec<Written>,
    ) -> Result<(), LedgerError> {
        let path = self.layout.segment(part.segment);
        let end = if part.segment == self.tail.segment { self.tail.end } else { 0 };
        if self.file.as_ref().is_none_or(|(open, _)| *open != part.segment) {
            let new = !path.exists();
            let file =
                self.disk.open(&path, Open::Keep).map_err(|e| LedgerError::write(&path, e))?;
            written.push(Written { segment: part.segment, path: path.clone(), end_before: end });
            if new {
                durable::sync_dir(&*self.disk, &self.layout.segments())?;
            }
            self.file = Some((part.segment, file));
        } else {
            written.push(Written { segment: part.segment, path: path.clone(), end_before: end });
        }
        let Some((_, file)) = &mut self.file else { return Ok(()) };
        file.write_at(part.bytes, end).map_err(|e| LedgerError::write(&path, e))?;
        file.sync().map_err(|e| LedgerError::sync(&path, &e))
    }

    /// Leaves the segments as they were. What cannot be taken back makes the state of the disk
    /// uncertain, as a failed sync does.
    fn take_back(&mut self, written: Vec<Written>) -> Result<(), LedgerError> {
        self.file = None;
        for part in written.into_iter().rev() {
            let uncertain = |error: std::io::Error| LedgerError::sync(&part.path, &error);
            if part.end_before == 0 && part.segment > 0 {
                self.disk.remove(&part.path).map_err(uncertain)?;
                durable::sync_dir(&*self.disk, &self.layout.segments())?;
            } else {
                let mut file = self.disk.open(&part.path, Open::Keep).map_err(uncertain)?;
                file.truncate(part.end_before).map_err(uncertain)?;
            }
        }
        Ok(())
    }

    /// Takes records that are on the disk into the tree and the index.
    fn take(&mut self, group: &Group) {
        let mut start = 0;
        for (end, leaf) in &group.records {
            let id = self.edge.size();
            let segment = id / SEGMENT_ENTRIES;
            if segment != self.tail.segment {
                let places = std::mem::take(&mut self.tail.places);
                self.filled.insert(self.tail.segment, places);
                self.tail.segment = segment;
                self.tail.end = 0;
                self.indexed = 0;
            }
            if id.is_multiple_of(WIDTH) {
                self.tail.places.push(self.tail.end);
            }
            self.tail.end += (end - start) as u64;
            start = *end;
            self.edge.push(*leaf, &mut self.unsaved);
        }
    }
}

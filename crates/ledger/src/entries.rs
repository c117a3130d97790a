//! Reading entries in order.

use std::ops::Range;

use crate::layout::Layout;
use crate::load::seek;
use crate::merkle::NodeHash;
use crate::record::{BodyState, Record};
use crate::segment::{Records, SEGMENT_ENTRIES, Step, body_is_whole};
use crate::{LedgerError, stamp};

/// An entry as it lies in the ledger.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its place in the ledger, from 0.
    pub id: u64,
    /// The bytes that are a leaf of the tree, exactly as first written.
    pub envelope: &'a [u8],
    record: Record<'a>,
    layout: &'a Layout,
}

impl<'a> Entry<'a> {
    /// The hash of the envelope as a leaf of the tree.
    pub fn leaf(&self) -> NodeHash {
        self.record.leaf
    }

    /// When the ledger received it, in milliseconds since 1970-01-01T00:00:00Z.
    pub fn received_millis(&self) -> Option<i64> {
        stamp::received_millis(self.envelope)
    }

    /// The body, compared with its digest.
    pub fn body(&self) -> Result<BodyState<'a>, LedgerError> {
        let state = self.record.body_state();
        if matches!(state, BodyState::Present(_)) && !body_is_whole(&self.record) {
            return Err(LedgerError::Damaged {
                path: self.layout.segment(self.id / SEGMENT_ENTRIES),
                offset: self.record.offset,
                entry: self.id,
                why: "its body is damaged".to_owned(),
            });
        }
        Ok(state)
    }
}

/// Entries one after the other. Each is lent until the next is asked for.
#[derive(Debug)]
pub struct Entries<'a> {
    layout: &'a Layout,
    records: Option<Records>,
    range: Range<u64>,
}

impl<'a> Entries<'a> {
    pub(crate) fn new(layout: &'a Layout, range: Range<u64>) -> Self {
        Self { layout, records: None, range }
    }

    /// Those that are still to come.
    pub(crate) fn range(&self) -> &Range<u64> {
        &self.range
    }

    /// The next entry, or `None` after the last of the range.
    pub fn next_entry(&mut self) -> Result<Option<Entry<'_>>, LedgerError> {
        let id = self.range.start;
        if id >= self.range.end {
            return Ok(None);
        }
        let layout = self.layout;
        if id.is_multiple_of(SEGMENT_ENTRIES) {
            self.records = None;
        }
        let records = match &mut self.records {
            Some(records) => records,
            place => place.insert(seek(layout, id)?.0),
        };
        let offset = records.offset();
        let damaged = |why: &str| LedgerError::Damaged {
            path: layout.segment(id / SEGMENT_ENTRIES),
            offset,
            entry: id,
            why: why.to_owned(),
        };
        match records.step()? {
            Step::Record(record) => {
                self.range.start += 1;
                Ok(Some(Entry { id, envelope: record.envelope, record, layout }))
            }
            Step::Bad { why, .. } => Err(damaged(why)),
            Step::End | Step::Incomplete => Err(damaged("the record is not whole")),
        }
    }
}

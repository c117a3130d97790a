//! All whole records, from the first to the last, with nothing but the segments to go by.

use std::path::Path;

use crate::LedgerError;
use crate::layout::Layout;
use crate::record::Record;
use crate::segment::{Records, SEGMENT_ENTRIES, Step};

/// Gives every whole record with its id to `visit`; says how many there were. Damage ends the walk.
pub(crate) fn walk(
    layout: &Layout,
    visit: &mut dyn FnMut(u64, &Record<'_>) -> Result<(), LedgerError>,
) -> Result<u64, LedgerError> {
    let mut id = 0;
    let count = layout.segment_numbers()?.len() as u64;
    for segment in 0..count {
        let path = layout.segment(segment);
        let mut records = Records::open(&path, 0)?;
        loop {
            let offset = records.offset();
            let why = match records.step()? {
                Step::Record(record) => {
                    visit(id, &record)?;
                    id += 1;
                    continue;
                }
                Step::Bad { why, .. } => why,
                Step::End | Step::Incomplete
                    if segment + 1 == count || id == (segment + 1) * SEGMENT_ENTRIES =>
                {
                    break;
                }
                Step::End | Step::Incomplete => "the segment ends too early",
            };
            return Err(LedgerError::Damaged { path, offset, entry: id, why: why.to_owned() });
        }
    }
    Ok(id)
}

/// Gives the envelope of every whole record with its id to `visit`, passing over what is damaged: for
/// checks that go on where [`crate::verify()`] has already told of the damage.
pub fn read_through(data: &Path, visit: &mut dyn FnMut(u64, &[u8])) -> Result<(), LedgerError> {
    let layout = Layout::new(data);
    for segment in layout.segment_numbers()? {
        let mut records = Records::open(&layout.segment(segment), 0)?;
        for id in segment * SEGMENT_ENTRIES..(segment + 1) * SEGMENT_ENTRIES {
            match records.step()? {
                Step::Record(record) => visit(id, record.envelope),
                Step::Bad { total: Some(total), .. } => records.skip(total),
                Step::Bad { total: None, .. } | Step::End | Step::Incomplete => break,
            }
        }
    }
    Ok(())
}

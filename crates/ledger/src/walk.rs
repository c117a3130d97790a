//! All whole records, from the first to the last, with nothing but the segments to go by.

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

//! The index: what can be made again from the ledger.

#[expect(dead_code, reason = "the table comes next")]
mod row;

pub(crate) use row::subject_of;

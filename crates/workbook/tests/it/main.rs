//! Workbooks and CSV files, read and written.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests"
)]

mod bad_csv;
mod bad_files;
mod bad_sheets;
mod books;
mod many;
mod questions;
mod round_trip;
mod template;

//! The ledger as its callers use it: real files, real locks, and a disk that fails on demand.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests"
)]

mod appending;
mod disk;
mod erasing;
mod faults;
mod flips;
mod independent;
mod proving;
mod recovering;
mod support;
mod verifying;

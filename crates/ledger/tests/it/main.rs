//! The ledger as its callers use it: real files, real locks, and a disk that fails on demand.

mod appending;
mod support;

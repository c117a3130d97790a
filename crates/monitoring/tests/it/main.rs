//! Drills as they go: a thousand that are made up with what is true of each, and the rules one by one.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests"
)]

mod callouts;
mod parties;
mod restores;
mod rules;
mod simulated;
mod told_again;

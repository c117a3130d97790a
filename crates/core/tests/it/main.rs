//! The laws of core (ARCHITECTURE.md), each as properties of random histories; what `tests/mutations`
//! breaks on purpose must be noticed here.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests"
)]

mod cases;
mod frozen;
mod incremental;
mod laws;
mod letters;
mod model;
mod municipalities;
mod random;
mod roll_up;
mod shipped;
mod snapshot;
mod world;

/// A variable of the environment, by which the long runs ask for more.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration to read it from")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

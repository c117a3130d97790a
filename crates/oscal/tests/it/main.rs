//! What is exported is OSCAL: by NIST's schema, by another program, and by our own check; and each of these notices what it
//! should.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests"
)]

mod editions;
mod meaning;
mod mutants;
mod properties;
mod schema;
#[path = "../shared/mod.rs"]
mod shared;
mod trestle;
mod world;

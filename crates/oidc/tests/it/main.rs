//! Log-ins at a provider that lives in the test: what a well-meaning one answers, and everything that a hostile or a broken one may.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod answers;
mod configuration;
mod people;
mod provider;
mod tokens;

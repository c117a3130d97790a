//! The few things about the repository that are worth enforcing, each with a bad example that the
//! check must find.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod asvs;
mod bounds;
mod licences;
mod links;
mod purity;
mod safety;
mod scripts;
mod text;

/// Fails with all complaints, one on a line.
fn assert_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

//! The few things about the text of the repository that are worth enforcing.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod links;
mod purity;
mod text;

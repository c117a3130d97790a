//! Everything that the program can say has its words, and the words say what to do.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod catalogue;
mod codes;
mod exports;
mod refusals;
mod told;

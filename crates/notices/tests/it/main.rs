//! Notices from end to end: what is planned, what is written, and sending to real and to scripted servers.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests"
)]

mod letters;
mod mails;
mod plans;
mod postfix;
#[expect(dead_code, reason = "the tests of the sender, in another crate, use the rest")]
mod scripted;
mod session;
mod smtp;
mod webhooks;

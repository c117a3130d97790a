//! Notices from end to end: what is planned, what is written, and sending to real and to scripted servers.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod letters;
mod mails;
mod plans;
mod postfix;
mod scripted;
mod smtp;
mod webhooks;

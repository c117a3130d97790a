//! The mailbox against Debian's Dovecot, and against a server that lies.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests; a real server is waited for"
)]

mod dovecot;
mod lying;
mod reading;

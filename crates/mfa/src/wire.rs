//! The protocols of log-ins, over any stream of bytes: what is said, and what the answers mean. Nothing here
//! opens a connection, takes anything down or judges.

pub mod anyconnect;
pub mod ber;
pub mod ldap;
mod lines;
pub mod mail;
pub mod prompt;
pub mod radius;
pub mod ssh;

use std::io;

pub use lines::Lines;

/// Why a conversation ended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// The connection broke, fell silent or lasted too long.
    #[error("the connection broke: {0}")]
    Io(#[from] io::Error),
    /// What came is nothing that such a server says.
    #[error("the server says what no such server says ({0})")]
    Absurd(&'static str),
    /// The server's key is another than the one that was written down; no secret was sent.
    #[error("the server shows another key: {0}")]
    HostKey(String),
    /// The server speaks only what this program does not.
    #[error("nothing in common with the server: {0}")]
    NothingInCommon(String),
    /// SSH does not come to an end that it knows.
    #[error("SSH ended: {0}")]
    Ssh(String),
}

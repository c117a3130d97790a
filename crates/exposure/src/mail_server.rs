//! Talking to mail servers: SMTP (RFC 5321), IMAP (RFC 9051) and POP3 (RFC 1939), as far as a stranger
//! may. Nobody logs in, and no mail is ever sent: the word `DATA` is not in this module.
//!
//! A greeting with STARTTLS is what every server that sends mail does, and a public look at port 25 of a
//! mail exchanger. Whether a server passes on mail of strangers, and whom it knows, is only asked where
//! control is proved or the operator allows the address: the gate decides.

mod begin;
mod certificate;
mod checks;
mod greet;
mod imap;
mod judge;
mod lines;
mod look;
mod offers;
mod pop3;
mod probe;
mod relay;
mod secure;
mod seen;
mod smtp;
mod trial;

pub(crate) use begin::{Begin, END_NOTE, Role, SERVER_NOTE};
pub(crate) use certificate::{chain, problem};
pub(crate) use checks::CHECKS;
pub(crate) use judge::{Scene, Told, judge_servers, worst};
pub(crate) use look::{Looker, Place, given_place};
pub(crate) use offers::Protocol;
pub use probe::MailServer;
pub(crate) use secure::find_roots;
pub(crate) use seen::{Server, servers};

/// Its name, in transcripts and evidence.
pub(crate) const NAME: &str = "mail_server";

/// The version of what it sees and how it judges.
pub(crate) const VERSION: u32 = 1;

//! A mailbox that the operator configured, read over IMAP (RFC 9051): drills' answers come there, and whatever else somebody takes.
//!
//! * [`Mailbox`] is what `[mailbox]` in `arvak.toml` says; the way there goes through [`arvak_probe::Outbound`], over TLS.
//! * [`read`] looks at what is new since last time, by UID under one UIDVALIDITY, and gives each mail to the [`Taker`]s in order. The
//!   mailbox is opened with EXAMINE and mails are fetched with `BODY.PEEK`: nothing is marked, moved or deleted.
//! * Every taker keeps what it takes durably before it answers, and knows a mail that it has seen; only then the place is noted
//!   that was reached. So each mail is given at least once, and taken once.
//! * What nobody takes is counted, and left where it lies.

mod read;
mod settings;
mod stream;
mod taker;

pub use read::{Count, ReadError, read};
pub use settings::{Mailbox, MailboxFile, MailboxMistake, Security};
pub use taker::{NotTaken, Taken, Taker};

/// Most bytes of a mail that is fetched. What is larger is counted and left.
pub const MAIL_BYTES_MAX: u32 = 4 * 1024 * 1024;

/// Most mails that one reading fetches; the rest waits for the next.
pub const MAILS_MAX: usize = 500;

/// How many days back the first reading looks, and one after the server numbered its mails anew.
pub const BACK_DAYS: i64 = 14;

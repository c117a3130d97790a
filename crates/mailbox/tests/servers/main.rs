//! The mailbox against Debian's Dovecot, and against a server that lies.

mod dovecot;
mod lying;
mod reading;

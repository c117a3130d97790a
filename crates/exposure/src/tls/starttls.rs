//! The few words before TLS in protocols that begin without it (STARTTLS): pure state machines over the
//! bytes as they come. Every one of them ends at the word that says that TLS may begin.

mod binary;
mod lines;
#[cfg(test)]
mod tests;

use binary::{Ldap, Postgres};
use lines::{Dialogue, FTP, IMAP, POP3, SMTP, Xmpp};

/// A protocol with its own way to TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartTls {
    /// RFC 3207.
    Smtp,
    /// RFC 3501 section 6.2.1.
    Imap,
    /// RFC 2595 section 4.
    Pop3,
    /// RFC 4217.
    Ftp,
    /// RFC 4511 section 4.14.
    Ldap,
    /// The `SSLRequest` of PostgreSQL's protocol, section 55.2.10.
    Postgres,
    /// RFC 6120 section 5.
    Xmpp,
}

/// What a look at TLS may be typed as, besides https: the scheme, its usual port, and the words before
/// TLS. Those that end in `s` begin with TLS at once (RFC 8314).
const SCHEMES: [(&str, u16, Option<StartTls>); 11] = [
    ("smtp", 25, Some(StartTls::Smtp)),
    ("submission", 587, Some(StartTls::Smtp)),
    ("imap", 143, Some(StartTls::Imap)),
    ("pop3", 110, Some(StartTls::Pop3)),
    ("ftp", 21, Some(StartTls::Ftp)),
    ("ldap", 389, Some(StartTls::Ldap)),
    ("postgres", 5432, Some(StartTls::Postgres)),
    ("xmpp", 5222, Some(StartTls::Xmpp)),
    ("smtps", 465, None),
    ("imaps", 993, None),
    ("ldaps", 636, None),
];

impl StartTls {
    /// The words that come before TLS at a port, where it is usual there.
    pub fn of_port(port: u16) -> Option<Self> {
        SCHEMES.into_iter().find(|(_, usual, _)| *usual == port).and_then(|(_, _, words)| words)
    }

    /// The usual port of a URL's scheme, and the words before TLS; nothing for a scheme that has no TLS, or
    /// is not known here.
    pub fn of_scheme(name: &str) -> Option<(u16, Option<Self>)> {
        let found = SCHEMES.into_iter().find(|(scheme, ..)| *scheme == name);
        found.map(|(_, port, words)| (port, words))
    }
}

/// Most bytes that a server may say before TLS begins.
pub(crate) const WORDS_BYTES_MAX: usize = 16 * 1024;

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Send these bytes, then go on.
    Send(Vec<u8>),
    /// Wait for more.
    Wait,
    /// TLS may begin.
    Ready,
    /// It will not; the code says why.
    Refused(&'static str),
}

/// A conversation that leads to TLS.
#[derive(Debug)]
pub(crate) struct Conversation {
    said: Vec<u8>,
    protocol: Protocol,
}

#[derive(Debug)]
enum Protocol {
    Lines(Dialogue),
    Ldap(Ldap),
    Postgres(Postgres),
    Xmpp(Xmpp),
}

impl Conversation {
    /// Begins; `host` is whom the client wants to talk to.
    pub(crate) fn new(kind: StartTls, host: &str) -> Self {
        let protocol = match kind {
            StartTls::Smtp => Protocol::Lines(Dialogue::new(&SMTP)),
            StartTls::Imap => Protocol::Lines(Dialogue::new(&IMAP)),
            StartTls::Pop3 => Protocol::Lines(Dialogue::new(&POP3)),
            StartTls::Ftp => Protocol::Lines(Dialogue::new(&FTP)),
            StartTls::Ldap => Protocol::Ldap(Ldap::default()),
            StartTls::Postgres => Protocol::Postgres(Postgres::default()),
            StartTls::Xmpp => Protocol::Xmpp(Xmpp::new(host)),
        };
        Self { said: Vec::new(), protocol }
    }

    /// The server said more; at the beginning, nothing.
    pub(crate) fn heard(&mut self, bytes: &[u8]) {
        self.said.extend_from_slice(bytes);
    }

    /// What to do now. Asked again after each step but the last.
    pub(crate) fn step(&mut self) -> Step {
        let step = match &mut self.protocol {
            Protocol::Lines(dialogue) => dialogue.step(&mut self.said),
            Protocol::Ldap(ldap) => ldap.step(&mut self.said),
            Protocol::Postgres(postgres) => postgres.step(&mut self.said),
            Protocol::Xmpp(xmpp) => xmpp.step(&mut self.said),
        };
        match step {
            Step::Wait if self.said.len() > WORDS_BYTES_MAX => Step::Refused("starttls.too_much"),
            // Words behind the last one are not protected, and whoever sends them may be in between.
            Step::Ready if !self.said.is_empty() => Step::Refused("starttls.injected"),
            step => step,
        }
    }
}

//! The ways to log in that carry a password, or prove that one is known: `PLAIN` (RFC 4616), `LOGIN`, `CRAM-MD5`
//! (RFC 2195) and SCRAM (RFC 5802, RFC 7677).

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};

use super::Way;
use super::scram::Scram;

/// What a server sent along, as bytes. What is no base64 counts as nothing: some servers send words.
pub(super) fn challenge(text: &str) -> Vec<u8> {
    BASE64_STANDARD.decode(text.trim()).unwrap_or_default()
}

/// What is said in the course of one way.
pub(super) struct Exchange<'a> {
    way: Way,
    user: &'a str,
    password: &'a str,
    scram: Option<Scram>,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(way: Way, user: &'a str, password: &'a str) -> Self {
        let scram = way.scram().and_then(|hash| Scram::new(hash, user, password));
        Self { way, user, password, scram }
    }

    /// What is said at that step, as a line; nothing when the way has no such step.
    pub(super) fn respond(&mut self, at: usize, challenge: &[u8]) -> Option<String> {
        let Self { user, password, .. } = *self;
        let bytes = match (self.way, at) {
            (Way::Plain, 0) => format!("\0{user}\0{password}").into_bytes(),
            (Way::Login, 0) => user.as_bytes().to_vec(),
            (Way::Login, 1) => password.as_bytes().to_vec(),
            (Way::CramMd5, 0) => cram_md5(challenge, user, password)?.into_bytes(),
            _ => self.scram.as_mut()?.respond(at, challenge)?.into_bytes(),
        };
        Some(BASE64_STANDARD.encode(bytes))
    }

    /// Whether a yes can be believed: a server that never looked at a proof has none of its own.
    pub(super) fn is_sound(&self) -> bool {
        self.scram.as_ref().is_none_or(Scram::is_said)
    }
}

fn cram_md5(challenge: &[u8], user: &str, password: &str) -> Option<String> {
    let mut mac = Hmac::<Md5>::new_from_slice(password.as_bytes()).ok()?;
    mac.update(challenge);
    Some(format!("{user} {}", hex(&mac.finalize().into_bytes())?))
}

/// The digest that `APOP` sends (RFC 1939 section 7): over the time stamp of the greeting, and the password.
pub(super) fn apop(stamp: &str, password: &str) -> Option<String> {
    hex(&Md5::new().chain_update(stamp).chain_update(password).finalize())
}

fn hex(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    for byte in bytes {
        write!(text, "{byte:02x}").ok()?;
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_examples_of_their_rfcs() {
        let challenge = b"<1896.697170952@postoffice.reston.mci.net>";
        let answer = cram_md5(challenge, "tim", "tanstaaftanstaaf");
        assert_eq!(answer.as_deref(), Some("tim b913a602c7eda7a495b4e6e7334d3890"));
        let digest = apop("<1896.697170952@dbc.mtview.ca.us>", "tanstaaf");
        assert_eq!(digest.as_deref(), Some("c4c9334bac560ecc979e58001b3e22fb"));
    }

    #[test]
    fn plain_has_one_step_and_login_two() {
        let said =
            |way, at| Exchange::new(way, "tim", "pw").respond(at, b"").map(|line| challenge(&line));
        assert_eq!(said(Way::Plain, 0).as_deref(), Some(&b"\0tim\0pw"[..]));
        assert_eq!(said(Way::Plain, 1), None);
        assert_eq!(said(Way::Login, 0).as_deref(), Some(&b"tim"[..]));
        assert_eq!(said(Way::Login, 1).as_deref(), Some(&b"pw"[..]));
        assert_eq!(said(Way::Login, 2), None);
    }
}

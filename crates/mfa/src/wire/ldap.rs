//! Logging in to LDAP (RFC 4511): the simple bind, and `StartTLS` before it. Nothing is searched or changed but
//! the root entry's list of ways to log in.

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::Trouble;
use super::ber::{self, Read, write, write_number};

/// Most bytes that a server may say in one conversation.
const HEARD_BYTES_MAX: usize = 128 * 1024;

/// Most messages that are passed over while one waits for another.
const MESSAGES_MAX: usize = 32;

/// The object identifier of `StartTLS` (RFC 4511 section 4.14.1).
const START_TLS: &[u8] = b"1.3.6.1.4.1.1466.20037";

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const ENUMERATED: u8 = 0x0a;
const SIMPLE: u8 = 0x80;
const REQUEST_NAME: u8 = 0x80;
const BIND_REQUEST: u8 = 0x60;
const BIND_RESPONSE: u8 = 0x61;
const UNBIND_REQUEST: u8 = 0x42;
const EXTENDED_REQUEST: u8 = 0x77;
const EXTENDED_RESPONSE: u8 = 0x78;

/// The result of an operation (RFC 4511 section 4.1.9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LdapResult {
    /// The code: 0 is success, 49 invalid credentials.
    pub code: u32,
    /// What the server adds for people, cut; it may echo what it was told.
    pub text: String,
}

/// Most characters of the server's words that are kept.
const TEXT_MAX: usize = 160;

impl LdapResult {
    /// Success.
    pub const SUCCESS: u32 = 0;
    /// `unwillingToPerform`, `busy`, `unavailable`: nothing is said about the password.
    pub const INVALID_CREDENTIALS: u32 = 49;
}

/// A conversation with a directory.
#[derive(Debug)]
pub struct Ldap<S> {
    stream: S,
    heard: Vec<u8>,
    heard_bytes: usize,
    id: u32,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Ldap<S> {
    /// Over a stream on which nothing was said yet.
    pub const fn new(stream: S) -> Self {
        Self { stream, heard: Vec::new(), heard_bytes: 0, id: 0 }
    }

    /// Asks for TLS; the stream on which it begins, or nothing when the server will not.
    pub async fn start_tls(mut self) -> Result<Option<S>, Trouble> {
        let request = write(EXTENDED_REQUEST, &write(REQUEST_NAME, START_TLS));
        let result = self.ask(&request, EXTENDED_RESPONSE).await?;
        if result.code != LdapResult::SUCCESS {
            return Ok(None);
        }
        // As in the protocols of lines (CVE-2011-0411).
        if self.heard.is_empty() { Ok(Some(self.stream)) } else { Err(Trouble::Absurd("injected")) }
    }

    /// Binds with a name and a password. An empty password is an anonymous bind and shows nothing (RFC 4513
    /// section 5.1.2), so it is never sent.
    pub async fn bind(&mut self, dn: &str, password: &str) -> Result<LdapResult, Trouble> {
        if password.is_empty() || dn.is_empty() {
            return Err(Trouble::Absurd("empty_credentials"));
        }
        let version = write_number(INTEGER, 3);
        let name = write(OCTETS, dn.as_bytes());
        let simple = write(SIMPLE, password.as_bytes());
        let request = write(BIND_REQUEST, &[version, name, simple].concat());
        self.ask(&request, BIND_RESPONSE).await
    }

    /// Takes leave; how that goes does not matter any more.
    pub async fn leave(mut self) {
        let _ = self.send(&write(UNBIND_REQUEST, &[])).await;
        let _ = self.stream.shutdown().await;
    }

    async fn send(&mut self, operation: &[u8]) -> Result<(), Trouble> {
        self.id += 1;
        let id = write_number(INTEGER, self.id);
        self.stream.write_all(&write(SEQUENCE, &[&id, operation].concat())).await?;
        self.stream.flush().await?;
        Ok(())
    }

    async fn ask(&mut self, operation: &[u8], expected: u8) -> Result<LdapResult, Trouble> {
        self.send(operation).await?;
        for _ in 0..MESSAGES_MAX {
            let message = self.message().await?;
            match response(&message) {
                Some((id, tag, result)) if id == self.id && tag == expected => return Ok(result),
                // Number 0 is a notice, such as that the connection ends (RFC 4511 section 4.4).
                Some((0, ..)) => return Err(Trouble::Absurd("notice")),
                Some(_) => {}
                None => return Err(Trouble::Absurd("no_answer")),
            }
        }
        Err(Trouble::Absurd("too_many_messages"))
    }

    /// The next message, its frame and all.
    async fn message(&mut self) -> Result<Vec<u8>, Trouble> {
        loop {
            match ber::read(&self.heard) {
                Read::Whole(_, rest) => {
                    let at = self.heard.len() - rest.len();
                    let rest = self.heard.split_off(at);
                    return Ok(std::mem::replace(&mut self.heard, rest));
                }
                Read::Bad => return Err(Trouble::Absurd("no_ldap")),
                Read::Partial => {}
            }
            let mut buffer = [0; 4096];
            let count = self.stream.read(&mut buffer).await?;
            if count == 0 {
                return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into());
            }
            self.heard_bytes = self.heard_bytes.saturating_add(count);
            if self.heard_bytes > HEARD_BYTES_MAX {
                return Err(Trouble::Absurd("too_much"));
            }
            self.heard.extend_from_slice(buffer.get(..count).unwrap_or_default());
        }
    }
}

/// Reads a message that holds a result: its number, the tag of its operation, and the result.
pub fn response(bytes: &[u8]) -> Option<(u32, u8, LdapResult)> {
    let mut message = bytes;
    let mut body = ber::take(&mut message, SEQUENCE)?;
    let id = ber::number(ber::take(&mut body, INTEGER)?)?;
    let Read::Whole(operation, _) = ber::read(body) else { return None };
    let mut fields = operation.value;
    let code = ber::number(ber::take(&mut fields, ENUMERATED)?)?;
    ber::take(&mut fields, OCTETS)?;
    let text = String::from_utf8_lossy(ber::take(&mut fields, OCTETS)?);
    let text = text.chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect();
    Some((id, operation.tag, LdapResult { code, text }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answer(id: u32, tag: u8, code: u32, text: &str) -> Vec<u8> {
        let result =
            [write_number(ENUMERATED, code), write(OCTETS, b""), write(OCTETS, text.as_bytes())];
        write(SEQUENCE, &[write_number(INTEGER, id), write(tag, &result.concat())].concat())
    }

    async fn bound(said: Vec<u8>) -> Result<LdapResult, Trouble> {
        let (ours, mut theirs) = tokio::io::duplex(64 * 1024);
        theirs.write_all(&said).await.unwrap();
        theirs.shutdown().await.unwrap();
        Ldap::new(ours).bind("cn=canary", "pw").await
    }

    #[tokio::test]
    async fn the_answer_to_a_bind_is_the_one_with_its_number() {
        let said =
            [answer(9, BIND_RESPONSE, 0, ""), answer(1, BIND_RESPONSE, 49, "no\r\n")].concat();
        let result = bound(said).await.unwrap();
        assert_eq!((result.code, &*result.text), (49, "no"));
        for (said, code) in [
            (answer(0, EXTENDED_RESPONSE, 52, "bye"), "notice"),
            (b"\x30\x80 no length".to_vec(), "no_ldap"),
            (answer(9, BIND_RESPONSE, 0, "").repeat(40), "too_many_messages"),
        ] {
            let error = bound(said).await.unwrap_err();
            assert!(matches!(error, Trouble::Absurd(found) if found == code), "{error:?} {code}");
        }
    }

    #[tokio::test]
    async fn an_empty_password_is_never_sent() {
        let (ours, mut theirs) = tokio::io::duplex(1024);
        assert!(Ldap::new(ours).bind("cn=canary", "").await.is_err());
        let mut sent = Vec::new();
        theirs.read_to_end(&mut sent).await.unwrap();
        assert!(sent.is_empty());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = response(&bytes);
        }
    }
}

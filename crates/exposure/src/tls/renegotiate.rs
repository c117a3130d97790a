//! A handshake of TLS 1.2 of our own that is finished, and then another hello inside it: does the server negotiate again
//! because a client asks for it (RFC 5246 section 7.4.1.1, CVE-2011-1473)? One such hello is sent and no more. Nothing is
//! sent besides, so the certificate is not looked at.
//!
//! Pure: bytes in, bytes out.

mod keys;

use std::mem;

use arvak_probe::transcript::TlsAnswer;
use ring::agreement::{
    self, Algorithm, ECDH_P256, ECDH_P384, EphemeralPrivateKey, UnparsedPublicKey, X25519,
};
use ring::rand as chance;
use tls_parser::parse_tls_handshake_server_hello;

use self::keys::{Cipher, Direction, FINISHED_BYTES, Master, SUITES};
use super::Version;
use super::answer::{Answer, server_hello};
use super::flight::{Flight, Garbage, Piece};
use super::hello::{Hello, ext};
use super::wire::{codes, message, take, take_u16, vec8, vec16};

const RECORD_CHANGE: u8 = 20;
const RECORD_ALERT: u8 = 21;
const RECORD_HANDSHAKE: u8 = 22;
const RECORD_DATA: u8 = 23;

const HELLO_REQUEST: u8 = 0;
const SERVER_HELLO: u8 = 2;
const CERTIFICATE: u8 = 11;
const SERVER_KEY_EXCHANGE: u8 = 12;
const CERTIFICATE_REQUEST: u8 = 13;
const SERVER_HELLO_DONE: u8 = 14;
const CLIENT_KEY_EXCHANGE: u8 = 16;
const FINISHED: u8 = 20;
const CERTIFICATE_STATUS: u8 = 22;

const CLOSE_NOTIFY: u8 = 0;

/// Most bytes of a handshake that are kept for the `Finished`.
const MESSAGES_BYTES_MAX: usize = 256 * 1024;

/// Most records of a server that speaks first, such as one for mail, that are passed over.
const PASSED_OVER_MAX: usize = 64;

/// Groups that can be agreed on, by their IANA codes.
const GROUPS: [(u16, &Algorithm); 3] = [(29, &X25519), (23, &ECDH_P256), (24, &ECDH_P384)];

/// The suites of these that are tried.
pub(crate) fn suites_of(accepted: &[u16]) -> Vec<u16> {
    SUITES.into_iter().filter(|suite| accepted.contains(suite)).collect()
}

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Send these bytes.
    Send(Vec<u8>),
    /// Wait for more.
    Wait,
    /// It is known: a hello when the server negotiated again.
    Done(Box<Answer>),
}

/// The conversation.
pub(crate) struct Renegotiation {
    hello: Hello,
    flight: Flight,
    /// All messages of the handshake, as they were sent.
    messages: Vec<u8>,
    at: At,
    passed_over: usize,
}

enum At {
    /// Nothing was said.
    Begin,
    /// The server says its part.
    Plain(Box<Plain>),
    /// It changes to what was agreed.
    Change(Box<Keys>),
    /// Everything is encrypted; its `Finished` has not come.
    Sealed(Box<Keys>),
    /// The second hello was sent.
    Asked(Box<Keys>),
    Over,
}

/// What a server said so far.
#[derive(Default)]
struct Plain {
    server_random: Vec<u8>,
    cipher: Option<Cipher>,
    exchange: Option<(&'static Algorithm, Vec<u8>)>,
    asks_certificate: bool,
}

struct Keys {
    master: Master,
    writes: Direction,
    reads: Direction,
    client_finished: Vec<u8>,
}

/// It ends here, with this.
type Ends = Answer;

impl Renegotiation {
    /// With `hello`, whose random is chosen.
    pub(crate) fn new(hello: Hello) -> Self {
        let (flight, messages) = (Flight::default(), Vec::new());
        Self { hello, flight, messages, at: At::Begin, passed_over: 0 }
    }

    /// A hello of those suites, which the server accepts.
    pub(crate) fn hello(name: Option<&str>, suites: &[u16]) -> Hello {
        let mut hello = Hello::new(Version::Tls12, name, suites);
        let groups = GROUPS.map(|(code, _)| code);
        hello.set(ext::SUPPORTED_GROUPS, ext::list16(&codes(&groups)));
        // Keys are derived the older way, and no ticket is of use.
        let without = [ext::EXTENDED_MASTER_SECRET, ext::SESSION_TICKET];
        hello.extensions.retain(|(code, _)| !without.contains(code));
        hello
    }

    /// More bytes came.
    pub(crate) fn heard(&mut self, bytes: &[u8]) {
        self.flight.push(bytes);
    }

    /// The connection ended, for this reason: only after the second hello that is an answer to it.
    pub(crate) fn ended(&self, how: Answer) -> Answer {
        match self.at {
            At::Asked(_) => how,
            _ if matches!(how.seen, TlsAnswer::Failed(_)) => how,
            _ => Answer::unusable("tls.not_finished"),
        }
    }

    /// What to do next.
    pub(crate) fn step(&mut self) -> Step {
        match self.go_on() {
            Ok(Some(bytes)) => Step::Send(bytes),
            Ok(None) => Step::Wait,
            Err(answer) => {
                self.at = At::Over;
                Step::Done(Box::new(answer))
            }
        }
    }

    fn go_on(&mut self) -> Result<Option<Vec<u8>>, Ends> {
        loop {
            match mem::replace(&mut self.at, At::Over) {
                At::Begin => {
                    self.at = At::Plain(Box::default());
                    self.keep(&self.hello.message())?;
                    return Ok(Some(self.hello.bytes()));
                }
                At::Plain(mut plain) => {
                    let Some((kind, body)) = self.plain_message()? else {
                        self.at = At::Plain(plain);
                        return Ok(None);
                    };
                    if kind == SERVER_HELLO_DONE {
                        let (bytes, keys) = self.agree(&plain)?;
                        self.at = At::Change(Box::new(keys));
                        return Ok(Some(bytes));
                    }
                    plain.take(kind, &body)?;
                    self.at = At::Plain(plain);
                }
                At::Change(keys) => match self.flight.next_piece().map_err(garbage)? {
                    None => {
                        self.at = At::Change(keys);
                        return Ok(None);
                    }
                    Some(Piece::Other(RECORD_CHANGE)) => self.at = At::Sealed(keys),
                    Some(_) => return Err(Answer::unusable("tls.not_finished")),
                },
                At::Sealed(mut keys) => {
                    let Some((kind, content)) = self.sealed_record(&mut keys)? else {
                        self.at = At::Sealed(keys);
                        return Ok(None);
                    };
                    let bytes = self.server_finished(&mut keys, kind, &content)?;
                    self.at = At::Asked(keys);
                    return Ok(Some(bytes));
                }
                At::Asked(mut keys) => {
                    let Some((kind, content)) = self.sealed_record(&mut keys)? else {
                        self.at = At::Asked(keys);
                        return Ok(None);
                    };
                    self.answered(kind, &content)?;
                    self.at = At::Asked(keys);
                }
                At::Over => return Err(Answer::unusable("tls.not_finished")),
            }
        }
    }

    /// Remembers a part of the handshake.
    fn keep(&mut self, message: &[u8]) -> Result<(), Ends> {
        if self.messages.len() + message.len() > MESSAGES_BYTES_MAX {
            return Err(Answer::unusable("tls.answer_too_long"));
        }
        self.messages.extend_from_slice(message);
        Ok(())
    }

    fn plain_message(&mut self) -> Result<Option<(u8, Vec<u8>)>, Ends> {
        match self.flight.next_piece().map_err(garbage)? {
            None => Ok(None),
            Some(Piece::Message(kind, body)) => {
                self.keep(&message(kind, &body))?;
                Ok(Some((kind, body)))
            }
            Some(_) => Err(Answer::unusable("tls.not_finished")),
        }
    }

    /// The client's part: keys are agreed, and everything after is encrypted.
    fn agree(&mut self, plain: &Plain) -> Result<(Vec<u8>, Keys), Ends> {
        let missing = || Answer::unusable("tls.bad_key_exchange");
        let cipher = plain.cipher.ok_or_else(missing)?;
        let (algorithm, point) = plain.exchange.as_ref().ok_or_else(missing)?;
        let own = EphemeralPrivateKey::generate(algorithm, &chance::SystemRandom::new())
            .map_err(|_| missing())?;
        let own_point = own.compute_public_key().map_err(|_| missing())?;
        let theirs = UnparsedPublicKey::new(algorithm, point);
        let (client, server) = (self.hello.random, &plain.server_random);
        let master = agreement::agree_ephemeral(own, &theirs, |agreed| {
            Master::new(cipher, agreed, &client, server)
        })
        .map_err(|_| missing())?;
        let mut bytes = Vec::new();
        if plain.asks_certificate {
            // None is had (RFC 5246 section 7.4.6).
            bytes.extend(self.said(CERTIFICATE, &[0, 0, 0])?);
        }
        let mut exchange = Vec::new();
        vec8(&mut exchange, own_point.as_ref());
        bytes.extend(self.said(CLIENT_KEY_EXCHANGE, &exchange)?);
        bytes.extend([RECORD_CHANGE, 3, 3, 0, 1, 1]);
        let (mut writes, reads) = master.directions(&client, server).ok_or_else(missing)?;
        let client_finished = master.finished(b"client finished", &self.messages);
        let finished = message(FINISHED, &client_finished);
        self.keep(&finished)?;
        bytes.extend(writes.seal(RECORD_HANDSHAKE, &finished).ok_or_else(missing)?);
        Ok((bytes, Keys { master, writes, reads, client_finished }))
    }

    /// A message in a record of its own.
    fn said(&mut self, kind: u8, body: &[u8]) -> Result<Vec<u8>, Ends> {
        let message = message(kind, body);
        self.keep(&message)?;
        let mut record = vec![RECORD_HANDSHAKE, 3, 3];
        vec16(&mut record, &message);
        Ok(record)
    }

    fn sealed_record(&mut self, keys: &mut Keys) -> Result<Option<(u8, Vec<u8>)>, Ends> {
        let Some((kind, body)) = self.flight.record().map_err(garbage)? else { return Ok(None) };
        let content = keys.reads.open(kind, &body);
        content.map(|content| Some((kind, content))).ok_or_else(|| {
            // What cannot be read after the second hello is no answer to it either.
            Answer::unusable("tls.not_finished")
        })
    }

    /// The server's `Finished` shows that both have the same keys; then the second hello goes out.
    fn server_finished(&self, keys: &mut Keys, kind: u8, content: &[u8]) -> Result<Vec<u8>, Ends> {
        let expected = keys.master.finished(b"server finished", &self.messages);
        if kind != RECORD_HANDSHAKE || content != message(FINISHED, &expected) {
            return Err(Answer::unusable("tls.not_finished"));
        }
        let mut hello = self.hello.clone();
        let mut bound = Vec::new();
        vec8(&mut bound, keys.client_finished.get(..FINISHED_BYTES).unwrap_or_default());
        hello.set(ext::RENEGOTIATION_INFO, bound);
        hello.random.iter_mut().for_each(|byte| *byte = !*byte);
        let sealed = keys.writes.seal(RECORD_HANDSHAKE, &hello.message());
        sealed.ok_or_else(|| Answer::unusable("tls.not_finished"))
    }

    /// What came after the second hello: an error is the answer.
    fn answered(&mut self, kind: u8, content: &[u8]) -> Result<(), Ends> {
        self.passed_over += 1;
        if self.passed_over > PASSED_OVER_MAX {
            return Err(Answer::unusable("tls.answer_too_long"));
        }
        match (kind, content) {
            (RECORD_HANDSHAKE, [SERVER_HELLO, _, _, _, body @ ..]) => {
                let hello = server_hello(body);
                let hello = hello.ok_or_else(|| Answer::unusable("tls.bad_hello"))?;
                Err(Answer::bare(TlsAnswer::Hello(Box::new(hello))))
            }
            (RECORD_ALERT, &[_, CLOSE_NOTIFY]) => Err(Answer::bare(TlsAnswer::Closed)),
            (RECORD_ALERT, &[_, reason]) => Err(Answer::bare(TlsAnswer::Alert(reason))),
            // Servers of mail speak first, and one may ask for what was just sent.
            (RECORD_DATA, _) | (RECORD_HANDSHAKE, [HELLO_REQUEST, ..]) => Ok(()),
            _ => Err(Answer::unusable("tls.out_of_order")),
        }
    }
}

impl Plain {
    /// A message of the server, in order enough to go on.
    fn take(&mut self, kind: u8, body: &[u8]) -> Result<(), Ends> {
        match kind {
            SERVER_HELLO => {
                let (_, read) = parse_tls_handshake_server_hello(body)
                    .map_err(|_| Answer::unusable("tls.bad_hello"))?;
                if read.version.0 != Version::Tls12.code() {
                    return Err(Answer::unusable("tls.other_version"));
                }
                self.server_random = read.random.to_vec();
                let cipher = Cipher::of(read.cipher.0);
                self.cipher = Some(cipher.ok_or_else(|| Answer::unusable("tls.not_offered"))?);
            }
            SERVER_KEY_EXCHANGE => {
                let exchange = point_of(body);
                self.exchange =
                    Some(exchange.ok_or_else(|| Answer::unusable("tls.bad_key_exchange"))?);
            }
            CERTIFICATE_REQUEST => self.asks_certificate = true,
            CERTIFICATE | CERTIFICATE_STATUS => {}
            _ => return Err(Answer::unusable("tls.out_of_order")),
        }
        Ok(())
    }
}

/// The server's point on a curve that was offered (RFC 8422 section 5.4). Who signed it does not matter here.
fn point_of(mut body: &[u8]) -> Option<(&'static Algorithm, Vec<u8>)> {
    const NAMED_CURVE: u8 = 3;
    if *take(&mut body, 1)?.first()? != NAMED_CURVE {
        return None;
    }
    let group = take_u16(&mut body)?;
    let (_, algorithm) = GROUPS.into_iter().find(|(code, _)| *code == group)?;
    let length = *take(&mut body, 1)?.first()?;
    Some((algorithm, take(&mut body, usize::from(length))?.to_vec()))
}

fn garbage(Garbage(code): Garbage) -> Ends {
    Answer::unusable(code)
}

/// Lets a server of these bytes be talked to until it is clear, in pieces of `size`. For tests with foreign bytes.
pub fn talk_to_renegotiate(bytes: &[u8], size: usize) -> TlsAnswer {
    let mut talk = Renegotiation::new(Renegotiation::hello(Some("www.nordvik.example"), &SUITES));
    let mut pieces = bytes.chunks(size.max(1));
    loop {
        match talk.step() {
            Step::Done(answer) => return answer.seen,
            Step::Send(_) => {}
            Step::Wait => match pieces.next() {
                Some(piece) => talk.heard(piece),
                None => return talk.ended(Answer::bare(TlsAnswer::Closed)).seen,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hello_offers_what_can_be_agreed_on_and_no_more() {
        let hello = Renegotiation::hello(None, &suites_of(&[0x002f, 0xc02f, 0xcca8, 0x1301]));
        assert_eq!(hello.suites, [0xc02f, 0xcca8]);
        let groups = hello.extensions.iter().find(|(code, _)| *code == ext::SUPPORTED_GROUPS);
        assert_eq!(groups.unwrap().1, [0, 6, 0, 29, 0, 23, 0, 24]);
        let has = |wanted: u16| hello.extensions.iter().any(|(code, _)| *code == wanted);
        assert!(has(ext::RENEGOTIATION_INFO) && !has(ext::EXTENDED_MASTER_SECRET));
    }

    #[test]
    fn what_ends_before_the_second_hello_says_nothing_of_it() {
        for bytes in [&b""[..], &[21, 3, 3, 0, 2, 2, 40], b"HTTP/1.1 400 Bad Request"] {
            let answer = talk_to_renegotiate(bytes, 7);
            assert!(matches!(answer, TlsAnswer::Unusable(_)), "{answer:?}");
        }
    }
}

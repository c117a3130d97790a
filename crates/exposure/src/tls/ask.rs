//! One question: a connection of its own, a hello, and the answer as far as it is of use.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use arvak_probe::transcript::{TlsAnswer, TlsHello};
use arvak_probe::{Again, NetError, NetStream};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::answer::{Answer, Reader};
use super::hello::{Hello, Ssl2, read_ssl2, ssl2_hello};
use super::renegotiate::{self, Renegotiation};
use super::starttls::{Conversation, StartTls, Step};

/// Most bytes that are read at once; on the heap, since many questions wait at a time.
const READ_BYTES: usize = 4096;

/// Questions that may stay without an answer before no more are asked.
const SILENCES_MAX: u32 = 6;

/// Most questions to one server. One that has every suite in every version is asked about 900.
const QUESTIONS_MAX: u32 = 1_000;

/// Asks one server, by way of a door that keeps to its limits.
pub(crate) struct Asker {
    again: Again,
    /// The connection that shows that there is a server; it serves the first question.
    first: Mutex<Option<NetStream>>,
    start_tls: Option<StartTls>,
    limit: Duration,
    asked: AtomicU32,
    silences: AtomicU32,
}

impl Asker {
    /// `limit` bounds one question: connection, conversation before TLS, and answer.
    pub(crate) fn new(
        first: NetStream,
        again: Again,
        start_tls: Option<StartTls>,
        limit: Duration,
    ) -> Self {
        Self {
            again,
            first: Mutex::new(Some(first)),
            start_tls,
            limit,
            asked: AtomicU32::new(0),
            silences: AtomicU32::new(0),
        }
    }

    /// Asks with this hello; its random is chosen here.
    pub(crate) async fn ask(&self, mut hello: Hello) -> Answer {
        hello.random = self.random();
        let mut reader = Reader::default();
        let exchange = async {
            let mut stream = self.open().await?;
            stream.write_all(&hello.bytes()).await.map_err(|error| answer_of(&error))?;
            let mut buffer = vec![0; READ_BYTES];
            loop {
                let count = match stream.read(&mut buffer).await {
                    Ok(0) => return Ok(reader.end_with(Answer::bare(TlsAnswer::Closed))),
                    Ok(count) => count,
                    Err(error) => return Ok(reader.end_with(answer_of(&error))),
                };
                if let Some(answer) = reader.push(buffer.get(..count).unwrap_or_default()) {
                    return Ok(answer);
                }
            }
        };
        match self.within_limits(exchange).await {
            Some(answer) => answer,
            None => reader.end_with(Answer::failed("net.timeout")),
        }
    }

    /// Finishes a handshake that begins with this hello, and says what the server does when another is asked for inside it.
    pub(crate) async fn ask_to_renegotiate(&self, mut hello: Hello) -> Answer {
        hello.random = self.random();
        let mut talk = Renegotiation::new(hello);
        let exchange = async {
            let mut stream = self.open().await?;
            let mut buffer = vec![0; READ_BYTES];
            loop {
                match talk.step() {
                    renegotiate::Step::Done(answer) => return Ok(*answer),
                    renegotiate::Step::Send(bytes) => {
                        let sent = stream.write_all(&bytes).await;
                        sent.map_err(|error| talk.ended(answer_of(&error)))?;
                    }
                    renegotiate::Step::Wait => match stream.read(&mut buffer).await {
                        Ok(0) => return Ok(talk.ended(Answer::bare(TlsAnswer::Closed))),
                        Ok(count) => talk.heard(buffer.get(..count).unwrap_or_default()),
                        Err(error) => return Ok(talk.ended(answer_of(&error))),
                    },
                }
            }
        };
        let answer = self.within_limits(exchange).await;
        answer.unwrap_or_else(|| Answer::failed("net.timeout"))
    }

    /// Asks with the hello of SSL 2.0. The answers are one for each cipher, by the first byte of its code.
    pub(crate) async fn ask_ssl2(&self) -> Vec<Answer> {
        let random = self.random();
        let exchange = async {
            let mut stream = self.open().await?;
            stream.write_all(&ssl2_hello(&random)).await.map_err(|error| answer_of(&error))?;
            let mut said = Vec::new();
            let mut buffer = vec![0; READ_BYTES];
            loop {
                let count = stream.read(&mut buffer).await.map_err(|error| answer_of(&error))?;
                said.extend_from_slice(buffer.get(..count).unwrap_or_default());
                match read_ssl2(&said) {
                    Ssl2::Ciphers(ciphers) => return Ok(ciphers),
                    Ssl2::Partial if count > 0 => {}
                    _ => return Err(Answer::bare(TlsAnswer::Closed)),
                }
            }
        };
        let ciphers = match timeout(self.limit, exchange).await {
            Ok(Ok(ciphers)) => ciphers,
            Ok(Err(answer)) => return vec![answer],
            Err(_) => return vec![Answer::failed("net.timeout")],
        };
        let kinds = ciphers.iter().map(|code| u16::try_from(code >> 16).unwrap_or(0));
        // One that lists none speaks SSL 2.0 all the same.
        let kinds: Vec<u16> = if ciphers.is_empty() { vec![0] } else { kinds.collect() };
        let hello = |suite| TlsHello { version: 0x0002, suite, ..TlsHello::default() };
        kinds
            .into_iter()
            .take(32)
            .map(|suite| Answer::bare(TlsAnswer::Hello(Box::new(hello(suite)))))
            .collect()
    }

    /// A connection on which TLS may begin, for a library that finishes the handshake.
    pub(crate) async fn open(&self) -> Result<NetStream, Answer> {
        let first = self.first.lock().await.take();
        let mut stream = match first {
            Some(first) => first,
            None => self.connect().await?,
        };
        let Some(kind) = self.start_tls else { return Ok(stream) };
        let host = self.again.target().host.as_str();
        let mut conversation = Conversation::new(kind, host);
        let mut buffer = vec![0; READ_BYTES];
        loop {
            match conversation.step() {
                Step::Ready => return Ok(stream),
                Step::Refused(code) => return Err(Answer::unusable(code)),
                Step::Send(bytes) => {
                    stream.write_all(&bytes).await.map_err(|error| answer_of(&error))?;
                }
                Step::Wait => {
                    let count = stream.read(&mut buffer).await.map_err(|e| answer_of(&e))?;
                    if count == 0 {
                        return Err(Answer::unusable("starttls.closed"));
                    }
                    conversation.heard(buffer.get(..count).unwrap_or_default());
                }
            }
        }
    }

    /// A server in a hurry may turn one away; so it is tried twice.
    async fn connect(&self) -> Result<NetStream, Answer> {
        let stream = match self.again.connect().await {
            Err(error) if error.is_transient() => self.again.connect().await,
            other => other,
        };
        stream.map_err(|error| Answer::failed(error.code()))
    }

    async fn within_limits(
        &self,
        exchange: impl Future<Output = Result<Answer, Answer>>,
    ) -> Option<Answer> {
        if self.silences.load(Ordering::Relaxed) >= SILENCES_MAX {
            return Some(Answer::failed("tls.silent"));
        }
        if self.asked.load(Ordering::Relaxed) > QUESTIONS_MAX {
            return Some(Answer::failed("tls.too_many_questions"));
        }
        let exchanged = timeout(self.limit, exchange).await.ok();
        let answer = exchanged.map(|answer| answer.unwrap_or_else(|failure| failure));
        let is_silent = |answer: &Answer| matches!(&answer.seen, TlsAnswer::Failed(code) if code == "net.timeout");
        if answer.as_ref().is_none_or(is_silent) {
            self.silences.fetch_add(1, Ordering::Relaxed);
        }
        answer
    }

    /// Another one for each question, and the same in each run: nothing is kept secret with it.
    fn random(&self) -> [u8; 32] {
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        let host = self.again.target().to_string();
        let digest = Sha256::digest([host.as_bytes(), &number.to_be_bytes()].concat());
        let mut random = [0; 32];
        random.iter_mut().zip(digest).for_each(|(place, byte)| *place = byte);
        random
    }
}

/// What an I/O error means for the question: a connection that breaks is a server that will not.
fn answer_of(error: &std::io::Error) -> Answer {
    match NetError::from_io("", "tls", error) {
        NetError::Broken { .. } => Answer::bare(TlsAnswer::Closed),
        error => Answer::failed(error.code()),
    }
}

//! A connection to a web server over which questions are asked one after the other.

use std::io;
use std::time::Duration;

use arvak_probe::{NetError, USER_AGENT};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;

use super::answer::{self, BadAnswer, HEAD_BYTES_MAX, Head, Reading};
use super::body::{Content, Framing};
use super::place::Place;

/// Bytes that are read at once.
const READ_BYTES: usize = 8 * 1024;

/// What a connection must be able to do.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Duplex for S {}

/// One question.
#[derive(Clone, Debug)]
pub(crate) struct Request<'a> {
    /// The method, such as `GET`.
    pub(crate) method: &'a str,
    /// The place.
    pub(crate) place: &'a Place,
    /// Fields besides those that every question has; names and values of our own.
    pub(crate) fields: &'a [(&'a str, &'a str)],
    /// Whether another question may follow.
    pub(crate) keep: bool,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// What came is no answer that can be used.
    Bad(BadAnswer),
    /// The connection broke.
    Io(io::Error),
}

/// The content of an answer, as far as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Read {
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// Whether that is all.
    pub(crate) whole: bool,
    /// What kept the rest from being read, as a code; nothing when the bound was reached.
    pub(crate) failure: Option<String>,
}

/// The connection.
pub(crate) struct Line {
    stream: Box<dyn Duplex>,
    /// What was read beyond the last head.
    rest: Vec<u8>,
    open: bool,
}

impl Line {
    /// Over a stream that stands.
    pub(crate) fn new(stream: impl Duplex + 'static) -> Self {
        Self { stream: Box::new(stream), rest: Vec::new(), open: true }
    }

    /// Whether another question can be asked.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// Asks, and reads the head of the answer. Until its content is read the connection counts as closed.
    pub(crate) async fn ask(&mut self, request: &Request<'_>) -> Result<Head, Trouble> {
        self.open = false;
        self.stream.write_all(text(request).as_bytes()).await.map_err(Trouble::Io)?;
        self.stream.flush().await.map_err(Trouble::Io)?;
        let mut bytes = std::mem::take(&mut self.rest);
        loop {
            match answer::read(&bytes).map_err(Trouble::Bad)? {
                Reading::Complete(head, length) => {
                    self.rest = bytes.split_off(length.min(bytes.len()));
                    return Ok(head);
                }
                Reading::Partial if bytes.len() > HEAD_BYTES_MAX => {
                    return Err(Trouble::Bad(BadAnswer("the head of the answer is too long")));
                }
                Reading::Partial => {}
            }
            let mut buffer = [0; READ_BYTES];
            let count = self.stream.read(&mut buffer).await.map_err(Trouble::Io)?;
            if count == 0 {
                return Err(Trouble::Io(io::ErrorKind::UnexpectedEof.into()));
            }
            bytes.extend_from_slice(buffer.get(..count).unwrap_or_default());
        }
    }

    /// Reads at most `most` bytes of the content, for at most `limit`.
    pub(crate) async fn content(
        &mut self,
        head: &Head,
        request: &Request<'_>,
        most: usize,
        limit: Duration,
    ) -> Read {
        let Ok(framing) = Framing::of(head, request.method) else {
            return Read { failure: Some("http.bad_body".to_owned()), ..Read::default() };
        };
        let mut content = Content::new(framing, most);
        let read = timeout(limit, self.fill(&mut content)).await;
        let failure = match read {
            Ok(Ok(())) => None,
            Ok(Err(Trouble::Bad(_))) => Some("http.bad_body".to_owned()),
            Ok(Err(Trouble::Io(error))) => {
                Some(NetError::from_io(&request.place.host, "http", &error).code().to_owned())
            }
            Err(_) => Some("net.timeout".to_owned()),
        };
        let whole = content.is_whole();
        // Bytes that nobody asked for would be taken for the next answer.
        self.open = whole && request.keep && head.keeps_open() && self.rest.is_empty();
        Read { bytes: content.into_bytes(), whole, failure }
    }

    async fn fill(&mut self, content: &mut Content) -> Result<(), Trouble> {
        let already = std::mem::take(&mut self.rest);
        self.rest = content.feed(&already).map_err(Trouble::Bad)?.to_vec();
        while !content.is_whole() && !content.is_full() {
            let mut buffer = [0; READ_BYTES];
            let count = self.stream.read(&mut buffer).await.map_err(Trouble::Io)?;
            if count == 0 {
                let ended = content.close();
                return if ended {
                    Ok(())
                } else {
                    Err(Trouble::Io(io::ErrorKind::UnexpectedEof.into()))
                };
            }
            let read = buffer.get(..count).unwrap_or_default();
            self.rest = content.feed(read).map_err(Trouble::Bad)?.to_vec();
        }
        Ok(())
    }
}

fn text(request: &Request<'_>) -> String {
    let place = request.place;
    let usual = if place.secure { 443 } else { 80 };
    let port = if place.port == usual { String::new() } else { format!(":{}", place.port) };
    let mut text = format!(
        "{} {} HTTP/1.1\r\nHost: {}{port}\r\nUser-Agent: {USER_AGENT}\r\nAccept: */*\r\n",
        request.method,
        place.path,
        place.host_in_url()
    );
    let keep = ("Connection", if request.keep { "keep-alive" } else { "close" });
    for (name, value) in request.fields.iter().chain([&keep]) {
        text.push_str(name);
        text.push_str(": ");
        text.push_str(value);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    text
}

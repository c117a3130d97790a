//! The side of a process that appends through another one.

use std::io::{self, ErrorKind};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use arvak_core::Draft;

use super::frame::FRAME_BYTES_MAX;
use super::message::{self, DRAFTS_MAX, DraftMessage, EraseMessage, Greeting, Request, Response};
use super::{Address, frame};
use crate::{Answer, Error, Result};

/// How long the holder may take over one request: a slow disk, a long queue.
const ANSWER_TIMEOUT: Duration = Duration::from_mins(1);

/// Room in a frame for what stands around the drafts.
const ROOM_BYTES: usize = 64;

/// A connection to the holder of a data folder.
#[derive(Debug)]
pub(crate) struct Client {
    stream: UnixStream,
}

/// What a request came to.
pub(crate) enum Reply<T> {
    /// The holder answered.
    Done(T),
    /// The connection broke, and nobody knows whether the holder did it.
    Broken,
}

impl Client {
    /// Reaches the holder; `None` when nobody answers there (yet).
    pub(crate) fn connect(path: &Path) -> Result<Option<Self>> {
        let address = Address::of(path)?;
        let stream = match UnixStream::connect(&address.path) {
            Ok(stream) => stream,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(source) => return Err(Error::io("connect to", path)(source)),
        };
        stream
            .set_read_timeout(Some(ANSWER_TIMEOUT))
            .and_then(|()| stream.set_write_timeout(Some(ANSWER_TIMEOUT)))
            .map_err(Error::io("connect to", path))?;
        let mut client = Self { stream };
        let Reply::Done(greeting) = client.receive::<Greeting>()? else { return Ok(None) };
        if greeting.arvak_socket != message::VERSION {
            let problem = format!("it speaks version {}", greeting.arvak_socket);
            return Err(Error::Protocol { problem });
        }
        Ok(Some(client))
    }

    /// Sends the drafts of one frame and waits for the answers.
    pub(crate) fn append(&mut self, drafts: &DraftFrame) -> Result<Reply<Vec<Answer>>> {
        match self.ask(&drafts.asking("append"))? {
            Reply::Done(Response::Appended(answers)) if answers.len() == drafts.count => {
                Ok(Reply::Done(answers))
            }
            Reply::Done(other) => Err(unexpected(other)),
            Reply::Broken => Ok(Reply::Broken),
        }
    }

    /// Sends the drafts, in as many frames as they need, to be recorded all or none.
    pub(crate) fn append_whole(&mut self, drafts: &[Draft]) -> Result<Reply<Vec<Answer>>> {
        let frames = DraftFrame::pack(drafts)?;
        let Some((last, first)) = frames.split_last() else { return Ok(Reply::Done(Vec::new())) };
        for frame in first {
            match self.ask(&frame.asking("gather"))? {
                Reply::Done(Response::Gathered(_)) => {}
                Reply::Done(other) => return Err(unexpected(other)),
                Reply::Broken => return Ok(Reply::Broken),
            }
        }
        match self.ask(&last.asking("append_whole"))? {
            Reply::Done(Response::Appended(answers)) if answers.len() == drafts.len() => {
                Ok(Reply::Done(answers))
            }
            Reply::Done(other) => Err(unexpected(other)),
            Reply::Broken => Ok(Reply::Broken),
        }
    }

    /// Asks for an erasure.
    pub(crate) fn erase(&mut self, order: EraseMessage) -> Result<Reply<Answer>> {
        match self.ask(&message::encode(&Request::Erase(order))?)? {
            Reply::Done(Response::Erased(answer)) => Ok(Reply::Done(answer)),
            Reply::Done(other) => Err(unexpected(other)),
            Reply::Broken => Ok(Reply::Broken),
        }
    }

    /// Asks for a signed checkpoint over all that is recorded.
    pub(crate) fn seal(&mut self) -> Result<Reply<String>> {
        match self.ask(&message::encode(&Request::Seal)?)? {
            Reply::Done(Response::Sealed(note)) => Ok(Reply::Done(note)),
            Reply::Done(other) => Err(unexpected(other)),
            Reply::Broken => Ok(Reply::Broken),
        }
    }

    fn ask(&mut self, request: &[u8]) -> Result<Reply<Response>> {
        match frame::write(&mut self.stream, request) {
            Ok(()) => self.receive(),
            // The holder may have answered its end before it closed, but not this request.
            Err(error) if is_silence(&error) => Err(silent()),
            Err(_) => Ok(Reply::Broken),
        }
    }

    fn receive<T: serde::de::DeserializeOwned>(&mut self) -> Result<Reply<T>> {
        match frame::read(&mut self.stream) {
            Ok(Some(bytes)) => message::decode(&bytes).map(Reply::Done),
            Err(error) if is_silence(&error) => Err(silent()),
            Ok(None) | Err(_) => Ok(Reply::Broken),
        }
    }
}

/// Nobody listens: no socket, one that a dead process left, or one that is just being closed.
fn is_absent(error: &io::Error) -> bool {
    use ErrorKind::{ConnectionRefused, ConnectionReset, NotFound, WouldBlock};
    matches!(error.kind(), NotFound | ConnectionRefused | ConnectionReset | WouldBlock)
}

fn is_silence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

fn silent() -> Error {
    Error::HolderSilent { seconds: ANSWER_TIMEOUT.as_secs() }
}

fn unexpected(response: Response) -> Error {
    match response {
        Response::Failed { code, reason } => Error::Holder { code, reason },
        _ => Error::Protocol { problem: "an answer to something else".to_owned() },
    }
}

/// Drafts that go in one frame.
pub(crate) struct DraftFrame {
    /// The drafts as JSON, with commas between.
    list: Vec<u8>,
    count: usize,
}

impl DraftFrame {
    /// Puts drafts into as few frames as their bounds allow, in order.
    pub(crate) fn pack(drafts: &[Draft]) -> Result<Vec<Self>> {
        let mut frames = Vec::new();
        let (mut parts, mut size_bytes) = (Vec::new(), 0);
        for draft in drafts {
            let part = message::encode(&DraftMessage::from(draft))?;
            let room_bytes = FRAME_BYTES_MAX - ROOM_BYTES;
            if part.len() >= room_bytes {
                let (size_bytes, size_bytes_max) = (part.len() as u64, room_bytes as u64);
                return Err(Error::TooLarge { what: "a draft", size_bytes, size_bytes_max });
            }
            if parts.len() == DRAFTS_MAX || size_bytes + part.len() + 1 > room_bytes {
                frames.push(Self::of(&parts));
                (parts, size_bytes) = (Vec::new(), 0);
            }
            size_bytes += part.len() + 1;
            parts.push(part);
        }
        if !parts.is_empty() {
            frames.push(Self::of(&parts));
        }
        Ok(frames)
    }

    fn of(parts: &[Vec<u8>]) -> Self {
        Self { list: parts.join(&b','), count: parts.len() }
    }

    /// `{"REQUEST":[…]}`, as [`Request`] is read.
    fn asking(&self, request: &str) -> Vec<u8> {
        [b"{\"", request.as_bytes(), b"\":[", &self.list, b"]}"].concat()
    }
}

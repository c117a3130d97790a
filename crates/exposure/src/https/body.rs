//! The content of an HTTP/1.1 answer (RFC 9112 section 6): where it ends, and its bytes out of chunks.
//! What two readers could understand differently is refused.

use super::answer::{BadAnswer, Head};

/// Most bytes of the fields after the last chunk.
const TRAILER_BYTES_MAX: usize = 4 * 1024;

/// Most digits that a chunk's size may have: a terabyte, far more than anybody reads.
const SIZE_DIGITS_MAX: u8 = 10;

/// Where the content of an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// After so many bytes.
    Length(u64),
    /// With its last chunk.
    Chunked,
    /// With the connection.
    Close,
}

impl Framing {
    /// As the head says it. `method` is that of the request.
    pub(crate) fn of(head: &Head, method: &str) -> Result<Self, BadAnswer> {
        if method == "HEAD" || matches!(head.status, 204 | 304) {
            return Ok(Self::Length(0));
        }
        let codings: Vec<&str> = head
            .all("transfer-encoding")
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        let mut lengths =
            head.all("content-length").flat_map(|value| value.split(',')).map(str::trim);
        let first = lengths.next();
        match codings.as_slice() {
            [] => {}
            _ if first.is_some() => return Err(BadAnswer("it names both a length and a coding")),
            [one] if one.eq_ignore_ascii_case("chunked") => return Ok(Self::Chunked),
            _ => return Err(BadAnswer("it is coded in a way that was not asked for")),
        }
        let Some(first) = first else { return Ok(Self::Close) };
        if lengths.any(|other| other != first) {
            return Err(BadAnswer("it names two lengths"));
        }
        let digits = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
        let length = first.parse().ok().filter(|_| digits);
        length.map(Self::Length).ok_or(BadAnswer("its length is no number"))
    }
}

/// Takes the content out of the bytes of an answer as they come, up to a bound.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    state: State,
    bytes: Vec<u8>,
    most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// So many bytes are left.
    Plain(u64),
    /// Until the connection ends.
    Open,
    /// In the digits of a chunk's size.
    Size { value: u64, digits: u8 },
    /// Before the line feed that ends the line with the size.
    SizeEnd(u64),
    /// In a chunk.
    Data(u64),
    /// Before the line end behind a chunk: how much of it was seen.
    DataEnd(u8),
    /// In the fields behind the last chunk: bytes of all, and of this line.
    Trailer { all: usize, line: usize },
    /// All was read.
    Done,
}

impl Content {
    /// At the beginning; at most `most` bytes are kept.
    pub(crate) fn new(framing: Framing, most: usize) -> Self {
        let state = match framing {
            Framing::Length(0) => State::Done,
            Framing::Length(length) => State::Plain(length),
            Framing::Chunked => State::Size { value: 0, digits: 0 },
            Framing::Close => State::Open,
        };
        Self { state, bytes: Vec::new(), most }
    }

    /// Whether the end was seen.
    pub(crate) fn is_whole(&self) -> bool {
        self.state == State::Done
    }

    /// Whether as much was read as may be kept.
    pub(crate) fn is_full(&self) -> bool {
        self.bytes.len() >= self.most
    }

    /// The connection ended; says whether that was where the content ends.
    pub(crate) fn close(&mut self) -> bool {
        if self.state == State::Open {
            self.state = State::Done;
        }
        self.is_whole()
    }

    /// The content so far.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Reads on; gives back what does not belong to it any more, or what is beyond the bound.
    pub(crate) fn feed<'a>(&mut self, mut input: &'a [u8]) -> Result<&'a [u8], BadAnswer> {
        while !input.is_empty() && !self.is_whole() && !self.is_full() {
            input = match self.state {
                State::Plain(left) => self.take(left, input, State::Plain, State::Done),
                State::Data(left) => self.take(left, input, State::Data, State::DataEnd(0)),
                State::Open => self.take(u64::MAX, input, |_| State::Open, State::Done),
                _ => self.step(input)?,
            };
        }
        Ok(input)
    }

    /// Keeps up to `left` bytes and goes on to `more`, or to `end` when there are none left.
    fn take<'a>(
        &mut self,
        left: u64,
        input: &'a [u8],
        more: impl Fn(u64) -> State,
        end: State,
    ) -> &'a [u8] {
        let room = self.most.saturating_sub(self.bytes.len()).min(input.len());
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(room);
        let (taken, rest) = input.split_at(count);
        self.bytes.extend_from_slice(taken);
        let left = left.saturating_sub(u64::try_from(count).unwrap_or(u64::MAX));
        self.state = if left == 0 { end } else { more(left) };
        rest
    }

    /// One byte of what stands around the chunks.
    fn step<'a>(&mut self, input: &'a [u8]) -> Result<&'a [u8], BadAnswer> {
        let Some((&byte, rest)) = input.split_first() else { return Ok(input) };
        let bad = BadAnswer("its chunks are malformed");
        self.state = match (self.state, byte) {
            (State::Size { value, digits }, byte) => Self::size(value, digits, byte).ok_or(bad)?,
            (State::SizeEnd(0), b'\n') => State::Trailer { all: 0, line: 0 },
            (State::SizeEnd(size), b'\n') => State::Data(size),
            (State::DataEnd(0), b'\r') => State::DataEnd(1),
            (State::DataEnd(1), b'\n') => State::Size { value: 0, digits: 0 },
            (State::Trailer { line: 0, .. }, b'\n') => State::Done,
            (State::Trailer { all, .. }, b'\n') => State::Trailer { all: all + 1, line: 0 },
            // The carriage return of an empty line is no byte of a field.
            (State::Trailer { all, line }, b'\r') if all < TRAILER_BYTES_MAX => {
                State::Trailer { all: all + 1, line }
            }
            (State::Trailer { all, line }, _) if all < TRAILER_BYTES_MAX => {
                State::Trailer { all: all + 1, line: line + 1 }
            }
            _ => return Err(bad),
        };
        Ok(rest)
    }

    fn size(value: u64, digits: u8, byte: u8) -> Option<State> {
        if let Some(digit) = char::from(byte).to_digit(16) {
            let fits = digits < SIZE_DIGITS_MAX;
            return fits
                .then(|| State::Size { value: value * 16 + u64::from(digit), digits: digits + 1 });
        }
        // Extensions of chunks have smuggled requests before, and no server that is in order sends them.
        (byte == b'\r' && digits > 0).then_some(State::SizeEnd(value))
    }
}

#[cfg(test)]
mod tests;

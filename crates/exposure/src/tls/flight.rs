//! What a server sends before anything is encrypted: records (RFC 8446 section 5.1), and in them
//! alerts and the messages of the handshake, which may be spread over records in any way.
//!
//! Everything has a bound. What breaks one is no use to us, and the reading ends with a code.

/// Most bytes of one message: a chain of ten large certificates is a quarter of it.
const MESSAGE_BYTES_MAX: usize = 128 * 1024;

/// Most bytes of a record that an honest server sends (RFC 5246 section 6.2.3 allows 2048 more than 2^14).
const RECORD_BYTES_MAX: usize = 16 * 1024 + 2048;

/// Most records of one answer. A server may send its flight byte by byte; a large one is 8 KiB.
const RECORDS_MAX: usize = 16 * 1024;

/// Most bytes of one answer.
pub(crate) const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// Most alerts that only warn.
const WARNINGS_MAX: usize = 8;

const RECORD_ALERT: u8 = 21;
const RECORD_HANDSHAKE: u8 = 22;

/// A piece of what a server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A message of the handshake: its type and its body.
    Message(u8, Vec<u8>),
    /// It ends the connection, and why.
    Alert(u8),
    /// A record that is none of those, such as the first encrypted one.
    Other(u8),
}

/// Why an answer cannot be used, as a stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Garbage(pub(crate) &'static str);

/// Puts an answer together out of bytes as they come.
#[derive(Debug, Default)]
pub(crate) struct Flight {
    bytes: Vec<u8>,
    read: usize,
    messages: Vec<u8>,
    records: usize,
    warnings: usize,
    received: usize,
}

impl Flight {
    /// More bytes came.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.received += bytes.len();
        self.bytes.drain(..self.read);
        self.read = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// The next piece; nothing when more bytes are needed.
    pub(crate) fn next_piece(&mut self) -> Result<Option<Piece>, Garbage> {
        loop {
            if let Some(message) = self.message()? {
                return Ok(Some(message));
            }
            let Some((kind, content)) = self.record()? else {
                if self.received > ANSWER_BYTES_MAX {
                    return Err(Garbage("tls.answer_too_long"));
                }
                return Ok(None);
            };
            match kind {
                RECORD_HANDSHAKE => self.messages.extend(content),
                RECORD_ALERT => {
                    if let Some(alert) = self.alert(&content)? {
                        return Ok(Some(alert));
                    }
                }
                other => return Ok(Some(Piece::Other(other))),
            }
        }
    }

    /// Whether a message has begun that is not whole.
    #[cfg(test)]
    fn is_within_a_message(&self) -> bool {
        !self.messages.is_empty()
    }

    /// The next whole message: a type, a length in three bytes, the body.
    fn message(&mut self) -> Result<Option<Piece>, Garbage> {
        let Some(&[kind, high, middle, low]) = self.messages.first_chunk::<4>() else {
            return Ok(None);
        };
        let length = usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low);
        if length > MESSAGE_BYTES_MAX {
            return Err(Garbage("tls.message_too_long"));
        }
        let Some(body) = self.messages.get(4..4 + length) else { return Ok(None) };
        let message = Piece::Message(kind, body.to_vec());
        self.messages.drain(..4 + length);
        Ok(Some(message))
    }

    /// The next whole record: a type, a version, a length in two bytes, the content.
    pub(crate) fn record(&mut self) -> Result<Option<(u8, Vec<u8>)>, Garbage> {
        let unread = self.bytes.get(self.read..).unwrap_or_default();
        // The first wrong byte tells; what is no TLS may never send five.
        if unread.first().is_some_and(|kind| !(20..=24).contains(kind))
            || unread.get(1).is_some_and(|major| *major != 3)
        {
            return Err(Garbage("tls.not_tls"));
        }
        let Some(&[kind, _, _, high, low]) = unread.first_chunk::<5>() else { return Ok(None) };
        let length = usize::from(high) << 8 | usize::from(low);
        if length > RECORD_BYTES_MAX {
            return Err(Garbage("tls.record_too_long"));
        }
        let Some(content) = unread.get(5..5 + length) else { return Ok(None) };
        let content = content.to_vec();
        self.read += 5 + length;
        self.records += 1;
        if self.records > RECORDS_MAX {
            return Err(Garbage("tls.too_many_records"));
        }
        Ok(Some((kind, content)))
    }

    /// A level and a reason. A warning (level 1) is passed over, except that the server closes.
    fn alert(&mut self, content: &[u8]) -> Result<Option<Piece>, Garbage> {
        const WARNING: u8 = 1;
        const CLOSE_NOTIFY: u8 = 0;
        let &[level, reason] = content else { return Err(Garbage("tls.bad_alert")) };
        if level != WARNING || reason == CLOSE_NOTIFY {
            return Ok(Some(Piece::Alert(reason)));
        }
        self.warnings += 1;
        if self.warnings > WARNINGS_MAX {
            return Err(Garbage("tls.too_many_alerts"));
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests;

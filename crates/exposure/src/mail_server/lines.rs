//! A conversation in lines, with bounds: a server may say so much, in lines of such a length, and no more.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// Longest line that is read. SMTP allows 512 bytes, IMAP's capabilities are met with a thousand.
pub(crate) const LINE_BYTES_MAX: usize = 8 * 1024;

/// Most lines of one answer.
pub(crate) const LINES_MAX: usize = 128;

/// Most bytes that a server may say in one conversation.
pub(crate) const SAID_BYTES_MAX: usize = 256 * 1024;

/// Why a conversation ended.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The connection broke, fell silent or lasted too long.
    Io(io::Error),
    /// What came is nothing that such a server says: a stable code.
    Absurd(&'static str),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A conversation over a stream.
#[derive(Debug)]
pub(crate) struct Talk<S> {
    stream: S,
    heard: Vec<u8>,
    said_bytes: usize,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    /// Over a stream on which nothing was said yet.
    pub(crate) const fn new(stream: S) -> Self {
        Self { stream, heard: Vec::new(), said_bytes: 0 }
    }

    /// Says one line.
    pub(crate) async fn say(&mut self, line: &str) -> Result<(), Trouble> {
        self.stream.write_all(format!("{line}\r\n").as_bytes()).await?;
        self.stream.flush().await?;
        Ok(())
    }

    /// The next line without its end. Bytes that are no UTF-8 are replaced.
    pub(crate) async fn line(&mut self) -> Result<String, Trouble> {
        loop {
            if let Some(end) = self.heard.iter().position(|byte| *byte == b'\n') {
                let rest = self.heard.split_off(end + 1);
                let line = std::mem::replace(&mut self.heard, rest);
                let line = line.strip_suffix(b"\n").unwrap_or(&line);
                let line = line.strip_suffix(b"\r").unwrap_or(line);
                return Ok(String::from_utf8_lossy(line).into_owned());
            }
            if self.heard.len() > LINE_BYTES_MAX {
                return Err(Trouble::Absurd("mail.line_too_long"));
            }
            let mut buffer = [0; 2048];
            let count = self.stream.read(&mut buffer).await?;
            if count == 0 {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            self.said_bytes = self.said_bytes.saturating_add(count);
            if self.said_bytes > SAID_BYTES_MAX {
                return Err(Trouble::Absurd("mail.too_much"));
            }
            self.heard.extend_from_slice(buffer.get(..count).unwrap_or_default());
        }
    }

    /// The stream itself, for TLS. Words that came before it are not protected, and whoever sent them
    /// may be in between (CVE-2011-0411).
    pub(crate) fn into_stream(self) -> Result<S, Trouble> {
        if self.heard.is_empty() {
            Ok(self.stream)
        } else {
            Err(Trouble::Absurd("starttls.injected"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hear(bytes: &[u8], lines: usize) -> Vec<Result<String, String>> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (ours, mut theirs) = tokio::io::duplex(512 * 1024);
            theirs.write_all(bytes).await.unwrap();
            theirs.shutdown().await.unwrap();
            let mut talk = Talk::new(ours);
            let mut heard = Vec::new();
            while heard.len() < lines && heard.last().is_none_or(Result::is_ok) {
                heard.push(talk.line().await.map_err(|trouble| match trouble {
                    Trouble::Io(error) => error.kind().to_string(),
                    Trouble::Absurd(code) => code.to_owned(),
                }));
            }
            heard
        })
    }

    #[test]
    fn lines_end_in_either_way() {
        let heard = hear(b"220 a\r\n250 b\n\xff", 3);
        assert_eq!(heard[..2], [Ok("220 a".to_owned()), Ok("250 b".to_owned())]);
        assert_eq!(heard[2], Err("unexpected end of file".to_owned()));
    }

    #[test]
    fn a_line_and_a_conversation_have_an_end() {
        assert_eq!(hear(&vec![b'x'; 20_000], 1), [Err("mail.line_too_long".to_owned())]);
        let heard = hear(&b"250-x\r\n".repeat(60_000), 50_000);
        assert_eq!(heard.last().unwrap(), &Err("mail.too_much".to_owned()));
    }
}

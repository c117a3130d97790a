//! A conversation in lines, with bounds. What is said may be a password, so nothing here is taken down: whoever
//! uses it tells in words of its own what came of it.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;

use super::Trouble;

/// Longest line that is read, in bytes. IMAP's capabilities are met with a thousand.
const LINE_BYTES_MAX: usize = 8 * 1024;

/// Most lines that are read in one conversation.
const LINES_MAX: usize = 512;

/// How long a farewell is waited for. Whoever hangs up before it leaves the server with a broken connection in its log.
const FAREWELL: Duration = Duration::from_millis(500);

/// Lines over a stream.
#[derive(Debug)]
pub struct Lines<S> {
    stream: S,
    heard: Vec<u8>,
    count: usize,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Lines<S> {
    /// Over a stream on which nothing was said yet.
    pub const fn new(stream: S) -> Self {
        Self { stream, heard: Vec::new(), count: 0 }
    }

    /// Says one line, in one piece: a password that comes in pieces is easier to count.
    pub async fn say(&mut self, line: &str) -> Result<(), Trouble> {
        self.stream.write_all(format!("{line}\r\n").as_bytes()).await?;
        self.stream.flush().await?;
        Ok(())
    }

    /// The next line without its end. Bytes that are no UTF-8 are replaced.
    pub async fn line(&mut self) -> Result<String, Trouble> {
        loop {
            if let Some(end) = self.heard.iter().position(|byte| *byte == b'\n') {
                self.count += 1;
                if self.count > LINES_MAX {
                    return Err(Trouble::Absurd("too_many_lines"));
                }
                let rest = self.heard.split_off(end + 1);
                let line = std::mem::replace(&mut self.heard, rest);
                return Ok(String::from_utf8_lossy(&line)
                    .trim_end_matches(['\r', '\n'])
                    .to_owned());
            }
            if self.heard.len() > LINE_BYTES_MAX {
                return Err(Trouble::Absurd("line_too_long"));
            }
            let mut buffer = [0; 2048];
            let count = self.stream.read(&mut buffer).await?;
            if count == 0 {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            self.heard.extend_from_slice(buffer.get(..count).unwrap_or_default());
        }
    }

    /// Says a last line, and hears the farewell, but does not wait for one that does not come.
    pub async fn part(mut self, line: &str) {
        if self.say(line).await.is_ok() {
            let _ = timeout(FAREWELL, self.line()).await;
        }
        let _ = timeout(FAREWELL, self.stream.shutdown()).await;
    }

    /// The stream itself, for TLS. Words that came before it are not protected, and whoever sent them
    /// may be in between (CVE-2011-0411).
    pub fn into_stream(self) -> Result<S, Trouble> {
        if self.heard.is_empty() { Ok(self.stream) } else { Err(Trouble::Absurd("injected")) }
    }
}

//! Keeps the first bytes that a stream gives, so that the greeting can be shown.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Most bytes that are kept: a greeting has at most 255, after lines of free text.
const KEPT_BYTES: usize = 4 * 1024;

/// A stream that remembers how it began.
pub(super) struct Sniff<S> {
    inner: S,
    kept: Arc<Mutex<Vec<u8>>>,
}

/// What a [`Sniff`] remembers; lives on when the stream is gone.
#[derive(Clone)]
pub(super) struct Beginning(Arc<Mutex<Vec<u8>>>);

impl<S> Sniff<S> {
    /// Around `inner`.
    pub(super) fn new(inner: S) -> (Self, Beginning) {
        let kept = Arc::default();
        (Self { inner, kept: Arc::clone(&kept) }, Beginning(kept))
    }
}

impl Beginning {
    /// The identification line (RFC 4253 section 4.2): the first line that begins with `SSH-`.
    pub(super) fn identification(&self) -> Option<String> {
        let kept = self.0.lock().ok()?;
        let mut lines = kept.split_inclusive(|byte| *byte == b'\n');
        let line = lines.find(|line| line.starts_with(b"SSH-"))?;
        let line = line.strip_suffix(b"\n")?;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Some(String::from_utf8_lossy(line).chars().filter(|c| !c.is_control()).take(255).collect())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Sniff<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buf.filled().len();
        let polled = Pin::new(&mut this.inner).poll_read(cx, buf);
        if let Ok(mut kept) = this.kept.lock() {
            let room = KEPT_BYTES.saturating_sub(kept.len());
            let new = buf.filled().get(before..).unwrap_or_default();
            kept.extend(new.iter().take(room));
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Sniff<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().inner).poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginning(bytes: &[u8]) -> Option<String> {
        Beginning(Arc::new(Mutex::new(bytes.to_vec()))).identification()
    }

    #[test]
    fn the_identification_is_the_first_whole_line_that_begins_with_ssh() {
        assert_eq!(beginning(b"SSH-2.0-x y\r\nrest").as_deref(), Some("SSH-2.0-x y"));
        assert_eq!(beginning(b"Hello\r\nSSH-1.99-z\n").as_deref(), Some("SSH-1.99-z"));
        assert_eq!(beginning(b"SSH-2.0-cut"), None);
        assert_eq!(beginning(b"HTTP/1.1 400\r\n"), None);
        assert_eq!(beginning(b"SSH-2.0-\x1b[31m\xff\r\n").as_deref(), Some("SSH-2.0-[31m\u{fffd}"));
    }
}

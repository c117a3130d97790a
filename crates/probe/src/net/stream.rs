//! A connection with limits built in.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep};

use super::{Limits, NetError, Stop};

/// A TCP connection that ends by itself: after so many bytes read, so long a silence, so long a
/// time, or at the touch of the stop. It then gives an I/O error that holds a [`NetError`]; see
/// [`NetError::from_io`].
pub struct NetStream {
    tcp: TcpStream,
    host: String,
    peer: SocketAddr,
    read_bytes_left: u64,
    read_bytes_limit: u64,
    idle: Pin<Box<Sleep>>,
    idle_limit: Duration,
    end: Pin<Box<Sleep>>,
    total_limit: Duration,
    stopped: Pin<Box<dyn Future<Output = ()> + Send + Sync>>,
    /// Places among the open connections; given back when the stream is dropped.
    _places: super::pace::Places,
}

impl NetStream {
    pub(super) fn new(
        tcp: TcpStream,
        host: String,
        peer: SocketAddr,
        limits: &Limits,
        stop: Stop,
        places: super::pace::Places,
    ) -> Self {
        Self {
            tcp,
            host,
            peer,
            read_bytes_left: limits.read_bytes,
            read_bytes_limit: limits.read_bytes,
            idle: Box::pin(tokio::time::sleep(limits.idle)),
            idle_limit: limits.idle,
            end: Box::pin(tokio::time::sleep(limits.total)),
            total_limit: limits.total,
            stopped: Box::pin(async move { stop.stopped().await }),
            _places: places,
        }
    }

    /// The host and port that this goes to, for messages.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The checked address that the name resolved to.
    pub fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// Waits as long as `idle` for the other end, and lasts as long as `total` from now, where that is longer than usual: some
    /// servers let those who failed to log in wait on purpose.
    pub fn wait_longer(&mut self, idle: Duration, total: Duration) {
        self.idle_limit = self.idle_limit.max(idle);
        self.moved();
        if total > self.total_limit {
            self.total_limit = total;
            self.end.as_mut().reset(Instant::now() + total);
        }
    }

    /// The limits that do not depend on who speaks.
    fn poll_ended(&mut self, cx: &mut Context<'_>) -> Result<(), NetError> {
        let host = || self.host.clone();
        if self.stopped.as_mut().poll(cx).is_ready() {
            return Err(NetError::Stopped { host: host() });
        }
        if self.end.as_mut().poll(cx).is_ready() {
            return Err(NetError::TimedOut {
                host: host(),
                step: "the end",
                limit_ms: millis(self.total_limit),
            });
        }
        Ok(())
    }

    fn poll_idle(&mut self, cx: &mut Context<'_>) -> Result<(), NetError> {
        if self.idle.as_mut().poll(cx).is_pending() {
            return Ok(());
        }
        let limit_ms = millis(self.idle_limit);
        Err(NetError::TimedOut { host: self.host.clone(), step: "data", limit_ms })
    }

    fn moved(&mut self) {
        let next = Instant::now() + self.idle_limit;
        self.idle.as_mut().reset(next);
    }

    fn write_with(
        &mut self,
        cx: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut TcpStream>, &mut Context<'_>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        self.poll_ended(cx).map_err(NetError::into_io)?;
        let Poll::Ready(result) = write(Pin::new(&mut self.tcp), cx) else {
            self.poll_idle(cx).map_err(NetError::into_io)?;
            return Poll::Pending;
        };
        self.moved();
        Poll::Ready(result)
    }
}

/// A duration for messages.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl AsyncRead for NetStream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.poll_ended(cx).map_err(NetError::into_io)?;
        let before = buf.filled().len();
        if Pin::new(&mut this.tcp).poll_read(cx, buf)?.is_pending() {
            this.poll_idle(cx).map_err(NetError::into_io)?;
            return Poll::Pending;
        }
        let read = u64::try_from(buf.filled().len() - before).unwrap_or(u64::MAX);
        let Some(left) = this.read_bytes_left.checked_sub(read) else {
            buf.set_filled(before);
            let limit_bytes = this.read_bytes_limit;
            let error = NetError::TooMuch { host: this.host.clone(), limit_bytes };
            return Poll::Ready(Err(error.into_io()));
        };
        this.read_bytes_left = left;
        this.moved();
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for NetStream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().write_with(cx, |tcp, cx| tcp.poll_write(cx, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.get_mut().write_with(cx, |tcp, cx| tcp.poll_flush(cx).map_ok(|()| 0)))?;
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.get_mut().write_with(cx, |tcp, cx| tcp.poll_shutdown(cx).map_ok(|()| 0)))?;
        Poll::Ready(Ok(()))
    }
}

impl fmt::Debug for NetStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NetStream({} at {})", self.host, self.peer)
    }
}

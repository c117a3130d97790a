//! What a drill leaves behind: the exact bytes of a marked line, and the ways in which this program hands it to a logger.

use std::io::Write as _;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use arvak_core::drill::{Deed, Line, MARK, Stimulus, Way};
use arvak_core::{Digest, Instant, Name};
use arvak_monitoring::{Emission, Plan, Way as Known};
use arvak_probe::{Outbound, Roots, Target};
use arvak_store::Operation;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use tokio_rustls::client::TlsStream;

use crate::act;

/// `auth.warning` (RFC 5424, section 6.2.1): facility 4, severity 4.
const PRIORITY: u8 = 36;

/// How long a logger on this machine may take to make room for a line.
const WRITE_MAX: Duration = Duration::from_secs(10);

/// What the trace is, and where the mark stands in it.
pub struct Trace {
    /// The host where it is.
    pub host: String,
    /// What is hashed: of a line what the logger gets, of the rest what is done, as it is told to people.
    pub bytes: Vec<u8>,
    place: &'static str,
}

/// The trace of a plan at an instant.
pub fn trace(stimulus: &Stimulus, plan: &Plan, at: Instant) -> Trace {
    let mark = plan.mark();
    match stimulus {
        Stimulus::Line(line) if matches!(line.way, Way::ByHand) => Trace {
            host: line.host.to_string(),
            bytes: text(line, &mark).into_bytes(),
            place: "line",
        },
        Stimulus::Line(line) => {
            let bytes = syslog(line, &mark, at).into_bytes();
            Trace { host: line.host.to_string(), bytes, place: "line" }
        }
        // By hand: what a person types calls itself nothing.
        Stimulus::Act(deed) => {
            let place = act::place(&Deed { door: None, ..deed.clone() });
            let bytes = deed.target.replace(MARK, &mark).into_bytes();
            Trace { host: deed.host.to_string(), bytes, place }
        }
        Stimulus::Steps(steps) => {
            let place = if plan.looks_for == mark { "steps" } else { "none" };
            let bytes = steps.join("\n").replace(MARK, &mark).into_bytes();
            Trace { host: String::new(), bytes, place }
        }
    }
}

impl Trace {
    /// As it is kept.
    pub fn emission(&self, at: Instant, way: Known, is_done: bool) -> Emission {
        let (host, place) = (self.host.clone(), self.place.to_owned());
        let sha256 = Digest::of(&self.bytes);
        Emission {
            at,
            host,
            way,
            sha256,
            place,
            is_done,
            step: None,
            restore_to: None,
            answered: None,
        }
    }
}

/// The line with its mark.
pub fn text(line: &Line, mark: &str) -> String {
    line.text.replace(MARK, mark)
}

/// A message of RFC 5424 without structured data.
pub fn syslog(line: &Line, mark: &str, at: Instant) -> String {
    format!("<{PRIORITY}>1 {at} {} {} - - - {}", line.host, line.app, text(line, mark))
}

/// What came of handing it over.
pub enum Sent {
    /// The logger took it.
    Done,
    /// It went out as a datagram, and nobody can ever know whether it arrived: the note of it stays one of something that was begun. An
    /// answer with the mark shows that it did.
    Cast,
    /// It was not begun: nothing was sent.
    NotBegun(String),
    /// It was begun, and nobody knows whether it was done.
    Unsure(String),
    /// Something was done already, or the drill was stopped.
    Refused,
}

/// A logger that is there.
enum Logger {
    Socket(UnixDatagram),
    Tcp(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    Udp(UdpSocket),
}

/// Hands the trace to the logger: first it is reached, then what is about to happen is noted durably, and only then the bytes go. So a
/// machine that goes down in between leaves a note that nobody mistakes for a trace.
pub async fn send(
    line: &Line,
    trace: &Trace,
    (operation, id): (&Operation, &str),
    roots: &Roots,
    at: Instant,
) -> crate::Result<Sent> {
    let logger = match reach(line, roots).await {
        Ok(logger) => logger,
        Err(why) => return Ok(Sent::NotBegun(why)),
    };
    let note = serde_json::to_string(&trace.emission(at, Known::Sent, false))?;
    if !operation.add_emission(id, &note, false).await? {
        return Ok(Sent::Refused);
    }
    let is_cast = matches!(logger, Logger::Udp(_));
    if let Err(error) = hand_over(logger, &trace.bytes).await {
        return Ok(Sent::Unsure(error.to_string()));
    }
    if is_cast {
        return Ok(Sent::Cast);
    }
    operation.note_emission_done(id).await?;
    Ok(Sent::Done)
}

async fn reach(line: &Line, roots: &Roots) -> Result<Logger, String> {
    match &line.way {
        Way::Socket(path) => {
            let socket = UnixDatagram::unbound().and_then(|socket| {
                socket.connect(path)?;
                // A logger whose queue stays full is one that does not read.
                socket.set_write_timeout(Some(WRITE_MAX))?;
                Ok(socket)
            });
            socket.map(Logger::Socket).map_err(|error| format!("{path}: {error}"))
        }
        Way::Tcp { host, port } => {
            let (door, target) = door(host, *port, roots)?;
            door.connect(&target).await.map(Logger::Tcp).map_err(|error| error.to_string())
        }
        Way::Tls { host, port } => {
            let (door, target) = door(host, *port, roots)?;
            let stream = door.connect(&target).await.map_err(|error| error.to_string())?;
            let stream = door.secure(&target.host, stream).await;
            stream.map(|stream| Logger::Tls(Box::new(stream))).map_err(|error| error.to_string())
        }
        Way::Udp { host, port } => {
            let (door, target) = door(host, *port, roots)?;
            door.datagrams(&target).await.map(Logger::Udp).map_err(|error| error.to_string())
        }
        Way::ByHand => Err(String::new()),
    }
}

/// The door to the one logger that the definition names, which is the operator's configuration.
fn door(host: &Name, port: u16, roots: &Roots) -> Result<(Outbound, Target), String> {
    let host = host.as_str().parse().map_err(|error| format!("{error}"))?;
    let target = Target { host, port };
    Ok((Outbound::new([target.clone()], roots.clone()), target))
}

async fn hand_over(logger: Logger, bytes: &[u8]) -> std::io::Result<()> {
    match logger {
        Logger::Socket(socket) => socket.send(bytes).map(drop),
        Logger::Tcp(stream) => counted(stream, bytes).await,
        Logger::Tls(stream) => counted(*stream, bytes).await,
        // One message is one datagram (RFC 5426, section 3.1).
        Logger::Udp(socket) => socket.send(bytes).await.map(drop),
    }
}

/// Octets counted (RFC 6587, section 3.4.1; RFC 5425, section 4.3.1). Over TLS the end is told before the stream is closed.
async fn counted(mut stream: impl AsyncWrite + Unpin, bytes: &[u8]) -> std::io::Result<()> {
    let mut frame = Vec::new();
    write!(frame, "{} ", bytes.len())?;
    frame.extend_from_slice(bytes);
    stream.write_all(&frame).await?;
    stream.flush().await?;
    stream.shutdown().await
}

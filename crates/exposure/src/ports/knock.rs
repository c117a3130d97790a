//! One knock: a connection or a datagram, one conversation, and what came of it.

use std::time::Duration;

use arvak_probe::transcript::{PortSeen, PortState};
use arvak_probe::{Datagrams, Host, Knock, NetStream, PortsAt};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::speech::text::readable;
use super::speech::{self, Speech};
use super::table::{KNOCK, Row, Way};
use crate::https::handshake;

/// How long a connection may take. A filtered port costs as much.
const CONNECT: Duration = Duration::from_millis(1_500);

/// How long one answer may take to begin.
const ANSWER: Duration = Duration::from_millis(2_500);

/// How long nothing may come before an answer is taken for whole.
const QUIET: Duration = Duration::from_millis(500);

/// How long a datagram is waited for.
const DATAGRAM: Duration = Duration::from_millis(1_500);

/// How long one answer may go on.
const ANSWER_ALL: Duration = Duration::from_secs(4);

/// How long a handshake of TLS may take.
const HANDSHAKE: Duration = Duration::from_secs(4);

/// Most bytes of one answer over TCP.
const ANSWER_BYTES_MAX: usize = 8 * 1024;

/// Questions to one port that are under way at once.
const AT_ONCE: usize = 3;

/// Knocks as a row says.
pub(super) async fn knock(at: &PortsAt, host: &Host, row: &Row) -> PortSeen {
    let mut seen = PortSeen {
        address: at.address().to_string(),
        port: row.port,
        udp: row.way == Way::Udp,
        question: row.question.to_owned(),
        state: PortState::Silent,
        sent_bytes: 0,
        received_bytes: 0,
    };
    let speech = speech::named(row.question);
    let mut talk = Talk { host: host.as_str(), sent: 0, said: Vec::new() };
    seen.state = match (row.way, speech) {
        (Way::Udp, Some(speech)) => talk.over_udp(at, row.port, speech).await,
        (Way::Udp, None) => PortState::Silent,
        (way, speech) => match at.tcp(row.port, CONNECT).await {
            Err(error) => PortState::Failed(error.code().to_owned()),
            Ok(Knock::Closed) => PortState::Closed,
            Ok(Knock::Silent) => PortState::Silent,
            Ok(Knock::Open(stream)) => talk.over_tcp(*stream, way, host, speech).await,
        },
    };
    let received = talk.said.iter().map(Vec::len).sum::<usize>();
    seen.sent_bytes = u32::try_from(talk.sent).unwrap_or(u32::MAX);
    seen.received_bytes = u32::try_from(received).unwrap_or(u32::MAX);
    seen
}

/// A conversation so far.
struct Talk<'a> {
    host: &'a str,
    sent: usize,
    said: Vec<Vec<u8>>,
}

impl Talk<'_> {
    async fn over_tcp(
        &mut self,
        mut stream: NetStream,
        way: Way,
        host: &Host,
        speech: Option<&Speech>,
    ) -> PortState {
        let Some(speech) = speech.filter(|speech| !speech.steps.is_empty()) else {
            return PortState::Open { said: String::new() };
        };
        if way == Way::Tcp {
            self.hold(&mut stream, speech).await;
            return self.state(speech, Vec::new());
        }
        match timeout(HANDSHAKE, handshake::connect(host, stream)).await {
            Ok(Ok(mut stream)) => {
                self.hold(&mut stream, speech).await;
                self.state(speech, b"TLS ".to_vec())
            }
            // An alert or a certificate that is asked for is TLS too; who is behind it is not told.
            Ok(Err(error)) if is_tls(&error) => {
                PortState::Open { said: readable(format!("TLS: {error}").as_bytes()) }
            }
            _ => PortState::Open { said: String::new() },
        }
    }

    /// Says each step and hears what comes; ends when nothing does.
    async fn hold<S: AsyncRead + AsyncWrite + Unpin>(&mut self, stream: &mut S, speech: &Speech) {
        for step in speech.steps {
            let words = (step.say)(self.host);
            if !words.is_empty() && stream.write_all(&words).await.is_err() {
                return;
            }
            // What a layer in between keeps back would be waited for in vain.
            let _ = stream.flush().await;
            self.sent += words.len();
            let mut heard = Vec::new();
            let _ = timeout(ANSWER_ALL, hear(stream, step.whole, &mut heard)).await;
            let nothing = heard.is_empty();
            self.said.push(heard);
            if nothing {
                return;
            }
        }
    }

    async fn over_udp(&mut self, at: &PortsAt, port: u16, speech: &Speech) -> PortState {
        let Some(step) = speech.steps.first() else { return PortState::Silent };
        let words = (step.say)(self.host);
        self.sent = words.len();
        match at.udp(port, &words, DATAGRAM, QUIET).await {
            Err(error) => PortState::Failed(error.code().to_owned()),
            Ok(Datagrams::Closed) => PortState::Closed,
            Ok(Datagrams::Silent) => PortState::Silent,
            Ok(Datagrams::Answer(datagrams)) => {
                self.said = datagrams;
                self.state(speech, Vec::new())
            }
        }
    }

    fn state(&self, speech: &Speech, mut before: Vec<u8>) -> PortState {
        if let Some(service) = (speech.hear)(&self.said) {
            return PortState::Service(service);
        }
        before.extend(self.said.iter().flatten());
        PortState::Open { said: readable(&before) }
    }
}

/// Whether it was TLS that failed, and not the connection.
fn is_tls(error: &std::io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    inner.is_some()
}

async fn hear<S: AsyncRead + Unpin>(stream: &mut S, whole: fn(&[u8]) -> bool, heard: &mut Vec<u8>) {
    let mut buffer = vec![0; ANSWER_BYTES_MAX];
    while heard.len() < ANSWER_BYTES_MAX {
        let limit = if heard.is_empty() { ANSWER } else { QUIET };
        let Ok(Ok(count @ 1..)) = timeout(limit, stream.read(&mut buffer)).await else { return };
        let room = ANSWER_BYTES_MAX - heard.len();
        heard.extend(buffer.get(..count.min(room)).unwrap_or_default());
        if whole(heard) {
            return;
        }
    }
}

/// What listens at a port that has no row: every question over TCP is asked, one connection each and a few at a
/// time, until one is answered.
pub(super) async fn find_out(at: &PortsAt, host: &Host, port: u16, rows: &[Row]) -> PortSeen {
    let bare = Row { check: "", port, way: Way::Tcp, question: KNOCK };
    let knocked = knock(at, host, &bare).await;
    if !matches!(knocked.state, PortState::Open { .. }) {
        return knocked;
    }
    let greets = greeting(at, host, port).await;
    let mut http = true;
    let mut rows: Vec<&Row> = rows.iter().filter(|row| greets || !listens(row)).collect();
    // Whoever speaks first is heard first.
    rows.sort_by_key(|row| !listens(row));
    for some in rows.chunks(AT_ONCE) {
        let mut lines = JoinSet::new();
        for row in some.iter().filter(|row| http || !is_http(row)) {
            let (at, host, row) = (at.clone(), host.clone(), Row { port, ..**row });
            lines.spawn(async move { (is_http(&row), knock(&at, &host, &row).await) });
        }
        while let Some(Ok((asked_http, seen))) = lines.join_next().await {
            match &seen.state {
                PortState::Service(_) => return seen,
                // Who does not answer one question over HTTP answers none.
                PortState::Open { said } if asked_http => http &= said.starts_with("HTTP/"),
                _ => {}
            }
        }
    }
    knocked
}

fn listens(row: &Row) -> bool {
    speech::named(row.question).is_some_and(Speech::listens)
}

fn is_http(row: &Row) -> bool {
    speech::named(row.question).is_some_and(Speech::is_http)
}

/// Whether a service speaks first.
async fn greeting(at: &PortsAt, host: &Host, port: u16) -> bool {
    // A greeting of telnet is any bytes: what is heard is all that matters here.
    let seen = knock(at, host, &Row { check: "", port, way: Way::Tcp, question: "telnet" }).await;
    seen.received_bytes > 0
}

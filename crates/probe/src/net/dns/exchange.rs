//! One question to one server.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use hickory_proto::op::{Message, MessageType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

/// An answer, as it is understood and as it came.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) message: Message,
    pub(super) bytes: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Failure {
    /// Nothing came, or nothing that had to do with the question.
    Silent(String),
    /// Something came that cannot be read.
    Useless(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Silent(error.to_string())
    }
}

/// Asks over UDP from a new port with a new id; over TCP when the answer was cut. Each of the two may
/// take `limit`.
pub(super) async fn exchange(
    server: SocketAddr,
    question: &Message,
    limit: Duration,
) -> Result<Received, Failure> {
    let late = |_| Failure::Silent(format!("no answer within {} ms", limit.as_millis()));
    let answer = timeout(limit, over_udp(server, question)).await.map_err(late)??;
    if answer.message.metadata.truncation {
        return timeout(limit, over_tcp(server, question)).await.map_err(late)?;
    }
    Ok(answer)
}

async fn over_udp(server: SocketAddr, question: &Message) -> Result<Received, Failure> {
    let any: IpAddr = match server {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    // Port 0: the operating system draws one; and a connected socket hears this server alone.
    let socket = UdpSocket::bind((any, 0)).await?;
    socket.connect(server).await?;
    socket.send(&encode(question)?).await?;
    let mut buffer = vec![0; usize::from(u16::MAX)];
    loop {
        let length = socket.recv(&mut buffer).await?;
        let datagram = buffer.get(..length).unwrap_or_default();
        // What does not match may be forged by somebody who guesses ids: the true answer may still
        // come. So it is passed over, and the time-out ends the wait.
        if !has_id(datagram, question.metadata.id) {
            continue;
        }
        let message = decode(datagram)?;
        if answers(&message, question) {
            return Ok(Received { message, bytes: datagram.to_vec() });
        }
    }
}

async fn over_tcp(server: SocketAddr, question: &Message) -> Result<Received, Failure> {
    let mut stream = TcpStream::connect(server).await?;
    let bytes = encode(question)?;
    let length = u16::try_from(bytes.len()).map_err(|_| Failure::Useless("too long".to_owned()))?;
    stream.write_all(&[&length.to_be_bytes(), &*bytes].concat()).await?;
    let length = stream.read_u16().await?;
    let mut buffer = vec![0; usize::from(length)];
    stream.read_exact(&mut buffer).await?;
    let message = decode(&buffer)?;
    if answers(&message, question) {
        return Ok(Received { message, bytes: buffer });
    }
    Err(Failure::Useless("it answers another question".to_owned()))
}

fn encode(message: &Message) -> Result<Vec<u8>, Failure> {
    message.to_vec().map_err(|error| Failure::Useless(error.to_string()))
}

fn decode(bytes: &[u8]) -> Result<Message, Failure> {
    Message::from_vec(bytes).map_err(|error| Failure::Useless(error.to_string()))
}

fn has_id(datagram: &[u8], id: u16) -> bool {
    datagram.first_chunk() == Some(&id.to_be_bytes())
}

/// Whether `answer` is an answer to `question`: same id, same single question.
fn answers(answer: &Message, question: &Message) -> bool {
    let same = |a: &hickory_proto::op::Query, q: &hickory_proto::op::Query| {
        a.name == q.name && a.query_type == q.query_type && a.query_class == q.query_class
    };
    answer.metadata.message_type == MessageType::Response
        && answer.metadata.id == question.metadata.id
        && match (answer.queries.as_slice(), question.queries.as_slice()) {
            ([a], [q]) => same(a, q),
            _ => false,
        }
}

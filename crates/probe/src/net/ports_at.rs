//! Many ports of one host: its name is looked up and its addresses are checked once, and then each port
//! is tried at those addresses, within the limits of number and pace.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::timeout;

use super::connect::{Dialled, checked, dial, in_time};
use super::stream::millis;
use super::{Inner, Net, NetError, NetStream, Target};
use crate::{Host, Look, Purpose, Recorder};

/// Most datagrams of one answer that are read.
const DATAGRAMS_MAX: usize = 64;

/// Most bytes of one answer over UDP that are read.
const DATAGRAM_BYTES_MAX: usize = 128 * 1024;

/// The leave to try ports of one address that the gate has checked. It is for looks that need proof of
/// control. Nothing is recorded here: whoever tries many says in the transcript what came of each.
#[derive(Clone)]
pub struct PortsAt {
    net: Arc<Inner>,
    host: Host,
    address: IpAddr,
}

/// What became of a connection to a port.
#[derive(Debug)]
pub enum Knock {
    /// Something listens.
    Open(Box<NetStream>),
    /// The host says that nothing listens there.
    Closed,
    /// Nobody says anything: a firewall, most often.
    Silent,
}

/// What became of a question over UDP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Datagrams {
    /// What came back, in order.
    Answer(Vec<Vec<u8>>),
    /// The host says that nothing listens there (ICMP, RFC 792).
    Closed,
    /// Nothing came: nobody listens, or does not care for the question.
    Silent,
}

impl Net {
    /// Resolves `host` once and checks every address as for any look that is more than a visit; the
    /// leaves are for each address, v4 first. A refusal or failure is recorded here.
    pub async fn ports_of(
        &self,
        host: &Host,
        port: u16,
        recorder: &mut Recorder<'_>,
    ) -> Result<Vec<PortsAt>, NetError> {
        let target = Target { host: host.clone(), port };
        let checked = checked(&self.inner, &target, Purpose::Other, None, recorder).await;
        if let Err(error) = &checked {
            recorder.failed("connect", error);
        }
        let leave = |address| PortsAt { net: Arc::clone(&self.inner), host: host.clone(), address };
        checked.map(|addresses| addresses.into_iter().map(leave).collect())
    }
}

impl PortsAt {
    /// The checked address.
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// Tries to connect to a port, for `limit` at most.
    pub async fn tcp(&self, port: u16, limit: Duration) -> Result<Knock, NetError> {
        in_time(&self.net, &self.host, Look::Proved)?;
        let target = Target { host: self.host.clone(), port };
        let peer = SocketAddr::new(self.address, port);
        let limit = limit.min(self.net.limits.connect);
        match dial(&self.net, &target, peer, limit).await? {
            Dialled::Stream(stream, _) => Ok(Knock::Open(stream)),
            Dialled::Silent => Ok(Knock::Silent),
            Dialled::Failed(error) if is_refusal(&error) => Ok(Knock::Closed),
            Dialled::Failed(error) if is_unreachable(&error) => Ok(Knock::Silent),
            Dialled::Failed(error) => {
                Err(NetError::Unreachable { host: target.to_string(), why: error.to_string() })
            }
        }
    }

    /// Sends one datagram and hears what comes back: until nothing has come for `quiet`, or for `limit`
    /// when nothing comes at all.
    pub async fn udp(
        &self,
        port: u16,
        question: &[u8],
        limit: Duration,
        quiet: Duration,
    ) -> Result<Datagrams, NetError> {
        in_time(&self.net, &self.host, Look::Proved)?;
        let host = Target { host: self.host.clone(), port }.to_string();
        let peer = SocketAddr::new(self.address, port);
        let given = self.net.connect.get(self.host.as_str());
        let really = given.or_else(|| self.net.reroute.get(&peer)).copied().unwrap_or(peer);
        let asked = async {
            let _places = self.net.pace.enter(peer.ip().to_canonical(), &*self.net.clock).await;
            exchange(really, question, limit, quiet).await
        };
        let heard = tokio::select! {
            () = self.net.stop.stopped() => return Err(NetError::Stopped { host }),
            heard = asked => heard,
        };
        match heard {
            Ok(datagrams) if datagrams.is_empty() => Ok(Datagrams::Silent),
            Ok(datagrams) => Ok(Datagrams::Answer(datagrams)),
            Err(error) if is_refusal(&error) => Ok(Datagrams::Closed),
            Err(error) if is_unreachable(&error) => Ok(Datagrams::Silent),
            Err(error) => Err(NetError::Broken {
                host,
                step: format!("a question over UDP of {} ms", millis(limit)),
                why: error.to_string(),
            }),
        }
    }
}

/// One datagram out; whatever this peer sends back.
async fn exchange(
    peer: SocketAddr,
    question: &[u8],
    limit: Duration,
    quiet: Duration,
) -> io::Result<Vec<Vec<u8>>> {
    let any: IpAddr = match peer {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    // Port 0: the operating system draws one; and a connected socket hears this peer alone.
    let socket = UdpSocket::bind((any, 0)).await?;
    socket.connect(peer).await?;
    socket.send(question).await?;
    let mut heard: Vec<Vec<u8>> = Vec::new();
    let mut bytes = 0;
    let mut buffer = vec![0; usize::from(u16::MAX)];
    let listening = async {
        while heard.len() < DATAGRAMS_MAX && bytes < DATAGRAM_BYTES_MAX {
            let received = socket.recv(&mut buffer);
            let length = if heard.is_empty() {
                received.await?
            } else {
                let Ok(length) = timeout(quiet, received).await else { break };
                length?
            };
            bytes += length;
            heard.push(buffer.get(..length).unwrap_or_default().to_vec());
        }
        Ok::<(), io::Error>(())
    };
    match timeout(limit, listening).await {
        // What came before something broke is an answer all the same.
        Ok(Err(error)) if heard.is_empty() => Err(error),
        _ => Ok(heard),
    }
}

fn is_refusal(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset)
}

/// A router on the way says no: the same to us as a firewall that says nothing.
fn is_unreachable(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::HostUnreachable | io::ErrorKind::PermissionDenied)
}

impl fmt::Debug for PortsAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PortsAt({} at {})", self.host, self.address)
    }
}

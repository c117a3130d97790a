//! The name server of Nordvik: the zones of the municipality, its water works, its culture house and
//! its ICT company, and the parent zone `example.` that delegates to them; UDP and TCP on one port.
//!
//! It answers as a resolver does (any zone, RA set) but marks nothing as validated (AD unset).

mod answer;
mod denial;
mod signer;
mod table;
mod zone;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

use self::answer::reply;
pub(crate) use self::table::control_token;
pub(crate) use self::zone::Zones;
use crate::DemoError;
use crate::calendar::Calendar;
use crate::door;

/// Most bytes of a UDP answer, whatever the asker offers (DNS flag day 2020).
const UDP_BYTES_MAX: u16 = 1232;

/// Most questions on one TCP connection.
const TCP_QUESTIONS_MAX: usize = 100;

const BIND_ATTEMPTS: usize = 20;

/// The sockets of the name server.
pub(crate) struct Sockets {
    udp: UdpSocket,
    tcp: TcpListener,
    /// Where both listen.
    pub(crate) address: SocketAddr,
}

impl Sockets {
    /// Binds UDP and TCP to the same free port of 127.0.0.1.
    pub(crate) async fn bind() -> Result<Self, DemoError> {
        let wanted = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
        let mut failure = io::Error::from(io::ErrorKind::AddrInUse);
        for _ in 0..BIND_ATTEMPTS {
            match Self::bind_once(wanted).await {
                Ok(sockets) => return Ok(sockets),
                Err(error) => failure = error,
            }
        }
        Err(DemoError::Listen { address: wanted, source: failure })
    }

    async fn bind_once(wanted: SocketAddr) -> io::Result<Self> {
        let tcp = TcpListener::bind(wanted).await?;
        let address = tcp.local_addr()?;
        let udp = UdpSocket::bind(address).await?;
        Ok(Self { udp, tcp, address })
    }

    /// Answers until the future is dropped.
    pub(crate) async fn serve(self, zones: Arc<Zones>, calendar: Calendar) {
        let streams = {
            let (zones, calendar) = (Arc::clone(&zones), calendar.clone());
            door::serve(self.tcp, move |stream| {
                serve_stream(stream, Arc::clone(&zones), calendar.clone())
            })
        };
        tokio::join!(serve_datagrams(self.udp, zones, calendar), streams);
    }
}

async fn serve_datagrams(udp: UdpSocket, zones: Arc<Zones>, calendar: Calendar) {
    let mut question = [0; 4096];
    loop {
        // An error here tells of an earlier answer that could not be delivered (ICMP).
        let Ok((size, asker)) = udp.recv_from(&mut question).await else { continue };
        let bytes = question.get(..size).unwrap_or_default();
        if let Some(answer) =
            reply(&zones, bytes, Some(UDP_BYTES_MAX), calendar.now(), calendar.day())
        {
            // Nobody waits for an answer that the system refuses to send.
            let _: io::Result<usize> = udp.send_to(&answer, asker).await;
        }
    }
}

async fn serve_stream(
    mut stream: TcpStream,
    zones: Arc<Zones>,
    calendar: Calendar,
) -> io::Result<()> {
    for _ in 0..TCP_QUESTIONS_MAX {
        let mut question = vec![0; usize::from(stream.read_u16().await?)];
        stream.read_exact(&mut question).await?;
        let Some(answer) = reply(&zones, &question, None, calendar.now(), calendar.day()) else {
            return Ok(());
        };
        let Ok(size) = u16::try_from(answer.len()) else { return Ok(()) };
        stream.write_all(&[size.to_be_bytes().as_slice(), &answer].concat()).await?;
    }
    Ok(())
}

//! One handshake that is finished, by a library: certificates of TLS 1.3 are encrypted, and so are the
//! protocol that was agreed and the tickets that say whether early data is taken.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arvak_probe::NetStream;
use arvak_probe::transcript::TlsFinished;
use rustls::client::{
    ClientSessionStore, Resumption, Tls12ClientSessionValue, Tls13ClientSessionValue,
};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, Error, NamedGroup, ProtocolVersion};
use tokio::io::AsyncReadExt as _;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::job::PROTOCOLS;
use crate::bytes::Base64;
use crate::https::handshake::{self, SeesAll};

/// How long tickets are waited for: servers send them with the end of the handshake.
const TICKET_WAIT: Duration = Duration::from_millis(500);

/// Most bytes of an OCSP response that are kept.
const OCSP_BYTES_MAX: usize = 16 * 1024;

/// A handshake that was finished.
pub(crate) struct Shaken {
    /// The connection, with certificates, version and suite.
    pub(crate) stream: TlsStream<NetStream>,
    /// The rest of what it showed.
    pub(crate) seen: TlsFinished,
}

/// Finishes a handshake over `stream` and waits a moment for tickets.
pub(crate) async fn finish(stream: NetStream, host: &str) -> io::Result<Shaken> {
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    let verifier = Arc::new(SeesAll::default());
    let tickets = Arc::new(Tickets::default());
    let config = config(&verifier, &tickets).map_err(io::Error::other)?;
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    let is_new = stream.get_ref().1.protocol_version() == Some(ProtocolVersion::TLSv1_3);
    if is_new {
        wait_for_tickets(&mut stream, &tickets).await;
    }
    let (_, connection) = stream.get_ref();
    let group = connection.negotiated_key_exchange_group().map(|group| u16::from(group.name()));
    let ocsp = verifier.ocsp().filter(|bytes| bytes.len() <= OCSP_BYTES_MAX);
    let (count, early_data_bytes) = tickets.seen();
    let seen = TlsFinished {
        alpn: connection.alpn_protocol().map(|name| name.escape_ascii().to_string()),
        group,
        tickets: count,
        early_data_bytes,
        ocsp: ocsp.map(|bytes| String::from(Base64(bytes))),
    };
    Ok(Shaken { stream, seen })
}

fn config(verifier: &Arc<SeesAll>, tickets: &Arc<Tickets>) -> Result<ClientConfig, Error> {
    let mut config = handshake::config(Arc::clone(verifier))?;
    config.alpn_protocols = PROTOCOLS.iter().map(|name| name.as_bytes().to_vec()).collect();
    config.resumption = Resumption::store(Arc::clone(tickets) as Arc<dyn ClientSessionStore>);
    Ok(config)
}

async fn wait_for_tickets(stream: &mut TlsStream<NetStream>, tickets: &Tickets) {
    let mut buffer = vec![0; 1024];
    let waiting = async {
        // A server that speaks first (after STARTTLS none does) is read past; so is nothing.
        while tickets.seen().0 == 0 && matches!(stream.read(&mut buffer).await, Ok(1..)) {}
    };
    let read = timeout(TICKET_WAIT, poll_until_ticket(waiting, tickets)).await;
    drop(read);
}

/// Tickets come without data, so a read does not end with them: looked at each time that the read is
/// polled.
async fn poll_until_ticket(reading: impl Future<Output = ()>, tickets: &Tickets) {
    let mut reading = std::pin::pin!(reading);
    std::future::poll_fn(|cx| {
        let read = reading.as_mut().poll(cx);
        if tickets.seen().0 > 0 { std::task::Poll::Ready(()) } else { read }
    })
    .await;
}

/// Counts tickets and takes none up again.
#[derive(Debug, Default)]
struct Tickets(Mutex<(u16, Option<u32>)>);

impl Tickets {
    /// How many came, and the most early data that one allows.
    fn seen(&self) -> (u16, Option<u32>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ClientSessionStore for Tickets {
    fn set_kx_hint(&self, _: ServerName<'static>, _: NamedGroup) {}

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        None
    }

    fn set_tls12_session(&self, _: ServerName<'static>, _: Tls12ClientSessionValue) {}

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        None
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {}

    fn insert_tls13_ticket(&self, _: ServerName<'static>, ticket: Tls13ClientSessionValue) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.0 = seen.0.saturating_add(1);
        let bytes = ticket.max_early_data_size();
        seen.1 = Some(seen.1.map_or(bytes, |known| known.max(bytes)));
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        None
    }
}

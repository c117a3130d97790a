//! The door to hosts that the operator configured: a mail relay, an OpenID provider, a webhook, a feed.
//!
//! Nobody looks at these hosts, so no scope gate stands before them and nothing is recorded; the rule is
//! shorter: a host and port that the configuration names, and no other. No proxy of the environment
//! is heeded, no redirect is followed, and addresses where clouds keep their secrets are refused even when a
//! configured name leads there.

mod error;
mod http;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UdpSocket, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

pub use error::OutboundError;
pub use http::{Answer, BODY_MAX, target_of};

use crate::{Host, Roots, Target};

/// How long one connection may take to open, or one HTTP exchange in all.
pub const TIME_MAX: Duration = Duration::from_secs(20);

/// The door. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Outbound {
    configured: Arc<BTreeSet<Target>>,
    roots: Roots,
}

impl Outbound {
    /// A door to these and no others.
    pub fn new(configured: impl IntoIterator<Item = Target>, roots: Roots) -> Self {
        Self { configured: Arc::new(configured.into_iter().collect()), roots }
    }

    /// Opens a TCP connection to a configured host.
    pub async fn connect(&self, target: &Target) -> Result<TcpStream, OutboundError> {
        if !self.configured.contains(target) {
            return Err(OutboundError::NotConfigured { host: target.to_string() });
        }
        timeout(TIME_MAX, open(target))
            .await
            .map_err(|_| OutboundError::TimedOut { host: target.to_string() })?
    }

    /// A socket whose datagrams go to a configured host: to the first of its addresses, since nothing tells whether anybody is there.
    pub async fn datagrams(&self, target: &Target) -> Result<UdpSocket, OutboundError> {
        if !self.configured.contains(target) {
            return Err(OutboundError::NotConfigured { host: target.to_string() });
        }
        let host = target.to_string();
        let unreachable = |why: String| OutboundError::Unreachable { host: host.clone(), why };
        let found = timeout(TIME_MAX, lookup_host((target.host.as_str(), target.port)))
            .await
            .map_err(|_| OutboundError::TimedOut { host: host.clone() })?
            .map_err(|error| unreachable(error.to_string()))?
            .next();
        let address = found.ok_or_else(|| unreachable("it has no address".to_owned()))?;
        if is_never_configured(address.ip()) {
            return Err(OutboundError::Forbidden { host, address: address.ip() });
        }
        let any: IpAddr = match address {
            SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        let socket =
            UdpSocket::bind((any, 0)).await.map_err(|error| unreachable(error.to_string()))?;
        socket.connect(address).await.map_err(|error| unreachable(error.to_string()))?;
        Ok(socket)
    }

    /// TLS 1.2 or 1.3 over a stream, with the host's certificate checked against the roots.
    pub async fn secure<S>(&self, host: &Host, stream: S) -> Result<TlsStream<S>, OutboundError>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let name = ServerName::try_from(host.as_str().to_owned())
            .map_err(|error| broken(host.as_str(), &error))?;
        let connector = TlsConnector::from(self.tls()?);
        timeout(TIME_MAX, connector.connect(name, stream))
            .await
            .map_err(|_| OutboundError::TimedOut { host: host.to_string() })?
            .map_err(|error| OutboundError::NotSecure {
                host: host.to_string(),
                why: error.to_string(),
            })
    }

    /// How TLS is spoken, for libraries that begin it themselves (STARTTLS).
    pub fn tls(&self) -> Result<Arc<ClientConfig>, OutboundError> {
        let config =
            ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .map_err(|error| broken("TLS", &error))?
                .with_root_certificates(self.roots.store()?)
                .with_no_client_auth();
        Ok(Arc::new(config))
    }
}

async fn open(target: &Target) -> Result<TcpStream, OutboundError> {
    let host = target.to_string();
    let addresses: Vec<SocketAddr> = lookup_host((target.host.as_str(), target.port))
        .await
        .map_err(|error| OutboundError::Unreachable { host: host.clone(), why: error.to_string() })?
        .collect();
    let mut failure =
        OutboundError::Unreachable { host: host.clone(), why: "it has no address".to_owned() };
    for address in addresses {
        if is_never_configured(address.ip()) {
            return Err(OutboundError::Forbidden { host, address: address.ip() });
        }
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => {
                failure = OutboundError::Unreachable { host: host.clone(), why: error.to_string() };
            }
        }
    }
    Err(failure)
}

/// Link-local, multicast and unspecified addresses: none is a server that anybody configures, and a
/// cloud's metadata service (`169.254.169.254`, `fd00:ec2::254`) gives secrets to whoever asks.
fn is_never_configured(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            v4.is_link_local() || v4.is_multicast() || v4.is_unspecified() || v4.is_broadcast()
        }
        IpAddr::V6(v6) => {
            v6.is_unicast_link_local()
                || v6.is_multicast()
                || v6.is_unspecified()
                || v6.segments() == [0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0254]
        }
    }
}

fn broken(host: &str, why: &dyn std::fmt::Display) -> OutboundError {
    OutboundError::Broken { host: host.to_owned(), why: why.to_string() }
}

//! TLS before a password: the certificate must lead to a trusted root and be made out to the host, or nothing is
//! said at all. A password given to somebody in between would be worse than no answer.

use std::sync::Arc;
use std::time::Duration;

use arvak_core::Instant;
use arvak_probe::{Host, Roots};
use rustls::crypto::ring;
use rustls::pki_types::{ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, Error};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsTrouble {
    /// The certificate is not one that a password may be trusted to.
    #[error("the certificate is not trusted for {host}: {why}")]
    Certificate {
        /// The host.
        host: String,
        /// What is wrong with it.
        why: String,
    },
    /// There are no roots to trust.
    #[error("there are no trusted roots: {0}")]
    Roots(String),
    /// The handshake did not end.
    #[error("the TLS handshake with {host} did not end: {why}")]
    Handshake {
        /// The host.
        host: String,
        /// What went wrong.
        why: String,
        /// The error of the stream below, where that is what broke.
        source: Option<std::io::Error>,
    },
}

/// A clock that stands still: certificates are judged at the beginning of the look.
#[derive(Debug)]
struct Stands(UnixTime);

impl TimeProvider for Stands {
    fn current_time(&self) -> Option<UnixTime> {
        Some(self.0)
    }
}

/// Begins TLS with `host` over a stream, and verifies its certificate as it is at `now`.
pub async fn secure<S>(
    host: &Host,
    stream: S,
    roots: &Roots,
    now: Instant,
) -> Result<TlsStream<S>, TlsTrouble>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let failed = |why: String| TlsTrouble::Handshake { host: host.to_string(), why, source: None };
    let store = roots.store().map_err(|error| TlsTrouble::Roots(error.to_string()))?;
    let seconds = u64::try_from(now.as_millis().div_euclid(1_000)).unwrap_or(0);
    let clock = Arc::new(Stands(UnixTime::since_unix_epoch(Duration::from_secs(seconds))));
    let config = ClientConfig::builder_with_details(Arc::new(ring::default_provider()), clock)
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(error.to_string()))?
        .with_root_certificates(store)
        .with_no_client_auth();
    let name = ServerName::try_from(host.as_str().to_owned())
        .map_err(|error| failed(error.to_string()))?;
    let connected = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    connected.map_err(|error| {
        let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
        let (host, why) = (host.to_string(), error.to_string());
        match tls {
            Some(Error::InvalidCertificate(_) | Error::NoCertificatesPresented) => {
                TlsTrouble::Certificate { host, why }
            }
            Some(_) => TlsTrouble::Handshake { host, why, source: None },
            None => TlsTrouble::Handshake { host, why, source: Some(error) },
        }
    })
}

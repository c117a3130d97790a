//! One TLS handshake that is always finished when it can be, so that a bad certificate is seen and
//! not only refused. The signature of the handshake is verified, so that the host shows that it holds
//! the key; whether the certificate itself is to be trusted is said in the transcript.

use std::io;
use std::sync::{Arc, OnceLock};

use arvak_core::Instant;
use arvak_probe::transcript::TlsSeen;
use arvak_probe::{BadRoots, Event, Host, Net, NetError, NetStream, Recorder};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::ROOT_NOTE;
use super::trust::{self, Trust};
use crate::bytes::Base64;

/// Most certificates of a chain that are kept.
const CHAIN_MAX: usize = 10;

/// What web servers are asked to speak.
pub(crate) const HTTP: &[u8] = b"http/1.1";

/// The trusted roots, taken down by their fingerprint.
pub(crate) fn trusted(
    net: &Net,
    recorder: &mut Recorder<'_>,
) -> Result<Vec<TrustAnchor<'static>>, BadRoots> {
    let roots = net.roots();
    let (fingerprint, store) = (roots.fingerprint()?, roots.store()?);
    recorder.trust(&fingerprint);
    Ok(store.roots.clone())
}

/// Finishes a handshake with `host`, which may take any protocol within (`alpn` is what is offered), and
/// takes down what it showed or why it failed.
pub(crate) async fn shake_hands<S>(
    host: &Host,
    stream: S,
    alpn: Option<&[u8]>,
    roots: &[TrustAnchor<'static>],
    recorder: &mut Recorder<'_>,
) -> Option<TlsStream<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    match connect_within(host, stream, alpn).await {
        Ok(stream) => {
            let (_, connection) = stream.get_ref();
            let now: Instant = recorder.started_at();
            for event in events(host, connection, roots, now) {
                recorder.event(event);
            }
            Some(stream)
        }
        Err(error) => {
            fail(host, &error, recorder);
            None
        }
    }
}

/// Finishes a handshake with a web server and takes nothing down.
pub(crate) async fn connect(host: &Host, stream: NetStream) -> io::Result<TlsStream<NetStream>> {
    connect_within(host, stream, Some(HTTP)).await
}

async fn connect_within<S>(host: &Host, stream: S, alpn: Option<&[u8]>) -> io::Result<TlsStream<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let name = ServerName::try_from(host.as_str().to_owned()).map_err(io::Error::other)?;
    let mut config = config(Arc::new(SeesAll::default())).map_err(io::Error::other)?;
    config.alpn_protocols = alpn.into_iter().map(<[u8]>::to_vec).collect();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

/// A client that finishes every handshake that can be finished.
pub(crate) fn config(verifier: Arc<SeesAll>) -> Result<ClientConfig, Error> {
    let provider = Arc::clone(&verifier.provider);
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth())
}

/// What a finished handshake shows: version, suite and certificates, and the root that they lead to at
/// `now`.
pub(crate) fn events(
    host: &Host,
    connection: &ClientConnection,
    roots: &[TrustAnchor<'static>],
    now: Instant,
) -> Vec<Event> {
    let sent = connection.peer_certificates().unwrap_or_default();
    let chain: Vec<Base64> = sent.iter().take(CHAIN_MAX).map(|der| Base64(der.to_vec())).collect();
    let (root, error) = match trust::search(&chain, roots, now) {
        Trust::Chain { root, .. } => (Some(root), None),
        Trust::None { reason } => (None, Some(reason.to_owned())),
    };
    let mut events = vec![Event::Tls(TlsSeen {
        server_name: host.to_string(),
        version: connection.protocol_version().and_then(|v| v.as_str()).map(str::to_owned),
        cipher: connection
            .negotiated_cipher_suite()
            .and_then(|suite| suite.suite().as_str())
            .map(str::to_owned),
        chain_der: chain.into_iter().map(String::from).collect(),
        verify_error: error,
    })];
    if let Some(detail) = root.and_then(|root| serde_json::to_string(&root).ok()) {
        events.push(Event::Note { code: ROOT_NOTE.to_owned(), detail });
    }
    events
}

/// Takes down what kept a handshake from being finished: tells a silent or broken connection from a server
/// that has no TLS for us.
pub(crate) fn fail(host: &Host, error: &io::Error, recorder: &mut Recorder<'_>) {
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    let code = match tls {
        Some(Error::AlertReceived(_)) => "tls.alert",
        Some(Error::InvalidMessage(_)) => "tls.not_tls",
        Some(Error::PeerIncompatible(_)) => "tls.incompatible",
        Some(_) => "tls.failed",
        None => return recorder.failed("tls", &NetError::from_io(host.as_str(), "tls", error)),
    };
    let detail = format!("{host} does not finish a TLS handshake: {error}");
    let event =
        Event::Failed { step: "tls".to_owned(), code: code.to_owned(), detail, transient: false };
    recorder.event(event);
}

/// Takes every certificate, and verifies that the server holds its key.
#[derive(Debug)]
pub(crate) struct SeesAll {
    provider: Arc<CryptoProvider>,
    ocsp: OnceLock<Vec<u8>>,
}

impl Default for SeesAll {
    fn default() -> Self {
        Self { provider: Arc::new(ring::default_provider()), ocsp: OnceLock::new() }
    }
}

impl SeesAll {
    /// The state of the certificate (OCSP) that the server sent along, if it did.
    pub(crate) fn ocsp(&self) -> Option<Vec<u8>> {
        self.ocsp.get().filter(|bytes| !bytes.is_empty()).cloned()
    }
}

impl ServerCertVerifier for SeesAll {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        // Only the first handshake of this verifier counts, and there is one.
        let _ = self.ocsp.set(ocsp_response.to_vec());
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

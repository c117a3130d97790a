//! TLS over a conversation that stands, taken down as everywhere: the handshake is finished whatever the
//! certificate is, and the certificate is judged from the transcript.

use std::io;
use std::sync::Arc;

use arvak_probe::{Event, Host, Net, NetError, Recorder};
use rustls::Error;
use rustls::pki_types::{ServerName, TrustAnchor};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::https::handshake::{self, SeesAll};

/// The trusted roots; without any, no certificate leads to one, and the transcript says why.
pub(crate) fn find_roots(net: &Net, recorder: &mut Recorder<'_>) -> Vec<TrustAnchor<'static>> {
    let roots = net.roots();
    match roots.fingerprint().and_then(|print| Ok((print, roots.store()?))) {
        Ok((fingerprint, store)) => {
            recorder.trust(&fingerprint);
            store.roots.clone()
        }
        Err(error) => {
            let detail = error.to_string();
            recorder.event(Event::Note { code: error.code().to_owned(), detail });
            Vec::new()
        }
    }
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
    match connect(host, stream, alpn).await {
        Ok(stream) => {
            let (_, connection) = stream.get_ref();
            let now = recorder.started_at();
            for event in handshake::events(host, connection, roots, now) {
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

async fn connect<S>(host: &Host, stream: S, alpn: Option<&[u8]>) -> io::Result<TlsStream<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let name = ServerName::try_from(host.as_str().to_owned()).map_err(io::Error::other)?;
    let mut config = handshake::config(Arc::new(SeesAll::default())).map_err(io::Error::other)?;
    config.alpn_protocols = alpn.into_iter().map(<[u8]>::to_vec).collect();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

/// Tells a silent or broken connection from a server that has no TLS for us.
fn fail(host: &Host, error: &io::Error, recorder: &mut Recorder<'_>) {
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    let code = match tls {
        Some(Error::AlertReceived(_)) => "tls.alert",
        Some(Error::InvalidMessage(_)) => "tls.not_tls",
        Some(Error::PeerIncompatible(_)) => "tls.incompatible",
        Some(_) => "tls.failed",
        None => return recorder.failed("tls", &NetError::from_io(host.as_str(), "tls", error)),
    };
    recorder.event(Event::Failed {
        step: "tls".to_owned(),
        code: code.to_owned(),
        detail: format!("{host} does not finish a TLS handshake: {error}"),
        transient: false,
    });
}

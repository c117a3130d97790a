//! Through the door: connections that the trial writes down, and TLS that sends no secret to a stranger.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use arvak_core::Span;
use arvak_probe::transcript::TlsSeen;
use arvak_probe::{Event, Host, NetError, NetStream, Purpose, Target};
use rustls::ClientConfig;
use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::{Seen, Trial};

/// How often a connection is tried: a busy host drops some, and nothing has been sent yet.
const TRIES_MAX: i64 = 3;

/// The wait after a try, in milliseconds, for each try so far.
const AGAIN_MS: i64 = 400;

/// How long an answer is waited for. Mail servers are slow to those who fail: Dovecot lets the fourth wait 17 seconds.
const SLOW_TO_ANSWER: Duration = Duration::from_secs(25);

/// How long one connection may last.
const CONVERSATION: Duration = Duration::from_mins(1);

/// Opens a connection. What happened stands in the transcript.
pub(crate) async fn connect(trial: &mut Trial<'_, '_>, target: &Target) -> Result<NetStream, Seen> {
    let net = trial.net();
    for tried in 1.. {
        match net.connect(target, Purpose::Other, trial.recorder()).await {
            Ok(mut stream) => {
                stream.wait_longer(SLOW_TO_ANSWER, CONVERSATION);
                return Ok(stream);
            }
            Err(error)
                if tried < TRIES_MAX
                    && matches!(
                        error,
                        NetError::Unreachable { .. } | NetError::TimedOut { .. }
                    ) =>
            {
                trial.clock().sleep(Span::from_millis(AGAIN_MS * tried)).await;
            }
            Err(error) => return Err(seen_of(&error)),
        }
    }
    Err(Seen::Unreachable)
}

/// Finishes a TLS handshake with `host`, whose certificate must lead to a trusted root and bear its name.
pub(crate) async fn secure<S>(
    trial: &mut Trial<'_, '_>,
    host: &Host,
    stream: S,
    alpn: &[&[u8]],
) -> Result<TlsStream<S>, Seen>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let shaken = match config(trial, alpn).zip(ServerName::try_from(host.to_string()).ok()) {
        Some((config, name)) => TlsConnector::from(Arc::new(config)).connect(name, stream).await,
        None => Err(io::Error::other("there are no trusted roots")),
    };
    shaken.map_err(|error| {
        let seen = seen_of_tls(host, &error);
        trial.event(Event::Tls(TlsSeen {
            server_name: host.to_string(),
            version: None,
            cipher: None,
            chain_der: Vec::new(),
            verify_error: Some(seen.code().to_owned()),
        }));
        seen
    })
}

fn config(trial: &Trial<'_, '_>, alpn: &[&[u8]]) -> Option<ClientConfig> {
    let roots = trial.net().roots().store().ok()?;
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .ok()?;
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|protocol| protocol.to_vec()).collect();
    Some(config)
}

/// What a failure of the network is, as a code.
pub(crate) fn seen_of(error: &NetError) -> Seen {
    match error {
        NetError::Refused(_) => Seen::OutOfScope,
        NetError::TooMuch { .. } => Seen::TooLarge,
        _ => Seen::Unreachable,
    }
}

/// The same of a failure on a stream that is already open.
pub(crate) fn seen_of_io(host: &Host, step: &str, error: &io::Error) -> Seen {
    seen_of(&NetError::from_io(host.as_str(), step, error))
}

/// A handshake that broke off is a network's failure; one that was refused is a certificate's or a version's.
fn seen_of_tls(host: &Host, error: &io::Error) -> Seen {
    let is_tls =
        error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<rustls::Error>);
    if is_tls { Seen::Certificate } else { seen_of_io(host, "tls", error) }
}

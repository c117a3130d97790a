//! One request over HTTPS: a log-in with Basic (RFC 7617) that must fail, or a file that nobody has a reason to ask for. The mark stands in the
//! User-Agent, for a file in the query too, and in the account's name where that bears it.

use std::sync::Arc;

use arvak_core::Name;
use arvak_core::drill::Act;
use arvak_monitoring::Answered;
use arvak_probe::NetStream;
use arvak_store::drafts::salt;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONNECTION, HOST, USER_AGENT};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{Ended, Hand, own_name, ssh};

/// Most bytes of a file that are read.
const FILE_BYTES_MAX: usize = 4 << 20;

/// A connection over which nothing was asked, and what will be.
pub(super) struct Ready {
    stream: TlsStream<NetStream>,
    request: Request<Empty<Bytes>>,
    act: Act,
}

impl Ready {
    /// What is asked, without the password.
    pub(super) fn told(&self) -> String {
        let header = |name| self.request.headers().get(name).and_then(|value| value.to_str().ok());
        let (host, agent) = (header(HOST), header(USER_AGENT));
        format!(
            "GET {} {} {}",
            self.request.uri(),
            host.unwrap_or_default(),
            agent.unwrap_or_default()
        )
    }
}

/// Reaches the server, whose certificate must lead to a trusted root and bear its name.
pub(super) async fn reach(
    hand: &Hand<'_>,
    (host, port): (&Name, u16),
    path: &str,
) -> Result<Ready, String> {
    let stream = ssh::connect(hand, (host, port)).await?;
    let roots = hand.doors.net.roots().store().map_err(|error| error.to_string())?;
    let config =
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
    let name = ServerName::try_from(host.to_string()).map_err(|error| error.to_string())?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    let stream = stream.map_err(|error| format!("{host}:{port}: {error}"))?;
    let request = request(hand, (host, port), path).map_err(|error| error.clone())?;
    Ok(Ready { stream, request, act: hand.deed.act })
}

fn request(
    hand: &Hand<'_>,
    (host, port): (&Name, u16),
    path: &str,
) -> Result<Request<Empty<Bytes>>, String> {
    let is_log_in = hand.deed.act == Act::FailedLogIn;
    let uri = if is_log_in { path.to_owned() } else { format!("{path}?{}", hand.mark) };
    let at = if port == 443 { host.to_string() } else { format!("{host}:{port}") };
    // The blank before the mark is that between two products (RFC 9110, section 10.1.5).
    let agent = own_name(&hand.mark).replacen('_', "/", 1);
    let mut building =
        Request::get(uri).header(HOST, at).header(USER_AGENT, agent).header(CONNECTION, "close");
    if is_log_in {
        let password = salt().map_err(|error| error.to_string())?;
        let word = STANDARD.encode(format!("{}:{password}", hand.target()));
        building = building.header(AUTHORIZATION, format!("Basic {word}"));
    }
    building.body(Empty::new()).map_err(|error| error.to_string())
}

/// Asks, and reads the answer.
pub(super) async fn ask(ready: Ready) -> Ended {
    let Ready { stream, request, act } = ready;
    let told = |error: hyper::Error| error.to_string();
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(told)?;
    let talk = async {
        let answer = sender.send_request(request).await.map_err(told)?;
        let status = answer.status();
        // A file is read, as somebody who wants it would. That it is large or breaks off changes nothing of what was answered.
        drop(Limited::new(answer.into_body(), FILE_BYTES_MAX).collect().await);
        Ok(status)
    };
    let mut talk = std::pin::pin!(talk);
    let mut connection = std::pin::pin!(connection);
    let status: Result<StatusCode, String> = tokio::select! {
        status = &mut talk => status,
        ended = &mut connection => match ended {
            Ok(()) => talk.await,
            Err(error) => Err(told(error)),
        },
    };
    Ok(match act {
        Act::FailedLogIn => log_in(status?),
        _ => file(status?),
    })
}

/// Of a log-in.
fn log_in(status: StatusCode) -> Answered {
    match status.as_u16() {
        401 | 403 | 429 => Answered::Refused,
        200..=299 => Answered::LetIn,
        300..=399 => Answered::NoPassword,
        404 | 410 => Answered::Missing,
        _ => Answered::Other,
    }
}

/// Of a file.
fn file(status: StatusCode) -> Answered {
    match status.as_u16() {
        200..=299 => Answered::Given,
        401 | 403 | 407 | 429 => Answered::Denied,
        404 | 410 => Answered::Missing,
        _ => Answered::Other,
    }
}

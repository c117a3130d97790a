//! One HTTP/1.1 exchange with a configured host.

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue, USER_AGENT};
use hyper::http::uri::Scheme;
use hyper::{HeaderMap, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

use super::{Outbound, OutboundError, TIME_MAX, broken};
use crate::Target;

/// Most bytes of an answer's body.
pub const BODY_MAX: usize = 1 << 20;

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, at most [`BODY_MAX`] bytes.
    pub body: Bytes,
}

impl Outbound {
    /// Sends a request with an absolute address (`https`, or `http` to a loopback address) and reads the answer
    /// whole. A redirect is an answer like others: nothing follows it.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Answer, OutboundError> {
        let target = target_of(request.uri())?;
        timeout(TIME_MAX, self.exchange(&target, request))
            .await
            .map_err(|_| OutboundError::TimedOut { host: target.to_string() })?
    }

    async fn exchange(
        &self,
        target: &Target,
        request: Request<Bytes>,
    ) -> Result<Answer, OutboundError> {
        let is_secure = request.uri().scheme() == Some(&Scheme::HTTPS);
        let stream = self.connect(target).await?;
        if is_secure {
            converse(target, self.secure(&target.host, stream).await?, request).await
        } else {
            converse(target, stream, request).await
        }
    }
}

/// Where an address leads, when we may send there: `https` anywhere, and `http` to this very machine
/// (what travels would otherwise be readable on the way).
pub fn target_of(uri: &Uri) -> Result<Target, OutboundError> {
    let bad = |why| OutboundError::BadUrl { url: uri.to_string(), why };
    let written = uri.host().ok_or_else(|| bad("it has no host"))?;
    let host: crate::Host = written.parse().map_err(|_| bad("its host is none"))?;
    let port = match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTPS => 443,
        Some(scheme) if *scheme == Scheme::HTTP && is_here(&host) => 80,
        _ => return Err(bad("it must begin with https://")),
    };
    Ok(Target { host, port: uri.port_u16().unwrap_or(port) })
}

fn is_here(host: &crate::Host) -> bool {
    host.as_str() == "localhost" || host.address().is_some_and(|address| address.is_loopback())
}

async fn converse<S>(
    target: &Target,
    stream: S,
    mut request: Request<Bytes>,
) -> Result<Answer, OutboundError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let host = target.to_string();
    let failed = |why: &dyn std::fmt::Display| broken(&host, why);
    name_host(&mut request).map_err(|error| failed(&error))?;
    let request = request.map(Full::new);
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(|error| failed(&error))?;
    let talk = async {
        let answer = sender.send_request(request).await.map_err(|error| failed(&error))?;
        let (parts, body) = answer.into_parts();
        let body = Limited::new(body, BODY_MAX).collect().await.map_err(|error| {
            if error.is::<http_body_util::LengthLimitError>() {
                OutboundError::TooMuch { host: host.clone(), limit_bytes: BODY_MAX }
            } else {
                failed(&error)
            }
        })?;
        Ok(Answer { status: parts.status, headers: parts.headers, body: body.to_bytes() })
    };
    let talk = std::pin::pin!(talk);
    let mut connection = std::pin::pin!(connection);
    // The connection moves the bytes; it may end before the body is read out of its channel.
    let mut talk = talk;
    tokio::select! {
        answer = &mut talk => answer,
        ended = &mut connection => match ended {
            Ok(()) => talk.await,
            Err(error) => Err(failed(&error)),
        },
    }
}

/// HTTP/1.1 sends the path alone, and the host in its header.
fn name_host(request: &mut Request<Bytes>) -> Result<(), hyper::http::Error> {
    let uri = request.uri().clone();
    let authority = uri.authority().map(ToString::to_string).unwrap_or_default();
    let path = uri.path_and_query().map_or("/", hyper::http::uri::PathAndQuery::as_str);
    *request.uri_mut() = Uri::builder().path_and_query(path).build()?;
    let headers = request.headers_mut();
    headers.insert(HOST, HeaderValue::from_str(&authority)?);
    headers
        .entry(USER_AGENT)
        .or_insert(HeaderValue::from_static(concat!("Arvak/", env!("CARGO_PKG_VERSION"))));
    Ok(())
}

//! One connection to a web server, and one exchange over it.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use arvak_probe::{Host, NetError, Target, USER_AGENT};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName,
    HeaderValue, TRANSFER_ENCODING, USER_AGENT as AGENT,
};
use hyper::{HeaderMap, Method, Request};
use hyper_util::rt::TokioIo;
use ipnet::IpNet;
use tokio::io::{AsyncRead, AsyncWrite};
use url::Url;

use crate::door::{connect, secure, seen_of};
use crate::{Secret, Seen, Trial};

/// Most bytes of a page: log-in pages are smaller by far.
const PAGE_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What is sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) url: Url,
    pub(crate) method: Method,
    /// Fields besides those that every request has.
    pub(crate) fields: Vec<(HeaderName, Secret)>,
    /// Type and bytes of the content.
    pub(crate) content: Option<(String, Secret)>,
    /// Whether a form on a page sends it. Browsers then say where it stands, and services refuse a form from elsewhere; what
    /// programs send has no such place.
    pub(crate) is_of_page: bool,
}

impl Sent {
    pub(crate) fn get(url: Url) -> Self {
        Self { url, method: Method::GET, fields: Vec::new(), content: None, is_of_page: false }
    }

    pub(crate) fn post(url: Url, kind: &str, content: Secret) -> Self {
        let content = Some((kind.to_owned(), content));
        Self { url, method: Method::POST, fields: Vec::new(), content, is_of_page: false }
    }

    /// The same with one field more.
    pub(crate) fn with(mut self, name: HeaderName, value: Secret) -> Self {
        self.fields.push((name, value));
        self
    }
}

/// An answer as it came.
pub(crate) struct Raw {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
}

impl Raw {
    /// Whether the server lets the connection stand after it.
    pub(super) fn stays_open(&self) -> bool {
        let told = self.headers.get_all(CONNECTION).iter();
        !told
            .filter_map(|value| value.to_str().ok())
            .any(|value| value.split(',').any(|word| word.trim().eq_ignore_ascii_case("close")))
    }
}

trait Io: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Io for T {}

/// A connection.
pub(crate) struct Line {
    target: Target,
    sender: http1::SendRequest<Full<Bytes>>,
    connection: Pin<Box<dyn Future<Output = hyper::Result<()>> + Send>>,
}

/// Where a request to `url` goes, and whether over TLS.
fn place(url: &Url) -> Result<(Target, bool), Seen> {
    let is_secure = match url.scheme() {
        "https" => true,
        "http" => false,
        _ => return Err(Seen::OutOfScope),
    };
    let host: Host = url.host_str().and_then(|host| host.parse().ok()).ok_or(Seen::OutOfScope)?;
    let port = url.port_or_known_default().ok_or(Seen::OutOfScope)?;
    Ok((Target { host, port }, is_secure))
}

impl Line {
    /// Opens a connection for requests to `url`. Nothing is sent to an address outside `scope`.
    pub(crate) async fn open(
        trial: &mut Trial<'_, '_>,
        url: &Url,
        scope: &[IpNet],
    ) -> Result<Self, Seen> {
        let (target, is_secure) = place(url)?;
        let stream = connect(trial, &target).await?;
        if !is_within(scope, stream.peer().ip()) {
            return Err(Seen::OutOfScope);
        }
        let io: Box<dyn Io> = if is_secure {
            Box::new(secure(trial, &target.host, stream, &[b"http/1.1"]).await?)
        } else {
            Box::new(stream)
        };
        // As browsers write the names of fields: ocserv knows them so alone.
        let (sender, connection) = http1::Builder::new()
            .title_case_headers(true)
            .handshake(TokioIo::new(io))
            .await
            .map_err(|error| seen(&target, &error))?;
        Ok(Self { target, sender, connection: Box::pin(connection) })
    }

    /// Sends, and reads the answer whole.
    pub(crate) async fn exchange(
        &mut self,
        sent: &Sent,
        cookies: Option<&str>,
    ) -> Result<Raw, Seen> {
        self.exchange_within(sent, cookies, PAGE_BYTES_MAX).await
    }

    /// The same for an answer of so many bytes at most.
    pub(crate) async fn exchange_within(
        &mut self,
        sent: &Sent,
        cookies: Option<&str>,
        bytes_max: usize,
    ) -> Result<Raw, Seen> {
        let request = request(sent, cookies).ok_or(Seen::Unexpected)?;
        let target = &self.target;
        let sender = &mut self.sender;
        let talk = async move {
            sender.ready().await.map_err(|error| seen(target, &error))?;
            let answer =
                sender.send_request(request).await.map_err(|error| seen(target, &error))?;
            let (parts, body) = answer.into_parts();
            let mut body = Limited::new(body, bytes_max);
            let mut bytes = Vec::new();
            while let Some(frame) = body.frame().await {
                match frame {
                    Ok(frame) => bytes.extend(frame.into_data().unwrap_or_default()),
                    Err(error) if error.is::<LengthLimitError>() => return Err(Seen::TooLarge),
                    // Without a length the content ends where the server hangs up, and some hang up without TLS's own good-bye:
                    // an answer that has no content is whole all the same.
                    Err(_) if bytes.is_empty() && !has_length(&parts.headers) => break,
                    Err(error) => {
                        let error = error.downcast_ref::<hyper::Error>();
                        return Err(error.map_or(Seen::Unreachable, |error| seen(target, error)));
                    }
                }
            }
            let bytes = Bytes::from(bytes);
            Ok(Raw { status: parts.status.as_u16(), headers: parts.headers, bytes })
        };
        let mut talk = std::pin::pin!(talk);
        // The connection moves the bytes; it may end before the body is read out of its channel.
        tokio::select! {
            biased;
            answer = &mut talk => answer,
            ended = &mut self.connection => {
                self.connection = Box::pin(std::future::pending());
                // It may have ended with the answer already handed over: servers hang up behind a refusal.
                match (talk.await, ended) {
                    (Err(_), Err(error)) => Err(seen(target, &error)),
                    (answer, _) => answer,
                }
            }
        }
    }
}

/// Whether an answer says where its content ends (RFC 9112 section 6.3).
fn has_length(headers: &HeaderMap) -> bool {
    headers.contains_key(CONTENT_LENGTH) || headers.contains_key(TRANSFER_ENCODING)
}

fn is_within(scope: &[IpNet], address: IpAddr) -> bool {
    scope.is_empty() || scope.iter().any(|net| net.contains(&address.to_canonical()))
}

/// Whether the server ended TLS with `access_denied` (RFC 8446 section 6.2). ocserv does so behind a refusal, and the refusal itself
/// may then be lost.
fn is_denied(error: &std::io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    matches!(inner, Some(rustls::Error::AlertReceived(rustls::AlertDescription::AccessDenied)))
}

/// What a failure of HTTP is: mostly one of the stream beneath.
fn seen(target: &Target, error: &hyper::Error) -> Seen {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            if is_denied(io) {
                return Seen::Refused;
            }
            return seen_of(&NetError::from_io(target.host.as_str(), "http", io));
        }
        source = inner.source();
    }
    if error.is_parse() || error.is_parse_too_large() {
        Seen::Unexpected
    } else {
        Seen::Unreachable
    }
}

fn request(sent: &Sent, cookies: Option<&str>) -> Option<Request<Full<Bytes>>> {
    let url = &sent.url;
    let path = url
        .query()
        .map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str()?),
        None => url.host_str()?.to_owned(),
    };
    let mut builder = Request::builder()
        .method(sent.method.clone())
        .uri(path)
        .header(HOST, host)
        .header(AGENT, USER_AGENT)
        .header(ACCEPT, "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8")
        .header(ACCEPT_LANGUAGE, "nb,nn;q=0.9,en;q=0.8");
    for (name, value) in &sent.fields {
        // Fields of the caller stand in the place of our own.
        builder.headers_mut()?.insert(name, hidden(value)?);
    }
    if let Some(cookies) = cookies {
        builder = builder.header(hyper::header::COOKIE, hidden(&Secret::new(cookies))?);
    }
    if sent.is_of_page && sent.method == Method::POST {
        builder = builder.header(hyper::header::ORIGIN, url.origin().ascii_serialization());
        builder = builder.header(hyper::header::REFERER, without_query(url));
    }
    let body = match &sent.content {
        Some((kind, content)) => {
            builder = builder.header(CONTENT_TYPE, kind.as_str());
            Bytes::copy_from_slice(content.reveal().as_bytes())
        }
        None => Bytes::new(),
    };
    builder.body(Full::new(body)).ok()
}

fn hidden(value: &Secret) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_bytes(value.reveal().as_bytes()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn without_query(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

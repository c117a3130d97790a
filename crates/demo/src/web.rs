//! The web servers of Nordvik: a small HTTP/1.1 answerer, plain and over TLS.
//!
//! One request a connection, a head of at most [`HEAD_BYTES_MAX`]; forms only where [`crate::log_in`] stands behind the page.

use std::io;
use std::sync::Arc;

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::calendar::{Calendar, Since, on, within};
use crate::door;
use crate::log_in::{Houses, Reply, read};
use crate::sites::{Front, Site};

/// Most bytes of a request line and its headers.
const HEAD_BYTES_MAX: usize = 8 * 1024;

/// The certificates that a site serves, by first day.
pub(crate) type Wardrobe = Arc<[Since<Arc<ServerConfig>>]>;

/// Serves a site on what its visitors see as port 443.
pub(crate) async fn serve_https(
    listener: TcpListener,
    site: &'static Site,
    wardrobe: Wardrobe,
    houses: Houses,
    calendar: Calendar,
) {
    door::serve(listener, move |stream| {
        let (wardrobe, day) = (Arc::clone(&wardrobe), calendar.day());
        let houses = houses.clone();
        async move {
            if within(site.away, day) {
                return door::reset(&stream);
            }
            let Some(config) = on(&wardrobe, day) else { return Ok(()) };
            let mut stream = TlsAcceptor::from(Arc::clone(config)).accept(stream).await?;
            let hsts = on(site.hsts_max_age_s, day).copied().filter(|seconds| *seconds > 0);
            let (head, rest) = read_head(&mut stream).await?;
            if site.front != Front::Page
                && let Some(asked) = read(&text_of(&head), &rest, &mut stream).await?
                && let Some(reply) = houses.answer(site.front, &asked)
            {
                return write(&mut stream, behind(reply, hsts), true).await;
            }
            answer(&mut stream, &head, |request| match request {
                Request::Page => page(site, hsts),
                Request::Other(_) => missing(hsts),
                Request::Bad => bad(),
            })
            .await
        }
    })
    .await;
}

/// Serves a site on what its visitors see as port 80.
pub(crate) async fn serve_http(listener: TcpListener, site: &'static Site, calendar: Calendar) {
    door::serve(listener, move |stream: TcpStream| {
        let day = calendar.day();
        async move {
            if within(site.away, day) {
                return door::reset(&stream);
            }
            let mut stream = stream;
            let redirects = on(site.redirects, day).copied().unwrap_or(false);
            let (head, _) = read_head(&mut stream).await?;
            answer(&mut stream, &head, |request| match request {
                Request::Bad => bad(),
                Request::Page if redirects => moved(site, "/"),
                Request::Other(path) if redirects => moved(site, &path),
                Request::Page => page(site, None),
                Request::Other(_) => missing(None),
            })
            .await
        }
    })
    .await;
}

enum Request {
    Page,
    Other(String),
    Bad,
}

struct Answer {
    status: &'static str,
    kind: &'static str,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// An HTML page.
const HTML: &str = "text/html; charset=utf-8";

fn page(site: &Site, hsts_max_age_s: Option<u32>) -> Answer {
    let (title, host) = (site.title, site.host);
    let body = format!(
        "<!doctype html>\n<html lang=\"nb\"><meta charset=\"utf-8\"><title>{title}</title>\n\
         <h1>{title}</h1>\n<p>{host} er en del av Nordvik, en oppdiktet kommune som bare finnes \
         inne i en demonstrasjon av Årvåk.</p>\n{}</html>\n",
        if matches!(site.front, Front::Portal | Front::Mail) {
            "<p><a href=\"/logg-inn\">Logg inn</a></p>\n"
        } else {
            ""
        }
    );
    Answer { status: "200 OK", kind: HTML, headers: transport(hsts_max_age_s), body }
}

fn missing(hsts_max_age_s: Option<u32>) -> Answer {
    let body = "<!doctype html>\n<title>Finnes ikke</title>\n<h1>Siden finnes ikke</h1>\n".into();
    Answer { status: "404 Not Found", kind: HTML, headers: transport(hsts_max_age_s), body }
}

fn moved(site: &Site, path: &str) -> Answer {
    let headers = vec![("Location", format!("https://{}{path}", site.host))];
    Answer { status: "301 Moved Permanently", kind: HTML, headers, body: String::new() }
}

fn bad() -> Answer {
    Answer { status: "400 Bad Request", kind: HTML, headers: Vec::new(), body: String::new() }
}

/// RFC 6797, section 6.1.
fn transport(hsts_max_age_s: Option<u32>) -> Vec<(&'static str, String)> {
    hsts_max_age_s
        .map(|seconds| ("Strict-Transport-Security", format!("max-age={seconds}")))
        .into_iter()
        .collect()
}

/// What stands behind a first page, with the transport's header.
fn behind(reply: Reply, hsts_max_age_s: Option<u32>) -> Answer {
    let mut headers = transport(hsts_max_age_s);
    headers.extend(reply.headers);
    Answer { status: reply.status, kind: reply.kind, headers, body: reply.body }
}

async fn answer<S, A>(stream: &mut S, head: &[u8], answer: A) -> io::Result<()>
where
    S: AsyncWrite + Unpin + Send,
    A: FnOnce(Request) -> Answer + Send,
{
    let (request, with_body) = parse(head);
    write(stream, answer(request), with_body).await
}

async fn write<S>(stream: &mut S, answer: Answer, with_body: bool) -> io::Result<()>
where
    S: AsyncWrite + Unpin + Send,
{
    let headers = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let mut text = format!(
        "HTTP/1.1 {}\r\nServer: nordvik\r\nConnection: close\r\n{}\
         Content-Type: {}\r\nContent-Length: {}\r\n\r\n",
        answer.status,
        headers.collect::<String>(),
        answer.kind,
        answer.body.len(),
    );
    if with_body {
        text.push_str(&answer.body);
    }
    stream.write_all(text.as_bytes()).await?;
    stream.shutdown().await
}

/// Reads up to the empty line, the limit, or the end of the stream: the head with that line, and what came behind it.
async fn read_head<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let mut head = Vec::new();
    let mut chunk = [0; 1024];
    while head.len() < HEAD_BYTES_MAX && end_of(&head).is_none() {
        let read = stream.read(&mut chunk).await?;
        if read == 0 {
            break;
        }
        head.extend_from_slice(chunk.get(..read).unwrap_or_default());
    }
    let rest = end_of(&head).map(|end| head.split_off(end + 4)).unwrap_or_default();
    Ok((head, rest))
}

fn end_of(head: &[u8]) -> Option<usize> {
    head.windows(4).position(|four| four == b"\r\n\r\n")
}

/// A head as text; nothing where it is none.
fn text_of(head: &[u8]) -> String {
    std::str::from_utf8(head).unwrap_or_default().to_owned()
}

/// What was asked for, and whether the answer has a body.
fn parse(head: &[u8]) -> (Request, bool) {
    let Some(end) = end_of(head) else {
        return (Request::Bad, true);
    };
    let text = head.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("");
    let mut words = text.lines().next().unwrap_or("").split(' ');
    let (method, target, version) = (words.next(), words.next(), words.next());
    let with_body = method != Some("HEAD");
    let known = matches!(method, Some("GET" | "HEAD"))
        && version.is_some_and(|version| version.starts_with("HTTP/1."));
    match target {
        Some("/") if known => (Request::Page, with_body),
        Some(path) if known && is_plain(path) => (Request::Other(path.to_owned()), with_body),
        _ => (Request::Bad, with_body),
    }
}

/// Whether a path can stand in a `Location` header as it is.
fn is_plain(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && path.bytes().all(|b| b.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_requests_are_understood() {
        let parsed = |text: &str| match parse(text.as_bytes()) {
            (Request::Page, true) => "page",
            (Request::Page, false) => "head",
            (Request::Other(_), _) => "other",
            (Request::Bad, _) => "bad",
        };
        assert_eq!(parsed("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "page");
        assert_eq!(parsed("HEAD / HTTP/1.0\r\n\r\n"), "head");
        assert_eq!(parsed("GET /a?b=c HTTP/1.1\r\n\r\n"), "other");
        for text in [
            "",
            "GET / HTTP/1.1\r\n",
            "POST / HTTP/1.1\r\n\r\n",
            "GET //evil.example HTTP/1.1\r\n\r\n",
            "GET http://x/ HTTP/1.1\r\n\r\n",
            "GET /\u{e5} HTTP/1.1\r\n\r\n",
            "GET / SPDY\r\n\r\n",
        ] {
            assert_eq!(parsed(text), "bad", "{text:?}");
        }
    }
}

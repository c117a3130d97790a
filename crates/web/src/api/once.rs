//! Requests that name themselves (`Idempotency-Key`, draft-ietf-httpapi-idempotency-key-header): the same one sent again is
//! answered as it was, and nothing is done twice, also when the program stopped in between.
//!
//! The answer is kept for the key or session that it came with. What such a request records in the ledger has its name as
//! key, so that a request that was broken off can be done again and still is recorded once.

use std::fmt::Write as _;

use arvak_core::Digest;
use arvak_store::{ANSWER_BYTES_MAX, Begun, KeptAnswer, NamedRequest, UNDER_WAY_MAX};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::{Code, Problem};
use crate::failure::Failure;
use crate::session::Who;
use crate::visit::Visit;

/// The header that names a request.
pub(super) const HEADER: &str = "idempotency-key";

/// The header of an answer that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Most characters of a name.
const NAME_CHARS_MAX: usize = 255;

/// Headers that are kept with an answer.
const KEPT: [HeaderName; 3] = [CONTENT_TYPE, LOCATION, ETAG];

/// Does a request once. `most` is how many bytes its body may have.
pub(crate) async fn once(State(most): State<usize>, request: Request, next: Next) -> Response {
    // What no route takes is answered so, whatever it is called.
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let named = match name_of(request.headers()) {
        Ok(None) => return next.run(request).await,
        Ok(Some(name)) => name,
        Err(problem) => return problem.into_response(),
    };
    answered(&named, most, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

/// The name of a request: as it is, or in quotes as a structured field (RFC 8941).
fn name_of(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut lines = headers.get_all(HEADER).iter();
    let Some(line) = lines.next() else { return Ok(None) };
    let bad = || Problem::header("Idempotency-Key", "1–255 visible ASCII characters, once");
    let text = line.to_str().map_err(|_| bad())?.trim();
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let name = quoted.unwrap_or(text);
    let fits = (1..=NAME_CHARS_MAX).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\');
    if fits && lines.next().is_none() { Ok(Some(name.to_owned())) } else { Err(bad()) }
}

async fn answered(
    name: &str,
    most: usize,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let bytes = to_bytes(body, most).await.map_err(|_| Code::TooLarge)?;
    let mut visit = parts.extensions.get::<Visit>().cloned().ok_or(Failure::Inside)?;
    let kind = parts.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let who = visit.who.as_ref().ok_or(Code::NoKey)?;
    let named = naming(who, name, (&parts.method, &parts.uri, kind), &bytes);
    let operation = visit.app.folder().operation().clone();
    match operation.begin_answer(&named, visit.app.real_clock().now()).await? {
        Begun::New => {}
        Begun::Other => return Err(Code::NameReused.into()),
        Begun::Full => return Err(Code::NamesFull.into()),
        Begun::UnderWay => {
            let wait_seconds = Some(UNDER_WAY_MAX.as_millis() / 1_000);
            return Err(Problem { wait_seconds, ..Code::UnderWay.into() });
        }
        Begun::Answered(kept) => return Ok(again(&kept)),
    }
    visit.once = Some(digest_of(&named));
    parts.extensions.insert(visit);
    let request = Request::from_parts(parts, Body::from(bytes));
    // When whoever asks goes away it is finished all the same, so that the next try finds the answer.
    let done = tokio::spawn(async move {
        let answer = next.run(request).await;
        let kept = keep(&named, &operation, answer).await;
        if kept.is_err() {
            operation.forget_answer(&named).await?;
        }
        kept
    });
    done.await.map_err(|error| {
        tracing::error!(%error, "a request that named itself");
        Problem::from(Code::Inside)
    })?
}

/// A request by its name, and by what it asks: method, address, kind and bytes of the body.
pub(super) fn naming(
    who: &Who,
    name: &str,
    (method, uri, kind): (&Method, &Uri, &[u8]),
    bytes: &Bytes,
) -> NamedRequest {
    let mut text = format!("{method}\n{uri}\n").into_bytes();
    text.extend_from_slice(kind);
    text.push(b'\n');
    text.extend_from_slice(&Digest::of(bytes).0);
    let holder = who.key.map_or_else(|| who.person.to_string(), |id| format!("key/{id}"));
    NamedRequest {
        holder,
        person: who.person.clone(),
        key: Digest::of(name.as_bytes()).0,
        request: Digest::of(&text).0,
    }
}

/// What everything that a request records is known by.
pub(super) fn digest_of(named: &NamedRequest) -> Digest {
    let text = format!("{}\n{}\n{}", named.holder, Digest(named.key), Digest(named.request));
    Digest::of(text.as_bytes())
}

/// Keeps an answer and gives it. What failed here, or may be mended by waiting, is not kept: it may be tried again.
async fn keep(
    named: &NamedRequest,
    operation: &arvak_store::Operation,
    answer: Response,
) -> Result<Response, Problem> {
    let status = answer.status();
    let is_passing = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    // A problem is told further out, in the language of the one who asks: nothing was done, so it may be judged again.
    let is_problem = answer.extensions().get::<Problem>().is_some()
        || answer.extensions().get::<Failure>().is_some();
    if is_passing || is_problem {
        operation.forget_answer(named).await?;
        return Ok(answer);
    }
    let (parts, body) = answer.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.map_err(|_| Code::Inside)?;
    if bytes.len() > ANSWER_BYTES_MAX {
        operation.forget_answer(named).await?;
    } else {
        let mut head = String::new();
        for name in KEPT {
            if let Some(value) = parts.headers.get(&name).and_then(|value| value.to_str().ok()) {
                let _ = writeln!(head, "{name}: {value}");
            }
        }
        let kept = KeptAnswer { status: parts.status.as_u16(), head, body: bytes.to_vec() };
        operation.keep_answer(named, &kept).await?;
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

/// An answer as it was given before.
fn again(kept: &KeptAnswer) -> Response {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let mut response = (status, kept.body.clone()).into_response();
    let headers = response.headers_mut();
    headers.remove(CONTENT_TYPE);
    for (name, value) in kept.head.lines().filter_map(|line| line.split_once(": ")) {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_with_or_without_quotes_and_nothing_else_is_one() {
        let read = |lines: &[&str]| {
            let pair = |line: &&str| (HeaderName::from_static(HEADER), line.parse().unwrap());
            name_of(&lines.iter().map(pair).collect::<HeaderMap>())
        };
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["a-1"]), Ok(Some("a-1".to_owned())));
        assert_eq!(read(&["\"a-1\""]), Ok(Some("a-1".to_owned())));
        let long = "x".repeat(256);
        for bad in [&[""][..], &["\"\""], &["a b"], &["a\"b"], &[long.as_str()], &["a", "a"]] {
            assert!(read(bad).is_err(), "{bad:?}");
        }
    }
}

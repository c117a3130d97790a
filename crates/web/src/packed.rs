//! Pages are packed with brotli in one piece.
//!
//! Whoever packs a stream does not know how long it will be, and so prepares a window of 4 MiB: for a page that takes seven
//! times as long as the packing (`docs/benchmarks.md`). A page is finished before it is sent, so its window can be as
//! large as it needs. What is sent piece by piece, what is large, and visitors without brotli are left to the usual layer.

use std::io::Write as _;

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, VARY,
};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use brotli::CompressorWriter;
use brotli::enc::BrotliEncoderParams;

/// Fewest bytes that are worth it: less fits in one packet either way.
const BYTES_MIN: u64 = 512;

/// Most bytes that are packed in one piece.
const BYTES_MAX: u64 = 1024 * 1024;

/// How hard: a level more costs more time than it saves bytes, for a page is packed anew for every visitor.
pub(crate) const QUALITY: i32 = 2;

/// The window, as a power of two: a quarter of a million bytes reaches back over a whole page.
const WINDOW: i32 = 18;

/// Packs the answer, where that can be done in one piece.
pub(crate) async fn pack(request: Request, next: Next) -> Response {
    let is_taken = takes_brotli(request.headers());
    let response = next.run(request).await;
    let length = response.body().size_hint().exact();
    let fits = length.is_some_and(|length| (BYTES_MIN..=BYTES_MAX).contains(&length));
    if !is_taken || !fits || !is_text(response.headers()) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    // It is in memory already, and as long as it says.
    let Ok(plain) = to_bytes(body, usize::try_from(BYTES_MAX).unwrap_or(usize::MAX)).await else {
        return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Some(packed) = brotli_of(&plain) else {
        return Response::from_parts(head, Body::from(plain));
    };
    head.headers.remove(CONTENT_LENGTH);
    head.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    head.headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    Response::from_parts(head, Body::from(packed))
}

fn brotli_of(plain: &[u8]) -> Option<Bytes> {
    let params = BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW,
        size_hint: plain.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = CompressorWriter::with_params(Vec::new(), 4_096, &params);
    packed.write_all(plain).ok()?;
    Some(packed.into_inner().into())
}

/// Whether a visitor takes brotli (RFC 9110, 12.5.3): it is named, with a weight that is not 0.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let said = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut each = said.flat_map(|value| value.split(','));
    each.any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let is_brotli = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
        is_brotli && weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|q| q > 0.0))
    })
}

/// Whether it is text that nobody packed yet, and no events, which must not be held back.
fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    let is_text = (kind.starts_with("text/") && kind != "text/event-stream")
        || kind.ends_with("json")
        || kind.ends_with("xml");
    is_text && !headers.contains_key(CONTENT_ENCODING)
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::http::StatusCode;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;

    async fn answer(kind: &'static str, text: String, accepts: Option<&str>) -> Response {
        let page = get(move || async move { ([(CONTENT_TYPE, kind)], text) });
        let pages = Router::new().route("/", page).layer(from_fn(pack));
        let mut request = Request::get("/");
        if let Some(accepts) = accepts {
            request = request.header(ACCEPT_ENCODING, accepts);
        }
        pages.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    fn is_packed(response: &Response) -> bool {
        response.headers().get(CONTENT_ENCODING).is_some_and(|coding| coding == "br")
    }

    #[tokio::test]
    async fn a_page_is_packed_and_unpacks_to_the_same() {
        let page = "<p>Årvåk svarer med bevis.</p>".repeat(300);
        let response = answer("text/html; charset=utf-8", page.clone(), Some("gzip, br")).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert!(is_packed(&response));
        assert_eq!(response.headers()[VARY], "accept-encoding");
        let packed = response.into_body().collect().await.unwrap().to_bytes();
        assert!(packed.len() < page.len() / 20, "{}", packed.len());
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &packed[..], &mut plain).unwrap();
        assert_eq!(plain, page.as_bytes());
    }

    #[tokio::test]
    async fn what_is_small_large_no_text_or_not_asked_for_is_left_as_it_is() {
        let long = || "x".repeat(5_000);
        for (kind, text, accepts) in [
            ("text/html", "x".repeat(100), Some("br")),
            ("text/html", "x".repeat(2 << 20), Some("br")),
            ("image/png", long(), Some("br")),
            ("text/event-stream", long(), Some("br")),
            ("text/html", long(), Some("gzip")),
            ("text/html", long(), Some("gzip, br;q=0")),
            ("text/html", long(), None),
        ] {
            let response = answer(kind, text.clone(), accepts).await;
            assert!(!is_packed(&response), "{kind} {accepts:?}");
            assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), text.as_bytes());
        }
        for accepts in ["br", "BR", "gzip;q=0.5, br;q=0.1", "deflate,br ; q=1"] {
            assert!(
                is_packed(&answer("application/json", long(), Some(accepts)).await),
                "{accepts}"
            );
        }
    }
}

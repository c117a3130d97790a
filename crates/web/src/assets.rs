//! Style sheet, font, script and mark, by addresses that change when they do: kept for ever by the browser.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, VARY,
};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

pub(crate) fn router() -> Router {
    Router::new().route("/s/{hash}/{name}", get(asset)).route("/favicon.ico", get(mark))
}

async fn asset(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(asset) = arvak_assets::find(&format!("/s/{hash}/{name}")) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepts = |coding: &str| {
        let lines = headers.get_all(ACCEPT_ENCODING).into_iter();
        let lines = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
        lines.map(|one| one.split(';').next().unwrap_or_default().trim()).any(|one| one == coding)
    };
    let (bytes, coding) = match (asset.brotli, asset.gzip) {
        (Some(bytes), _) if accepts("br") => (bytes, Some("br")),
        (_, Some(bytes)) if accepts("gzip") => (bytes, Some("gzip")),
        _ => (asset.bytes, None),
    };
    let fixed = [
        (CONTENT_TYPE, asset.mime),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "accept-encoding"),
    ];
    match coding {
        Some(coding) => (fixed, [(CONTENT_ENCODING, coding)], bytes).into_response(),
        None => (fixed, bytes).into_response(),
    }
}

/// Browsers ask for it although the page names its mark.
async fn mark() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

//! One post to a supplier's address.

use std::net::SocketAddr;
use std::time::Duration;

use arvak_drills::inbound::{Door, Taken, is_signed, take};
use arvak_drills::{DrillError, Result, address};
use arvak_store::drafts::ungraded;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::header::{
    AUTHORIZATION, COOKIE, HeaderMap, HeaderName, PROXY_AUTHORIZATION, RETRY_AFTER,
};
use axum::http::{StatusCode, Version};
use axum::response::{IntoResponse as _, Response};
use tokio::time::{Instant as Tick, sleep_until};

use crate::accounts::guesses::client;
use crate::app::App;

/// How long after it came a post is answered, whatever it was. It is far more than anything here takes, so the time tells nothing of a
/// signature, or of whether a drill is on.
const ANSWERED_AFTER: Duration = Duration::from_millis(250);

/// Headers that may hold a key of the sender's: they are no part of what was signed, and are not kept (law 10).
const NOT_KEPT: [HeaderName; 3] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE];

/// What a post is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// It was taken.
    Taken,
    /// No such address.
    Nowhere,
    /// More than is taken at once.
    TooLarge,
    /// It did not come through.
    Broken,
    /// It bears the marking of graded information, which is not kept here.
    Graded,
    /// Too much in a short time; to be sent again after so many seconds.
    Wait(i64),
    /// No room on the disk.
    Full,
    /// The log has it.
    Inside,
}

impl Said {
    const fn status(self) -> StatusCode {
        match self {
            Self::Taken => StatusCode::ACCEPTED,
            Self::Nowhere => StatusCode::NOT_FOUND,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::Graded => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Inside => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

pub(super) async fn post(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path(code): Path<String>,
    version: Version,
    headers: HeaderMap,
    body: std::result::Result<Bytes, BytesRejection>,
) -> Response {
    let answered_at = answered_at();
    let said = match body {
        Ok(body) => {
            let from = client(peer, &headers, app.site());
            let raw = raw(version, &headers, &body);
            taken(&app, &code, from.as_deref(), &raw).await.unwrap_or_else(failed)
        }
        Err(refused) if refused.status() == StatusCode::PAYLOAD_TOO_LARGE => Said::TooLarge,
        Err(_) => Said::Broken,
    };
    sleep_until(answered_at).await;
    match said {
        Said::Wait(seconds) => {
            (said.status(), [(RETRY_AFTER, seconds.to_string())]).into_response()
        }
        said => said.status().into_response(),
    }
}

/// How long an answer waits is no fact: no clock of the folder's says it.
fn answered_at() -> Tick {
    Tick::now() + ANSWERED_AFTER
}

/// What is wrong inside is told to the log alone; nothing was acknowledged.
fn failed(error: DrillError) -> Said {
    tracing::error!(%error, code = error.code(), "a post to a supplier's address");
    match error {
        DrillError::Store(error) if error.is_full() => Said::Full,
        _ => Said::Inside,
    }
}

async fn taken(app: &App, code: &str, from: Option<&str>, raw: &[u8]) -> Result<Said> {
    let (operation, now) = (app.folder().operation(), app.clock().now());
    let hash = address::hash(code);
    let Some(address) = operation.drill_address(&hash.0).await? else {
        let real = app.real_clock().now();
        return Ok(app.posts().stray(from, real).map_or_else(Said::Wait, |()| Said::Nowhere));
    };
    if ungraded(&String::from_utf8_lossy(raw)).is_err() {
        operation.count_inbound("webhook_graded", now).await?;
        return Ok(Said::Graded);
    }
    let is_signed = is_signed(app.folder(), &address.supplier, raw).await?;
    // Forged ones must not keep out what is signed: each has a measure of its own.
    if let Err(seconds) = app.posts().take(&address.supplier, is_signed, app.real_clock().now()) {
        operation.count_inbound("webhook_too_many", now).await?;
        return Ok(Said::Wait(seconds));
    }
    let taken = take(app.folder(), Door::Webhook(&address.supplier), raw, now).await?;
    operation.count_inbound(what(taken), now).await?;
    Ok(Said::Taken)
}

/// How it is counted.
const fn what(taken: Taken) -> &'static str {
    if taken.drills > 0 { "webhook_taken" } else { "webhook_left" }
}

/// The request as HTTP/1.1 writes it, without the address, which is the supplier's to know: header lines, an empty line, the body.
fn raw(version: Version, headers: &HeaderMap, body: &[u8]) -> Vec<u8> {
    let mut raw = format!("POST / {version:?}\r\n").into_bytes();
    for (name, value) in headers {
        if NOT_KEPT.contains(name) {
            continue;
        }
        raw.extend_from_slice(name.as_str().as_bytes());
        raw.extend_from_slice(b": ");
        raw.extend_from_slice(value.as_bytes());
        raw.extend_from_slice(b"\r\n");
    }
    raw.extend_from_slice(b"\r\n");
    raw.extend_from_slice(body);
    raw
}

//! Answers in JSON.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderValue, LOCATION};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::problem::{Code, Problem};
use super::shapes::Recorded;
use arvak_core::EntryId;

/// What a handler answers.
pub(super) type Answered = Result<Response, Problem>;

/// 200 with a body.
pub(super) fn json(body: &impl Serialize) -> Answered {
    with(StatusCode::OK, body)
}

/// A status with a body.
pub(super) fn with(status: StatusCode, body: &impl Serialize) -> Answered {
    let bytes = serde_json::to_vec(body).map_err(|error| {
        tracing::error!(%error, "an answer");
        Problem::from(Code::Inside)
    })?;
    let kind = HeaderValue::from_static("application/json");
    Ok((status, [(CONTENT_TYPE, kind)], bytes).into_response())
}

/// 201: it was recorded.
pub(super) fn recorded(entries: Vec<EntryId>) -> Answered {
    with(StatusCode::CREATED, &Recorded { entries })
}

/// The same answer with where the thing stands that it tells of.
pub(super) fn at(mut answer: Response, path: &str) -> Response {
    if let Ok(path) = HeaderValue::from_str(path) {
        answer.headers_mut().insert(LOCATION, path);
    }
    answer
}

/// The same answer with the version of what it tells of.
pub(super) fn versioned(mut answer: Response, version: EntryId) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&tag(version)) {
        answer.headers_mut().insert(ETAG, tag);
    }
    answer
}

/// A version as an entity tag.
pub(super) fn tag(version: EntryId) -> String {
    format!("\"{version}\"")
}

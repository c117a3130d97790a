//! What could not be done, told to a program: `application/problem+json` (RFC 9457) with a stable code.

use arvak_words::{Say, Words};
use axum::http::header::{
    CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::failure::Failure;

/// What went wrong. Names and statuses never change; new ones may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Code {
    NotFound,
    MethodNotAllowed,
    NoKey,
    KeyRefused,
    LogInAgain,
    Forbidden,
    PeopleOnly,
    Foreign,
    Malformed,
    BadQuery,
    BadHeader,
    Invalid,
    MediaType,
    TooLarge,
    TooMany,
    Asked,
    Gone,
    Meanwhile,
    VersionNeeded,
    Stale,
    NameReused,
    UnderWay,
    NamesFull,
    Full,
    Inside,
}

impl Code {
    /// All of them.
    pub(crate) const ALL: [Self; 25] = [
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::NoKey,
        Self::KeyRefused,
        Self::LogInAgain,
        Self::Forbidden,
        Self::PeopleOnly,
        Self::Foreign,
        Self::Malformed,
        Self::BadQuery,
        Self::BadHeader,
        Self::Invalid,
        Self::MediaType,
        Self::TooLarge,
        Self::TooMany,
        Self::Asked,
        Self::Gone,
        Self::Meanwhile,
        Self::VersionNeeded,
        Self::Stale,
        Self::NameReused,
        Self::UnderWay,
        Self::NamesFull,
        Self::Full,
        Self::Inside,
    ];

    /// The name: in `code`, and at the end of `type`.
    pub(crate) const fn name(self) -> &'static str {
        self.row().0
    }

    /// The HTTP status that it comes with.
    pub(crate) const fn status(self) -> StatusCode {
        self.row().1
    }

    const fn row(self) -> (&'static str, StatusCode) {
        match self {
            Self::NotFound => ("not-found", StatusCode::NOT_FOUND),
            Self::MethodNotAllowed => ("method-not-allowed", StatusCode::METHOD_NOT_ALLOWED),
            Self::NoKey => ("no-key", StatusCode::UNAUTHORIZED),
            Self::KeyRefused => ("key-refused", StatusCode::UNAUTHORIZED),
            Self::LogInAgain => ("log-in-again", StatusCode::UNAUTHORIZED),
            Self::Forbidden => ("forbidden", StatusCode::FORBIDDEN),
            Self::PeopleOnly => ("people-only", StatusCode::FORBIDDEN),
            Self::Foreign => ("foreign", StatusCode::FORBIDDEN),
            Self::Malformed => ("malformed", StatusCode::BAD_REQUEST),
            Self::BadQuery => ("bad-query", StatusCode::BAD_REQUEST),
            Self::BadHeader => ("bad-header", StatusCode::BAD_REQUEST),
            Self::Invalid => ("invalid", StatusCode::UNPROCESSABLE_ENTITY),
            Self::MediaType => ("media-type", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            Self::TooLarge => ("too-large", StatusCode::PAYLOAD_TOO_LARGE),
            Self::TooMany => ("too-many", StatusCode::TOO_MANY_REQUESTS),
            Self::Asked => ("asked", StatusCode::CONFLICT),
            Self::Gone => ("gone", StatusCode::CONFLICT),
            Self::Meanwhile => ("meanwhile", StatusCode::CONFLICT),
            Self::VersionNeeded => ("version-needed", StatusCode::PRECONDITION_REQUIRED),
            Self::Stale => ("stale", StatusCode::PRECONDITION_FAILED),
            Self::NameReused => ("idempotency-key-reused", StatusCode::UNPROCESSABLE_ENTITY),
            Self::UnderWay => ("idempotency-under-way", StatusCode::CONFLICT),
            Self::NamesFull => ("idempotency-full", StatusCode::TOO_MANY_REQUESTS),
            Self::Full => ("full", StatusCode::INSUFFICIENT_STORAGE),
            Self::Inside => ("inside", StatusCode::INTERNAL_SERVER_ERROR),
        }
    }
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Wrong {
    /// Where in the body, as a JSON pointer in a fragment (RFC 6901): `#/attributes/criticality`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pointer: Option<String>,
    /// Which parameter of the address, or which header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parameter: Option<String>,
    /// What is wrong: `missing`, `unknown`, `invalid`, or a code of the inventory such as `unknown_thing`.
    pub(crate) code: String,
    /// The same, for people.
    pub(crate) detail: String,
}

impl Wrong {
    pub(crate) fn at(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        let pointer = Some(format!("#{pointer}"));
        Self { pointer, parameter: None, code: code.to_owned(), detail: detail.into() }
    }

    fn of(parameter: &str, code: &str, detail: impl Into<String>) -> Self {
        let parameter = Some(parameter.to_owned());
        Self { pointer: None, parameter, code: code.to_owned(), detail: detail.into() }
    }
}

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: Code,
    /// What is to be said of this one; else what is said of the code.
    pub(crate) detail: Option<String>,
    pub(crate) errors: Vec<Wrong>,
    /// After how many seconds to try again.
    pub(crate) wait_seconds: Option<i64>,
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self { code, detail: None, errors: Vec::new(), wait_seconds: None }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let code = match failure {
            Failure::NotFound => Code::NotFound,
            Failure::NotLoggedIn => Code::NoKey,
            Failure::LogInAgain => Code::LogInAgain,
            Failure::Forbidden => Code::Forbidden,
            Failure::PeopleOnly => Code::PeopleOnly,
            Failure::Foreign => Code::Foreign,
            Failure::Bad => Code::Malformed,
            Failure::TooMany => Code::TooMany,
            Failure::Wait { seconds } => {
                return Self { wait_seconds: Some(seconds), ..Code::TooMany.into() };
            }
            Failure::TooLarge => Code::TooLarge,
            Failure::Full => Code::Full,
            Failure::Asked(sentence) => return Self::said(Code::Asked, sentence),
            Failure::Inside => Code::Inside,
        };
        code.into()
    }
}

impl From<arvak_store::Error> for Problem {
    fn from(error: arvak_store::Error) -> Self {
        Failure::from(error).into()
    }
}

impl From<crate::program::ProgramError> for Problem {
    fn from(error: crate::program::ProgramError) -> Self {
        Failure::from(error).into()
    }
}

impl Problem {
    pub(crate) fn said(code: Code, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..code.into() }
    }

    /// Fields of the body that are wrong.
    pub(crate) fn invalid(errors: Vec<Wrong>) -> Self {
        Self { errors, ..Code::Invalid.into() }
    }

    /// One parameter of the address that is wrong.
    pub(crate) fn query(parameter: &str, code: &str, detail: impl Into<String>) -> Self {
        Self { errors: vec![Wrong::of(parameter, code, detail)], ..Code::BadQuery.into() }
    }

    /// One header that is wrong.
    pub(crate) fn header(name: &str, detail: impl Into<String>) -> Self {
        Self { errors: vec![Wrong::of(name, "invalid", detail)], ..Code::BadHeader.into() }
    }

    /// As it is sent, in the language of `words`.
    pub(crate) fn told(&self, words: &Words, uri: &Uri) -> Response {
        let name = self.code.name();
        let said = || words.plain(&format!("api-problem-{name}"));
        let body = Body {
            kind: format!("/api/problems/{name}"),
            title: words.plain(&format!("api-problem-{name}-title")),
            status: self.code.status().as_u16(),
            detail: self.detail.clone().unwrap_or_else(said),
            instance: uri.path().to_owned(),
            code: name.to_owned(),
            errors: self.errors.clone(),
        };
        let bytes = serde_json::to_vec(&body).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (self.code.status(), [(CONTENT_TYPE, kind)], bytes).into_response();
        self.add_headers(response.headers_mut());
        response
    }

    fn add_headers(&self, headers: &mut HeaderMap) {
        if self.code.status() == StatusCode::UNAUTHORIZED {
            let says = if self.code == Code::KeyRefused {
                "Bearer realm=\"arvak\", error=\"invalid_token\""
            } else {
                "Bearer realm=\"arvak\""
            };
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(says));
        }
        if let Some(seconds) = self.wait_seconds {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        headers.remove(LOCATION);
    }
}

impl IntoResponse for Problem {
    /// An empty answer that carries the problem: it is told further out, in the language that was asked for.
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A problem as it is sent (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "/api/problems/invalid", "title": "Some fields are wrong", "status": 422,
    "detail": "Nothing was recorded. Mend the fields that are named, and send it again.",
    "instance": "/api/v1/things", "code": "invalid",
    "errors": [{ "pointer": "#/attributes/criticality", "code": "out_of_range", "detail": "…" }]
}))]
pub(super) struct Body {
    /// Where the code is explained: `/api/problems/CODE`.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    kind: String,
    /// The code in a few words.
    title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What happened, and what to do.
    detail: String,
    /// The address that was asked for.
    #[schema(format = "uri-reference")]
    instance: String,
    /// The stable code: the end of `type`.
    code: String,
    /// What is wrong, one by one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<Wrong>,
}

/// A sentence with the name of a parameter.
pub(super) fn named(words: &Words, id: &str, name: &str) -> String {
    words.say(id, &[("name", Say::Text(name))])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use arvak_words::Lang;

    use super::*;

    #[test]
    fn every_code_has_a_name_of_its_own_and_sentences_in_every_language() {
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for words in Lang::ALL.map(Words::new) {
            for name in &names {
                for id in [format!("api-problem-{name}"), format!("api-problem-{name}-title")] {
                    assert!(words.has(&id), "{id} in {}", words.lang().tag());
                }
            }
        }
    }
}

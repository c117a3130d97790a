//! The last word on every answer of the API: whatever failed, wherever, becomes a problem in JSON.

use arvak_words::Lang;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, ALLOW, CONTENT_TYPE, HeaderMap};
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;

use super::problem::{Code, Problem};
use crate::app::App;
use crate::failure::Failure;
use crate::session;

/// Whether an address is the API's, where nothing is answered with a page.
pub(crate) fn is_api(path: &str) -> bool {
    path == "/api/v1" || path.starts_with("/api/v1/") || path == "/metrics"
}

/// The language that a program asks for, by the order of `Accept-Language`; English when it asks for none of ours.
pub(crate) fn language(headers: &HeaderMap) -> Lang {
    let asked = headers.get(ACCEPT_LANGUAGE).and_then(|asked| asked.to_str().ok());
    let tags = asked.unwrap_or_default().split(',').map(|tag| tag.split(';').next());
    let tags = tags.flatten().map(|tag| tag.trim().split('-').next().unwrap_or_default());
    let known = |tag: &str| match tag {
        "no" => Some(Lang::Nb),
        tag => tag.parse().ok(),
    };
    tags.map(str::to_ascii_lowercase).find_map(|tag| known(&tag)).unwrap_or(Lang::En)
}

pub(crate) async fn speak(State(app): State<App>, request: Request, next: Next) -> Response {
    if !is_api(request.uri().path()) {
        return next.run(request).await;
    }
    let (uri, lang) = (request.uri().clone(), language(request.headers()));
    let has_key = session::has_key(request.headers());
    let answer = next.run(request).await;
    told(&app, lang, &uri, has_key, answer)
}

fn told(app: &App, lang: Lang, uri: &Uri, has_key: bool, answer: Response) -> Response {
    let Some(mut problem) = problem_of(&answer) else { return answer };
    if problem.code == Code::NoKey && has_key {
        problem.code = Code::KeyRefused;
    }
    let mut told = problem.told(app.words(lang), uri);
    if let Some(allow) = answer.headers().get(ALLOW) {
        told.headers_mut().insert(ALLOW, allow.clone());
    }
    told
}

/// The problem that an answer carries, or that its status tells of; none when it is no failure, or told already.
fn problem_of(answer: &Response) -> Option<Problem> {
    let carried = answer.extensions().get::<Problem>().cloned();
    let failed = || answer.extensions().get::<Failure>().cloned().map(Problem::from);
    if let Some(problem) = carried.or_else(failed) {
        return Some(problem);
    }
    let is_told = answer
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/problem+json"));
    let status = answer.status();
    if is_told || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    let code = match status {
        StatusCode::NOT_FOUND => Code::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::MediaType,
        status if status.is_client_error() => Code::Malformed,
        _ => Code::Inside,
    };
    Some(code.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_taken_in_the_order_that_it_is_asked_for() {
        let asked = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, text.parse().unwrap());
            language(&headers)
        };
        assert_eq!(asked("nn-NO, nb;q=0.8"), Lang::Nn);
        assert_eq!(asked("fr, no;q=0.5"), Lang::Nb);
        assert_eq!(asked("fr, *"), Lang::En);
        assert_eq!(language(&HeaderMap::new()), Lang::En);
    }
}

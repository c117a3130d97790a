//! Before every page: is it from our own pages, who is it, may they; and after it: a failure becomes a page.

use std::fmt::Write as _;

use arvak_identity::Access;
use arvak_words::Lang;
use axum::extract::{Request, State};
use axum::http::header::{HeaderMap, HeaderValue, LOCATION, ORIGIN, RETRY_AFTER, SET_COOKIE};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::failure::Failure;
use crate::settings::tokens::GIVEN;
use crate::visit::{LANG_COOKIE, Visit, asked_language, view_for};
use crate::work::Work;
use crate::{api, page, session};

/// What the guard of one route knows.
#[derive(Clone)]
pub(crate) struct Gate {
    pub(crate) app: App,
    pub(crate) access: Access,
    /// How many parts of a write's address are cut off to find the page that has its form.
    pub(crate) beneath: usize,
    /// What a request costs, where the route says so.
    pub(crate) work: Option<Work>,
}

pub(crate) async fn guard(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let app = &gate.app;
    // A machine elsewhere has no session here, and what it may hold of keys is not ours: both are passed over.
    if gate.access == Access::Sender {
        return next.run(request).await;
    }
    let found = session::who(app, request.headers()).await;
    let who = found.clone().unwrap_or_default();
    let asked = asked_language(request.uri());
    let is_secure = app.site().is_secure();
    let kept = LANG_COOKIE.get(request.headers(), is_secure).and_then(|tag| tag.parse().ok());
    let is_api = api::is_api(request.uri().path());
    let lang = if is_api {
        api::language(request.headers())
    } else {
        asked.or(kept).unwrap_or(app.site().lang)
    };
    let is_write = !matches!(*request.method(), Method::GET | Method::HEAD);
    let uri = request.uri().clone();
    let uri = if is_write && !is_api { page_of(&uri, gate.beneath) } else { uri };
    let view = view_for(app, who.as_ref(), lang, app.live().view()).await;
    let visit = Visit { app: app.clone(), view, lang, who, uri, once: None };
    let from = api::whence(app, &request);
    if matches!(found, Ok(None))
        && session::has_key(request.headers())
        && let Err(wait) = api::wrong_key(app, from.clone()).await
    {
        return if is_api { wait.into_response() } else { told(&visit, is_write, wait.failure()) };
    }
    let allowed = found
        .map(drop)
        .and_then(|()| allowed(&gate, &visit, is_write, request.headers()))
        .and_then(|()| counted(&gate, &visit, from.as_deref(), &request));
    let answer = match allowed {
        Ok(()) => {
            request.extensions_mut().insert(visit.clone());
            next.run(request).await
        }
        Err(failure) => failure.into_response(),
    };
    if is_api {
        // What failed becomes a problem further out, where the answers of no route pass too.
        return answer;
    }
    remember(asked, told(&visit, is_write, answer), app)
}

fn allowed(gate: &Gate, visit: &Visit, is_write: bool, headers: &HeaderMap) -> Result<(), Failure> {
    // No browser sends a key by itself, and what comes with a key is judged by the key alone.
    if is_write && !session::has_key(headers) && !is_ours(headers, &gate.app.site().origin) {
        return Err(Failure::Foreign);
    }
    match (gate.access, &visit.who) {
        (Access::Anyone | Access::SetUp | Access::Link | Access::Sender, _) => Ok(()),
        (Access::LoggedIn, Some(who)) if !who.is_program() => Ok(()),
        (Access::LoggedIn | Access::May(_), None) => Err(Failure::NotLoggedIn),
        (Access::LoggedIn, Some(_)) => Err(Failure::PeopleOnly),
        (Access::May(right), Some(who)) if who.is_program() && !GIVEN.contains(&right) => {
            Err(Failure::PeopleOnly)
        }
        (Access::May(right), Some(who)) if who.may(right) => Ok(()),
        (Access::May(_), Some(_)) => Err(Failure::Forbidden),
    }
}

/// What costs much is counted, after it is known that whoever asks may have it.
fn counted(
    gate: &Gate,
    visit: &Visit,
    from: Option<&str>,
    request: &Request,
) -> Result<(), Failure> {
    let Some(work) = Work::of(gate.work, request) else { return Ok(()) };
    let taken = gate.app.buckets().take(work, visit, from, gate.app.real_clock().now());
    taken.map_err(|wait| Failure::Wait { seconds: wait.as_millis().div_euclid(1_000) + 1 })
}

/// Whether a write comes from our own pages: the browser says so in `Sec-Fetch-Site`, which no page can forge, and in
/// `Origin`. One of them must be there, and none may say otherwise (OWASP: verifying origin with standard headers).
fn is_ours(headers: &HeaderMap, origin: &str) -> bool {
    let site = headers.get("sec-fetch-site").map(|site| site == "same-origin");
    let from =
        headers.get(ORIGIN).map(|from| from.as_bytes().eq_ignore_ascii_case(origin.as_bytes()));
    let said = [site, from];
    said.contains(&Some(true)) && !said.contains(&Some(false))
}

/// A failure as a page in the visitor's language; whoever must log in first is led there, and back afterwards.
fn told(visit: &Visit, is_write: bool, answer: Response) -> Response {
    let Some(failure) = answer.extensions().get::<Failure>().cloned() else { return answer };
    let again = failure == Failure::LogInAgain;
    if again || (failure == Failure::NotLoggedIn && !is_write) {
        let to = escaped(&visit.uri);
        let to = format!("/logg-inn?til={to}{}", if again { "&igjen=ja" } else { "" });
        if let Ok(to) = HeaderValue::from_str(&to) {
            return (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
        }
    }
    let mut page = (failure.status(), page::failure(visit, &failure)).into_response();
    if let Failure::Wait { seconds } = failure {
        page.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    page
}

/// The page that has the form which was sent to an address: links to it in other languages lead there.
fn page_of(uri: &Uri, beneath: usize) -> Uri {
    let parts: Vec<&str> = uri.path().split('/').collect();
    let page = parts.get(..parts.len().saturating_sub(beneath)).unwrap_or(&parts).join("/");
    let page = if page.is_empty() { "/".to_owned() } else { page };
    page.parse().unwrap_or_else(|_| uri.clone())
}

/// An address as a value in another one's query.
fn escaped(uri: &Uri) -> String {
    let mut out = String::new();
    for byte in uri.path_and_query().map_or("/", |path| path.as_str()).bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A language that the address named is kept for the next pages.
fn remember(asked: Option<Lang>, mut answer: Response, app: &App) -> Response {
    let Some(lang) = asked else { return answer };
    let line = LANG_COOKIE.set(lang.tag(), app.site().is_secure(), "; Max-Age=31536000");
    if let Ok(value) = HeaderValue::from_str(&line) {
        answer.headers_mut().append(SET_COOKIE, value);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_needs_a_sign_that_it_is_ours_and_none_that_it_is_not() {
        let ours = "https://arvak.example.no";
        let headers = |pairs: &[(&'static str, &'static str)]| {
            let pairs = pairs
                .iter()
                .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
            pairs.collect::<HeaderMap>()
        };
        assert!(!is_ours(&headers(&[]), ours));
        assert!(is_ours(&headers(&[("origin", ours)]), ours));
        assert!(is_ours(&headers(&[("sec-fetch-site", "same-origin")]), ours));
        for foreign in [
            &[("origin", "https://evil.example")][..],
            &[("origin", "null")],
            &[("origin", "https://arvak.example.no.evil.example")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site"), ("origin", ours)],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "same-origin"), ("origin", "http://arvak.example.no")],
        ] {
            assert!(!is_ours(&headers(foreign), ours), "{foreign:?}");
        }
    }

    #[test]
    fn the_page_of_a_form_is_the_one_above_it() {
        let of =
            |text: &'static str, beneath| page_of(&Uri::from_static(text), beneath).to_string();
        assert_eq!(of("/oppsett/brukere/x/steng?a=1", 1), "/oppsett/brukere/x");
        assert_eq!(of("/logg-inn?a=1", 0), "/logg-inn");
        assert_eq!(of("/logg-ut", 1), "/");
    }

    #[test]
    fn an_address_within_an_address_is_escaped() {
        let uri = Uri::from_static("/historikk?per=2026-01-01&mot=x");
        assert_eq!(escaped(&uri), "/historikk%3Fper%3D2026-01-01%26mot%3Dx");
    }
}

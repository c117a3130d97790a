//! What the pages here have in common: their frame, fields for secrets, where one goes afterwards.

use std::fmt::Write as _;

use arvak_core::{Instant, Span};
use arvak_words::{Lang, Say, date_and_time};
use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::form::{Mistakes, described, id_of};
use crate::page;
use crate::see_other::see_other;
use crate::visit::{LANG_COOKIE, Visit};

/// Where one goes when nothing else is asked for.
const HOME: &str = "/status";

/// A page of one narrow column.
pub(crate) fn narrow(visit: &Visit, title: &str, body: &Markup) -> Markup {
    let body = html! {
        div class="a-narrow" {
            h1 class="ds-heading" { (title) }
            (body)
        }
    };
    page::page(visit, title, &body)
}

/// The same form once more, for its mistakes are to be mended.
pub(crate) fn again(page: Markup) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// On to another page, with a cookie.
pub(crate) fn on_with(cookie: HeaderValue, path: &str) -> Response {
    let mut response = see_other(path);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// A field whose content no page shows; `kind` is `password` or `text`, `fills` what password managers may put in.
pub(crate) fn secret(
    visit: &Visit,
    mistakes: &Mistakes,
    (kind, name, fills): (&str, &str, &str),
    label: &str,
    hint: Option<&str>,
) -> Markup {
    let (id, wrong) = (id_of(name), mistakes.at(name));
    html! {
        div class="ds-field" {
            label class="ds-label" for=(id) { (visit.plain(label)) }
            @if let Some(hint) = hint {
                div data-field="description" id={ (id) "-hint" } { (visit.plain(hint)) }
            }
            input class="ds-input" type=(kind) id=(id) name=(name) autocomplete=(fills) required
                inputmode=[(fills == "one-time-code").then_some("text")] spellcheck="false"
                autocapitalize="none" aria-invalid=[wrong.map(|_| "true")]
                aria-describedby=[described(&id, hint, wrong)];
            @if let Some(wrong) = wrong {
                p class="ds-validation-message" id={ (id) "-wrong" } { (wrong) }
            }
        }
    }
}

/// A field for a user name, which password managers and passkeys may fill.
pub(crate) fn user_name(
    visit: &Visit,
    mistakes: &Mistakes,
    name: &str,
    value: &str,
    label: &str,
) -> Markup {
    let (id, wrong) = (id_of(name), mistakes.at(name));
    html! {
        div class="ds-field" {
            label class="ds-label" for=(id) { (visit.plain(label)) }
            input class="ds-input" type="text" id=(id) name=(name) value=(value) autocomplete="username"
                required spellcheck="false" autocapitalize="none" aria-invalid=[wrong.map(|_| "true")]
                aria-describedby=[described(&id, None, wrong)];
            @if let Some(wrong) = wrong {
                p class="ds-validation-message" id={ (id) "-wrong" } { (wrong) }
            }
        }
    }
}

/// What a form says besides what people fill in.
pub(crate) fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// Where `to` leads, when it is one of our own pages; else the usual one. `//host` and `/\host` are other hosts.
pub(crate) fn ours(to: &str) -> &str {
    let is_plain = to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_plain && to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/logg-inn") {
        to
    } else {
        HOME
    }
}

/// The same page in one's own language, for a browser in which none was chosen yet: the guard keeps it from there on.
pub(crate) fn in_own_language(visit: &Visit, headers: &HeaderMap, lang: &str, to: &str) -> String {
    let is_chosen = LANG_COOKIE.get(headers, visit.app.site().is_secure()).is_some()
        || lang == visit.lang.tag();
    if is_chosen || lang.parse::<Lang>().is_err() {
        return to.to_owned();
    }
    let sign = if to.contains('?') { '&' } else { '?' };
    format!("{to}{sign}lang={lang}")
}

/// A value in the query of an address.
pub(crate) fn asked(visit: &Visit, name: &str) -> String {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&visit.uri);
    let pairs = pairs.map(|Query(pairs)| pairs).unwrap_or_default();
    pairs.into_iter().find(|(known, _)| known == name).map_or_else(String::new, |(_, value)| value)
}

/// An address as a value in another one's query.
pub(crate) fn escaped(address: &str) -> String {
    let mut out = String::new();
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A moment for people.
pub(crate) fn moment(visit: &Visit, at: Instant) -> Markup {
    html! { time datetime=(at) { (date_and_time(visit.lang, at)) } }
}

/// How long to wait, in words.
pub(crate) fn wait(visit: &Visit, wait: Span) -> String {
    let seconds = wait.as_millis().saturating_add(999) / 1000;
    // Nobody counts seconds for minutes.
    let whole = if seconds > 60 { (seconds + 59) / 60 * 60 } else { seconds };
    let time = visit.words().span(Span::from_millis(whole * 1000));
    visit.say("login-wait", &[("time", Say::Text(&time))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_led_to_our_own_pages_alone() {
        assert_eq!(ours("/punkt/2c?per=2026-01-01"), "/punkt/2c?per=2026-01-01");
        for foreign in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/a\r\nSet-Cookie: x",
            "/logg-inn",
        ] {
            assert_eq!(ours(foreign), HOME, "{foreign:?}");
        }
    }
}

//! What the host answered on the side.

use arvak_probe::transcript::WebAsked;

use super::web::{Said, Web};
use crate::https::aside::{ASIDE, CORS, OTHER_ORIGIN, PATHS, SECURITY_TXT};
use crate::https::place::Place;
use crate::https::security_txt::SecurityTxt;

/// Whom to tell of a weakness (RFC 9116).
pub(super) fn security_txt(web: &Web<'_>) -> Said {
    let answers = of(web, SECURITY_TXT);
    if answers.is_empty() {
        return Said::unknown(why_not(web));
    }
    // The file in its place goes before one where it was before (section 3).
    if let Some(found) = answers.iter().find(|asked| asked.text.is_some()) {
        return judge_file(web, &answers, found);
    }
    let Some(last) =
        answers.first().and(answers.iter().rev().find(|asked| asked.failure.is_none()))
    else {
        let code = answers.iter().find_map(|asked| asked.failure.as_deref());
        return Said::unknown(code.unwrap_or("not_asked"));
    };
    let place = Place::parse(&last.url);
    let target = last.all("location").next().and_then(|url| place.as_ref()?.follow(url));
    let is_here = |target: &Place| {
        place.as_ref().is_some_and(|place| {
            (&place.host, place.secure, place.port) == (&target.host, target.secure, target.port)
        })
    };
    match (last.status.unwrap_or_default(), target) {
        (300..=399, Some(target)) if is_here(&target) => Said::unknown("http.not_followed"),
        (300..=399, Some(target)) => {
            Said::notice("security_txt.elsewhere", format!("{} → {target}", last.url))
        }
        (500.., _) => Said::unknown("http.server_error"),
        (429, _) => Said::unknown("http.too_many_requests"),
        (401 | 403, _) => {
            Said::fail("security_txt.refused", format!("{}", last.status.unwrap_or_default()))
        }
        _ => Said::fail("security_txt.absent", ""),
    }
}

fn judge_file(web: &Web<'_>, answers: &[&WebAsked], found: &WebAsked) -> Said {
    let file = SecurityTxt::read(found.text.as_deref().unwrap_or_default());
    let kind = found.all("content-type").next().unwrap_or_default();
    let media = kind.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("text/plain") {
        return Said::fail("security_txt.content_type", kind);
    }
    if let Some(code) = found.failure.as_deref() {
        return Said::unknown(code);
    }
    let urls: Vec<&str> = answers.iter().map(|asked| asked.url.as_str()).collect();
    if let Some(fault) = file.fault(&urls, web.transcript.started_at) {
        let seen = file.expires.first().map(|expires| format!("Expires: {expires}"));
        let seen = seen.unwrap_or_default();
        return if fault.is_slight() {
            Said::notice(fault.code(), seen)
        } else {
            Said::fail(fault.code(), seen)
        };
    }
    let contact = file.contacts.first().map(String::as_str).unwrap_or_default();
    // A redirect from its place to the old one is a way to it.
    let [place, old_place] = PATHS;
    let led = answers.iter().any(|asked| asked.url.ends_with(place) && is_redirect(asked));
    if !found.url.ends_with(place) && found.url.ends_with(old_place) && !led {
        return Said::notice("security_txt.old_place", found.url.clone());
    }
    let signed = if file.signed { " (signed)" } else { "" };
    Said::pass("security_txt.present", format!("Contact: {contact}{signed}"))
}

/// Whether scripts of any site may read the page (Fetch, "CORS protocol").
pub(super) fn cors(web: &Web<'_>) -> Said {
    let Some(answer) = of(web, CORS).into_iter().find(|asked| asked.status.is_some()) else {
        return Said::unknown(why_not(web));
    };
    let origins: Vec<&str> = answer.all("access-control-allow-origin").map(str::trim).collect();
    let credentials =
        answer.all("access-control-allow-credentials").any(|value| value.trim() == "true");
    match (origins.as_slice(), credentials) {
        ([], _) => Said::pass("cors.absent", ""),
        ([OTHER_ORIGIN], true) => Said::fail("cors.any_site_with_cookies", ""),
        ([OTHER_ORIGIN], false) => Said::notice("cors.any_site", "the origin is sent back"),
        // What a page without an origin sends, and anyone can make one.
        (["null"], true) => Said::fail("cors.null_with_cookies", ""),
        (["*"], _) => Said::notice("cors.any_site", "*"),
        ([one], _) => Said::pass("cors.one_site", *one),
        (several, _) => Said::notice("cors.invalid", several.join(", ")),
    }
}

/// Whether answers are packed: it can give away secrets of a page (BREACH), where a page reflects what it is
/// sent.
pub(super) fn compression(web: &Web<'_>) -> Said {
    let Some(answer) = of(web, CORS).into_iter().find(|asked| asked.status.is_some()) else {
        return Said::unknown(why_not(web));
    };
    match answer.all("content-encoding").find(|coding| !coding.eq_ignore_ascii_case("identity")) {
        Some(coding) => Said::notice("http.compressed", coding),
        None => Said::pass("http.not_compressed", ""),
    }
}

fn is_redirect(asked: &WebAsked) -> bool {
    asked.status.is_some_and(|status| (300..400).contains(&status))
}

pub(super) fn of<'a>(web: &'a Web<'_>, what: &str) -> Vec<&'a WebAsked> {
    web.asked.iter().copied().filter(|asked| asked.what == what).collect()
}

/// What kept the question from being asked or answered.
pub(super) fn why_not<'a>(web: &'a Web<'_>) -> &'a str {
    let failed =
        web.asked.iter().filter(|asked| [ASIDE, CORS, SECURITY_TXT].contains(&&*asked.what));
    let code = failed.rev().find_map(|asked| asked.failure.as_deref());
    code.unwrap_or(if web.answered { "not_asked" } else { web.failure })
}

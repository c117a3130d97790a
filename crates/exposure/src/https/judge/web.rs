//! What the answers tell a browser: the checks that rest on the page that a visitor ends up on, on its
//! fields and cookies, and on what was asked on the side.

use arvak_probe::transcript::{PageSeen, WebAsked};
use arvak_probe::{CheckOutcome, Event, Transcript};

use super::{Redirect, Visit, Visits, aside, cookies, headers, ipv6, page, policy};
use crate::findings::Findings;
use crate::https::checks::grade_of;
use crate::https::cookie::Cookie;
use crate::https::place::Place;

/// The first version of the method that took down what these checks rest on.
const SINCE_VERSION: u32 = 2;

/// What is said of one check.
pub(super) struct Said {
    result: CheckOutcome,
    reason: String,
    seen: String,
}

impl Said {
    fn new(result: CheckOutcome, reason: &str, seen: impl Into<String>) -> Self {
        Self { result, reason: reason.to_owned(), seen: seen.into() }
    }

    /// As it should be.
    pub(super) fn pass(reason: &str, seen: impl Into<String>) -> Self {
        Self::new(CheckOutcome::Pass, reason, seen)
    }

    /// Not as it should be.
    pub(super) fn fail(reason: &str, seen: impl Into<String>) -> Self {
        Self::new(CheckOutcome::Fail, reason, seen)
    }

    /// Worth a thought.
    pub(super) fn notice(reason: &str, seen: impl Into<String>) -> Self {
        Self::new(CheckOutcome::Notice, reason, seen)
    }

    /// It could not be told.
    pub(super) fn unknown(reason: &str) -> Self {
        Self::new(CheckOutcome::Inconclusive, reason, "")
    }

    /// There is nothing to check.
    pub(super) fn nothing(reason: &str, seen: impl Into<String>) -> Self {
        Self::new(CheckOutcome::NotApplicable, reason, seen)
    }
}

/// The page that a visitor ends up on, and what belongs to it.
pub(super) struct Page<'a> {
    /// The answer that it came in.
    pub(super) visit: &'a Visit<'a>,
    /// What of it is judged; nothing when it is no HTML.
    pub(super) seen: Option<&'a PageSeen>,
    /// The host that was looked at.
    pub(super) host: &'a str,
    /// The declared domain.
    pub(super) domain: &'a str,
}

/// Everything that these checks rest on.
pub(super) struct Web<'a> {
    /// The page, or what to say instead.
    pub(super) page: Result<Page<'a>, (CheckOutcome, &'a str, String)>,
    /// What was asked on the side.
    pub(super) asked: Vec<&'a WebAsked>,
    /// The last answer of the visit.
    pub(super) last: Option<&'a Visit<'a>>,
    /// Every cookie that the host set.
    pub(super) cookies: Vec<Cookie>,
    /// Whether there was any answer.
    pub(super) answered: bool,
    /// What kept answers away.
    pub(super) failure: &'a str,
    /// The present.
    pub(super) transcript: &'a Transcript,
}

type Judge = fn(&Web<'_>) -> Said;

/// Every check and who judges it.
const JUDGES: [(&str, Judge); 21] = [
    ("http.compression", aside::compression),
    ("http.content_type_options", |web| web.of_page(headers::content_type_options)),
    ("http.cookie_httponly", cookies::http_only),
    ("http.cookie_prefix", cookies::prefix),
    ("http.cookie_samesite", cookies::same_site),
    ("http.cookie_secure", cookies::secure),
    ("http.corp_coop", |web| web.of_page(headers::isolation)),
    ("http.cors", aside::cors),
    ("http.csp", |web| web.of_page(policy::csp)),
    ("http.csp_complete", |web| web.of_page(policy::complete)),
    ("http.form_action", |web| web.of_page(page::forms)),
    ("http.frame_options", |web| web.of_page(policy::framing)),
    ("http.hsts_preload", |web| web.of_page(headers::preload)),
    ("http.ipv6", ipv6::same),
    ("http.login", page::login),
    ("http.mixed_content", |web| web.of_page(page::mixed_content)),
    ("http.permissions_policy", |web| web.of_page(headers::permissions)),
    ("http.referrer_policy", |web| web.of_page(headers::referrer)),
    ("http.security_txt", aside::security_txt),
    ("http.server_banner", |web| web.of_page(headers::banner)),
    ("http.sri", |web| web.of_page(page::integrity)),
];

/// Judges all of them.
pub(super) fn judge(findings: &mut Findings, visits: &Visits<'_>, transcript: &Transcript) {
    let web = Web::of(visits, transcript);
    let is_old = transcript.method_version < SINCE_VERSION;
    for (id, judge) in JUDGES {
        let said = if is_old { Said::unknown("not_asked") } else { judge(&web) };
        findings.check(id, grade_of(id), said.result, &said.reason, said.seen);
    }
}

impl<'a> Web<'a> {
    fn of(visits: &'a Visits<'a>, transcript: &'a Transcript) -> Self {
        let failure = visits.secure_failure.or(visits.plain_failure).unwrap_or("not_asked");
        let all = visits.secure.iter().chain(&visits.plain);
        let set = all.flat_map(|visit| visit.all("set-cookie"));
        let asked = transcript.events().filter_map(|event| match event {
            Event::WebAsked(asked) => Some(asked),
            _ => None,
        });
        Self {
            page: page_of(visits, transcript, failure),
            asked: asked.collect(),
            last: visits.secure.last().or(visits.plain.last()),
            cookies: set.filter_map(Cookie::read).filter(|cookie| !cookie.is_removal).collect(),
            answered: !visits.secure.is_empty() || !visits.plain.is_empty(),
            failure,
            transcript,
        }
    }

    fn of_page(&self, judge: fn(&Page<'_>) -> Said) -> Said {
        match &self.page {
            Ok(page) => judge(page),
            Err((result, reason, seen)) => Said::new(*result, reason, seen.clone()),
        }
    }
}

/// The page that is judged: the last answer over TLS, or without where there is none.
fn page_of<'a>(
    visits: &'a Visits<'a>,
    transcript: &'a Transcript,
    failure: &'a str,
) -> Result<Page<'a>, (CheckOutcome, &'a str, String)> {
    let unknown = |code| Err((CheckOutcome::Inconclusive, code, String::new()));
    let Some(visit) = visits.secure.last().or(visits.plain.last()) else { return unknown(failure) };
    match visit.redirect() {
        Redirect::To(target) if is_same_way(&visit.place, &target) => {
            return unknown("http.not_followed");
        }
        Redirect::To(target) => {
            let seen = format!("{} → {target}", visit.place);
            return Err((CheckOutcome::NotApplicable, "http.leads_elsewhere", seen));
        }
        Redirect::Nowhere => return unknown("http.bad_location"),
        Redirect::None if visit.status >= 500 => return unknown("http.server_error"),
        Redirect::None => {}
    }
    let seen = transcript.events().filter_map(|event| match event {
        Event::Page(page) if Place::parse(&page.url).as_ref() == Some(&visit.place) => Some(page),
        _ => None,
    });
    let seen = seen.last();
    Ok(Page { visit, seen, host: transcript.host.as_str(), domain: &transcript.domain })
}

fn is_same_way(from: &Place, to: &Place) -> bool {
    (&from.host, from.secure, from.port) == (&to.host, to.secure, to.port)
}

impl Page<'_> {
    /// Whether it came over TLS.
    pub(super) fn is_secure(&self) -> bool {
        self.visit.place.secure
    }

    /// The value of the field with that name, the first.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.visit.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The values of the field with that name, all in one list.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let values = self.visit.headers.iter().filter(|(known, _)| known == name);
        let words = values.flat_map(|(_, value)| value.split(',')).map(str::trim);
        words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect()
    }

    /// Whether the answer holds something that a browser shows as a page.
    pub(super) fn is_html(&self) -> bool {
        let named = self.field("content-type").map(str::to_ascii_lowercase);
        named.is_none_or(|named| named.contains("html"))
    }

    /// The page's elements; why there are none, when it could not be read.
    pub(super) fn elements(&self) -> Result<&PageSeen, Said> {
        if !self.is_html() {
            return Err(Said::nothing(
                "page.not_html",
                self.field("content-type").unwrap_or_default(),
            ));
        }
        match self.seen {
            None => Err(Said::unknown("page.not_read")),
            Some(seen) if seen.elements.is_empty() => match &seen.failure {
                Some(code) => Err(Said::unknown(code)),
                None => Ok(seen),
            },
            Some(seen) => Ok(seen),
        }
    }

    /// Where an address on the page leads: whether over TLS, and to which host. Nothing for one that is
    /// fetched from nowhere, such as `data:`.
    pub(super) fn leads(&self, address: &str) -> Option<(bool, String)> {
        let base = self.seen.and_then(|seen| {
            let mut bases = seen.elements.iter().filter(|element| element.name == "base");
            bases
                .find_map(|base| base.get("href"))
                .and_then(|href| authority(href, self.is_secure()))
        });
        let here = || base.unwrap_or_else(|| (self.is_secure(), self.host.to_owned()));
        let is_relative = !address.contains(':') || address.starts_with(['/', '\\']);
        match authority(address, self.is_secure()) {
            Some(place) => Some(place),
            None if is_relative => Some(here()),
            None => None,
        }
    }

    /// Whether a host belongs to whoever has this one.
    pub(super) fn is_own(&self, host: &str) -> bool {
        let within = |domain: &str| {
            host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
        };
        within(self.domain) || within(self.host) || within(self.host.trim_start_matches("www."))
    }
}

/// Scheme and host of an address that names them, read as browsers do: a backslash is a slash.
fn authority(address: &str, secure: bool) -> Option<(bool, String)> {
    let address: String =
        address.trim().chars().filter(|c| !matches!(c, '\t' | '\r' | '\n')).collect();
    let address = address.replace('\\', "/");
    let lower = address.to_ascii_lowercase();
    let (secure, rest) = match () {
        () if lower.starts_with("//") => (secure, lower.get(2..)?),
        () if lower.starts_with("https:") => (true, lower.get(6..)?),
        () if lower.starts_with("http:") => (false, lower.get(5..)?),
        () => return None,
    };
    let rest = rest.trim_start_matches('/');
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let host = host.trim_matches(['[', ']']).trim_end_matches('.');
    (!host.is_empty()).then(|| (secure, host.to_owned()))
}

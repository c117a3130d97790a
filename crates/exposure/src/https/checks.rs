//! The list of the checks, for people and scripts.

use arvak_probe::Grade::{self, Info, Must, Should};

use crate::checks::{CheckInfo, check};

/// Every check of web servers, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[
    check(
        "http.compression",
        Info,
        "Answers are not packed, so that their length gives nothing away",
        "BREACH (CVE-2013-3587)",
    ),
    check(
        "http.content_type_options",
        Should,
        "Browsers are kept from guessing what an answer is",
        "Fetch, X-Content-Type-Options",
    ),
    check(
        "http.cookie_httponly",
        Should,
        "Scripts cannot read the cookies of sessions",
        "RFC 6265 section 5.2.6",
    ),
    check(
        "http.cookie_prefix",
        Info,
        "The names of session cookies promise that they came encrypted",
        "RFC 6265bis section 4.1.3",
    ),
    check(
        "http.cookie_samesite",
        Should,
        "Session cookies are not sent along when other sites ask",
        "RFC 6265bis section 5.6.7",
    ),
    check(
        "http.cookie_secure",
        Should,
        "Every cookie is sent back encrypted alone",
        "RFC 6265 section 5.2.5",
    ),
    check(
        "http.corp_coop",
        Info,
        "Other sites can neither load what is here nor hold on to its window",
        "HTML, cross-origin opener policies; Fetch, CORP",
    ),
    check(
        "http.cors",
        Should,
        "Scripts of other sites cannot read the page",
        "Fetch, CORS protocol",
    ),
    check(
        "http.csp",
        Should,
        "A policy keeps strange scripts out of the page",
        "W3C CSP level 3; MDN HTTP Observatory",
    ),
    check(
        "http.csp_complete",
        Info,
        "The policy rules forms, frames and the base of addresses too",
        "W3C CSP level 3; Internet.nl",
    ),
    check(
        "http.form_action",
        Should,
        "What is typed into forms is sent encrypted",
        "W3C Mixed Content section 7",
    ),
    check(
        "http.frame_options",
        Should,
        "Other sites cannot show the page inside theirs",
        "RFC 7034; W3C CSP level 3 section 6.4.2",
    ),
    check(
        "http.hsts",
        Must,
        "Browsers are told to use https only, for a year or more",
        "RFC 6797; Internet.nl",
    ),
    check(
        "http.hsts_preload",
        Info,
        "The host may be put on the browsers' own list of those that are https only",
        "hstspreload.org",
    ),
    check(
        "http.ipv6",
        Should,
        "The page is the same over IPv6",
        "Internet.nl, same website on IPv6 and IPv4",
    ),
    check("http.login", Info, "The front page asks for no log-in", "Letter of 2022, point 3"),
    check("http.mixed_content", Should, "The page loads nothing unencrypted", "W3C Mixed Content"),
    check(
        "http.permissions_policy",
        Info,
        "The page says which features of a device it uses",
        "W3C Permissions Policy",
    ),
    check("http.reachable", Info, "The front page answers over https", "RFC 9110"),
    check(
        "http.redirect",
        Must,
        "A visit over plain http is led to https",
        "RFC 9110 section 15.4",
    ),
    check(
        "http.redirect_own_host",
        Should,
        "A visit over plain http meets https at the same name first",
        "RFC 6797 section 7.2; hstspreload.org",
    ),
    check(
        "http.referrer_policy",
        Should,
        "Other sites are not told which page a visitor came from",
        "W3C Referrer Policy",
    ),
    check("http.security_txt", Should, "It is said whom to tell of a weakness", "RFC 9116"),
    check(
        "http.server_banner",
        Info,
        "The answer names no program with its version",
        "RFC 9110 section 10.2.4",
    ),
    check(
        "http.sri",
        Should,
        "Scripts and styles of others are pinned to what they were",
        "W3C Subresource Integrity",
    ),
];

/// The grade of a check of this list.
pub(crate) fn grade_of(id: &str) -> Grade {
    CHECKS.iter().find(|check| check.id == id).map_or(Info, |check| check.grade)
}

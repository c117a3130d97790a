//! One GET over a connection that stands, and what of the answer is taken down.

use arvak_probe::transcript::PageSeen;
use arvak_probe::{Event, NetError, Recorder};

use super::answer::{BadAnswer, Head};
use super::line::{Line, Read, Request, Trouble};
use super::place::Place;
use super::{csp, page};

/// Stands in the transcript for a location that cannot be followed.
const NOWHERE: &str = "about:invalid";

/// Most bytes of a page that are read: scripts and forms stand in its first part.
pub(super) const PAGE_BYTES_MAX: usize = 512 * 1024;

/// The fields of an answer that are judged, by lower-case name.
const KEPT: [&str; 21] = [
    "strict-transport-security",
    "content-security-policy",
    "content-security-policy-report-only",
    "content-type",
    "content-encoding",
    "x-content-type-options",
    "x-frame-options",
    "x-powered-by",
    "x-aspnet-version",
    "x-aspnetmvc-version",
    "x-generator",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-embedder-policy",
    "cross-origin-resource-policy",
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "server",
    "set-cookie",
    "www-authenticate",
];

/// Asks for `place`; takes down the answer's head, or the failure.
pub(super) async fn get(
    place: &Place,
    line: &mut Line,
    recorder: &mut Recorder<'_>,
) -> Option<Head> {
    match line.ask(&request(place)).await {
        Ok(head) => {
            let headers = kept(place, &head);
            let url = place.masked().to_string();
            recorder.event(Event::Http { url, status: head.status, headers });
            Some(head)
        }
        Err(trouble) => {
            fail(place, &trouble, recorder);
            None
        }
    }
}

/// The one question of a visit; the page is wanted as it is, not packed.
pub(crate) fn request(place: &Place) -> Request<'_> {
    Request { method: "GET", place, fields: &[("Accept-Encoding", "identity")], keep: true }
}

/// Takes down that there was no answer from `place`.
pub(super) fn fail(place: &Place, trouble: &Trouble, recorder: &mut Recorder<'_>) {
    match trouble {
        Trouble::Bad(BadAnswer(why)) => {
            let detail = format!("{} gives no answer that can be used: {why}", place.masked());
            recorder.event(Event::Failed {
                step: "http".to_owned(),
                code: "http.bad_answer".to_owned(),
                detail,
                transient: false,
            });
        }
        Trouble::Io(error) => {
            recorder.failed("http", &NetError::from_io(&place.host, "http", error));
        }
    }
}

/// Where an answer from `place` redirects to.
pub(crate) fn target(place: &Place, head: &Head) -> Option<Place> {
    if !is_redirect(head.status) {
        return None;
    }
    let mut locations = head.all("location");
    match (locations.next(), locations.next()) {
        (Some(location), None) => place.follow(location),
        _ => None,
    }
}

/// Whether a visitor with that status is sent elsewhere (RFC 9110 section 15.4).
pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Whether the content of an answer may be a page.
pub(super) fn may_be_page(head: &Head) -> bool {
    let kind = head.media_type();
    kind.is_none_or(|kind| kind.contains("html")) && !is_redirect(head.status)
}

/// Takes down what of the page is judged. The page itself is not kept.
pub(super) fn record_page(place: &Place, head: &Head, read: &Read, recorder: &mut Recorder<'_>) {
    let packed = head.is_packed().then(|| "http.encoded".to_owned());
    let elements = if packed.is_some() { Vec::new() } else { page::elements(&read.bytes) };
    recorder.event(Event::Page(PageSeen {
        url: place.masked().to_string(),
        media_type: head.media_type(),
        read_bytes: u64::try_from(read.bytes.len()).unwrap_or(u64::MAX),
        whole: read.whole,
        failure: packed.or_else(|| read.failure.clone()),
        elements,
    }));
}

/// Only what is judged, and no query: answers carry cookies, states and tokens.
pub(super) fn kept(place: &Place, head: &Head) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    for name in KEPT {
        for value in head.all(name) {
            let is_policy = name.starts_with("content-security-policy");
            let value = if is_policy { csp::without_secrets(value) } else { value.to_owned() };
            headers.push((name.to_owned(), value));
        }
    }
    for location in head.all("location") {
        let target = place.follow(location);
        let value = target.map_or_else(|| NOWHERE.to_owned(), |t| t.masked().to_string());
        headers.push(("location".to_owned(), value));
    }
    headers
}

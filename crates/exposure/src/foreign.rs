//! The readers of what web servers send, as fuzz targets hand foreign bytes to them.

use arvak_core::Instant;
use arvak_probe::transcript::PageElement;

use crate::https::answer::{self, Reading};
use crate::https::body::{Content, Framing};
use crate::https::cookie::Cookie;
use crate::https::csp;
use crate::https::page;
use crate::https::security_txt::{Fault, SecurityTxt};

/// The status of an answer whose head (RFC 9112) is whole, and how many bytes that takes.
pub fn head(bytes: &[u8]) -> Option<(u16, usize)> {
    match answer::read(bytes) {
        Ok(Reading::Complete(head, length)) => Some((head.status, length)),
        _ => None,
    }
}

/// At most `most` bytes of content that comes in chunks (RFC 9112 section 7.1), and whether its end was
/// seen; nothing when they are malformed. The bytes come in two pieces, cut at `cut`.
pub fn chunks(bytes: &[u8], cut: usize, most: usize) -> Option<(Vec<u8>, bool)> {
    let (first, second) = bytes.split_at(cut.min(bytes.len()));
    let mut content = Content::new(Framing::Chunked, most);
    for piece in [first, second] {
        content.feed(piece).ok()?;
    }
    let whole = content.is_whole();
    Some((content.into_bytes(), whole))
}

/// The code of the worst fault of a policy (W3C CSP level 3), nothing when it has none; and the policy as it
/// is kept.
pub fn policy(text: &str) -> (Option<&'static str>, String) {
    let kept = csp::without_secrets(text);
    let policies = csp::policies([kept.as_str()].into_iter(), false);
    (csp::worst(&policies, true).map(|(fault, _)| fault.code()), kept)
}

/// The name of a cookie (RFC 6265), and whether it is sent encrypted alone and kept from scripts.
pub fn cookie(text: &str) -> Option<(String, bool, bool)> {
    Cookie::read(text).map(|cookie| (cookie.name, cookie.secure, cookie.http_only))
}

/// The code of the worst fault of a `security.txt` (RFC 9116) at `now`.
pub fn security_txt(text: &str, now: Instant) -> Option<&'static str> {
    let url = "https://www.nordvik.example/.well-known/security.txt";
    SecurityTxt::read(text).fault(&[url], now).map(Fault::code)
}

/// The elements of a page that are kept.
pub fn elements(page: &[u8]) -> Vec<PageElement> {
    page::elements(page)
}

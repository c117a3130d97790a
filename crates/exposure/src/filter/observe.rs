//! The requests, and what is taken down of the answers.

use arvak_probe::transcript::WebAsked;
use arvak_probe::{Check, Context, Event, Observation, ProbeError, Recorder};
use tokio::time::timeout;

use super::VERSION;
use crate::exposed::{Answer, Asker, places};
use crate::https::place::Place;
use crate::https::{Ways, visit};
use crate::late::late;

/// A request that no filter minds.
pub(super) const USUAL: &str = "usual";

/// Requests that a filter should stop, by what is written down of them: a script in a page, a condition in a query of a
/// database, a file of the system.
pub(super) const ATTACKS: [(&str, &str); 3] = [
    ("script", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
    ("query", "1%27%20OR%20%271%27%3D%271%27%20UNION%20SELECT%20NULL--%20"),
    ("file", "..%2F..%2F..%2F..%2Fetc%2Fpasswd"),
];

/// The mark of an answer that is as the first usual one.
pub(super) const ALIKE: &str = "alike";

/// The mark of a page that says that the request was stopped.
pub(super) const STOPPED: &str = "stopped";

/// What pages of well-known filters say, in lower case. Several answer with 200.
const SAYS_STOPPED: [&str; 9] = [
    "your support id is",
    "the requested url was rejected",
    "request unsuccessful. incapsula",
    "attention required! | cloudflare",
    "you have been blocked",
    "this request was blocked",
    "web application firewall",
    "mod_security",
    "attack id:",
];

/// Most bytes of a page that are read.
const PAGE_BYTES_MAX: usize = 64 * 1024;

/// How much the length of two answers may differ that are alike: a time, a token, an address that is repeated.
const DIFFERS_MAX: usize = 512;

/// Asks everything, at the first of the places that takes a connection.
pub(super) async fn observe(
    check: &Check,
    context: &Context<'_>,
    ways: Ways,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let asked = ask_all(check, context, ways, &mut recorder);
    if timeout(context.net.limits().total, asked).await.is_err() {
        recorder.failed("visit", &late(&check.host, context.net));
    }
    recorder.finish()
}

async fn ask_all(check: &Check, context: &Context<'_>, ways: Ways, recorder: &mut Recorder<'_>) {
    for place in places(ways) {
        let asker = Asker::begin(context.net, &check.host, place, recorder).await;
        let Some(mut asker) = asker else { continue };
        let usual = ask(&mut asker, USUAL, "hei", None, recorder).await;
        // Where nobody is answered, there is nothing to hold an attack against.
        let Some(usual) = usual else { return };
        for (what, text) in ATTACKS {
            ask(&mut asker, what, text, Some(&usual), recorder).await;
        }
        ask(&mut asker, USUAL, "hei", Some(&usual), recorder).await;
        return;
    }
}

/// Asks for the front page with a text in its query, and takes down how the answer compares to the usual one.
async fn ask(
    asker: &mut Asker,
    what: &str,
    text: &str,
    usual: Option<&Answer>,
    recorder: &mut Recorder<'_>,
) -> Option<Answer> {
    let place = Place { path: format!("/?arvak={text}"), ..asker.root.clone() };
    let request = visit::request(&place);
    let sent = WebAsked {
        what: what.to_owned(),
        method: request.method.to_owned(),
        url: place.masked().to_string(),
        ..WebAsked::default()
    };
    match asker.ask(&request, PAGE_BYTES_MAX).await {
        Ok(answer) => {
            let said = String::from_utf8_lossy(&answer.read.bytes).to_lowercase();
            let mut marks = Vec::new();
            if usual.is_none_or(|usual| alike(usual, &answer)) {
                marks.push(ALIKE.to_owned());
            }
            if SAYS_STOPPED.iter().any(|words| said.contains(words)) {
                marks.push(STOPPED.to_owned());
            }
            recorder.event(Event::WebAsked(WebAsked {
                status: Some(answer.head.status),
                read_bytes: u64::try_from(answer.read.bytes.len()).unwrap_or(u64::MAX),
                whole: answer.read.whole,
                marks,
                ..sent
            }));
            Some(answer)
        }
        Err(code) => {
            recorder.event(Event::WebAsked(WebAsked { failure: Some(code), ..sent }));
            None
        }
    }
}

/// Whether two answers are the same page, as far as a length and the place that they send to can tell.
fn alike(one: &Answer, other: &Answer) -> bool {
    let lengths = (one.read.bytes.len(), other.read.bytes.len());
    one.head.status == other.head.status
        && lengths.0.abs_diff(lengths.1) <= DIFFERS_MAX
        && leads_to(one) == leads_to(other)
}

/// Where an answer sends, without what was asked.
fn leads_to(answer: &Answer) -> Option<&str> {
    let target = answer.head.all("location").next()?;
    target.split(['?', '#']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_needs_to_be_written_otherwise_in_an_address() {
        for (what, text) in ATTACKS {
            let allowed = |char: char| char.is_ascii_alphanumeric() || "-._~%()".contains(char);
            assert!(text.chars().all(allowed), "{what}");
        }
    }
}

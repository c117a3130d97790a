//! The file on the domain's own web server that shows control over that host: one visit to port 443, as anyone makes, and
//! no redirect is followed, for that may lead to somebody else's server.

use arvak_probe::transcript::{TlsSeen, WebAsked};
use arvak_probe::{
    CONTROL_PATH, Event, Host, Net, NetError, Purpose, Recorder, Target, Transcript,
};

use crate::https::ROOT_NOTE;
use crate::https::handshake::{HTTP, shake_hands, trusted};
use crate::https::line::{Line, Request, Trouble};
use crate::https::place::Place;
use crate::mail_server::problem;

/// What the file is asked for as.
const WHAT: &str = "control_file";

/// Most bytes of the file that are read.
const TEXT_BYTES_MAX: usize = 1024;

/// Asks for the file, and takes down what came of it. What is no such file is not kept.
pub(super) async fn fetch(host: &Host, expected: &str, net: &Net, recorder: &mut Recorder<'_>) {
    let Ok(roots) = trusted(net, recorder) else { return };
    let target = Target { host: host.clone(), port: 443 };
    let Ok(stream) = net.connect(&target, Purpose::Https, recorder).await else { return };
    let Some(stream) = shake_hands(host, stream, Some(HTTP), &roots, recorder).await else {
        return;
    };
    let place = Place { path: CONTROL_PATH.to_owned(), ..Place::root(true, host.as_str(), 443) };
    let request = Request { method: "GET", place: &place, fields: &[], keep: false };
    let mut line = Line::new(stream);
    let asked = WebAsked {
        what: WHAT.to_owned(),
        method: "GET".to_owned(),
        url: place.masked().to_string(),
        ..WebAsked::default()
    };
    let seen = match line.ask(&request).await {
        Ok(head) => {
            let read = line.content(&head, &request, TEXT_BYTES_MAX, net.limits().idle).await;
            let text = String::from_utf8_lossy(&read.bytes).trim().to_owned();
            WebAsked {
                status: Some(head.status),
                read_bytes: u64::try_from(read.bytes.len()).unwrap_or(u64::MAX),
                whole: read.whole,
                text: (text == expected).then_some(text),
                failure: read.failure,
                ..asked
            }
        }
        Err(Trouble::Bad(_)) => WebAsked { failure: Some("http.bad_answer".to_owned()), ..asked },
        Err(Trouble::Io(error)) => {
            let error = NetError::from_io(host.as_str(), "http", &error);
            WebAsked { failure: Some(error.code().to_owned()), ..asked }
        }
    };
    recorder.event(Event::WebAsked(seen));
}

/// Whether the transcript holds the file with that text, shown under a certificate that is in order for the host: without,
/// anybody on the way could have written it.
pub(super) fn shows(transcript: &Transcript, expected: &str) -> bool {
    let is_file = |event: &Event| {
        matches!(event, Event::WebAsked(asked) if asked.what == WHAT
            && asked.status == Some(200)
            && asked.text.as_deref() == Some(expected))
    };
    let handshake: Option<&TlsSeen> = transcript.events().find_map(|event| match event {
        Event::Tls(seen) if seen.version.is_some() => Some(seen),
        _ => None,
    });
    let root = transcript.events().find_map(|event| match event {
        Event::Note { code, detail } if code == ROOT_NOTE => Some(&**detail),
        _ => None,
    });
    let names = [transcript.host.as_str()];
    let is_in_order = |seen: &TlsSeen| problem(seen, root, &names, transcript.started_at).is_none();
    transcript.events().any(is_file) && handshake.is_some_and(is_in_order)
}

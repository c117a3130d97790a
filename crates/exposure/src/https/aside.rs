//! What is asked besides the page, once, where the look first found an answer: `security.txt`, and the
//! page as a script of another site would ask for it. Anyone may ask both.

use arvak_probe::transcript::WebAsked;
use arvak_probe::{Event, NetError, Recorder};

use super::answer::Head;
use super::line::{Line, Read, Request, Trouble};
use super::observe::Visitor;
use super::place::Place;
use super::security_txt::SecurityTxt;
use super::visit;

/// What `security.txt` is asked for as.
pub(crate) const SECURITY_TXT: &str = "security_txt";

/// What the page is asked for as, as from another site.
pub(crate) const CORS: &str = "cors";

/// What the page is asked for as, over IPv6 alone.
pub(crate) const IPV6: &str = "ipv6";

/// The host has no IPv6 address.
pub(crate) const NO_IPV6: &str = "ipv6.no_address";

/// We have no way to IPv6 addresses.
pub(crate) const NO_WAY: &str = "ipv6.no_way";

/// The host's IPv6 address refuses connections.
pub(crate) const REFUSED: &str = "ipv6.refused";

/// Stands for all when there was no time for them.
pub(crate) const ASIDE: &str = "aside";

/// The other site: a name that nobody can have (RFC 2606).
pub(crate) const OTHER_ORIGIN: &str = "https://another-site.invalid";

/// Where the file is, and where it was before RFC 9116.
pub(crate) const PATHS: [&str; 2] = ["/.well-known/security.txt", "/security.txt"];

/// Most redirects to `security.txt` that are followed, all on the host itself.
const REDIRECTS_MAX: usize = 3;

/// Most bytes of `security.txt` that are read: section 5.7 of RFC 9116 advises 32 KB.
const TEXT_BYTES_MAX: usize = 32 * 1024;

/// Asks, where `place` answered.
pub(super) async fn ask(visitor: &mut Visitor<'_, '_>, place: &Place) {
    for path in PATHS {
        let start = Place { path: path.to_owned(), ..place.clone() };
        if !security_txt(visitor, start).await {
            break;
        }
    }
    cors(visitor, place).await;
    ipv6(visitor, place).await;
}

/// Takes down that the time was not enough.
pub(super) fn record_late(recorder: &mut Recorder<'_>, place: &Place) {
    let failure = Some("net.timeout".to_owned());
    recorder.event(Event::WebAsked(WebAsked { failure, ..asked(ASIDE, place) }));
}

/// Asks for the file and follows redirects on the host; says whether it is worth asking elsewhere.
async fn security_txt(visitor: &mut Visitor<'_, '_>, start: Place) -> bool {
    let mut place = start.clone();
    for hops in 0..=REDIRECTS_MAX {
        let request = visit::request(&place);
        let Some((head, line)) = question(visitor, SECURITY_TXT, &request).await else {
            return false;
        };
        let target = visit::target(&place, &head);
        let read = if target.is_none() && !head.is_packed() {
            read(visitor, line, &head, &request).await
        } else {
            Read::default()
        };
        let text = String::from_utf8_lossy(&read.bytes);
        // A page in its place is not kept: it may be made for the visitor.
        let is_file = head.status == 200 && SecurityTxt::read(&text).is_one();
        visitor.recorder().event(Event::WebAsked(WebAsked {
            status: Some(head.status),
            headers: fields(&place, &head),
            read_bytes: u64::try_from(read.bytes.len()).unwrap_or(u64::MAX),
            whole: read.whole,
            text: is_file.then(|| text.into_owned()),
            failure: read.failure,
            ..asked(SECURITY_TXT, &place)
        }));
        let here = |target: &Place| visitor.is_same_server(&start, target);
        match target.filter(here) {
            Some(target) if hops < REDIRECTS_MAX => place = target,
            Some(_) => return false,
            None => return !is_file && (400..500).contains(&head.status),
        }
    }
    false
}

/// Asks for the page as a script of another site would, and as a browser that takes packed answers.
async fn cors(visitor: &mut Visitor<'_, '_>, place: &Place) {
    let fields_sent = [("Origin", OTHER_ORIGIN), ("Accept-Encoding", "gzip, deflate, br, zstd")];
    let request = Request { method: "GET", place, fields: &fields_sent, keep: false };
    let Some((head, _)) = question(visitor, CORS, &request).await else { return };
    visitor.recorder().event(Event::WebAsked(WebAsked {
        status: Some(head.status),
        headers: fields(place, &head),
        ..asked(CORS, place)
    }));
}

/// Asks for the page over IPv6 alone: it should be the same.
async fn ipv6(visitor: &mut Visitor<'_, '_>, place: &Place) {
    let request = Request { keep: false, ..visit::request(place) };
    let answer = match visitor.open_v6(place).await {
        Ok(mut line) => match line.ask(&request).await {
            Ok(head) => Ok(head),
            Err(Trouble::Bad(_)) => Err("http.bad_answer".to_owned()),
            Err(Trouble::Io(error)) => {
                Err(NetError::from_io(&place.host, "http", &error).code().to_owned())
            }
        },
        Err(code) => Err(code),
    };
    let (status, headers, failure) = match answer {
        Ok(head) => (Some(head.status), visit::kept(place, &head), None),
        Err(code) => (None, Vec::new(), Some(code)),
    };
    let asked = WebAsked { status, headers, failure, ..asked(IPV6, place) };
    visitor.recorder().event(Event::WebAsked(asked));
}

/// Asks; a connection that the server closed meanwhile is opened again, once. A failure is taken down.
async fn question(
    visitor: &mut Visitor<'_, '_>,
    what: &'static str,
    request: &Request<'_>,
) -> Option<(Head, Line)> {
    let mut code = "net.unreachable".to_owned();
    for _ in 0..2 {
        let Some(mut line) = visitor.line_to(request.place).await else { break };
        match line.ask(request).await {
            Ok(head) => return Some((head, line)),
            Err(Trouble::Bad(_)) => {
                "http.bad_answer".clone_into(&mut code);
                break;
            }
            Err(Trouble::Io(error)) => {
                let error = NetError::from_io(&request.place.host, "http", &error);
                error.code().clone_into(&mut code);
            }
        }
    }
    let failure = Some(code);
    visitor.recorder().event(Event::WebAsked(WebAsked { failure, ..asked(what, request.place) }));
    None
}

async fn read(
    visitor: &mut Visitor<'_, '_>,
    mut line: Line,
    head: &Head,
    request: &Request<'_>,
) -> Read {
    let read = line.content(head, request, TEXT_BYTES_MAX, visitor.idle()).await;
    visitor.give_back(line);
    read
}

fn asked(what: &str, place: &Place) -> WebAsked {
    WebAsked {
        what: what.to_owned(),
        method: "GET".to_owned(),
        url: place.masked().to_string(),
        ..WebAsked::default()
    }
}

/// The fields that are judged of an answer on the side.
fn fields(place: &Place, head: &Head) -> Vec<(String, String)> {
    const KEPT: [&str; 5] = [
        "content-type",
        "content-encoding",
        "access-control-allow-origin",
        "access-control-allow-credentials",
        "location",
    ];
    let mut fields = visit::kept(place, head);
    fields.retain(|(name, _)| KEPT.contains(&name.as_str()));
    fields
}

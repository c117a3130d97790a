//! The questions, and what is taken down of the answers.

use arvak_probe::transcript::WebAsked;
use arvak_probe::{Check, Context, Event, Observation, ProbeError, Recorder};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::time::timeout;

use super::asker::{Answer, Asker};
use super::table::{Exposable, FILES};
use super::{VERSION, listing, pages};
use crate::bytes::hex;
use crate::https::line::Request;
use crate::https::place::Place;
use crate::https::{Ways, page, visit};
use crate::late::late;

/// The front page, as this look finds it.
pub(super) const FRONT: &str = "front";

/// A name that nobody can have: what the server answers to any.
pub(super) const STRANGE: &str = "strange";

/// A file of the table.
pub(super) const FILE: &str = "file";

/// A folder.
pub(super) const FOLDER: &str = "folder";

/// A place where a panel may be.
pub(super) const PANEL: &str = "panel";

/// Which methods there are.
pub(super) const OPTIONS: &str = "options";

/// Whether a question is sent back as it came.
pub(super) const TRACE: &str = "trace";

/// Notes how many files, folders and panels are to be asked for, as JSON: the lists grow with time, and a
/// judge must know whether all was asked.
pub(super) const PLAN_NOTE: &str = "web_exposed_plan";

/// How many of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    pub(super) files: usize,
    pub(super) folders: usize,
    pub(super) panels: usize,
}

/// The mark of an answer that sends the question back.
pub(super) const ECHO: &str = "echo";

/// Most bytes of a page that are read.
const PAGE_BYTES_MAX: usize = 64 * 1024;

/// Most bytes that are read of any other answer, so that the connection can be used again; the first of
/// them are looked at.
const DRAIN_BYTES_MAX: usize = 16 * 1024;

/// Bytes of a file that are asked for and looked at.
const LOOK_BYTES: usize = 1_024;

/// Redirects on the host that are followed to its front page.
const REDIRECTS_MAX: usize = 3;

/// Questions one after the other without an answer, after which the look ends.
const SILENCE_MAX: usize = 3;

/// How many times as long as one connection the look may take.
const CONNECTIONS_TIME: u32 = 2;

/// Asks everything, at the first of the places that takes a connection.
pub(crate) async fn observe(
    check: &Check,
    context: &Context<'_>,
    ways: Ways,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let limit = context.net.limits().total * CONNECTIONS_TIME;
    if timeout(limit, look(check, context, ways, &mut recorder)).await.is_err() {
        recorder.failed("visit", &late(&check.host, context.net));
    }
    recorder.finish()
}

async fn look(check: &Check, context: &Context<'_>, ways: Ways, recorder: &mut Recorder<'_>) {
    for place in places(ways) {
        if let Some(asker) = Asker::begin(context.net, &check.host, place, recorder).await {
            let one_place = context.net.connects_to(&check.host).is_some();
            let mut look = Look { asker, recorder, silent: 0, one_place };
            look.take(check).await;
            return;
        }
    }
}

/// Where to ask, and whether over TLS: the first that answers counts.
pub(crate) fn places(ways: Ways) -> Vec<(bool, u16)> {
    match ways {
        Ways::Usual(443) => vec![(true, 443), (false, 80)],
        Ways::Usual(port) | Ways::Handshake(port) | Ways::Secure(port) => vec![(true, port)],
        Ways::Plain(port) | Ways::PlainFirst(port) => vec![(false, port)],
        Ways::Either { secure, plain } => vec![(true, secure), (false, plain)],
    }
}

struct Look<'a, 'r> {
    asker: Asker,
    recorder: &'a mut Recorder<'r>,
    /// Questions without an answer since the last one.
    silent: usize,
    /// Whether the operator said where to connect to, whatever the port.
    one_place: bool,
}

impl Look<'_, '_> {
    async fn take(&mut self, check: &Check) {
        let host = check.host.as_str();
        let mut folders = self.front().await;
        folders.extend(listing::FOLDERS.map(str::to_owned));
        let (files, panels) = (FILES.len(), pages::PANEL_PATHS.len());
        let plan = Plan { files, folders: folders.len(), panels };
        let detail = serde_json::to_string(&plan).unwrap_or_default();
        self.recorder.event(Event::Note { code: PLAN_NOTE.to_owned(), detail });
        self.page(STRANGE, &strange(host, self.recorder.started_at().as_millis())).await;
        for file in &FILES {
            if !self.file(file, &file.path_on(host)).await {
                return;
            }
        }
        for (what, paths) in
            [(FOLDER, folders), (PANEL, pages::PANEL_PATHS.map(str::to_owned).to_vec())]
        {
            for path in paths {
                self.page(what, &path).await;
                if self.silent >= SILENCE_MAX {
                    return;
                }
            }
        }
        self.methods().await;
    }

    /// The front page; gives the folders that it loads from.
    async fn front(&mut self) -> Vec<String> {
        let mut place = self.asker.root.clone();
        for _ in 0..=REDIRECTS_MAX {
            let Some(answer) = self.page_at(FRONT, &place).await else { break };
            let here = |target: &Place| {
                (target.secure, &target.host) == (place.secure, &place.host)
                    && (target.port == place.port || self.one_place)
            };
            match visit::target(&place, &answer.head).filter(here) {
                Some(target) => place = target,
                None => return listing::folders(&page::elements(&answer.read.bytes)),
            }
        }
        Vec::new()
    }

    async fn page(&mut self, what: &str, path: &str) {
        let place = Place { path: path.to_owned(), ..self.asker.root.clone() };
        self.page_at(what, &place).await;
    }

    /// Asks for a page and takes down which of the known ones it is.
    async fn page_at(&mut self, what: &str, place: &Place) -> Option<Answer> {
        let request =
            Request { fields: &[("Accept-Encoding", "identity")], ..visit::request(place) };
        let answer = self.ask(what, &request, PAGE_BYTES_MAX).await?;
        let mut marks = Vec::new();
        if !answer.head.is_packed() {
            let content = answer.read.bytes.as_slice();
            let named = |kind: &str, pages: &[pages::Known]| -> Vec<String> {
                let names = pages::which(pages, &answer.head, content);
                names.iter().map(|name| format!("{kind}:{name}")).collect()
            };
            marks.extend(named("panel", &pages::PANELS));
            marks.extend(named("default", &pages::DEFAULTS));
            marks.extend(named("debug", &pages::DEBUGS));
            if listing::is_listing(content) {
                marks.push(listing::MARK.to_owned());
            }
            if what == STRANGE {
                let fitting = FILES.iter().filter(|file| file.fits(first(content)));
                marks.extend(fitting.map(|file| format!("file:{}", file.mark)));
                marks.dedup();
            }
        }
        self.record(what, &request, &answer, marks);
        Some(answer)
    }

    /// Asks for the beginning of a file; says whether the look should go on.
    async fn file(&mut self, file: &Exposable, path: &str) -> bool {
        let place = Place { path: path.to_owned(), ..self.asker.root.clone() };
        let range = format!("bytes=0-{}", LOOK_BYTES - 1);
        let fields = [("Accept-Encoding", "identity"), ("Range", range.as_str())];
        let request = Request { fields: &fields, ..visit::request(&place) };
        if let Some(answer) = self.ask(FILE, &request, DRAIN_BYTES_MAX).await {
            let is_there = matches!(answer.head.status, 200 | 206) && !answer.head.is_packed();
            let fits = is_there && file.fits(first(&answer.read.bytes));
            let marks = if fits { vec![file.mark.to_owned()] } else { Vec::new() };
            self.record(FILE, &request, &answer, marks);
        }
        self.silent < SILENCE_MAX
    }

    /// Which methods the server says that it takes, and whether it sends questions back. No method that
    /// changes anything is tried.
    async fn methods(&mut self) {
        let root = self.asker.root.clone();
        let request = Request { method: "OPTIONS", ..visit::request(&root) };
        if let Some(answer) = self.ask(OPTIONS, &request, DRAIN_BYTES_MAX).await {
            self.record(OPTIONS, &request, &answer, Vec::new());
        }
        let fields = [("X-Arvak", "trace")];
        let request = Request { method: "TRACE", fields: &fields, ..visit::request(&root) };
        if let Some(answer) = self.ask(TRACE, &request, DRAIN_BYTES_MAX).await {
            let text = String::from_utf8_lossy(&answer.read.bytes).to_ascii_lowercase();
            let is_echo = answer.head.status == 200
                && text.contains("trace / http/1.1")
                && text.contains("x-arvak: trace");
            let marks = if is_echo { vec![ECHO.to_owned()] } else { Vec::new() };
            self.record(TRACE, &request, &answer, marks);
        }
    }

    /// Asks; takes down that there was no answer.
    async fn ask(&mut self, what: &str, request: &Request<'_>, most: usize) -> Option<Answer> {
        match self.asker.ask(request, most).await {
            Ok(answer) => {
                self.silent = 0;
                Some(answer)
            }
            Err(code) => {
                self.silent += 1;
                self.recorder.event(Event::WebAsked(WebAsked {
                    failure: Some(code),
                    ..asked(what, request)
                }));
                None
            }
        }
    }

    fn record(&mut self, what: &str, request: &Request<'_>, answer: &Answer, marks: Vec<String>) {
        const KEPT: [&str; 4] = ["content-type", "content-length", "content-range", "allow"];
        let fields = KEPT.iter().flat_map(|name| {
            answer.head.all(name).map(|value| ((*name).to_owned(), value.to_owned()))
        });
        let mut headers: Vec<(String, String)> = fields.collect();
        let target = visit::target(request.place, &answer.head);
        headers.extend(target.map(|target| ("location".to_owned(), target.masked().to_string())));
        self.recorder.event(Event::WebAsked(WebAsked {
            status: Some(answer.head.status),
            headers,
            read_bytes: u64::try_from(answer.read.bytes.len()).unwrap_or(u64::MAX),
            whole: answer.read.whole,
            marks,
            ..asked(what, request)
        }));
    }
}

fn asked(what: &str, request: &Request<'_>) -> WebAsked {
    WebAsked {
        what: what.to_owned(),
        method: request.method.to_owned(),
        url: request.place.masked().to_string(),
        ..WebAsked::default()
    }
}

fn first(content: &[u8]) -> &[u8] {
    content.get(..LOOK_BYTES).unwrap_or(content)
}

/// A name that is made anew for every look.
fn strange(host: &str, at_ms: i64) -> String {
    let digest = Sha256::digest(format!("{host} {at_ms}"));
    format!("/arvak-{}", hex(digest.get(..8).unwrap_or_default()))
}

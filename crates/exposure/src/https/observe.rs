//! The visits of the HTTPS probe.

use std::time::Duration;

use arvak_probe::{
    Check, Context, Event, Host, Net, NetError, Observation, ProbeError, Purpose, Recorder, Target,
};
use rustls::pki_types::TrustAnchor;
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;

use super::line::Line;
use super::place::Place;
use super::visit::PAGE_BYTES_MAX;
use super::ways::Ways;
use super::{
    CLOSED_NOTE, PLAIN_NOTE, REDIRECTS_MAX, SECURE_NOTE, VERSION, aside, handshake, visit,
};
use crate::late::late;

/// Takes the ways, each within the time that one connection may take.
pub(crate) async fn observe(
    check: &Check,
    context: &Context<'_>,
    ways: Ways,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let mut visitor = Visitor {
        net: context.net,
        host: &check.host,
        recorder: &mut recorder,
        roots: None,
        not_tls: false,
        line: None,
        last: None,
        asked_aside: false,
    };
    visitor.take(ways).await;
    recorder.finish()
}

pub(super) struct Visitor<'a, 'r> {
    net: &'a Net,
    host: &'a Host,
    recorder: &'a mut Recorder<'r>,
    roots: Option<Vec<TrustAnchor<'static>>>,
    /// Whether something answered that did not finish a handshake.
    not_tls: bool,
    /// The connection of the last visit, which may take more questions.
    line: Option<Line>,
    /// Where the last answer came from.
    last: Option<Place>,
    /// Whether the questions on the side were asked: they are, once, where the look first found an answer.
    asked_aside: bool,
}

impl<'r> Visitor<'_, 'r> {
    async fn take(&mut self, ways: Ways) {
        match ways {
            Ways::Usual(port) => {
                self.secure(port).await;
                if port == 443 {
                    self.plain(80).await;
                }
            }
            Ways::Handshake(port) => self.handshake(port).await,
            Ways::Secure(port) => self.secure(port).await,
            Ways::Plain(port) => self.plain(port).await,
            Ways::PlainFirst(port) => {
                let target = self.plain_way(port).await;
                let here = |target: &Place| target.secure && target.host == self.host.as_str();
                if let Some(target) = target.filter(here) {
                    self.secure(target.port).await;
                }
                self.ask_aside().await;
            }
            Ways::Either { secure, plain } => {
                self.secure(secure).await;
                if self.not_tls {
                    self.plain(plain).await;
                }
            }
        }
    }

    async fn secure(&mut self, port: u16) {
        self.note(SECURE_NOTE);
        if self.find_roots() {
            self.follow(Place::root(true, self.host.as_str(), port)).await;
            self.ask_aside().await;
        }
    }

    async fn plain(&mut self, port: u16) {
        self.plain_way(port).await;
        self.ask_aside().await;
    }

    /// Answers with the place off this way that it leads to.
    async fn plain_way(&mut self, port: u16) -> Option<Place> {
        self.note(PLAIN_NOTE);
        self.follow(Place::root(false, self.host.as_str(), port)).await
    }

    async fn handshake(&mut self, port: u16) {
        if !self.find_roots() {
            return;
        }
        let place = Place::root(true, self.host.as_str(), port);
        let shaken = timeout(self.net.limits().total, self.shake_hands(&place)).await;
        if shaken.is_err() {
            self.recorder.failed("tls", &late(self.host, self.net));
        }
    }

    /// The trusted roots. Without them nothing can be said of a certificate, so nothing is visited.
    fn find_roots(&mut self) -> bool {
        match handshake::trusted(self.net, self.recorder) {
            Ok(roots) => {
                self.roots = Some(roots);
                true
            }
            Err(error) => {
                self.recorder.event(Event::Failed {
                    step: "tls".to_owned(),
                    code: error.code().to_owned(),
                    detail: error.to_string(),
                    transient: false,
                });
                false
            }
        }
    }

    async fn follow(&mut self, start: Place) -> Option<Place> {
        let limit = self.net.limits().total;
        if let Ok(end) = timeout(limit, self.follow_all(start)).await {
            return end;
        }
        self.recorder.failed("visit", &late(self.host, self.net));
        None
    }

    /// Visits `start` and follows redirects as long as they stay on this host and its scheme.
    async fn follow_all(&mut self, start: Place) -> Option<Place> {
        let mut place = start.clone();
        for hops in 0..=REDIRECTS_MAX {
            let target = self.visit(&place).await?;
            let code = match () {
                () if target.host != start.host => Some("redirect.other_host"),
                () if target.secure != start.secure => Some("redirect.other_scheme"),
                () if !self.is_same_server(&start, &target) => Some("redirect.other_port"),
                () if hops == REDIRECTS_MAX => Some("redirect.too_many"),
                () => None,
            };
            self.recorder.event(Event::Redirect {
                location: target.masked().to_string(),
                followed: code.is_none(),
                code: code.map(str::to_owned),
            });
            if code.is_some() {
                return Some(target);
            }
            place = target;
        }
        None
    }

    /// One visit; says where it redirects to.
    async fn visit(&mut self, place: &Place) -> Option<Place> {
        self.line = None;
        let mut line = self.open(place).await?;
        let head = visit::get(place, &mut line, self.recorder).await?;
        self.last = Some(place.clone());
        if visit::may_be_page(&head) {
            let limit = self.net.limits().idle;
            let request = visit::request(place);
            let read = line.content(&head, &request, PAGE_BYTES_MAX, limit).await;
            visit::record_page(place, &head, &read, self.recorder);
        }
        self.line = Some(line);
        visit::target(place, &head)
    }

    /// What is asked besides the page, within the time that a silent host is given.
    async fn ask_aside(&mut self) {
        let Some(place) = self.last.take().filter(|_| !self.asked_aside) else { return };
        self.asked_aside = true;
        let limit = self.net.limits().idle;
        if timeout(limit, aside::ask(self, &place)).await.is_err() {
            aside::record_late(self.recorder, &place);
        }
        self.line = None;
    }

    /// The connection of the last visit if it takes another question, or a new one.
    pub(super) async fn line_to(&mut self, place: &Place) -> Option<Line> {
        match self.line.take().filter(Line::is_open) {
            Some(line) => Some(line),
            None => self.open(place).await,
        }
    }

    /// Gives a connection back for the next question.
    pub(super) fn give_back(&mut self, line: Line) {
        self.line = Some(line);
    }

    pub(super) fn recorder(&mut self) -> &mut Recorder<'r> {
        self.recorder
    }

    /// Whether a redirect stays on the server: the same host, over TLS or not as before, at the same port.
    /// Where the operator says the one place to connect to, that stands for every port.
    pub(super) fn is_same_server(&self, from: &Place, to: &Place) -> bool {
        let one_place = self.net.connects_to(self.host).is_some();
        (&from.host, from.secure) == (&to.host, to.secure) && (from.port == to.port || one_place)
    }

    /// How long the host may be silent.
    pub(super) fn idle(&self) -> Duration {
        self.net.limits().idle
    }

    /// A connection over IPv6; the error is a code.
    pub(super) async fn open_v6(&mut self, place: &Place) -> Result<Line, String> {
        if self.host.address().is_some() || self.net.connects_to(self.host).is_some() {
            return Err("not_asked".to_owned());
        }
        let target = Target { host: self.host.clone(), port: place.port };
        let purpose = if place.secure { Purpose::Https } else { Purpose::Http };
        let stream = match self.net.connect_v6(&target, purpose, self.recorder).await {
            Ok(Some(stream)) => stream,
            Ok(None) => return Err(aside::NO_IPV6.to_owned()),
            Err(error) if is_closed(&error) => return Err(aside::REFUSED.to_owned()),
            Err(NetError::Unreachable { why, .. }) if why.contains("unreachable") => {
                return Err(aside::NO_WAY.to_owned());
            }
            Err(error) => return Err(error.code().to_owned()),
        };
        if !place.secure {
            return Ok(Line::new(stream));
        }
        let shaken = handshake::connect(self.host, stream).await.map(Line::new);
        shaken
            .map_err(|error| NetError::from_io(self.host.as_str(), "tls", &error).code().to_owned())
    }

    async fn open(&mut self, place: &Place) -> Option<Line> {
        if place.secure {
            return self.shake_hands(place).await.map(Line::new);
        }
        let target = Target { host: self.host.clone(), port: place.port };
        match self.net.connect(&target, Purpose::Http, self.recorder).await {
            Ok(stream) => Some(Line::new(stream)),
            Err(error) => {
                if is_closed(&error) {
                    self.note(CLOSED_NOTE);
                }
                None
            }
        }
    }

    async fn shake_hands(&mut self, place: &Place) -> Option<TlsStream<arvak_probe::NetStream>> {
        let target = Target { host: self.host.clone(), port: place.port };
        let stream = self.net.connect(&target, Purpose::Https, self.recorder).await.ok()?;
        let roots = self.roots.as_deref().unwrap_or_default();
        let http = Some(handshake::HTTP);
        let shaken = handshake::shake_hands(self.host, stream, http, roots, self.recorder).await;
        self.not_tls |= shaken.is_none();
        shaken
    }

    fn note(&mut self, code: &str) {
        self.recorder.event(Event::Note { code: code.to_owned(), detail: String::new() });
    }
}

/// Whether the host itself said that nothing listens, as opposed to saying nothing.
fn is_closed(error: &NetError) -> bool {
    matches!(error, NetError::Unreachable { why, .. } if why.contains("refused"))
}

//! What a transcript says of each mail server.

use arvak_probe::{Event, TlsSeen, Transcript};

use super::{Begin, END_NOTE, Protocol, Role, SERVER_NOTE};
use crate::https::ROOT_NOTE;

/// One look at one server.
#[derive(Clone, Debug)]
pub(crate) struct Server<'a> {
    /// Which one, and why.
    pub(crate) begin: Begin,
    events: Vec<&'a Event>,
}

/// Every look at a server, in order.
pub(crate) fn servers(transcript: &Transcript) -> Vec<Server<'_>> {
    let mut servers: Vec<Server<'_>> = Vec::new();
    let mut inside = false;
    for event in transcript.events() {
        match event {
            Event::Note { code, detail } if code == SERVER_NOTE => {
                let begin = serde_json::from_str::<Begin>(detail);
                inside = begin.is_ok();
                servers.extend(begin.ok().map(|begin| Server { begin, events: Vec::new() }));
            }
            Event::Note { code, .. } if code == END_NOTE => inside = false,
            event if inside => {
                if let Some(server) = servers.last_mut() {
                    server.events.push(event);
                }
            }
            _ => {}
        }
    }
    servers
}

impl<'a> Server<'a> {
    /// What was said and answered, in order.
    pub(crate) fn exchanges(&self) -> impl Iterator<Item = (&'a str, &'a [String])> + Clone + '_ {
        self.events.iter().filter_map(|event| match event {
            Event::Exchange { sent, lines } => Some((sent.as_str(), lines.as_slice())),
            _ => None,
        })
    }

    /// The answer to that.
    pub(crate) fn answer(&self, said: &str) -> Option<&'a [String]> {
        self.exchanges().find(|(sent, _)| *sent == said).map(|(_, lines)| lines)
    }

    /// The protocol and what was offered without TLS, or under it.
    pub(crate) fn offers(&self, under_tls: bool) -> Option<(Protocol, &'a [String])> {
        self.events.iter().find_map(|event| match event {
            Event::Offers { protocol, secure, words } if *secure == under_tls => {
                Some((Protocol::of_name(protocol)?, words.as_slice()))
            }
            _ => None,
        })
    }

    /// The protocol, as far as anything was said.
    pub(crate) fn protocol(&self) -> Option<Protocol> {
        let offered =
            self.offers(false).or_else(|| self.offers(true)).map(|(protocol, _)| protocol);
        offered.or_else(|| Protocol::of_greeting(self.answer("")?.first()?))
    }

    /// The handshake that was finished.
    pub(crate) fn tls(&self) -> Option<&'a TlsSeen> {
        self.events.iter().find_map(|event| match event {
            Event::Tls(seen) if seen.version.is_some() => Some(seen),
            _ => None,
        })
    }

    /// The root that its chain leads to, as the look noted it.
    pub(crate) fn root(&self) -> Option<&'a str> {
        self.events.iter().find_map(|event| match event {
            Event::Note { code, detail } if code == ROOT_NOTE => Some(detail.as_str()),
            _ => None,
        })
    }

    /// The code of the first failure.
    pub(crate) fn failure(&self) -> Option<&'a str> {
        self.events.iter().find_map(|event| match event {
            Event::Failed { code, .. } | Event::Refused { code, .. } => Some(code.as_str()),
            _ => None,
        })
    }

    /// Whether a connection stood.
    pub(crate) fn is_reached(&self) -> bool {
        self.events.iter().any(|event| matches!(event, Event::TcpConnected { .. }))
    }

    /// Whether TLS came before the first word.
    pub(crate) fn is_tls_first(&self) -> bool {
        let first = self.events.iter().find_map(|event| match event {
            Event::Tls(_) => Some(true),
            Event::Exchange { .. } => Some(false),
            _ => None,
        });
        first == Some(true)
    }

    /// Its name and port, for people.
    pub(crate) fn shown(&self) -> String {
        format!("{}:{}", self.begin.host, self.begin.port)
    }

    /// Whether it is one that everybody may greet, or that was named.
    pub(crate) fn is_greeting(&self) -> bool {
        matches!(self.begin.role, Role::Exchanger | Role::Named)
    }
}

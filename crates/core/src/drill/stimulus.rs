//! `[stimulus]`: what happens, and on which rung of the ladder it stands.

use serde::{Deserialize, Serialize};

use super::{Deed, Kind, MARK, TEXT_CHARS_MAX, deed, field, phone};
use crate::Name;
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet, Value};

/// How real a stimulus is. A lower one shows less, and is never shown as a higher one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// A line that bears the mark, written by the source's own logger: shows that its logs are received and watched.
    L1,
    /// A harmless act that the source itself notices: shows that the source writes it down too.
    L2,
    /// Steps that a person carries out.
    L3,
}

impl Level {
    /// All, as they are written.
    pub const WORDS: [&str; 3] = ["L1", "L2", "L3"];

    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::L1 => "L1",
            Self::L2 => "L2",
            Self::L3 => "L3",
        }
    }

    /// Its number: 1, 2 or 3.
    pub const fn number(self) -> u8 {
        match self {
            Self::L1 => 1,
            Self::L2 => 2,
            Self::L3 => 3,
        }
    }
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stimulus {
    /// L1.
    Line(Line),
    /// L2.
    Act(Deed),
    /// L3; and whatever cuts a source or calls a contact.
    Steps(Vec<String>),
}

impl Stimulus {
    /// Its rung.
    pub const fn level(&self) -> Level {
        match self {
            Self::Line(_) => Level::L1,
            Self::Act(_) => Level::L2,
            Self::Steps(_) => Level::L3,
        }
    }
}

/// A line for the log of a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The host whose log it is.
    pub host: Name,
    /// The program that it seems to come from, such as `sshd`.
    pub app: Name,
    /// The line, with [`MARK`] where the mark is to stand.
    pub text: String,
    /// How it gets there.
    pub way: Way,
}

/// How a line gets to the logger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// The socket of this machine's own logger, such as `/dev/log`.
    Socket(String),
    /// Syslog over TCP (RFC 6587, octets counted), as `host:port`.
    Tcp {
        /// The host.
        host: Name,
        /// The port.
        port: u16,
    },
    /// Syslog over TLS (RFC 5425), as `host:port`.
    Tls {
        /// The host.
        host: Name,
        /// The port.
        port: u16,
    },
    /// Syslog over UDP (RFC 5426), as `host:port`. Nobody can know that it arrived.
    Udp {
        /// The host.
        host: Name,
        /// The port.
        port: u16,
    },
    /// A person types the command that is shown.
    ByHand,
}

pub(super) fn read(sheet: &mut Sheet<'_>, record: Record<'_, '_>, kind: Kind) -> Option<Stimulus> {
    // Whoever cuts a source or makes a call is a person.
    let allowed: &[&str] = if kind == Kind::Positive { &Level::WORDS } else { &["L3"] };
    let level = record.need(sheet, "level");
    match level.and_then(|value| sheet.word_in("level", value, allowed))? {
        "L1" => line(sheet, record).map(Stimulus::Line),
        "L2" => deed::read(sheet, record).map(Stimulus::Act),
        _ => steps(sheet, record, kind).map(Stimulus::Steps),
    }
}

fn line(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Line> {
    record.only(sheet, || vec!["level", "host", "app", "line", "socket", "tcp", "tls", "udp"]);
    let host = record.need(sheet, "host").and_then(|value| sheet.host_in("host", value));
    let app = record.need_name(sheet, "app");
    let text = record.need(sheet, "line").and_then(|value| marked(sheet, "line", value));
    let way = way(sheet, record);
    Some(Line { host: host?, app: app?, text: text?, way: way? })
}

/// The ways over the network, as they are written.
const NETWORK: [&str; 3] = ["tcp", "tls", "udp"];

fn way(sheet: &mut Sheet<'_>, record: Record<'_, '_>) -> Option<Way> {
    let ways = std::iter::once("socket").chain(NETWORK);
    let mut written = ways.filter_map(|name| Some((name, record.get(name)?)));
    let Some((name, value)) = written.next() else { return Some(Way::ByHand) };
    if let Some((other, _)) = written.next() {
        let problem = Problem::new("either_or").with("field", name).with("other", other);
        sheet.tell(value.span().start, problem);
        return None;
    }
    if name == "socket" {
        let path = sheet.line_in("socket", value, TEXT_CHARS_MAX);
        return path.map(|path| Way::Socket(path.to_owned()));
    }
    let (host, port) = host_port(sheet, name, value)?;
    Some(match name {
        "tls" => Way::Tls { host, port },
        "udp" => Way::Udp { host, port },
        _ => Way::Tcp { host, port },
    })
}

pub(super) fn host_port(
    sheet: &mut Sheet<'_>,
    field: &str,
    value: Value<'_, '_>,
) -> Option<(Name, u16)> {
    let text = sheet.text_in(field, value)?;
    let parts = text.rsplit_once(':').and_then(|(host, port)| {
        let port = port.parse().ok().filter(|port| *port > 0)?;
        Some((crate::sheet::host(host)?, port))
    });
    if parts.is_none() {
        let problem = Problem::new("bad_host_port").with("field", field).with("text", text);
        sheet.tell(value.span().start, problem);
    }
    parts
}

fn steps(sheet: &mut Sheet<'_>, record: Record<'_, '_>, kind: Kind) -> Option<Vec<String>> {
    record.only(sheet, || vec!["level", "steps"]);
    let value = record.need(sheet, "steps")?;
    let steps = field::lines(sheet, "steps", value)?;
    let harmless = steps.iter().all(|step| phone::none_in(sheet, "steps", value, step));
    // What is cut leaves no trace that could bear a mark.
    if kind != Kind::Negative && !steps.iter().any(|step| step.contains(MARK)) {
        let problem = Problem::new("mark_once").with("field", "steps").with("count", 0);
        sheet.tell(value.span().start, problem);
        return None;
    }
    harmless.then_some(steps)
}

/// A text that holds the word [`MARK`] exactly once.
pub(super) fn marked(sheet: &mut Sheet<'_>, field: &str, value: Value<'_, '_>) -> Option<String> {
    let text = sheet.line_in(field, value, TEXT_CHARS_MAX)?;
    let count = text.matches(MARK).count();
    if count == 1 {
        return Some(text.to_owned());
    }
    let problem = Problem::new("mark_once").with("field", field).with("count", count);
    sheet.tell(value.span().start, problem);
    None
}

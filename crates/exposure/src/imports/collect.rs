//! Collects what a reader finds, within bounds, and every mistake.

use std::net::IpAddr;

use arvak_core::Instant;
use arvak_probe::Host;

use super::{Finding, Format, Imported, MISTAKES_MAX, Mistake, Place, Service};

/// Most findings and services of one file.
const ENTRIES_MAX: usize = 200_000;

/// Most characters of a text from a file.
const TEXT_CHARS_MAX: usize = 300;

/// What was read so far.
pub(super) struct Collector {
    imported: Imported,
    mistakes: Vec<Mistake>,
}

impl Collector {
    pub(super) fn new(tool: Format) -> Self {
        let imported = Imported {
            tool,
            version: None,
            at: None,
            findings: Vec::new(),
            services: Vec::new(),
            hosts: std::collections::BTreeSet::new(),
        };
        Self { imported, mistakes: Vec::new() }
    }

    /// Notes a mistake; false when no more are told.
    pub(super) fn mistake(&mut self, code: &'static str, place: Place, detail: &str) -> bool {
        if self.mistakes.len() < MISTAKES_MAX {
            self.mistakes.push(Mistake::new(code, place, detail));
        }
        self.mistakes.len() < MISTAKES_MAX
    }

    pub(super) fn version(&mut self, version: &str) {
        self.imported.version = optional(version);
    }

    /// The first time that is told.
    pub(super) fn at(&mut self, at: Option<Instant>) {
        self.imported.at = self.imported.at.or(at);
    }

    /// Notes a host that was looked at; a mistake when it is none.
    pub(super) fn host(&mut self, text: &str, place: &Place) -> Option<String> {
        let Some(host) = host(text) else {
            self.mistake("import.no_host", place.clone(), text);
            return None;
        };
        if self.imported.hosts.len() < ENTRIES_MAX {
            self.imported.hosts.insert(host.clone());
        }
        Some(host)
    }

    pub(super) fn finding(&mut self, mut finding: Finding, place: Place) {
        if self.is_full(place) {
            return;
        }
        for text in [&mut finding.id, &mut finding.title, &mut finding.seen] {
            *text = short(text);
        }
        self.imported.findings.push(finding);
    }

    pub(super) fn service(&mut self, mut service: Service, place: Place) {
        if self.is_full(place) {
            return;
        }
        service.product = service.product.as_deref().and_then(optional);
        service.version = service.version.as_deref().and_then(optional);
        self.imported.services.push(service);
    }

    fn is_full(&mut self, place: Place) -> bool {
        let full = self.imported.findings.len() + self.imported.services.len() >= ENTRIES_MAX;
        if full && !self.mistakes.iter().any(|mistake| mistake.code == "import.too_many") {
            self.mistake("import.too_many", place, "");
        }
        full
    }

    pub(super) fn finish(mut self) -> Result<Imported, Vec<Mistake>> {
        if self.mistakes.is_empty() {
            return Ok(self.imported);
        }
        self.mistakes.sort_by(|left, right| left.place.cmp(&right.place));
        Err(self.mistakes)
    }
}

/// A host as scanners write it: a name, an address, perhaps inside a URL or with a port behind it.
pub(super) fn host(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.split(['/', '?', '#', ' ']).next()?;
    if let Ok(address) = text.trim_matches(['[', ']']).parse::<IpAddr>() {
        return Some(address.to_string());
    }
    let bare = match text.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => text,
    };
    bare.parse::<Host>().ok().map(|host| host.to_string())
}

/// A port, when the text is one.
pub(super) fn port(text: &str) -> Option<u16> {
    text.trim().parse().ok().filter(|port: &u16| *port > 0)
}

/// A text without what cannot be printed, in a length that can be shown.
pub(super) fn short(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    arvak_probe::transcript::mask::text(&spaced.take(TEXT_CHARS_MAX).collect::<String>())
        .trim()
        .to_owned()
}

fn optional(text: &str) -> Option<String> {
    Some(short(text)).filter(|text| !text.is_empty())
}

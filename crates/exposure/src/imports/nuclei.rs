//! JSON lines of nuclei (`-jsonl`), one match each.

use serde::Deserialize;

use super::collect::{Collector, port};
use super::{Finding, Format, Imported, Mistake, Place, Severity};

/// Most lines of a file that are read.
const LINES_MAX: usize = 1_000_000;

/// A match. Fields that are not needed are passed over.
#[derive(Deserialize)]
struct Match {
    #[serde(rename = "template-id", alias = "templateID")]
    template: String,
    info: Info,
    #[serde(default)]
    host: String,
    #[serde(default)]
    ip: Option<String>,
    #[serde(default)]
    port: Option<serde_json::Value>,
    #[serde(default, rename = "matched-at", alias = "matched")]
    matched_at: String,
    #[serde(default)]
    timestamp: Option<String>,
}

#[derive(Deserialize)]
struct Info {
    #[serde(default)]
    name: String,
    #[serde(default)]
    severity: String,
}

pub(super) fn read(text: &str) -> Result<Imported, Vec<Mistake>> {
    let mut found = Collector::new(Format::Nuclei);
    for (index, line) in text.lines().enumerate().take(LINES_MAX) {
        let place = Place::Line(u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1));
        if line.trim().is_empty() {
            continue;
        }
        let told = match serde_json::from_str::<Match>(line) {
            Ok(matched) => {
                take(&mut found, matched, &place);
                true
            }
            Err(error) => found.mistake("import.json", place, &error.to_string()),
        };
        if !told {
            break;
        }
    }
    found.finish()
}

fn take(found: &mut Collector, matched: Match, place: &Place) {
    let Match { template, info, host, ip, port: stated, matched_at, timestamp } = matched;
    found.at(timestamp.and_then(|text| text.parse().ok()));
    let Some(severity) = Severity::from_word(&info.severity) else {
        found.mistake("import.severity", place.clone(), &info.severity);
        return;
    };
    let said = if host.trim().is_empty() { &matched_at } else { &host };
    let Some(name) = found.host(said, place) else { return };
    let stated =
        stated.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let finding = Finding {
        host: name.clone(),
        port: stated.as_deref().and_then(port).or_else(|| port_of(&matched_at)),
        id: template,
        severity,
        title: info.name,
        seen: matched_at,
    };
    // The address is the host's too: whoever asks for either is told.
    let address = ip.as_deref().filter(|ip| !ip.is_empty()).and_then(|ip| found.host(ip, place));
    if let Some(address) = address.filter(|address| *address != name) {
        found.finding(Finding { host: address, ..finding.clone() }, place.clone());
    }
    found.finding(finding, place.clone());
}

/// The port of a URL, or behind a host.
fn port_of(place: &str) -> Option<u16> {
    let (scheme, rest) = match place.split_once("://") {
        Some((scheme, rest)) => (scheme, rest),
        None => ("", place),
    };
    let authority = rest.split(['/', '?', '#']).next()?;
    let stated = authority.rsplit_once(':').and_then(|(_, text)| port(text));
    stated.or(match scheme {
        "https" => Some(443),
        "http" => Some(80),
        _ => None,
    })
}

//! Results of other scanners: bytes in, findings and services out. Nothing here opens a file, knows the time or
//! reaches a network, so that the same bytes give the same judgement at any later time.
//!
//! [`read`] tells every mistake at its place, or gives what the file says; [`judge`] says what that means for one
//! host. `docs/ssh-and-ports.md` lists the formats and the bounds.

mod ages;
mod checks;
mod collect;
mod judge;
mod mistake;
mod nmap;
mod nuclei;
mod openvas;
mod services;
mod sslyze;
mod testssl;
mod xml;

use std::collections::BTreeSet;

use arvak_core::Instant;
use serde::Serialize;

pub use ages::{Ages, Hole, SERIOUS, Scan, ages};
pub use checks::CHECKS;
pub use judge::judge;
pub use mistake::{MISTAKES_MAX, Mistake, Place};
pub use services::Columns;

/// Most bytes of a file.
pub const BYTES_MAX: usize = 64 * 1024 * 1024;

/// The version of how files are read and judged.
pub const VERSION: u32 = 1;

/// What wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// XML of nmap (`-oX`).
    Nmap,
    /// JSON lines of nuclei (`-jsonl`).
    Nuclei,
    /// A report of `OpenVAS` or Greenbone as XML.
    OpenVas,
    /// JSON of sslyze (`--json_out`).
    Sslyze,
    /// JSON of testssl.sh (`--jsonfile`, `--jsonfile-pretty`).
    Testssl,
    /// Separated values: exposed services and alerts, as national services send them.
    Services,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 6] =
        [Self::Nmap, Self::Nuclei, Self::OpenVas, Self::Sslyze, Self::Testssl, Self::Services];

    /// The name on the command line and in evidence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nmap => "nmap",
            Self::Nuclei => "nuclei",
            Self::OpenVas => "openvas",
            Self::Sslyze => "sslyze",
            Self::Testssl => "testssl",
            Self::Services => "services",
        }
    }

    /// The format with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// What a file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// What wrote it.
    pub tool: Format,
    /// Its version, as it says.
    pub version: Option<String>,
    /// When the scan began, as it says.
    pub at: Option<Instant>,
    /// What was found, in the file's order.
    pub findings: Vec<Finding>,
    /// Which services were seen, in the file's order.
    pub services: Vec<Service>,
    /// Hosts that the file says it looked at, with or without findings.
    pub hosts: BTreeSet<String>,
}

impl Imported {
    /// Every host that the file names: names in lower case, addresses as Rust writes them.
    pub fn names_seen(&self) -> BTreeSet<&str> {
        let found = self.findings.iter().map(|finding| &*finding.host);
        let served = self.services.iter().map(|service| &*service.host);
        self.hosts.iter().map(|host| &**host).chain(found).chain(served).collect()
    }
}

/// Something that a scanner found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The host.
    pub host: String,
    /// The port, where the scanner says one.
    pub port: Option<u16>,
    /// The scanner's own id for it.
    pub id: String,
    /// How bad it is.
    pub severity: Severity,
    /// Its title, in the scanner's words.
    pub title: String,
    /// What exactly was seen, or since when, in the scanner's words.
    pub seen: String,
}

/// How bad something is; the worst comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Little.
    Low,
    /// Some.
    Medium,
    /// Much.
    High,
    /// As bad as can be.
    Critical,
}

impl Severity {
    /// Its code, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// What a scanner's word means, in English or Norwegian; nothing for other words.
    fn from_word(word: &str) -> Option<Self> {
        Some(match word.trim().to_lowercase().as_str() {
            "critical" | "kritisk" | "fatal" => Self::Critical,
            "high" | "høy" | "høg" | "alvorlig" | "alvorleg" => Self::High,
            "medium" | "moderate" | "middels" | "moderat" => Self::Medium,
            "low" | "lav" | "låg" => Self::Low,
            "info" | "information" | "informational" | "none" | "log" | "ok" | "debug"
            | "unknown" | "ingen" | "" => Self::Info,
            _ => return None,
        })
    }

    /// What a CVSS score means (CVSS 3.1 section 5).
    fn from_score(score: f64) -> Self {
        match score {
            9.0.. => Self::Critical,
            7.0.. => Self::High,
            4.0.. => Self::Medium,
            0.1.. => Self::Low,
            _ => Self::Info,
        }
    }
}

/// A service that a scanner saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Service {
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How it is reached.
    pub transport: Transport,
    /// What it is, in the scanner's words.
    pub product: Option<String>,
    /// Its version, in the scanner's words.
    pub version: Option<String>,
}

/// How a service is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// Over TCP.
    Tcp,
    /// Over UDP.
    Udp,
}

/// Reads the bytes of a file, or tells every mistake in it. `columns` says what the columns of separated values
/// hold, where their names do not.
pub fn read(format: Format, bytes: &[u8], columns: &Columns) -> Result<Imported, Vec<Mistake>> {
    if bytes.len() > BYTES_MAX {
        return Err(vec![Mistake::new("import.too_large", Place::File, "")]);
    }
    if format == Format::Services {
        return services::read(bytes, columns);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            return Err(vec![Mistake::new("import.not_utf8", Place::line_at(before), "")]);
        }
    };
    match format {
        Format::Nmap => nmap::read(text),
        Format::Nuclei => nuclei::read(text),
        Format::OpenVas => openvas::read(text),
        Format::Sslyze => sslyze::read(text),
        Format::Testssl | Format::Services => testssl::read(text),
    }
}

/// Which format a file seems to have, from how it begins.
pub fn guess(bytes: &[u8]) -> Option<Format> {
    /// Everything that tells stands here.
    const BEGINNING: usize = 8 * 1024;
    let beginning = bytes.get(..BEGINNING.min(bytes.len())).unwrap_or_default();
    let text = String::from_utf8_lossy(beginning);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let has = |part: &str| text.contains(part);
    match text.chars().next()? {
        '<' if has("<nmaprun") => Some(Format::Nmap),
        '<' if has("<report") || has("<get_reports_response") => Some(Format::OpenVas),
        '{' if has("\"template-id\"") || has("\"templateID\"") => Some(Format::Nuclei),
        '{' if has("\"server_scan_results\"") || has("\"sslyze_version\"") => Some(Format::Sslyze),
        '{' | '[' if has("\"finding\"") || has("\"scanResult\"") => Some(Format::Testssl),
        '<' | '{' | '[' => None,
        _ => Some(Format::Services),
    }
}

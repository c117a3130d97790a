//! What was seen, as bytes that are kept and judged.
//!
//! A transcript is one JSON object: who looked at what, from where and when, and the events in
//! order. Everything that a judge reads stands in it, the present time (`started_at`) and the trusted
//! roots included. It is at most [`TRANSCRIPT_BYTES_MAX`]; what does not fit is left out and
//! `truncated` says so. Secrets are masked by [`mask`] as an event is recorded, so before any
//! hashing and before the disk (law 10).

mod api;
mod event;
mod log_in;
pub mod mask;
mod port;
mod recorder;
mod route;
mod ssh;
mod tls;
mod web;

#[cfg(test)]
mod tests;

use arvak_core::{EntityId, Instant, Name};
use serde::{Deserialize, Serialize};

pub use api::ApiAnswer;
pub use event::{DnsAnswer, DnsMessage, DnsRecord, DnsTransfer, Event, TlsSeen};
pub use log_in::LogInSeen;
pub use port::{PortSeen, PortState, ServiceSeen};
pub use recorder::Recorder;
pub use route::{RouteRow, RouteSeen, RouteTables};
pub use ssh::{SshGroup, SshHostKey, SshOffer};
pub use tls::{TlsAnswer, TlsDh, TlsFinished, TlsHello, TlsTry};
pub use web::{PageElement, PageSeen, WebAsked};

use crate::Host;

/// Most bytes that a transcript may have: 1 MiB.
pub const TRANSCRIPT_BYTES_MAX: usize = 1024 * 1024;

/// The newest version of the transcript's shape.
pub const VERSION: u32 = 1;

/// A transcript as judges read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transcript {
    /// The version of the shape.
    pub v: u32,
    /// The probe.
    pub probe: Name,
    /// The version of its method.
    pub method_version: u32,
    /// What it is about.
    pub subject: EntityId,
    /// The host that was looked at.
    pub host: Host,
    /// The port, where the probe needed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// The declared domain that the host belongs to.
    pub domain: String,
    /// From where.
    pub vantage: Name,
    /// When the look began: what a judge takes for the present.
    pub started_at: Instant,
    /// When it ended.
    pub finished_at: Instant,
    /// The roots that were trusted: SHA-256 over the sorted certificates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roots: Option<String>,
    /// Whether events are missing at the end because the transcript was full.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
    /// What happened, in order.
    pub events: Vec<Timed>,
}

/// An event and when it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timed {
    /// Milliseconds after the beginning.
    pub at_ms: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// Bytes that are no transcript that this program can judge.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadTranscript {
    /// Not JSON, or not of the shape.
    #[error("the transcript cannot be read: {0}")]
    Malformed(String),
    /// Written by a newer program.
    #[error(
        "transcript version {found} is newer than {VERSION}, the newest that this program reads: upgrade arvak"
    )]
    Newer {
        /// The version that was found.
        found: u32,
    },
    /// Of another probe.
    #[error("this is a transcript of {found}, not of {expected}")]
    OtherProbe {
        /// The probe that wrote it.
        found: String,
        /// The probe that was asked to judge it.
        expected: String,
    },
}

impl BadTranscript {
    /// A stable code for scripts and for words in three languages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "transcript.malformed",
            Self::Newer { .. } => "transcript.newer",
            Self::OtherProbe { .. } => "transcript.other_probe",
        }
    }
}

#[derive(Deserialize)]
struct VersionOnly {
    v: u32,
}

impl Transcript {
    /// Reads the bytes of a transcript.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadTranscript> {
        let malformed = |error: serde_json::Error| BadTranscript::Malformed(error.to_string());
        let VersionOnly { v } = serde_json::from_slice(bytes).map_err(malformed)?;
        if v > VERSION {
            return Err(BadTranscript::Newer { found: v });
        }
        serde_json::from_slice(bytes).map_err(malformed)
    }

    /// Reads the bytes of a transcript that `probe` wrote.
    pub fn of_probe(bytes: &[u8], probe: &str) -> Result<Self, BadTranscript> {
        let transcript = Self::decode(bytes)?;
        if transcript.probe.as_str() == probe {
            return Ok(transcript);
        }
        let found = transcript.probe.to_string();
        Err(BadTranscript::OtherProbe { found, expected: probe.to_owned() })
    }

    /// The events without their times.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().map(|timed| &timed.event)
    }

    /// The first failure or refusal, if any: its code is the reason why a judge cannot tell.
    pub fn failure(&self) -> Option<&Event> {
        self.events().find(|event| matches!(event, Event::Failed { .. } | Event::Refused { .. }))
    }

    /// The code of the first failure or refusal, if any.
    pub fn failure_code(&self) -> Option<&str> {
        match self.failure()? {
            Event::Failed { code, .. } | Event::Refused { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Whether some step failed in a way that may pass.
    pub fn is_worth_another_try(&self) -> bool {
        self.events().any(|event| matches!(event, Event::Failed { transient: true, .. }))
    }
}

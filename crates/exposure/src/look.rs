//! A single look at a bare target, outside any inventory.

use arvak_core::{EntityId, Name};
use arvak_probe::{
    BadTranscript, Check, CheckResult, Clock, Context, Host, Look, Net, Probe, ProbeError,
};

use crate::https::Place;
use crate::{Dns, Https, Mail, Ssh, plan};

/// Why a target could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LookError {
    /// There is no such kind of look. Whoever typed it acts.
    #[error("`{kind}` is no kind of look: use one of tls, http, mail, dns, ssh")]
    UnknownKind {
        /// What was typed.
        kind: String,
    },
    /// The target cannot be read. Whoever typed it acts.
    #[error("`{target}` is no target: {rule}")]
    BadTarget {
        /// What was typed, cut to a readable length.
        target: String,
        /// What it should have been.
        rule: String,
    },
    /// The look could not be carried out.
    #[error(transparent)]
    Probe(#[from] ProbeError),
    /// What the look wrote could not be judged: a fault of this program.
    #[error(transparent)]
    Transcript(#[from] BadTranscript),
}

impl LookError {
    /// A stable code for scripts and for words in three languages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownKind { .. } => "look.unknown_kind",
            Self::BadTarget { .. } => "look.bad_target",
            Self::Probe(error) => error.code(),
            Self::Transcript(error) => error.code(),
        }
    }
}

/// The kinds of look, each with its probe and which of that probe's checks it answers with.
pub const LOOKS: [&str; 5] = ["tls", "http", "mail", "dns", "ssh"];

/// Looks at `target` (`host`, `host:port`, or for `tls` and `http` also a URL) and judges at once.
/// What may be looked at is `net`'s scope, as always.
pub async fn look(
    kind: &str,
    target: &str,
    net: &Net,
    clock: &dyn Clock,
    vantage: &Name,
) -> Result<Vec<CheckResult>, LookError> {
    let (probe, prefixes): (Box<dyn Probe>, &[&str]) = match kind {
        "tls" => (Box::new(Https), &["tls.", "cert."]),
        "http" => (Box::new(Https), &["http."]),
        "mail" => (Box::new(Mail), &[""]),
        "dns" => (Box::new(Dns::default()), &[""]),
        "ssh" => (Box::new(Ssh), &[""]),
        _ => return Err(LookError::UnknownKind { kind: kind.chars().take(60).collect() }),
    };
    let (host, port) = read_target(kind, target).map_err(|rule| LookError::BadTarget {
        target: target.chars().take(120).collect(),
        rule,
    })?;
    let check = check(probe.name(), host, port)?;
    let context = Context { net, clock, vantage };
    let observation = probe.observe(&check, &context).await?;
    let mut checks = probe.judge(&observation.transcript)?.checks;
    checks.retain(|check| prefixes.iter().any(|prefix| check.id.starts_with(prefix)));
    Ok(checks)
}

fn check(probe: &'static str, host: Host, port: Option<u16>) -> Result<Check, LookError> {
    let bad = |error: arvak_core::id::BadId| LookError::BadTarget {
        target: host.to_string(),
        rule: error.to_string(),
    };
    let slug: String = host.as_str().replace(':', "-").chars().take(100).collect();
    let subject: EntityId = format!("target/{slug}").parse().map_err(bad)?;
    let look = port.map_or(Look::Public, |port| plan::look_at(probe, port));
    let probe: Name = probe.parse().map_err(bad)?;
    let domain = host.to_string();
    Ok(Check { probe, subject, host, port, look, domain })
}

fn read_target(kind: &str, target: &str) -> Result<(Host, Option<u16>), String> {
    if target.contains("://") {
        let place = Place::parse(target).filter(|_| matches!(kind, "tls" | "http"));
        let place = place.ok_or("write a host name, host:port, or for tls and http a URL")?;
        let host: Host =
            place.host.parse().map_err(|error: arvak_probe::probe::BadHost| error.to_string())?;
        return Ok((host, Some(if place.secure { place.port } else { 443 })));
    }
    let usual = match kind {
        "tls" | "http" => Some(443),
        "ssh" => Some(22),
        _ => None,
    };
    // One colon sets off a port; several make an IPv6 address, whose port stands after a bracket.
    let (host, port) = match target.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, Some(port)),
        _ => (target, None),
    };
    let host: Host =
        host.parse().map_err(|error: arvak_probe::probe::BadHost| error.to_string())?;
    let Some(port) = port else { return Ok((host, usual)) };
    if usual.is_none() {
        return Err("a look at DNS or mail records takes a domain without a port".to_owned());
    }
    let port = port.parse().ok().filter(|port: &u16| *port > 0);
    port.map(|port| (host, Some(port)))
        .ok_or_else(|| "a port is a number from 1 to 65535".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: &str, target: &str) -> Result<(String, Option<u16>), String> {
        read_target(kind, target).map(|(host, port)| (host.to_string(), port))
    }

    #[test]
    fn a_target_is_a_host_with_or_without_a_port_or_a_url() {
        let cases = [
            ("tls", "Nordvik.example", "nordvik.example", Some(443)),
            ("tls", "nordvik.example:8443", "nordvik.example", Some(8443)),
            ("http", "https://nordvik.example/x?y", "nordvik.example", Some(443)),
            ("http", "http://nordvik.example", "nordvik.example", Some(443)),
            ("ssh", "192.0.2.1:2222", "192.0.2.1", Some(2222)),
            ("ssh", "2001:db8::1", "2001:db8::1", Some(22)),
            ("ssh", "[2001:db8::1]:2222", "2001:db8::1", Some(2222)),
            ("dns", "nordvik.example.", "nordvik.example", None),
        ];
        for (kind, target, host, port) in cases {
            assert_eq!(read(kind, target), Ok((host.to_owned(), port)), "{target}");
        }
    }

    #[test]
    fn what_is_no_target_is_refused() {
        for (kind, target) in [
            ("tls", ""),
            ("tls", "a b"),
            ("tls", "nordvik.example:0"),
            ("tls", "nordvik.example:99999"),
            ("tls", "ftp://nordvik.example"),
            ("ssh", "https://nordvik.example"),
            ("mail", "nordvik.example:25"),
            ("dns", "båt.example"),
        ] {
            assert!(read(kind, target).is_err(), "{kind} {target}");
        }
    }
}

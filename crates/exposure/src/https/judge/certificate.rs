//! The certificate: from whom, for which name, until when; and its key and signature.

use arvak_core::Instant;
use arvak_probe::transcript::TlsSeen;
use arvak_probe::{CheckOutcome, Event, Grade, Transcript};

use crate::bytes::Base64;
use crate::findings::{Findings, inconclusive, refutes, supports};
use crate::https::ROOT_NOTE;
use crate::https::leaf::{self, Strength, Window};
use crate::https::trust::{self, Root, Trust};

const KIND: &str = "web.certificate";

/// Judges the certificate; says whether a browser would take it without a warning, or nothing when none
/// was seen. `failure` is what kept the handshake from being finished.
pub(crate) fn judge(
    findings: &mut Findings,
    failure: Option<&str>,
    transcript: &Transcript,
) -> Option<bool> {
    match examine(transcript) {
        Ok(seen) => Some(report(findings, &seen, transcript)),
        Err(code) => {
            let code = code.or(failure).unwrap_or("tls.no_certificate");
            for id in ["cert.chain", "cert.hostname", "cert.expiry"] {
                findings.unknown(id, Grade::Must, code);
            }
            findings.verdict(inconclusive(KIND, code));
            None
        }
    }
}

/// Whether a handshake was finished; `why` is what is said when none was.
pub(crate) fn reachable(findings: &mut Findings, transcript: &Transcript, why: &str) {
    let finished = transcript.events().find_map(|event| match event {
        Event::Tls(seen) => {
            seen.version.as_deref().map(|version| (version, seen.cipher.as_deref()))
        }
        _ => None,
    });
    let (id, grade) = ("tls.reachable", Grade::Must);
    let Some((version, cipher)) = finished else { return findings.unknown(id, grade, why) };
    let seen = format!("{version} {}", cipher.unwrap_or_default());
    findings.check(id, grade, CheckOutcome::Pass, "tls.answers", seen);
}

struct Seen {
    leaf: Base64,
    trust: Trust,
    named: bool,
    window: Window,
}

/// Reads the first handshake that was finished: only then did the host show that it holds the key.
fn examine(transcript: &Transcript) -> Result<Seen, Option<&'static str>> {
    let handshake = transcript.events().find_map(|event| match event {
        Event::Tls(seen) if seen.version.is_some() => Some(seen),
        _ => None,
    });
    let handshake = handshake.ok_or(None)?;
    let decoded = handshake.chain_der.iter().map(|text| Base64::try_from(text.clone()));
    let chain: Vec<Base64> =
        decoded.collect::<Result<_, _>>().map_err(|_| Some("tls.bad_chain"))?;
    let leaf = chain.first().cloned().ok_or(Some("tls.no_certificate"))?;
    let trust = walk(transcript, handshake, &chain).ok_or(Some("tls.not_verified"))?;
    let named = trust::names_host(&leaf, transcript.host.as_str()).unwrap_or(false);
    let window = match &trust {
        Trust::Chain { window, .. } => *window,
        Trust::None { .. } => leaf::window(&leaf.0).ok_or(Some("tls.bad_certificate"))?,
    };
    Ok(Seen { leaf, trust, named, window })
}

/// Walks the chain to the root that the look found; when it says that it found none, there is
/// nothing to walk to.
fn walk(transcript: &Transcript, handshake: &TlsSeen, chain: &[Base64]) -> Option<Trust> {
    let root = transcript.events().find_map(|event| match event {
        Event::Note { code, detail } if code == ROOT_NOTE => Some(detail),
        _ => None,
    });
    match (root, &handshake.verify_error) {
        (Some(root), _) => {
            let root: Root = serde_json::from_str(root).ok()?;
            Some(trust::search(chain, &[root.to_anchor()], transcript.started_at))
        }
        (None, Some(_)) => Some(trust::search(chain, &[], transcript.started_at)),
        (None, None) => None,
    }
}

fn report(findings: &mut Findings, seen: &Seen, transcript: &Transcript) -> bool {
    let now = transcript.started_at;
    let host = transcript.host.as_str();
    let trusted = matches!(seen.trust, Trust::Chain { .. });
    let timely = (seen.window.from..seen.window.until).contains(&now);
    let days = seen.window.days_left(now);
    let must = |findings: &mut Findings, id, good, reasons: (&str, &str), text: String| {
        let (result, reason) =
            if good { (CheckOutcome::Pass, reasons.0) } else { (CheckOutcome::Fail, reasons.1) };
        findings.check(id, Grade::Must, result, reason, text);
    };
    let reason = match seen.trust {
        Trust::Chain { .. } => "trusted",
        Trust::None { reason } => reason,
    };
    must(findings, "cert.chain", trusted, (reason, reason), String::new());
    must(findings, "cert.hostname", seen.named, ("named", "other_name"), host.to_owned());
    must(
        findings,
        "cert.expiry",
        timely,
        ("in_time", if now < seen.window.from { "not_yet_valid" } else { "expired" }),
        format!("{} – {}", day(seen.window.from), day(seen.window.until)),
    );
    strength(findings, "cert.key", leaf::key(&seen.leaf.0));
    strength(findings, "cert.signature", leaf::signature(&seen.leaf.0));
    let found = match (trusted, seen.named, timely) {
        (true, true, true) => supports(KIND).until(seen.window.until),
        (true, true, false) => refutes(KIND, "cert.expired"),
        (true, false, _) => refutes(KIND, "cert.hostname"),
        (false, _, _) => refutes(KIND, "cert.untrusted"),
    };
    findings.verdict(found.with("days_left", days));
    trusted && seen.named && timely
}

fn strength(findings: &mut Findings, id: &'static str, found: Option<(String, Strength)>) {
    let (text, strength) = found.unwrap_or((String::new(), Strength::Unknown));
    let (result, reason) = match strength {
        Strength::Good => (CheckOutcome::Pass, "good"),
        Strength::PhaseOut => (CheckOutcome::Notice, "phase_out"),
        Strength::Weak => (CheckOutcome::Fail, "weak"),
        Strength::Unknown => (CheckOutcome::Inconclusive, "unknown_algorithm"),
    };
    findings.check(id, Grade::Must, result, reason, text);
}

/// The day of an instant in UTC.
pub(crate) fn day(instant: Instant) -> String {
    instant.to_string().chars().take(10).collect()
}

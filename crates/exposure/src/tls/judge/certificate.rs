//! Certificates: the one of the handshake that was finished, as the HTTPS probe judges it; and all others
//! that were seen, since a server may have one for each kind of key.

use arvak_probe::{CheckOutcome, Event, Grade, TlsSeen, Transcript};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::{Graded, worst};
use crate::bytes::Base64;
use crate::findings::Findings;
use crate::https::judge::certificate as https;
use crate::https::leaf::{self, Strength as LeafStrength};
use crate::https::trust;
use crate::tls::Strength;
use crate::tls::notes::End;

pub(super) fn judge(findings: &mut Findings, transcript: &Transcript) {
    let why = transcript.failure_code().unwrap_or("tls.no_handshake");
    https::reachable(findings, transcript, why);
    let seen = https::judge(findings, transcript.failure_code(), transcript);
    let chains = chains(transcript);
    if seen.is_none() {
        unproved(findings, &chains, transcript);
    }
    others(findings, &chains);
    transparency(findings, &chains);
}

/// A certificate that was sent in a handshake that nobody finished: the library does not finish those with keys and
/// digests that are too weak, nor those of old versions. That what was sent is weak, over or another's can be said of it, and
/// that it is in order cannot, for the server did not show that it holds the key.
fn unproved(findings: &mut Findings, chains: &[Chain], transcript: &Transcript) {
    let sent = chains.iter().find_map(|chain| chain.certificates.first());
    let key = sent.and_then(|leaf| leaf::key(&leaf.0));
    let signature = sent.and_then(|leaf| leaf::signature(&leaf.0));
    for (id, found) in [("cert.key", key), ("cert.signature", signature)] {
        match found {
            Some((text, LeafStrength::Weak)) => {
                findings.check(id, Grade::Must, CheckOutcome::Fail, "weak", text);
            }
            _ => findings.unknown(id, Grade::Must, "tls.no_certificate"),
        }
    }
    let Some(sent) = sent else { return };
    let (now, host) = (transcript.started_at, transcript.host.as_str());
    let window = leaf::window(&sent.0).filter(|window| !(window.from..window.until).contains(&now));
    if let Some(window) = window {
        let reason = if now < window.from { "not_yet_valid" } else { "expired" };
        findings.fail_instead(
            "cert.expiry",
            reason,
            format!("{} – {}", https::day(window.from), https::day(window.until)),
        );
    }
    if trust::names_host(sent, host) == Some(false) {
        findings.fail_instead("cert.hostname", "other_name", host);
    }
}

/// A chain that was sent, leaf first.
struct Chain {
    /// Whether the server showed that it holds the key: in a handshake that was finished.
    proved: bool,
    certificates: Vec<Base64>,
}

/// All chains, the one of the finished handshake first.
fn chains(transcript: &Transcript) -> Vec<Chain> {
    let mut seen: Vec<_> = transcript
        .events()
        .filter_map(|event| match event {
            Event::Tls(seen) => Some(seen),
            _ => None,
        })
        .collect();
    seen.sort_by_key(|seen| seen.version.is_none());
    let decoded = |chain: &[String]| {
        chain.iter().map(|text| Base64::try_from(text.clone())).collect::<Result<_, _>>().ok()
    };
    let chain = |seen: &TlsSeen| {
        Some(Chain { proved: seen.version.is_some(), certificates: decoded(&seen.chain_der)? })
    };
    seen.into_iter().filter_map(chain).collect()
}

/// Every certificate but the leaf that other checks judge. A root's own signature proves nothing and is passed over.
fn others(findings: &mut Findings, chains: &[Chain]) {
    let id = ("cert.others", Grade::Must);
    let judged = chains.iter().find(|chain| chain.proved);
    let first = judged.and_then(|chain| chain.certificates.first());
    let mut others: Vec<&Base64> = Vec::new();
    for certificate in chains.iter().flat_map(|chain| &chain.certificates) {
        if Some(certificate) != first && !others.contains(&certificate) {
            others.push(certificate);
        }
    }
    if others.is_empty() {
        return findings.check(id.0, id.1, CheckOutcome::NotApplicable, "no_others", "");
    }
    let mut things: Vec<Graded> = Vec::new();
    for certificate in others {
        let name = subject(&certificate.0);
        let key = leaf::key(&certificate.0);
        let signature =
            leaf::signature(&certificate.0).filter(|_| !leaf::is_self_issued(&certificate.0));
        for (what, strength) in key.into_iter().chain(signature) {
            let Some(strength) = graded(strength) else { continue };
            things.push((strength, format!("{name}: {what};")));
        }
    }
    let end = if things.is_empty() { End::Untold("unknown_algorithm") } else { End::Told };
    worst(findings, id, &things, end);
}

const fn graded(strength: LeafStrength) -> Option<Strength> {
    match strength {
        LeafStrength::Good => Some(Strength::Good),
        LeafStrength::PhaseOut => Some(Strength::PhaseOut),
        LeafStrength::Weak => Some(Strength::Insufficient),
        LeafStrength::Unknown => None,
    }
}

fn subject(der: &[u8]) -> String {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else { return String::new() };
    let name = certificate.subject();
    let common = name.iter_common_name().next().and_then(|name| name.as_str().ok());
    common.map_or_else(|| name.to_string(), str::to_owned)
}

/// RFC 6962 section 3.3: times of logs inside the certificate.
fn transparency(findings: &mut Findings, chains: &[Chain]) {
    const EMBEDDED: &str = "1.3.6.1.4.1.11129.2.4.2";
    let (id, grade) = ("cert.transparency", Grade::Info);
    let leaf = chains.first().and_then(|chain| chain.certificates.first());
    let parsed = leaf.and_then(|leaf| X509Certificate::from_der(&leaf.0).ok());
    let Some((_, certificate)) = parsed else {
        return findings.unknown(id, grade, "tls.no_certificate");
    };
    let is_embedded =
        certificate.extensions().iter().any(|extension| extension.oid.to_id_string() == EMBEDDED);
    let (result, reason) = if is_embedded {
        (CheckOutcome::Pass, "embedded")
    } else {
        (CheckOutcome::Notice, "absent")
    };
    findings.check(id, grade, result, reason, "");
}

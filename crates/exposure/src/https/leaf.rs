//! What a single certificate says: its time, key and signature.

use arvak_core::Instant;
use x509_parser::prelude::{FromDer as _, GeneralName, X509Certificate};
use x509_parser::public_key::PublicKey;

/// When a certificate is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// First instant.
    pub(crate) from: Instant,
    /// Last instant.
    pub(crate) until: Instant,
}

impl Window {
    /// The time that both hold.
    pub(crate) fn overlap(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), until: self.until.min(other.until) }
    }

    /// Whole days from `now` until the end, rounded down; negative when it is over.
    pub(crate) fn days_left(self, now: Instant) -> i64 {
        self.until.as_millis().saturating_sub(now.as_millis()).div_euclid(86_400_000)
    }
}

/// How strong something is, by the guidelines that Internet.nl follows (NCSC-NL 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strength {
    /// Good enough for years.
    Good,
    /// To be replaced.
    PhaseOut,
    /// Not enough.
    Weak,
    /// We do not know it.
    Unknown,
}

/// When the certificate is valid; `None` when it cannot be read.
pub(crate) fn window(der: &[u8]) -> Option<Window> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let instant = |seconds: i64| Instant::from_millis(seconds.saturating_mul(1_000));
    let validity = certificate.validity();
    Some(Window {
        from: instant(validity.not_before.timestamp()),
        until: instant(validity.not_after.timestamp()),
    })
}

/// Whether it names itself as its issuer.
pub(crate) fn is_self_issued(der: &[u8]) -> bool {
    X509Certificate::from_der(der).is_ok_and(|(_, certificate)| {
        certificate.issuer().as_raw() == certificate.subject().as_raw()
    })
}

/// The DNS names that the certificate is made out for, as they stand in it.
pub(crate) fn names(der: &[u8]) -> Vec<String> {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else { return Vec::new() };
    let Ok(Some(names)) = certificate.subject_alternative_name() else { return Vec::new() };
    let dns = names.value.general_names.iter().filter_map(|name| match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        _ => None,
    });
    dns.collect()
}

/// The key as people say it, such as `RSA 2048`, and its strength.
pub(crate) fn key(der: &[u8]) -> Option<(String, Strength)> {
    const ED25519: &str = "1.3.101.112";
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let info = certificate.public_key();
    if info.algorithm.algorithm.to_id_string() == ED25519 {
        return Some(("Ed25519".to_owned(), Strength::Good));
    }
    let key = info.parsed().ok()?;
    let bits = key.key_size();
    Some(match key {
        PublicKey::RSA(_) => (format!("RSA {bits}"), at_least(bits, 3_072, 2_048)),
        // A P-521 point is written in whole bytes: 528 bits.
        PublicKey::EC(_) => (format!("EC {bits}"), at_least(bits, 256, 224)),
        PublicKey::DSA(_) => (format!("DSA {bits}"), Strength::Weak),
        _ => (info.algorithm.algorithm.to_id_string(), Strength::Unknown),
    })
}

const fn at_least(bits: usize, good: usize, phase_out: usize) -> Strength {
    if bits >= good {
        Strength::Good
    } else if bits >= phase_out {
        Strength::PhaseOut
    } else {
        Strength::Weak
    }
}

/// The issuer's signature as people say it, and its strength.
pub(crate) fn signature(der: &[u8]) -> Option<(String, Strength)> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let oid = certificate.signature_algorithm.algorithm.to_id_string();
    let (name, strength) = match oid.as_str() {
        "1.2.840.113549.1.1.11" => ("RSA SHA-256", Strength::Good),
        "1.2.840.113549.1.1.12" => ("RSA SHA-384", Strength::Good),
        "1.2.840.113549.1.1.13" => ("RSA SHA-512", Strength::Good),
        "1.2.840.113549.1.1.10" => ("RSA-PSS", Strength::Good),
        "1.2.840.10045.4.3.2" => ("ECDSA SHA-256", Strength::Good),
        "1.2.840.10045.4.3.3" => ("ECDSA SHA-384", Strength::Good),
        "1.2.840.10045.4.3.4" => ("ECDSA SHA-512", Strength::Good),
        "1.3.101.112" => ("Ed25519", Strength::Good),
        "1.2.840.113549.1.1.14" => ("RSA SHA-224", Strength::PhaseOut),
        "1.2.840.113549.1.1.5" => ("RSA SHA-1", Strength::Weak),
        "1.2.840.10045.4.1" => ("ECDSA SHA-1", Strength::Weak),
        "1.2.840.113549.1.1.4" => ("RSA MD5", Strength::Weak),
        _ => return Some((oid, Strength::Unknown)),
    };
    Some((name.to_owned(), strength))
}

//! Whether a chain of certificates leads to a root that is trusted (RFC 5280), at an instant.
//!
//! The look searches all roots and keeps the one it found in the transcript; the judge walks the
//! chain again to that one root. So the verdict rests on bytes that are kept.

use std::time::Duration;

use arvak_core::Instant;
use rustls::pki_types::{CertificateDer, Der, ServerName, TrustAnchor, UnixTime};
use serde::{Deserialize, Serialize};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage};

use super::leaf::{self, Window};
use crate::bytes::Base64;

/// The root that a chain leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Root {
    /// DER of its name.
    pub(crate) subject: Base64,
    /// DER of its key.
    pub(crate) key: Base64,
    /// DER of its name constraints, where it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) constraints: Option<Base64>,
}

/// What came of the search for a root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// The chain leads to this root.
    Chain {
        /// The root.
        root: Root,
        /// When every certificate of the chain that was walked is valid.
        window: Window,
    },
    /// It leads to none.
    None {
        /// Why, as a stable code.
        reason: &'static str,
    },
}

impl Root {
    /// From a root in the list of those that are trusted.
    pub(crate) fn of(anchor: &TrustAnchor<'_>) -> Self {
        Self {
            subject: Base64(anchor.subject.to_vec()),
            key: Base64(anchor.subject_public_key_info.to_vec()),
            constraints: anchor.name_constraints.as_ref().map(|der| Base64(der.to_vec())),
        }
    }

    /// As the library wants it.
    pub(crate) fn to_anchor(&self) -> TrustAnchor<'_> {
        TrustAnchor {
            subject: Der::from_slice(&self.subject.0),
            subject_public_key_info: Der::from_slice(&self.key.0),
            name_constraints: self.constraints.as_ref().map(|der| Der::from_slice(&der.0)),
        }
    }
}

/// Walks the chain (leaf first) to one of `roots`. A chain that is whole but outside its time is
/// found as well: its window then does not hold `now`.
pub(crate) fn search(chain: &[Base64], roots: &[TrustAnchor<'_>], now: Instant) -> Trust {
    let ders: Vec<CertificateDer<'_>> =
        chain.iter().map(|der| CertificateDer::from(&*der.0)).collect();
    let Some((leaf, others)) = ders.split_first() else {
        return Trust::None { reason: "no_certificate" };
    };
    let Ok(entity) = EndEntityCert::try_from(leaf) else {
        return Trust::None { reason: "bad_certificate" };
    };
    let mut reason = None;
    for at in instants(leaf, now) {
        match walk(&entity, others, roots, at) {
            Ok((root, window)) => return Trust::Chain { root, window },
            Err(error) => reason = reason.or(Some(reason_code(&error, leaf))),
        }
    }
    Trust::None { reason: reason.unwrap_or("bad_certificate") }
}

/// Whether the leaf is made out to `host`; `None` when host or leaf cannot be read.
pub(crate) fn names_host(leaf: &Base64, host: &str) -> Option<bool> {
    let der = CertificateDer::from(&*leaf.0);
    let name = ServerName::try_from(host).ok()?;
    let entity = EndEntityCert::try_from(&der).ok()?;
    Some(entity.verify_is_valid_for_subject_name(&name).is_ok())
}

/// Now, and then instants at which the leaf was or will be valid, so that "expired" and "from
/// nobody we trust" can be told apart.
fn instants(leaf: &CertificateDer<'_>, now: Instant) -> Vec<Instant> {
    let Some(window) = leaf::window(leaf) else { return vec![now] };
    vec![now, now.max(window.from).min(window.until), window.from]
}

fn walk(
    entity: &EndEntityCert<'_>,
    others: &[CertificateDer<'_>],
    roots: &[TrustAnchor<'_>],
    at: Instant,
) -> Result<(Root, Window), webpki::Error> {
    let seconds = u64::try_from(at.as_millis().div_euclid(1_000)).unwrap_or(0);
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let usage = KeyUsage::server_auth();
    let path =
        entity.verify_for_usage(ALL_VERIFICATION_ALGS, roots, others, time, usage, None, None)?;
    let mut window = leaf::window(&entity.der()).ok_or(webpki::Error::BadDerTime)?;
    for link in path.intermediate_certificates() {
        let link = leaf::window(&link.der()).ok_or(webpki::Error::BadDerTime)?;
        window = window.overlap(link);
    }
    Ok((Root::of(path.anchor()), window))
}

fn reason_code(error: &webpki::Error, leaf: &CertificateDer<'_>) -> &'static str {
    use webpki::Error as E;
    match error {
        E::CaUsedAsEndEntity | E::UnknownIssuer if leaf::is_self_issued(leaf) => "self_signed",
        E::UnknownIssuer => "unknown_issuer",
        E::CertExpired { .. } | E::CertNotValidYet { .. } => "outside_validity",
        E::InvalidSignatureForPublicKey => "bad_signature",
        E::UnsupportedSignatureAlgorithmContext(_)
        | E::UnsupportedSignatureAlgorithmForPublicKeyContext(_)
        | E::SignatureAlgorithmMismatch => "weak_signature",
        E::RequiredEkuNotFoundContext(_) | E::EmptyEkuExtension => "not_for_servers",
        E::CaUsedAsEndEntity | E::EndEntityUsedAsCa | E::PathLenConstraintViolated => {
            "not_an_issuer"
        }
        E::NameConstraintViolation => "name_constraint",
        E::CertDistrusted => "distrusted",
        _ => "bad_certificate",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rcgen::generate_simple_self_signed;

    use super::*;

    const HOST: &str = "www.nordvik.example";

    fn look_at(chain: &[Base64]) -> Trust {
        let leaf = &chain[0];
        let _ = (names_host(leaf, HOST), leaf::key(&leaf.0), leaf::signature(&leaf.0));
        search(chain, &[], Instant::from_millis(1_800_000_000_000))
    }

    proptest! {
        #[test]
        fn any_bytes_are_taken_for_a_certificate_without_a_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            let none = matches!(look_at(&[Base64(bytes)]), Trust::None { .. });
            prop_assert!(none);
        }

        #[test]
        fn a_damaged_certificate_is_read_without_a_panic_and_never_trusted(
            flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        ) {
            let made = generate_simple_self_signed([HOST.to_owned()]).unwrap();
            let mut der = made.cert.der().to_vec();
            for (at, byte) in flips {
                let at = at.index(der.len());
                der[at] ^= byte;
            }
            let none = matches!(look_at(&[Base64(der.clone()), Base64(der)]), Trust::None { .. });
            prop_assert!(none);
        }
    }
}

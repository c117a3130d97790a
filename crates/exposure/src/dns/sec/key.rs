//! Keys of zones, digests of keys, and the algorithms (RFC 4034, RFC 8624).

use ring::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519,
    RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, RsaParameters, RsaPublicKeyComponents,
    UnparsedPublicKey, VerificationAlgorithm,
};

use super::name::Name;
use super::wire::Reader;

/// The key signs the zone (RFC 4034 section 2.1.1).
const ZONE: u16 = 0x0100;

/// The key is revoked (RFC 5011 section 7).
const REVOKED: u16 = 0x0080;

/// A public key of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dnskey {
    flags: u16,
    protocol: u8,
    /// Its algorithm, by number.
    pub(crate) algorithm: u8,
    key: Vec<u8>,
    data: Vec<u8>,
}

impl Dnskey {
    /// Reads the data of a DNSKEY record.
    pub(crate) fn read(data: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(data);
        let (flags, protocol, algorithm) = (reader.u16()?, reader.u8()?, reader.u8()?);
        let key = reader.rest().to_vec();
        Some(Self { flags, protocol, algorithm, key, data: data.to_vec() })
    }

    /// Whether it may have made a signature over the zone's records.
    pub(crate) fn signs_zone(&self) -> bool {
        self.flags & ZONE != 0 && self.flags & REVOKED == 0 && self.protocol == 3
    }

    /// The number by which signatures and digests name it; several keys may have the same (RFC 4034
    /// appendix B).
    pub(crate) fn tag(&self) -> u16 {
        let sum: u32 = self
            .data
            .iter()
            .enumerate()
            .map(|(at, byte)| u32::from(*byte) << if at % 2 == 0 { 8 } else { 0 })
            .fold(0, u32::wrapping_add);
        let folded = sum.wrapping_add(sum >> 16) & 0xffff;
        u16::try_from(folded).unwrap_or_default()
    }

    /// The length in bits of an RSA key's modulus; `None` for other keys.
    pub(crate) fn rsa_bits(&self) -> Option<usize> {
        let is_rsa = matches!(self.algorithm, 1 | 5 | 7 | 8 | 10);
        let (_, modulus) = rsa_parts(&self.key).filter(|_| is_rsa)?;
        let leading = modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
        Some((modulus.len() * 8).saturating_sub(leading))
    }

    /// Whether the key made that signature over `signed`.
    pub(crate) fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        match self.algorithm {
            5 | 7 => self.rsa(&RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, signed, signature),
            8 => self.rsa(&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, signed, signature),
            10 => self.rsa(&RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, signed, signature),
            // RFC 6605: the point without the byte that says it is not compressed.
            13 => plain(&ECDSA_P256_SHA256_FIXED, &[&[4], &*self.key].concat(), signed, signature),
            14 => plain(&ECDSA_P384_SHA384_FIXED, &[&[4], &*self.key].concat(), signed, signature),
            15 => plain(&ED25519, &self.key, signed, signature),
            _ => false,
        }
    }

    fn rsa(&self, parameters: &'static RsaParameters, signed: &[u8], signature: &[u8]) -> bool {
        let Some((e, n)) = rsa_parts(&self.key) else { return false };
        RsaPublicKeyComponents { n, e }.verify(parameters, signed, signature).is_ok()
    }
}

fn plain(
    algorithm: &'static dyn VerificationAlgorithm,
    key: &[u8],
    signed: &[u8],
    signature: &[u8],
) -> bool {
    UnparsedPublicKey::new(algorithm, key).verify(signed, signature).is_ok()
}

/// Exponent and modulus (RFC 3110 section 2), without the zeros in front.
fn rsa_parts(key: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut reader = Reader::new(key);
    let short = usize::from(reader.u8()?);
    let length = if short == 0 { usize::from(reader.u16()?) } else { short };
    let exponent = reader.take(length)?;
    Some((without_zeros(exponent), without_zeros(reader.rest())))
}

fn without_zeros(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.get(zeros..).unwrap_or_default()
}

/// How an algorithm stands (RFC 8624 section 3.1, RFC 9905).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Nothing here can check it: a zone that has nothing else counts as unsigned (RFC 4035 section 5.2).
    Unsupported,
    /// It can be checked, and should not be used.
    Weak,
    /// It is in order, and others are better.
    Fair,
    /// It is recommended.
    Good,
}

/// How the signature algorithm of that number stands.
pub(crate) const fn strength(algorithm: u8) -> Strength {
    match algorithm {
        5 | 7 => Strength::Weak,
        8 | 10 => Strength::Fair,
        13..=15 => Strength::Good,
        _ => Strength::Unsupported,
    }
}

/// The usual name of the signature algorithm of that number.
pub(crate) fn algorithm_name(algorithm: u8) -> String {
    let known = match algorithm {
        1 => "RSAMD5",
        3 => "DSA",
        5 => "RSASHA1",
        6 => "DSA-NSEC3-SHA1",
        7 => "RSASHA1-NSEC3-SHA1",
        8 => "RSASHA256",
        10 => "RSASHA512",
        12 => "ECC-GOST",
        13 => "ECDSAP256SHA256",
        14 => "ECDSAP384SHA384",
        15 => "ED25519",
        16 => "ED448",
        _ => return format!("algorithm {algorithm}"),
    };
    known.to_owned()
}

/// What a parent says of a key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ds {
    /// The tag of the key.
    pub(crate) tag: u16,
    /// The algorithm of the key.
    pub(crate) algorithm: u8,
    /// How the digest was made.
    pub(crate) digest_type: u8,
    digest: Vec<u8>,
}

impl Ds {
    /// Reads the data of a DS record.
    pub(crate) fn read(data: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(data);
        let (tag, algorithm, digest_type) = (reader.u16()?, reader.u8()?, reader.u8()?);
        Some(Self { tag, algorithm, digest_type, digest: reader.rest().to_vec() })
    }

    /// Whether both the digest and the key's algorithm can be checked here.
    pub(crate) fn is_supported(&self) -> bool {
        matches!(self.digest_type, 1 | 2 | 4) && strength(self.algorithm) != Strength::Unsupported
    }

    /// Whether it names a key by tag and algorithm.
    pub(crate) fn names(&self, key: &Dnskey) -> bool {
        self.tag == key.tag() && self.algorithm == key.algorithm
    }

    /// Whether it is the digest of that zone's key (RFC 4034 section 5.1.4).
    pub(crate) fn matches(&self, zone: &Name, key: &Dnskey) -> bool {
        let algorithm = match self.digest_type {
            1 => &SHA1_FOR_LEGACY_USE_ONLY,
            2 => &SHA256,
            4 => &SHA384,
            _ => return false,
        };
        let mut context = Context::new(algorithm);
        context.update(&zone.wire());
        context.update(&key.data);
        self.names(key) && key.signs_zone() && context.finish().as_ref() == self.digest
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;

    use super::*;

    /// The example of RFC 8080 section 6.1.
    #[test]
    fn a_digest_vouches_for_the_key_that_it_was_made_of() {
        let key = base64::prelude::BASE64_STANDARD
            .decode("l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=")
            .unwrap();
        let mut key = Dnskey::read(&[&[1, 1, 3, 15][..], &key].concat()).unwrap();
        assert_eq!(key.tag(), 3613);
        let hex = "3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b";
        let digest: Vec<u8> =
            (0..32).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect();
        let ds = Ds { tag: 3613, algorithm: 15, digest_type: 2, digest };
        let zone = Name::from_text("example.com").unwrap();
        assert!(ds.matches(&zone, &key));
        assert!(!ds.matches(&Name::root(), &key));
        key.flags |= REVOKED;
        assert!(!ds.matches(&zone, &key), "a revoked key vouches for nothing");
    }

    #[test]
    fn an_algorithm_that_nothing_here_can_check_is_unsupported() {
        for algorithm in [0, 1, 3, 12, 16, 253] {
            assert_eq!(strength(algorithm), Strength::Unsupported, "{algorithm}");
        }
        assert!(strength(5) < strength(8) && strength(8) < strength(13));
    }
}

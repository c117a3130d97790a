//! Secrets that we make and somebody else keeps. We keep SHA-256 of them: they have so many random bits that
//! guessing is hopeless, so a slow hash would only slow us down.

use std::fmt;

use arvak_core::Digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::Result;

/// A secret as it is shown, once, to whoever is to keep it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// 256 random bits as 43 characters that need no escaping in an address, a cookie or a header.
    pub fn random() -> Result<Self> {
        Self::with_prefix("")
    }

    /// The same after a `prefix`, so that a secret that went astray is recognised for what it is.
    pub(crate) fn with_prefix(prefix: &str) -> Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    pub(crate) const fn from_text(text: String) -> Self {
        Self(text)
    }

    /// The secret itself. It goes to whoever is to keep it, and nowhere else.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What we keep of it.
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What we keep of a secret: its SHA-256. Compared without telling by the time how much of it was right.
#[derive(Clone, Copy)]
pub struct SecretHash([u8; 32]);

impl SecretHash {
    /// Of what somebody showed.
    pub fn of(shown: &str) -> Self {
        Self(Digest::of(shown.as_bytes()).0)
    }

    /// As it was kept.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// To be kept.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl PartialEq for SecretHash {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Eq for SecretHash {}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

/// Equality that takes as long for any two arrays.
fn same(one: &[u8; 32], other: &[u8; 32]) -> bool {
    let differing = one.iter().zip(other).fold(0, |bits, (a, b)| bits | (a ^ b));
    std::hint::black_box(differing) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_again_by_its_hash_alone() {
        let (one, other) = (Secret::random().unwrap(), Secret::random().unwrap());
        assert_eq!(SecretHash::of(one.reveal()), one.hash());
        assert_ne!(one.hash(), other.hash());
        assert_eq!(SecretHash::from_bytes(*one.hash().as_bytes()), one.hash());
        assert_eq!(one.reveal().len(), 43);
    }

    #[test]
    fn any_single_changed_bit_of_a_hash_is_seen() {
        let hash = SecretHash::of("x");
        for bit in 0..256 {
            let mut bytes = *hash.as_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(SecretHash::from_bytes(bytes), hash);
        }
    }

    #[test]
    fn debug_shows_nothing() {
        let secret = Secret::random().unwrap();
        let shown = format!("{secret:?} {:?}", secret.hash());
        assert_eq!(shown, "Secret(…) SecretHash(…)");
    }
}

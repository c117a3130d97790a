//! SCRAM (RFC 5802; with SHA-256, RFC 7677), as a client without channel binding. Servers check it against a list of
//! passwords of its own kind, in which no code can be: so it is a way in with the password alone, or none.

use std::num::NonZeroU32;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};
use ring::rand::{SecureRandom as _, SystemRandom};
use ring::{digest, hmac, pbkdf2};

/// Most rounds that a server may ask for: each costs time here.
const ROUNDS_MAX: u32 = 200_000;

/// Which digest it is built on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
}

impl Hash {
    fn digest(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
        }
    }

    const fn hmac(self) -> hmac::Algorithm {
        match self {
            Self::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => hmac::HMAC_SHA256,
        }
    }

    const fn pbkdf2(self) -> pbkdf2::Algorithm {
        match self {
            Self::Sha1 => pbkdf2::PBKDF2_HMAC_SHA1,
            Self::Sha256 => pbkdf2::PBKDF2_HMAC_SHA256,
        }
    }
}

/// One exchange.
pub(super) struct Scram {
    hash: Hash,
    password: zeroize::Zeroizing<String>,
    nonce: String,
    first: String,
    /// Whether the proof was said.
    is_said: bool,
}

impl Scram {
    /// Nothing when the texts would have to be prepared (RFC 4013), or nothing can be drawn.
    pub(super) fn new(hash: Hash, user: &str, password: &str) -> Option<Self> {
        let mut bytes = [0; 18];
        SystemRandom::new().fill(&mut bytes).ok()?;
        Self::with_nonce(hash, user, password, BASE64_STANDARD_NO_PAD.encode(bytes))
    }

    fn with_nonce(hash: Hash, user: &str, password: &str, nonce: String) -> Option<Self> {
        let is_plain = |text: &str| text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if !is_plain(user) || !is_plain(password) {
            return None;
        }
        let name = user.replace('=', "=3D").replace(',', "=2C");
        let first = format!("n={name},r={nonce}");
        Some(Self { hash, password: password.to_owned().into(), nonce, first, is_said: false })
    }

    /// What is said at that step.
    pub(super) fn respond(&mut self, at: usize, challenge: &[u8]) -> Option<String> {
        match at {
            0 => Some(format!("n,,{}", self.first)),
            1 => self.prove(std::str::from_utf8(challenge).ok()?),
            // The server proves that it knows the password too; then it wants an empty word.
            2 => Some(String::new()),
            _ => None,
        }
    }

    /// Whether the proof was said.
    pub(super) const fn is_said(&self) -> bool {
        self.is_said
    }

    fn prove(&mut self, challenge: &str) -> Option<String> {
        let field = |name: &str| challenge.split(',').find_map(|field| field.strip_prefix(name));
        let nonce =
            field("r=").filter(|nonce| nonce.starts_with(&self.nonce) && *nonce != self.nonce)?;
        let salt = BASE64_STANDARD.decode(field("s=")?).ok()?;
        let rounds: u32 = field("i=")?.parse().ok().filter(|rounds| *rounds <= ROUNDS_MAX)?;
        let bare = format!("c=biws,r={nonce}");
        let message = format!("{},{challenge},{bare}", self.first);
        let mut salted = vec![0; self.hash.digest().output_len()];
        let rounds = NonZeroU32::new(rounds)?;
        pbkdf2::derive(self.hash.pbkdf2(), rounds, &salt, self.password.as_bytes(), &mut salted);
        let key = hmac::sign(&hmac::Key::new(self.hash.hmac(), &salted), b"Client Key");
        let stored = digest::digest(self.hash.digest(), key.as_ref());
        let signature =
            hmac::sign(&hmac::Key::new(self.hash.hmac(), stored.as_ref()), message.as_bytes());
        let proof: Vec<u8> =
            key.as_ref().iter().zip(signature.as_ref()).map(|(a, b)| a ^ b).collect();
        self.is_said = true;
        Some(format!("{bare},p={}", BASE64_STANDARD.encode(proof)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proofs_are_those_of_the_examples_of_the_rfcs() {
        for (hash, nonce, challenge, proof) in [
            (
                Hash::Sha1,
                "fyko+d2lbbFgONRv9qkxdawL",
                "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
            ),
            (
                Hash::Sha256,
                "rOprNGfwEbeRWgbNEkqO",
                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            ),
        ] {
            let mut scram = Scram::with_nonce(hash, "user", "pencil", nonce.to_owned()).unwrap();
            assert_eq!(scram.respond(0, b""), Some(format!("n,,n=user,r={nonce}")));
            assert_eq!(scram.respond(1, challenge.as_bytes()).as_deref(), Some(proof));
            assert_eq!(scram.respond(2, b"v=x").as_deref(), Some(""));
        }
    }

    #[test]
    fn a_server_that_bends_the_rules_gets_no_proof() {
        let mut scram = Scram::with_nonce(Hash::Sha1, "user", "pencil", "abc".to_owned()).unwrap();
        for challenge in [
            "",
            "r=abc,s=QSXC,i=1",
            "r=xyz,s=QSXC,i=1",
            "r=abcd,s=QSXC,i=0",
            "r=abcd,s=QSXC,i=9999999",
        ] {
            assert_eq!(scram.respond(1, challenge.as_bytes()), None, "{challenge}");
        }
        assert!(!scram.is_said());
    }
}

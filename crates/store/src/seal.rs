//! Secrets that must be read again, such as what an authenticator program shares with us, are kept under seal:
//! ChaCha20-Poly1305 (RFC 8439) with the key in `keys/seal.key`. So neither the database alone nor a backup without keys
//! gives them away. Where a sealed secret stands is part of the seal: moved to another row, it does not open.

use std::fmt;
use std::path::PathBuf;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::folder::read_seal_key;
use crate::{Error, Layout, Result};

/// The key of one data folder.
pub struct Seal {
    key: LessSafeKey,
    file: PathBuf,
}

impl Seal {
    /// Reads the key of the folder.
    pub fn open(layout: &Layout) -> Result<Self> {
        let file = layout.seal_key();
        let text = read_seal_key(layout)?;
        let damaged =
            || Error::Damaged { file: file.clone(), problem: "it holds no key".to_owned() };
        let bytes = bytes(&text).ok_or_else(damaged)?;
        let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).map_err(|_| damaged())?;
        Ok(Self { key: LessSafeKey::new(key), file })
    }

    /// `secret` under seal, for the row `row` of `table`: a random nonce, then the sealed bytes.
    pub(crate) fn seal(&self, table: &str, row: &str, secret: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce)?;
        let mut sealed = secret.to_vec();
        // At this rate (a few a person and year) random nonces do not meet.
        self.key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                place(table, row),
                &mut sealed,
            )
            .map_err(|_| self.broken("a secret could not be sealed"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// What was sealed for this row.
    pub(crate) fn unseal(&self, table: &str, row: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let broken = || self.broken("a sealed secret does not open with it");
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
        let mut opened = sealed.to_vec();
        let secret =
            self.key.open_in_place(nonce, place(table, row), &mut opened).map_err(|_| broken())?;
        Ok(secret.to_vec())
    }

    fn broken(&self, problem: &str) -> Error {
        Error::Damaged { file: self.file.clone(), problem: problem.to_owned() }
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal(…)")
    }
}

fn place(table: &str, row: &str) -> Aad<Vec<u8>> {
    Aad::from(format!("{table}\n{row}").into_bytes())
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).ok());
    digits.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

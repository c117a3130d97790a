//! Keys of our own, for the providers that services are tried with: made once in a run, and kept nowhere.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::RsaKeyPair;
use rsa::pkcs8::EncodePrivateKey;
use rsa::rand_core::{CryptoRng, RngCore};
use rustls::pki_types::PrivatePkcs8KeyDer;

/// Bits of the key.
const KEY_BITS: usize = 2048;

/// A key, and a certificate that hands it over.
pub(crate) struct Own {
    pub(crate) pair: RsaKeyPair,
    /// The certificate in base64, without the lines of PEM.
    pub(crate) certificate: String,
}

/// The key that we name.
pub(crate) fn own() -> Option<&'static Own> {
    static OWN: OnceLock<Option<Own>> = OnceLock::new();
    OWN.get_or_init(made).as_ref()
}

/// A key that nobody was told of.
pub(crate) fn strange() -> Option<&'static Own> {
    static STRANGE: OnceLock<Option<Own>> = OnceLock::new();
    STRANGE.get_or_init(made).as_ref()
}

fn made() -> Option<Own> {
    let made = rsa::RsaPrivateKey::new(&mut Chance, KEY_BITS).ok()?.to_pkcs8_der().ok()?;
    let der = PrivatePkcs8KeyDer::from(made.as_bytes());
    let signs = rcgen::KeyPair::from_pkcs8_der_and_sign_algo(&der, &rcgen::PKCS_RSA_SHA256).ok()?;
    let said = rcgen::CertificateParams::new(vec!["arvak.invalid".to_owned()]).ok()?;
    let certificate = STANDARD.encode(said.self_signed(&signs).ok()?.der());
    Some(Own { pair: RsaKeyPair::from_pkcs8(made.as_bytes()).ok()?, certificate })
}

/// The operating system's chance, as the maker of keys wants it.
struct Chance;

impl RngCore for Chance {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        // Where there is no chance no key is made: a number of zeros alone is no prime.
        let _ = getrandom::fill(bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Chance {}

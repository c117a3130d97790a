//! Whom to trust.

use std::sync::{Arc, OnceLock};

use arvak_core::Digest;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// The roots that certificates are checked against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Roots {
    /// Those that this machine trusts.
    #[default]
    Native,
    /// Those in this PEM text, and no others.
    Pem(Arc<str>),
}

/// Why there are no roots. The operator acts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadRoots {
    /// The machine has none.
    #[error(
        "this machine has no trusted root certificates ({why}): install ca-certificates, or name a file with --roots"
    )]
    NoneFound {
        /// What the first attempt said.
        why: String,
    },
    /// The text holds something else.
    #[error("the roots cannot be read as PEM certificates: {why}")]
    Malformed {
        /// What is wrong.
        why: String,
    },
}

impl BadRoots {
    /// A stable code for scripts and for words in three languages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoneFound { .. } => "roots.none",
            Self::Malformed { .. } => "roots.malformed",
        }
    }
}

impl Roots {
    /// The certificates themselves. Those of the machine are read once.
    pub fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, BadRoots> {
        match self {
            Self::Native => native().clone(),
            Self::Pem(text) => from_pem(text),
        }
    }

    /// The same in the form that rustls uses. Certificates that it cannot use are passed over, as
    /// every machine has some.
    pub fn store(&self) -> Result<Arc<RootCertStore>, BadRoots> {
        let mut store = RootCertStore::empty();
        let (used, _) = store.add_parsable_certificates(self.certificates()?);
        if used == 0 {
            return Err(BadRoots::NoneFound { why: "none of them can be used".to_owned() });
        }
        Ok(Arc::new(store))
    }

    /// SHA-256 over the sorted certificates, each with its length before it: for the transcript.
    pub fn fingerprint(&self) -> Result<String, BadRoots> {
        let mut certificates = self.certificates()?;
        certificates.sort_by(|a, b| a.as_ref().cmp(b.as_ref()));
        certificates.dedup();
        let mut bytes = Vec::new();
        for certificate in &certificates {
            bytes.extend_from_slice(&(certificate.len() as u64).to_be_bytes());
            bytes.extend_from_slice(certificate);
        }
        Ok(Digest::of(&bytes).to_string())
    }
}

fn native() -> &'static Result<Vec<CertificateDer<'static>>, BadRoots> {
    static NATIVE: OnceLock<Result<Vec<CertificateDer<'static>>, BadRoots>> = OnceLock::new();
    NATIVE.get_or_init(|| {
        let found = rustls_native_certs::load_native_certs();
        if found.certs.is_empty() {
            let why =
                found.errors.first().map_or_else(|| "none found".to_owned(), ToString::to_string);
            return Err(BadRoots::NoneFound { why });
        }
        Ok(found.certs)
    })
}

fn from_pem(text: &str) -> Result<Vec<CertificateDer<'static>>, BadRoots> {
    let malformed = |why: String| BadRoots::Malformed { why };
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(text.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| malformed(error.to_string()))?;
    if certificates.is_empty() {
        return Err(malformed("there is no certificate in them".to_owned()));
    }
    Ok(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_certificates_is_no_root() {
        for text in ["", "hello", "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"] {
            let error = Roots::Pem(text.into()).store().unwrap_err();
            assert_eq!(error.code(), "roots.malformed", "{text:?}");
        }
    }
}

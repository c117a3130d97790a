//! Keys of certificates. A certificate is a way to hand a key over here; its dates and its signer say nothing (SAML metadata
//! interoperability profile, section 2.6.1).

use ring::signature::{
    self, ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, UnparsedPublicKey,
    VerificationAlgorithm,
};
use x509_parser::oid_registry::{
    OID_EC_P256, OID_KEY_TYPE_EC_PUBLIC_KEY, OID_NIST_EC_P384, OID_PKCS1_RSAENCRYPTION,
};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::xml::decode_base64;

/// Most certificates that are read of one text.
const CERTIFICATES_MAX: usize = 20;

/// A key of the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    kind: Kind,
    /// As the library takes it: an `RSAPublicKey`, or a point.
    bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Rsa,
    P256,
    P384,
}

/// The keys of a text: certificates in PEM, or the bare base64 of one, as in metadata. The error says what is wrong.
pub fn keys_of(text: &str) -> Result<Vec<Key>, &'static str> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let bodies: Vec<&str> = if text.contains(BEGIN) {
        text.split(BEGIN).skip(1).filter_map(|rest| rest.split(END).next()).collect()
    } else {
        vec![text]
    };
    let keys = bodies.into_iter().take(CERTIFICATES_MAX).map(key_of);
    keys.collect()
}

fn key_of(base64: &str) -> Result<Key, &'static str> {
    let der = decode_base64(base64).ok_or("the certificate is no PEM")?;
    let (_, certificate) = X509Certificate::from_der(&der).map_err(|_| "it is no certificate")?;
    let key = certificate.public_key();
    let algorithm = &key.algorithm;
    let curve = algorithm.parameters.as_ref().and_then(|parameters| parameters.as_oid().ok());
    let kind = if algorithm.algorithm == OID_PKCS1_RSAENCRYPTION {
        Kind::Rsa
    } else if algorithm.algorithm == OID_KEY_TYPE_EC_PUBLIC_KEY && curve == Some(OID_EC_P256) {
        Kind::P256
    } else if algorithm.algorithm == OID_KEY_TYPE_EC_PUBLIC_KEY && curve == Some(OID_NIST_EC_P384) {
        Kind::P384
    } else {
        return Err("the certificate's key is neither RSA nor on P-256 or P-384");
    };
    Ok(Key { kind, bytes: key.subject_public_key.data.to_vec() })
}

impl Key {
    /// Whether this key made `signed` over `message` by the algorithm of that name (RFC 9231). Those with SHA-1 are none here.
    pub(super) fn made(&self, algorithm: &str, message: &[u8], signed: &[u8]) -> bool {
        let name = algorithm.rsplit_once('#').filter(|(front, _)| {
            matches!(
                *front,
                "http://www.w3.org/2001/04/xmldsig-more" | "http://www.w3.org/2007/05/xmldsig-more"
            )
        });
        let found: Option<&dyn VerificationAlgorithm> = match (self.kind, name.map(|(_, n)| n)) {
            (Kind::Rsa, Some("rsa-sha256")) => Some(&signature::RSA_PKCS1_2048_8192_SHA256),
            (Kind::Rsa, Some("rsa-sha384")) => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
            (Kind::Rsa, Some("rsa-sha512")) => Some(&signature::RSA_PKCS1_2048_8192_SHA512),
            (Kind::Rsa, Some("sha256-rsa-MGF1")) => Some(&signature::RSA_PSS_2048_8192_SHA256),
            (Kind::Rsa, Some("sha384-rsa-MGF1")) => Some(&signature::RSA_PSS_2048_8192_SHA384),
            (Kind::Rsa, Some("sha512-rsa-MGF1")) => Some(&signature::RSA_PSS_2048_8192_SHA512),
            (Kind::P256, Some("ecdsa-sha256")) => Some(&ECDSA_P256_SHA256_FIXED),
            (Kind::P384, Some("ecdsa-sha384")) => Some(&ECDSA_P384_SHA384_FIXED),
            _ => None,
        };
        found.is_some_and(|found| {
            UnparsedPublicKey::new(found, &self.bytes).verify(message, signed).is_ok()
        })
    }
}

//! TLSA records (RFC 6698): which certificate DNS says that a server has.

use sha2::{Digest as _, Sha256, Sha512};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::bytes::hex;

/// A record: which certificate, which part of it, and how it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tlsa {
    /// Which certificate of the chain (section 2.1.1).
    pub(crate) usage: u8,
    /// Its whole, or its key (section 2.1.2).
    pub(crate) selector: u8,
    /// As it is, or its digest (section 2.1.3).
    pub(crate) matching: u8,
    /// What it is compared with, in lower-case hexadecimal.
    pub(crate) data: String,
}

impl Tlsa {
    /// Reads the data of a record in presentation form; nothing when a number or the data is missing.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let mut number = || words.next()?.parse::<u8>().ok();
        let (usage, selector, matching) = (number()?, number()?, number()?);
        let data = words.collect::<String>().to_ascii_lowercase();
        (!data.is_empty()).then_some(Self { usage, selector, matching, data })
    }

    /// Whether a certificate is the one that the record names, whatever its usage.
    pub(crate) fn is(&self, der: &[u8]) -> bool {
        let part = match self.selector {
            0 => Some(der.to_vec()),
            _ => X509Certificate::from_der(der)
                .ok()
                .map(|(_, certificate)| certificate.public_key().raw.to_vec()),
        };
        let Some(part) = part else { return false };
        let compared = match self.matching {
            0 => hex(&part),
            1 => hex(&Sha256::digest(&part)),
            2 => hex(&Sha512::digest(&part)),
            _ => return false,
        };
        compared == self.data
    }
}

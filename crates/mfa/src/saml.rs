//! Signed assertions of SAML 2.0: metadata, exclusive canonicalization, signatures, and what a log-in rests on. Pure.
//!
//! Only the profile that SAML itself demands is understood (SAML core section 5.4): one enveloped signature over the element
//! that is read, exclusive canonicalization, and a key that was known beforehand. Why it is written here:
//! `docs/decisions/0016-saml-signatures.md`.

mod assertion;
mod c14n;
mod keys;
mod metadata;
mod names;
mod request;
mod sign;
mod signature;
mod xml;

pub use assertion::{Assertion, Expected, MULTIPLE_METHODS, Wrong, verify};
pub use c14n::canonical_text;
pub use keys::{Key, keys_of};
pub use metadata::{Metadata, read_metadata};
pub use request::{LogInRequest, read_request};

pub(crate) use sign::{Saying, assertion, response, signature as sign, with_signature};
pub(crate) use xml::{decode_base64, escaped, parse as parse_xml};

#[cfg(test)]
mod tests;

//! Lists of what a program is built from (SBOM): `CycloneDX` 1.4–1.6 as JSON and XML (ECMA-424), SPDX 2.2 and 2.3 as JSON and
//! tag-value (ISO/IEC 5962). Bytes in, products out; with one mistake anywhere nothing is read, and each is told at its
//! place.
//!
//! A list says what somebody says is in a program. Who wrote a part says nothing of which country it comes from: names of
//! persons are not read at all.

mod cyclonedx;
mod cyclonedx_xml;
mod mistake;
mod spdx;
mod tag_value;
mod tree;

use std::fmt;

use arvak_core::Instant;

pub use mistake::{CODES, MISTAKES_MAX, Mistake, Place};

use mistake::Told;

/// Most bytes of a list.
pub const BYTES_MAX: usize = 16 * 1024 * 1024;

/// Most products of a list.
pub const PRODUCTS_MAX: usize = 100_000;

/// Most levels of products within products.
pub const DEPTH_MAX: usize = 32;

/// Most hashes of one product.
pub const HASHES_MAX: usize = 32;

/// Most characters of a name or a version.
pub const TEXT_CHARS_MAX: usize = 1_000;

/// Most characters of a package URL.
pub const PURL_CHARS_MAX: usize = 4_000;

/// The form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `CycloneDX` as JSON.
    CycloneDxJson,
    /// `CycloneDX` as XML.
    CycloneDxXml,
    /// SPDX as JSON.
    SpdxJson,
    /// SPDX as lines of tag and value.
    SpdxTagValue,
}

impl Format {
    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::CycloneDxJson => "CycloneDX (JSON)",
            Self::CycloneDxXml => "CycloneDX (XML)",
            Self::SpdxJson => "SPDX (JSON)",
            Self::SpdxTagValue => "SPDX (tag-value)",
        }
    }
}

/// A list, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sbom {
    /// Its form.
    pub format: Format,
    /// The version of the form, as `1.5` or `2.3`.
    pub version: String,
    /// What it is a list of, where it says so apart from the products (`CycloneDX`).
    pub about: Option<Product>,
    /// When it was made, where it says so.
    pub made_at: Option<Instant>,
    /// The products, in the order of the list; those within others follow them.
    pub products: Vec<Product>,
}

/// A product: a program, or a part of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Product {
    /// What it is called.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// Where it comes from, as a package URL (ECMA-427).
    pub purl: Option<String>,
    /// The organisation that supplies it. No person.
    pub supplier: Option<String>,
    /// Hashes of it.
    pub hashes: Vec<Hash>,
}

/// A hash of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hash {
    /// The algorithm, in capitals without signs: `SHA256`.
    pub algorithm: String,
    /// The value in small hexadecimal digits.
    pub value: String,
}

/// The form of a list, by its first sign and what it names; nothing when it is none that is read here.
pub fn format(bytes: &[u8]) -> Option<Format> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        if text.contains("\"bomFormat\"") {
            Some(Format::CycloneDxJson)
        } else {
            text.contains("\"spdxVersion\"").then_some(Format::SpdxJson)
        }
    } else if text.starts_with('<') {
        text.contains(cyclonedx_xml::NAMESPACE).then_some(Format::CycloneDxXml)
    } else {
        let mut lines = text.lines().map(str::trim);
        let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
        first.filter(|line| line.starts_with("SPDXVersion:")).map(|_| Format::SpdxTagValue)
    }
}

/// Reads a list.
pub fn read(bytes: &[u8]) -> Result<Sbom, Vec<Mistake>> {
    let whole = |code| Err(vec![Mistake::new(Place::File, code)]);
    if bytes.len() > BYTES_MAX {
        return whole("too_large");
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return whole("not_utf8") };
    let text = text.trim_start_matches('\u{feff}');
    let Some(format) = format(bytes) else { return whole("unknown_format") };
    let mut told = Told::default();
    let found = match format {
        Format::CycloneDxJson => cyclonedx::read(text, &mut told),
        Format::CycloneDxXml => cyclonedx_xml::read(text, &mut told),
        Format::SpdxJson => spdx::read(text, &mut told),
        Format::SpdxTagValue => tag_value::read(text, &mut told),
    };
    match found {
        Some(sbom) if told.is_empty() => Ok(sbom),
        _ => Err(told.into_all()),
    }
}

impl Sbom {
    /// Products of which the list says no version.
    pub fn without_version(&self) -> usize {
        self.products.iter().filter(|one| one.version.is_none()).count()
    }

    /// Since when what it says is true: since it was made, unless that is not said, or is later than `came`, when it came
    /// here: then since that.
    pub fn dated(&self, came: Instant) -> Instant {
        self.made_at.filter(|made| *made <= came).unwrap_or(came)
    }
}

/// Whether a text is a package URL as far as it matters here: `pkg:TYPE/NAME` (ECMA-427, 5).
fn is_purl(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("pkg:") else { return false };
    let rest = rest.trim_start_matches('/');
    let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '+');
    let Some((kind, name)) = rest.split_once('/') else { return false };
    let name = name.split(['@', '?', '#']).next().unwrap_or_default();
    let begins = kind.starts_with(|sign: char| sign.is_ascii_alphabetic());
    begins
        && kind.chars().all(plain)
        // A scope of npm begins with `@`, as `%40`.
        && (!name.trim_matches('/').is_empty())
        && !text.chars().any(|sign| sign.is_control() || sign.is_whitespace())
}

/// A hash from its algorithm and value; nothing when it is none.
fn hash(algorithm: &str, value: &str) -> Option<Hash> {
    let algorithm: String =
        algorithm.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let value = value.trim().to_lowercase();
    let digits = match algorithm.as_str() {
        "MD5" => Some(32),
        "SHA1" => Some(40),
        "SHA224" => Some(56),
        "SHA256" | "SHA3256" | "BLAKE2B256" | "BLAKE3" => Some(64),
        "SHA384" | "SHA3384" | "BLAKE2B384" => Some(96),
        "SHA512" | "SHA3512" | "BLAKE2B512" => Some(128),
        _ => None,
    };
    let fits = digits.is_none_or(|digits| value.len() == digits);
    let is_hex = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let named = !algorithm.is_empty() && algorithm.len() <= 20 && value.len() <= 256;
    (fits && is_hex && named).then_some(Hash { algorithm, value })
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match &self.version {
            Some(version) => write!(f, " {version}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;

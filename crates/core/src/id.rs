//! Ids: of things (`service/epj`), of ledger entries (`417`), of bytes (SHA-256), and plain names.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::Digest as _;

/// Most bytes that a [`Name`] or the slug of an [`EntityId`] may have.
pub const NAME_BYTES_MAX: usize = 100;

/// A code's name: lower-case ASCII letters, digits, `_`, `-` and `.`, beginning with a letter or
/// digit. Evidence kinds, attributes, relations, enumeration values and reason codes are names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Name(Arc<str>);

impl Name {
    /// The text of the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Text that is no name or id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no {what}: {rule}")]
pub struct BadId {
    /// What was written, cut to a readable length.
    pub text: String,
    /// What it should have been: `name`, `id`, `entry id`, `SHA-256`.
    pub what: &'static str,
    /// The rule it breaks, in plain words.
    pub rule: &'static str,
}

impl BadId {
    fn new(text: &str, what: &'static str, rule: &'static str) -> Self {
        Self { text: text.chars().take(120).collect(), what, rule }
    }
}

fn is_name(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-.".contains(&b);
    text.len() <= NAME_BYTES_MAX
        && text.bytes().all(allowed)
        && text.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

impl FromStr for Name {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_name(text) {
            return Ok(Self(text.into()));
        }
        let rule = "at most 100 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit";
        Err(BadId::new(text, "name", rule))
    }
}

/// What a thing is called in the ledger: `kind/slug`, fixed at creation and never used again.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct EntityId {
    text: Arc<str>,
    slash: u8,
}

impl EntityId {
    /// The whole id, `kind/slug`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The part before the slash: `service`.
    pub fn kind(&self) -> &str {
        self.text.split_at(usize::from(self.slash)).0
    }

    /// The part after the slash: `epj`.
    pub fn slug(&self) -> &str {
        self.text.split_once('/').map_or("", |(_, slug)| slug)
    }
}

impl FromStr for EntityId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let rule = "kind/slug, each at most 100 of a-z, 0-9, '.', '_' and '-', such as service/epj";
        let bad = || BadId::new(text, "id", rule);
        let (kind, slug) = text.split_once('/').ok_or_else(bad)?;
        if !is_name(kind) || !is_name(slug) {
            return Err(bad());
        }
        let slash = u8::try_from(kind.len()).map_err(|_| bad())?;
        Ok(Self { text: text.into(), slash })
    }
}

/// A ledger entry's id: its place in the ledger, counted from 0, written in decimal.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct EntryId(pub u64);

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for EntryId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|_| BadId::new(text, "entry id", "a decimal number"))
    }
}

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Digest {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || BadId::new(text, "SHA-256", "64 lower-case hexadecimal digits");
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        if text.len() != 64 {
            return Err(bad());
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let [high, low] = pair else { return Err(bad()) };
            *byte = digit(*high).ok_or_else(bad)? << 4 | digit(*low).ok_or_else(bad)?;
        }
        Ok(Self(bytes))
    }
}

macro_rules! text_like {
    ($($type:ty),*) => {$(
        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.to_string()
            }
        }
        impl TryFrom<String> for $type {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "`{self}`")
            }
        }
    )*};
}
text_like!(Name, EntityId, Digest);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_kind_and_a_slug() {
        let id: EntityId = "endpoint/innsyn.nordvik.example".parse().unwrap();
        assert_eq!((id.kind(), id.slug()), ("endpoint", "innsyn.nordvik.example"));
        for text in ["service", "service/", "/epj", "Service/epj", "service/epj/2", "service/å", ""]
        {
            assert!(text.parse::<EntityId>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_digest_reads_what_it_writes() {
        let digest = Digest::of(b"");
        assert!(digest.to_string().starts_with("e3b0c44298fc1c14"));
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert!("å".repeat(32).parse::<Digest>().is_err());
    }
}

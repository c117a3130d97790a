//! Whom to trust: digests and keys of zones that are known from elsewhere.

use std::collections::BTreeMap;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::key::{Dnskey, Ds};
use super::name::Name;
use crate::dns::master::{after_ttl_and_class, entries};

/// The keys that sign the keys of the root: of 2017 and of 2024, as IANA publishes their digests at
/// <https://data.iana.org/root-anchors/root-anchors.xml>.
const ROOT: &str = "\
. IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
. IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
";

/// Most bytes of a text with trust anchors.
const TEXT_BYTES_MAX: usize = 64 * 1024;

/// Most records of one.
const RECORDS_MAX: usize = 64;

/// The zones whose keys are known from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustAnchor {
    zones: BTreeMap<Name, Trusted>,
}

/// What is known of a zone's keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trusted {
    /// Digests of keys.
    pub(crate) digests: Vec<Ds>,
    /// Keys themselves.
    pub(crate) keys: Vec<Dnskey>,
}

/// Text that holds no trust anchor. Whoever wrote it acts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no trust anchor, line {line}: {rule}; write DS or DNSKEY records, such as `example. IN DS 12345 13 2 49FD…`"
)]
pub struct BadTrustAnchor {
    /// The line, from 1.
    pub line: usize,
    /// The rule that it breaks.
    pub rule: &'static str,
}

impl TrustAnchor {
    /// The root's, built in.
    pub fn root() -> Self {
        // A test reads the constant; were it wrong, nothing would be trusted.
        ROOT.parse().unwrap_or(Self { zones: BTreeMap::new() })
    }

    /// The deepest zone with known keys that `name` lies within.
    pub(crate) fn above(&self, name: &Name) -> Option<(&Name, &Trusted)> {
        self.zones
            .iter()
            .filter(|(zone, _)| name.is_within(zone))
            .max_by_key(|(zone, _)| zone.len())
    }
}

impl FromStr for TrustAnchor {
    type Err = BadTrustAnchor;

    /// Reads DS and DNSKEY records in presentation form (RFC 4034 sections 2.2 and 5.3), one or more.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(BadTrustAnchor { line: 1, rule: "it is longer than 64 KiB" });
        }
        let entries =
            entries(text).map_err(|bad| BadTrustAnchor { line: bad.line, rule: bad.rule })?;
        let mut zones: BTreeMap<Name, Trusted> = BTreeMap::new();
        if entries.len() > RECORDS_MAX {
            return Err(BadTrustAnchor { line: 1, rule: "it has more than 64 records" });
        }
        for entry in &entries {
            let bad = |rule| BadTrustAnchor { line: entry.line, rule };
            let (owner, rest) = entry.words.split_first().ok_or_else(|| bad("it is empty"))?;
            let zone = Name::from_text(owner).ok_or_else(|| bad("it names no zone"))?;
            let (record_type, data) =
                after_ttl_and_class(rest).split_first().ok_or_else(|| bad("it has no type"))?;
            let trusted = zones.entry(zone).or_default();
            match record_type.to_ascii_uppercase().as_str() {
                "DS" => {
                    let ds = ds(data).ok_or_else(|| bad("this is no DS record"))?;
                    trusted.digests.push(ds);
                }
                "DNSKEY" => {
                    let key = dnskey(data).ok_or_else(|| bad("this is no DNSKEY record"))?;
                    trusted.keys.push(key);
                }
                _ => return Err(bad("this is neither DS nor DNSKEY")),
            }
        }
        if zones.is_empty() {
            return Err(BadTrustAnchor { line: 1, rule: "there is no record" });
        }
        Ok(Self { zones })
    }
}

/// Tag, algorithm, digest type, and the digest in hexadecimal, perhaps with blanks in it.
fn ds(words: &[String]) -> Option<Ds> {
    let [tag, algorithm, digest_type, hex @ ..] = words else { return None };
    let hex: Vec<char> = hex.iter().flat_map(|word| word.chars()).collect();
    let mut data = tag.parse::<u16>().ok()?.to_be_bytes().to_vec();
    data.extend([algorithm.parse::<u8>().ok()?, digest_type.parse::<u8>().ok()?]);
    if hex.is_empty() || !hex.len().is_multiple_of(2) {
        return None;
    }
    for pair in hex.chunks_exact(2) {
        let digit = |at: usize| pair.get(at).and_then(|char| char.to_digit(16));
        data.push(u8::try_from(digit(0)? * 16 + digit(1)?).ok()?);
    }
    Ds::read(&data)
}

/// Flags, protocol, algorithm, and the key in base64, perhaps with blanks in it.
fn dnskey(words: &[String]) -> Option<Dnskey> {
    let [flags, protocol, algorithm, key @ ..] = words else { return None };
    let key = BASE64_STANDARD.decode(key.concat()).ok().filter(|key| !key.is_empty())?;
    let mut data = flags.parse::<u16>().ok()?.to_be_bytes().to_vec();
    data.extend([protocol.parse::<u8>().ok()?, algorithm.parse::<u8>().ok()?]);
    data.extend(key);
    Dnskey::read(&data)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_roots_own_keys_are_built_in() {
        let root = TrustAnchor::root();
        let (zone, trusted) = root.above(&Name::from_text("nordvik.example").unwrap()).unwrap();
        let tags: Vec<_> = trusted.digests.iter().map(|ds| ds.tag).collect();
        assert_eq!((zone, &*tags), (&Name::root(), &[20326, 38696][..]));
    }

    #[test]
    fn digests_and_keys_of_any_zone_are_read() {
        let text = "; ours\nexample. 3600 IN DS 1 13 2 ( 00ff\n 11AA )\n\
                    nordvik.example DNSKEY 257 3 15 AQID BAUG\n";
        let anchor: TrustAnchor = text.parse().unwrap();
        let above = |name: &str| {
            let (zone, known) = anchor.above(&Name::from_text(name).unwrap())?;
            Some((zone.to_string(), known.digests.len(), known.keys.len()))
        };
        assert_eq!(above("a.example"), Some(("example".to_owned(), 1, 0)));
        assert_eq!(above("a.nordvik.example"), Some(("nordvik.example".to_owned(), 0, 1)));
        assert_eq!(above("example.test"), None);
    }

    #[test]
    fn what_is_no_trust_anchor_is_refused_with_its_line() {
        for (text, line) in [
            ("", 1),
            ("\n\n; nothing\n", 1),
            ("\nexample. A 192.0.2.1", 2),
            ("example. DS 1 13 2", 1),
            ("example. DS 1 13 2 0", 1),
            ("example. DS 70000 13 2 00", 1),
            ("example. DNSKEY 257 3 13 !", 1),
            ("example.", 1),
            ("a..b DS 1 13 2 00", 1),
        ] {
            assert_eq!(text.parse::<TrustAnchor>().unwrap_err().line, line, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(\\. |DS |DNSKEY |[ -~\n]){0,12}") {
            let _ = text.parse::<TrustAnchor>();
        }
    }
}

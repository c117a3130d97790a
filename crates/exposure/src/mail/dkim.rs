//! Public keys of DKIM (RFC 6376 section 3.6.1, RFC 8301, RFC 8463).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use x509_parser::prelude::FromDer as _;
use x509_parser::public_key::{PublicKey, RSAPublicKey};
use x509_parser::x509::SubjectPublicKeyInfo;

use super::tags::{BadTags, Tags};

/// The label below which keys stand.
pub(crate) const LABEL: &str = "_domainkey";

/// Fewest bits of an RSA key that receivers must take (RFC 8301 section 3.2).
pub(crate) const RSA_BITS_LEAST: usize = 1_024;

/// Fewest bits of an RSA key that signers should use (RFC 8301 section 3.2).
pub(crate) const RSA_BITS_GOOD: usize = 2_048;

/// Most bytes of a key that is read.
const KEY_BYTES_MAX: usize = 4 * 1024;

/// Selectors that common products and providers use, where nobody has named one. A domain may have any
/// other, so that there is none of these says nothing.
pub(crate) const COMMON_SELECTORS: [&str; 36] = [
    "default",
    "dkim",
    "mail",
    "selector1",
    "selector2",
    "selector",
    "google",
    "s1",
    "s2",
    "k1",
    "k2",
    "k3",
    "key1",
    "key2",
    "dkim1",
    "dkim2",
    "smtp",
    "mx",
    "email",
    "post",
    "sig1",
    "sel1",
    "sel2",
    "fm1",
    "fm2",
    "fm3",
    "pm",
    "mandrill",
    "zoho",
    "protonmail",
    "protonmail2",
    "protonmail3",
    "ed25519",
    "rsa",
    "s1024",
    "s2048",
];

/// A key record that keeps to the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// The key itself.
    pub(crate) material: Material,
    /// That the owner says that he is testing, so that receivers take mail as unsigned (`t=y`).
    pub(crate) testing: bool,
    /// That signatures may be made with SHA-1 alone, which nobody takes (`h=sha1`, RFC 8301).
    pub(crate) sha1_only: bool,
}

/// What stands in `p`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Material {
    /// Nothing: the key was revoked.
    Revoked,
    /// An RSA key with so many bits.
    Rsa(usize),
    /// An Ed25519 key.
    Ed25519,
}

/// Why a record is no key, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadKey(pub(crate) String);

/// Whether a TXT record means to be a key: other texts may stand at the name too, or come from a
/// wildcard.
pub(crate) fn is_key(record: &str) -> bool {
    let parts = || record.split(';').filter_map(super::tags::tag);
    parts().any(|(name, _)| name == "p") || parts().next() == Some(("v", "DKIM1"))
}

/// Reads a record for which [`is_key`] holds.
pub(crate) fn parse(record: &str) -> Result<Key, BadKey> {
    let bad = |why: &str| BadKey(why.to_owned());
    let tags = Tags::read(record).map_err(|error| match error {
        BadTags::NoTag(part) => BadKey(format!("`{part}` is not name=value")),
        BadTags::Twice(name) => BadKey(format!("{name} stands twice")),
        BadTags::TooMany => bad("too many tags"),
    })?;
    if let Some(version) = tags.get("v")
        && (version != "DKIM1" || tags.first() != Some(("v", "DKIM1")))
    {
        return Err(bad("v is not DKIM1 or does not come first"));
    }
    let services = tags.get("s").unwrap_or("*");
    if !list(services).any(|service| service == "*" || service.eq_ignore_ascii_case("email")) {
        return Err(bad("s does not allow mail"));
    }
    let data: String =
        tags.get("p").ok_or_else(|| bad("p is missing"))?.split_whitespace().collect();
    let material = material(tags.get("k").unwrap_or("rsa"), &data)?;
    let hashes: Vec<&str> = tags.get("h").map(|hashes| list(hashes).collect()).unwrap_or_default();
    let sha1_only =
        !hashes.is_empty() && hashes.iter().all(|hash| hash.eq_ignore_ascii_case("sha1"));
    let testing = tags.get("t").is_some_and(|flags| list(flags).any(|flag| flag == "y"));
    Ok(Key { material, testing, sha1_only })
}

fn list(value: &str) -> impl Iterator<Item = &str> {
    value.split(':').map(str::trim)
}

fn material(kind: &str, data: &str) -> Result<Material, BadKey> {
    let bad = |why: &str| BadKey(why.to_owned());
    if data.is_empty() {
        return Ok(Material::Revoked);
    }
    if data.len() > KEY_BYTES_MAX {
        return Err(bad("the key is too long"));
    }
    let bytes = STANDARD.decode(data).map_err(|_| bad("p is not base64"))?;
    match kind.to_ascii_lowercase().as_str() {
        "rsa" => rsa_bits(&bytes).map(Material::Rsa).ok_or_else(|| bad("p is no RSA key")),
        "ed25519" if bytes.len() == 32 => Ok(Material::Ed25519),
        "ed25519" => Err(bad("p is no Ed25519 key")),
        _ => Err(bad("k is neither rsa nor ed25519")),
    }
}

/// The size of an RSA key, with its wrapping or bare: both are met.
fn rsa_bits(bytes: &[u8]) -> Option<usize> {
    let wrapped = SubjectPublicKeyInfo::from_der(bytes).ok().filter(|(rest, _)| rest.is_empty());
    if let Some((_, info)) = wrapped {
        return match info.parsed().ok()? {
            PublicKey::RSA(key) => bits(key.modulus),
            _ => None,
        };
    }
    let (_, key) = RSAPublicKey::from_der(bytes).ok().filter(|(rest, _)| rest.is_empty())?;
    bits(key.modulus)
}

/// The bits of a big number in bytes.
fn bits(modulus: &[u8]) -> Option<usize> {
    let zeros = modulus.iter().take_while(|byte| **byte == 0).count();
    let first = modulus.get(zeros)?;
    let whole = modulus.len().checked_sub(zeros)?.checked_mul(8)?;
    whole.checked_sub(usize::try_from(first.leading_zeros()).ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A key of 1024 bits, wrapped.
    const RSA_1024: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt\
                            IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0\
                            fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";
    /// From RFC 8463 appendix A.2.
    const ED25519: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    fn material_of(record: &str) -> Material {
        assert!(is_key(record), "{record}");
        parse(record).unwrap().material
    }

    #[test]
    fn keys_are_measured() {
        assert_eq!(material_of(&format!("v=DKIM1; k=rsa; p={RSA_1024}")), Material::Rsa(1_024));
        let (first, second) = RSA_1024.split_at(70);
        assert_eq!(material_of(&format!("p={first} \t{second}")), Material::Rsa(1_024));
        assert_eq!(material_of(&format!("v=DKIM1; k=ed25519; p={ED25519}")), Material::Ed25519);
        assert_eq!(material_of("v=DKIM1; p="), Material::Revoked);
    }

    #[test]
    fn the_owner_may_be_testing_and_may_allow_sha_1_alone() {
        let key = parse(&format!("v=DKIM1; t=s:y; h=sha1; p={RSA_1024}")).unwrap();
        assert!(key.testing && key.sha1_only);
        let key = parse(&format!("v=DKIM1; t=s; h=sha1:sha256; p={RSA_1024}")).unwrap();
        assert!(!key.testing && !key.sha1_only);
    }

    #[test]
    fn what_is_no_key_is_refused_with_the_reason() {
        for (record, why) in [
            ("v=DKIM1; k=rsa", "p is missing"),
            ("v=DKIM1; p=%%%", "p is not base64"),
            ("v=DKIM1; p=AAAA", "p is no RSA key"),
            ("v=DKIM1; k=ed25519; p=AAAA", "p is no Ed25519 key"),
            ("v=DKIM1; k=dsa; p=AAAA", "k is neither rsa nor ed25519"),
            ("v=DKIM2; p=AAAA", "v is not DKIM1 or does not come first"),
            ("k=rsa; v=DKIM1; p=AAAA", "v is not DKIM1 or does not come first"),
            ("v=DKIM1; s=tlsrpt; p=AAAA", "s does not allow mail"),
            ("v=DKIM1; p=AAAA; p=AAAA", "p stands twice"),
            ("v=DKIM1; nothing; p=AAAA", "`nothing` is not name=value"),
        ] {
            assert_eq!(parse(record), Err(BadKey(why.to_owned())), "{record}");
        }
        assert!(!is_key("v=spf1 -all") && !is_key("nothing else"));
    }

    #[test]
    fn no_selector_is_listed_twice() {
        let once: std::collections::BTreeSet<_> = COMMON_SELECTORS.into_iter().collect();
        assert_eq!(once.len(), COMMON_SELECTORS.len());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(record in "\\PC{0,200}") {
            let _ = (is_key(&record), parse(&record));
        }

        #[test]
        fn a_damaged_key_is_read_without_a_panic(at in any::<prop::sample::Index>(), with in "[A-Za-z0-9+/=]") {
            let mut key = RSA_1024.to_owned();
            let at = at.index(key.len());
            key.replace_range(at..=at, &with);
            let _ = parse(&format!("v=DKIM1; p={key}"));
        }

        #[test]
        fn the_bits_of_a_number_are_those_of_its_value(value in any::<u64>(), zeros in 0_usize..4) {
            let bytes = [vec![0; zeros], value.to_be_bytes().to_vec()].concat();
            let expected = u64::BITS - value.leading_zeros();
            prop_assert_eq!(bits(&bytes), (value > 0).then_some(expected as usize));
        }
    }
}

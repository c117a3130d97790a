//! What the registries and the guidelines say of suites, groups, signatures and shared primes. The
//! facts stand in `data/`, one file each, with their sources.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Strength, Version};

/// A cipher suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Suite {
    /// Its IANA code.
    pub(crate) code: u16,
    /// Its IANA name.
    pub(crate) name: &'static str,
    /// What OpenSSL calls it; empty when it never knew it.
    pub(crate) openssl: &'static str,
    /// How keys are agreed: `ECDHE`, `RSA` …
    pub(crate) key_exchange: &'static str,
    /// How the server shows who it is: `RSA`, `ECDSA`, `none` …
    pub(crate) authentication: &'static str,
    /// The cipher: `AES_GCM`, `RC4` …
    pub(crate) cipher: &'static str,
    /// Bits of its key.
    pub(crate) bits: u16,
    /// How records are authenticated: `AEAD`, `SHA` …
    pub(crate) mac: &'static str,
    /// The oldest version that may use it.
    pub(crate) since: Version,
    /// How good it is.
    pub(crate) strength: Strength,
}

impl Suite {
    /// Whether a server with an ordinary certificate may have it: no export, no NULL, no shared secrets.
    fn is_usual(&self) -> bool {
        matches!(self.authentication, "RSA" | "ECDSA" | "any")
            && self.cipher != "NULL"
            && !self.cipher.ends_with("_EXPORT")
            && !matches!(self.key_exchange, "SRP" | "DH" | "ECDH")
            && !self.openssl.is_empty()
    }

    /// Whether version `version` may use it.
    pub(crate) fn fits(&self, version: Version) -> bool {
        let is_new = self.since == Version::Tls13;
        match version {
            Version::Ssl2 => false,
            // Servers that take suites of TLS 1.0 in SSL 3.0 are known.
            Version::Ssl3 => self.since <= Version::Tls10,
            Version::Tls13 => is_new,
            _ => self.since <= version && !is_new,
        }
    }
}

/// A group for key exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Its IANA code.
    pub(crate) code: u16,
    /// Its IANA name.
    pub(crate) name: &'static str,
    /// `ec`, `ff`, `kem` or `hybrid`.
    pub(crate) kind: &'static str,
    /// How good it is.
    pub(crate) strength: Strength,
}

/// A signature scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scheme {
    /// Its IANA code.
    pub(crate) code: u16,
    /// Its IANA name.
    pub(crate) name: &'static str,
    /// How good its hash function is.
    pub(crate) strength: Strength,
}

/// A prime that many servers share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Prime {
    /// SHA-256 over its bytes.
    pub(crate) sha256: &'static str,
    /// What it is called.
    pub(crate) name: &'static str,
    /// How good it is.
    pub(crate) strength: Strength,
}

/// All suites of SSL 3.0 to TLS 1.3, by code.
pub(crate) static SUITES: LazyLock<Vec<Suite>> =
    LazyLock::new(|| read(include_str!("data/suites.csv"), suite));

/// All groups, by code.
pub(crate) static GROUPS: LazyLock<Vec<Group>> =
    LazyLock::new(|| read(include_str!("data/groups.csv"), group));

/// All signature schemes, by code.
pub(crate) static SCHEMES: LazyLock<Vec<Scheme>> =
    LazyLock::new(|| read(include_str!("data/schemes.csv"), scheme));

static PRIMES: LazyLock<Vec<Prime>> =
    LazyLock::new(|| read(include_str!("data/primes.csv"), prime));

/// The suite with that code.
pub(crate) fn suite_of(code: u16) -> Option<&'static Suite> {
    let at = SUITES.binary_search_by_key(&code, |suite| suite.code).ok()?;
    SUITES.get(at)
}

/// The group with that code.
pub(crate) fn group_of(code: u16) -> Option<&'static Group> {
    GROUPS.iter().find(|group| group.code == code)
}

/// The signature scheme with that code.
pub(crate) fn scheme_of(code: u16) -> Option<&'static Scheme> {
    SCHEMES.iter().find(|scheme| scheme.code == code)
}

/// The prime with that digest.
pub(crate) fn prime_of(sha256: &str) -> Option<&'static Prime> {
    PRIMES.iter().find(|prime| prime.sha256 == sha256)
}

/// Most suites in one hello: some servers do not take more.
pub(crate) const SUITES_MAX: usize = 112;

/// The suites that are offered in `version`, in the hellos that they are spread over; what servers
/// usually have comes first, and of that the best. There is none for SSL 2.0.
pub(crate) fn hellos(version: Version) -> &'static [Vec<u16>] {
    HELLOS.get(&version).map(Vec::as_slice).unwrap_or_default()
}

static HELLOS: LazyLock<BTreeMap<Version, Vec<Vec<u16>>>> = LazyLock::new(|| {
    let versions = Version::CLASSIC.into_iter().chain([Version::Tls13]);
    versions.map(|version| (version, spread(version))).collect()
});

fn spread(version: Version) -> Vec<Vec<u16>> {
    let mut suites: Vec<&Suite> = SUITES.iter().filter(|suite| suite.fits(version)).collect();
    suites.sort_by_key(|suite| (!suite.is_usual(), Reverse(suite.strength), suite.code));
    suites.chunks(SUITES_MAX).map(|part| part.iter().map(|suite| suite.code).collect()).collect()
}

/// The rows of a table; the first line that is no comment names the columns. A row that cannot be read
/// is left out, and a test holds that there is none.
fn read<T>(table: &'static str, row: fn(&[&'static str]) -> Option<T>) -> Vec<T> {
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| row(&line.split(',').collect::<Vec<_>>())).collect()
}

fn hex(text: &str) -> Option<u16> {
    u16::from_str_radix(text, 16).ok()
}

fn suite(fields: &[&'static str]) -> Option<Suite> {
    let [code, name, openssl, key_exchange, authentication, cipher, bits, mac, since, grade] =
        *fields.as_array()?;
    Some(Suite {
        code: hex(code)?,
        name,
        openssl,
        key_exchange,
        authentication,
        cipher,
        bits: bits.parse().ok()?,
        mac,
        since: Version::from_code(hex(since)?)?,
        strength: Strength::from_code(grade)?,
    })
}

fn group(fields: &[&'static str]) -> Option<Group> {
    let [code, name, kind, _bits, grade] = *fields.as_array()?;
    Some(Group { code: hex(code)?, name, kind, strength: Strength::from_code(grade)? })
}

fn scheme(fields: &[&'static str]) -> Option<Scheme> {
    let [code, name, _hash, grade] = *fields.as_array()?;
    Some(Scheme { code: hex(code)?, name, strength: Strength::from_code(grade)? })
}

fn prime(fields: &[&'static str]) -> Option<Prime> {
    let [sha256, name, _bits, grade] = *fields.as_array()?;
    Some(Prime { sha256, name, strength: Strength::from_code(grade)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &str) -> usize {
        table.lines().filter(|line| !line.starts_with('#')).count() - 1
    }

    #[test]
    fn every_row_is_read_and_stands_once_in_order() {
        assert_eq!(SUITES.len(), rows(include_str!("data/suites.csv")));
        assert_eq!(GROUPS.len(), rows(include_str!("data/groups.csv")));
        assert_eq!(SCHEMES.len(), rows(include_str!("data/schemes.csv")));
        assert_eq!(PRIMES.len(), rows(include_str!("data/primes.csv")));
        assert!(SUITES.is_sorted_by(|left, right| left.code < right.code));
        assert!(GROUPS.is_sorted_by(|left, right| left.code < right.code));
        assert!(SCHEMES.is_sorted_by(|left, right| left.code < right.code));
    }

    #[test]
    fn the_guidelines_grades_are_those_that_were_counted() {
        let count = |strength| SUITES.iter().filter(|suite| suite.strength == strength).count();
        // Appendix B of the guidelines: 2 good, 10 sufficient, 35 to be phased out.
        assert_eq!(count(Strength::Good), 2);
        assert_eq!(count(Strength::Sufficient), 10);
        assert_eq!(count(Strength::PhaseOut), 35);
    }

    #[test]
    fn every_suite_is_offered_once_in_each_version_that_may_use_it() {
        for version in Version::CLASSIC.into_iter().chain([Version::Tls13]) {
            let hellos = hellos(version);
            assert!(hellos.iter().all(|hello| (1..=SUITES_MAX).contains(&hello.len())));
            let mut offered = hellos.concat();
            offered.sort_unstable();
            let fit: Vec<u16> =
                SUITES.iter().filter(|suite| suite.fits(version)).map(|suite| suite.code).collect();
            assert_eq!(offered, fit, "{version}");
        }
        assert_eq!(hellos(Version::Ssl2).len(), 0);
        assert_eq!(hellos(Version::Tls13).len(), 1);
        assert_eq!(hellos(Version::Tls12).len(), 4);
        // What may be graded better than insufficient stands in the first hello.
        for hello in hellos(Version::Tls12).iter().skip(1) {
            assert!(
                hello
                    .iter()
                    .all(|code| suite_of(*code).unwrap().strength == Strength::Insufficient)
            );
        }
    }
}

//! Everything that was seen of a server, in the words of the registries: for people and scripts.

use arvak_probe::transcript::{TlsDh, TlsHello};
use serde::Serialize;

use super::hello::SSL2_CIPHERS;
use super::notes::{End, Notes};
use super::order::{Order, order};
use super::tables::{group_of, scheme_of, suite_of};
use super::{Strength, Version};

/// What was seen of a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// Every version, oldest first.
    pub versions: Vec<SeenVersion>,
    /// Groups for key exchange by version, in the order in which the server chose.
    pub groups: Vec<SeenGroup>,
    /// How the server signs in TLS 1.2.
    pub schemes: Vec<SeenScheme>,
}

/// A version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenVersion {
    /// Which.
    pub version: Version,
    /// Whether the server has it; absent when that could not be told.
    pub supported: Option<bool>,
    /// The suites that it accepts, in the order in which it chose.
    pub suites: Vec<SeenSuite>,
    /// Why it is not known whether there are more, as a code.
    pub incomplete: Option<String>,
    /// Whose order decides.
    pub order: Order,
}

/// A suite that was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenSuite {
    /// Its IANA code; of SSL 2.0, the first byte of its code.
    pub code: u16,
    /// Its IANA name.
    pub name: String,
    /// What OpenSSL calls it; empty when it never knew it.
    pub openssl: &'static str,
    /// Bits of the cipher's key.
    pub bits: u16,
    /// How good it is.
    pub strength: Strength,
    /// The group of its key exchange.
    pub group: Option<String>,
    /// Bits of the prime of its key exchange.
    pub dh_bits: Option<u16>,
}

/// A group that was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenGroup {
    /// In this version.
    pub version: Version,
    /// Its IANA code.
    pub code: u16,
    /// Its IANA name.
    pub name: String,
    /// How good it is.
    pub strength: Strength,
}

/// A scheme that the server signed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenScheme {
    /// Its IANA code.
    pub code: u16,
    /// Its IANA name.
    pub name: String,
    /// How good its hash function is.
    pub strength: Strength,
}

impl Seen {
    /// What the answers show.
    pub(super) fn of(notes: &Notes<'_>) -> Self {
        let groups = Version::CLASSIC.into_iter().chain([Version::Tls13]).flat_map(|version| {
            let (codes, _) = notes.groups(version);
            codes.into_iter().map(move |code| SeenGroup {
                version,
                code,
                name: group_name(code),
                strength: group_strength(code),
            })
        });
        let schemes = notes.schemes().0.into_iter().map(|code| SeenScheme {
            code,
            name: scheme_name(code),
            strength: scheme_strength(code),
        });
        Self {
            versions: Version::ALL.map(|version| SeenVersion::of(notes, version)).to_vec(),
            groups: groups.collect(),
            schemes: schemes.collect(),
        }
    }

    /// The codes of the suites that a version accepts, in ascending order.
    pub fn suites(&self, version: Version) -> Vec<u16> {
        let versions = self.versions.iter().filter(|seen| seen.version == version);
        let mut codes: Vec<u16> =
            versions.flat_map(|seen| &seen.suites).map(|suite| suite.code).collect();
        codes.sort_unstable();
        codes
    }
}

impl SeenVersion {
    fn of(notes: &Notes<'_>, version: Version) -> Self {
        let accepted = notes.accepted(version);
        let hellos = notes.suite_hellos(version);
        Self {
            version,
            supported: accepted.is_supported(),
            suites: hellos.into_iter().map(|hello| SeenSuite::of(version, hello)).collect(),
            incomplete: match accepted.end {
                End::Told => None,
                End::Untold(code) => Some(code.to_owned()),
            },
            order: if version == Version::Tls13 || version == Version::Ssl2 {
                Order::NotApplicable
            } else {
                order(notes, version)
            },
        }
    }
}

impl SeenSuite {
    fn of(version: Version, hello: &TlsHello) -> Self {
        let known = suite_of(hello.suite).filter(|_| version != Version::Ssl2);
        Self {
            code: hello.suite,
            name: suite_name(version, hello.suite),
            openssl: known.map_or("", |suite| suite.openssl),
            bits: known.map_or(0, |suite| suite.bits),
            strength: known.map_or(Strength::Insufficient, |suite| suite.strength),
            group: hello.group.map(group_name),
            dh_bits: hello.dh.as_ref().map(|dh: &TlsDh| dh.bits),
        }
    }
}

/// The IANA name of a suite; its code when it has none.
pub(super) fn suite_name(version: Version, code: u16) -> String {
    if version == Version::Ssl2 {
        let known = SSL2_CIPHERS.iter().find(|(long, _)| long >> 16 == u32::from(code));
        return known.map_or_else(|| format!("ssl2-{code:#04x}"), |(_, name)| (*name).to_owned());
    }
    suite_of(code).map_or_else(|| format!("{code:#06x}"), |suite| suite.name.to_owned())
}

/// The IANA name of a group; its code when it has none.
pub(super) fn group_name(code: u16) -> String {
    group_of(code).map_or_else(|| format!("{code:#06x}"), |group| group.name.to_owned())
}

/// How good a group is; what nobody knows is not good.
pub(super) fn group_strength(code: u16) -> Strength {
    group_of(code).map_or(Strength::Insufficient, |group| group.strength)
}

/// The IANA name of a scheme; its code when it has none.
pub(super) fn scheme_name(code: u16) -> String {
    scheme_of(code).map_or_else(|| format!("{code:#06x}"), |scheme| scheme.name.to_owned())
}

/// How good a scheme's hash function is; what nobody knows is not good.
pub(super) fn scheme_strength(code: u16) -> Strength {
    scheme_of(code).map_or(Strength::Insufficient, |scheme| scheme.strength)
}

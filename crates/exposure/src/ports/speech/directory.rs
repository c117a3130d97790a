//! LDAP, over TCP and UDP.

use arvak_probe::transcript::ServiceSeen;

use super::text::holds;
use super::{Speech, first, service, to_the_end, with};

pub(super) const SPEECHES: &[Speech] = &[
    Speech {
        name: "ldap",
        steps: &[to_the_end(|_| ROOT.to_vec())],
        hear: |said| ldap(said, "ldap"),
    },
    Speech {
        name: "cldap",
        steps: &[to_the_end(|_| ROOT.to_vec())],
        hear: |said| ldap(said, "cldap"),
    },
];

/// Asks for the entry in which a directory describes itself (RFC 4512 section 5.1), as everyone may.
const ROOT: &[u8] =
    b"\x30\x25\x02\x01\x01\x63\x20\x04\0\x0a\x01\0\x0a\x01\0\x02\x01\0\x02\x01\0\x01\x01\0\x87\x0bobjectClass\x30\0";

fn ldap(said: &[Vec<u8>], name: &str) -> Option<ServiceSeen> {
    /// An entry, the end of a search, something extended (RFC 4511 section 4).
    const ENTRY: u8 = 0x64;
    let answer = first(said);
    let (&0x30, rest) = answer.split_first()? else { return None };
    // A length of one byte, or of as many as the low bits say.
    let (&length, rest) = rest.split_first()?;
    let skipped = if length < 0x80 { 0 } else { usize::from(length & 0x7f) };
    let message = rest.get(skipped..)?;
    let [0x02, 0x01, _, kind, ..] = message else { return None };
    if ![ENTRY, 0x65, 0x73, 0x78].contains(kind) {
        return None;
    }
    let mut seen = service(name);
    if *kind == ENTRY {
        seen = with(seen, "anonymous_root");
    }
    if holds(answer, "defaultNamingContext") {
        seen = with(seen, "active_directory");
    }
    Some(seen)
}

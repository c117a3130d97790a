//! The list of the checks, for people and scripts.

use arvak_probe::Grade;

use crate::checks::{CheckInfo, check};

/// Every check of DNS, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[
    check(
        "caa.issuer",
        Grade::Should,
        "The CAA records name who may issue, and keep to the grammar",
        "RFC 8659 section 4",
    ),
    check(
        "caa.present",
        Grade::Should,
        "The domain says who may issue certificates for it",
        "RFC 8659",
    ),
    check(
        "dns.dangling",
        Grade::Must,
        "Everything that the domain leads to is there",
        "RFC 1912 section 2.4",
    ),
    check(
        "dns.delegation",
        Grade::Should,
        "The name servers agree on which they are, and each has an address",
        "RFC 1034 section 4.2.2, RFC 1912 section 2.8",
    ),
    check(
        "dns.ipv6_servers",
        Grade::Must,
        "Two name servers or more can be reached over IPv6",
        "RFC 3901 section 4",
    ),
    check(
        "dns.ipv6_web",
        Grade::Should,
        "The domain has an IPv6 address where it has an IPv4 one",
        "RFC 3596",
    ),
    check(
        "dns.lame",
        Grade::Should,
        "Every name server answers for the zone itself",
        "RFC 1912 section 2.8",
    ),
    check(
        "dns.recursion",
        Grade::Should,
        "The name servers do not ask others for strangers",
        "RFC 5358",
    ),
    check("dns.resolves", Grade::Must, "The domain exists in DNS", "RFC 1035"),
    check(
        "dns.servers",
        Grade::Should,
        "The domain has name servers in different networks",
        "RFC 2182 section 3.1",
    ),
    check("dns.soa", Grade::Info, "The times of the SOA record are usual", "RFC 1912 section 2.2"),
    check(
        "dns.transfer",
        Grade::Should,
        "The name servers do not give the whole zone to strangers",
        "RFC 5936 section 6",
    ),
    check(
        "dns.version",
        Grade::Info,
        "The name servers do not tell their version",
        "RFC 4892 section 4",
    ),
    check("dns.wildcard", Grade::Info, "Names that nobody made do not exist", "RFC 4592"),
    check(
        "dnssec.algorithm",
        Grade::Should,
        "The zone is signed with algorithms and keys that are strong enough",
        "RFC 8624, RFC 9905",
    ),
    check(
        "dnssec.nsec3",
        Grade::Should,
        "The zone denies names without needless hashing",
        "RFC 9276 section 3.1",
    ),
    check(
        "dnssec.present",
        Grade::Must,
        "The domain is signed and its parent vouches for it",
        "RFC 4035",
    ),
    check(
        "dnssec.valid",
        Grade::Must,
        "The signatures hold, from a known key down to the domain",
        "RFC 4035 section 5",
    ),
];

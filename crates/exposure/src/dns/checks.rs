//! The list of the checks, for people and scripts.

use arvak_probe::Grade;

use crate::checks::{CheckInfo, check};

/// Every check of DNS, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[
    check(
        "caa.present",
        Grade::Should,
        "The domain says who may issue certificates for it",
        "RFC 8659",
    ),
    check("dns.resolves", Grade::Must, "The domain exists in DNS", "RFC 1035"),
    check(
        "dnssec.present",
        Grade::Must,
        "The domain is signed and its parent vouches for it",
        "RFC 4035",
    ),
];

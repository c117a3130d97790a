//! The list of the checks, for people and scripts.

use arvak_probe::Grade;

use crate::checks::{CheckInfo, check};

/// Every check of mail, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[
    check(
        "dmarc.policy",
        Grade::Must,
        "Mail that fails DMARC is quarantined or rejected",
        "RFC 7489 section 6.3",
    ),
    check(
        "dmarc.subdomain_policy",
        Grade::Should,
        "Mail from subdomains that fails DMARC is quarantined or rejected",
        "RFC 7489 section 6.3",
    ),
    check(
        "mail.mx",
        Grade::Info,
        "The domain says where its mail goes",
        "RFC 5321 section 5, RFC 7505",
    ),
    check(
        "spf.lookups",
        Grade::Must,
        "A receiver reads SPF with ten DNS lookups or fewer",
        "RFC 7208 section 4.6.4",
    ),
    check(
        "spf.policy",
        Grade::Must,
        "Senders that SPF does not name are refused or suspected",
        "RFC 7208 section 5.1",
    ),
    check(
        "spf.valid",
        Grade::Must,
        "There is one SPF record, and it and all it includes keep to the grammar",
        "RFC 7208 section 4",
    ),
];

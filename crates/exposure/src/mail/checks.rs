//! The list of the checks, for people and scripts.

use arvak_probe::Grade;

use crate::checks::{CheckInfo, check};

/// Every check of mail, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[
    check(
        "bimi.record",
        Grade::Info,
        "A logo for mail programs, where there is one, is written rightly",
        "draft-brand-indicators-for-message-identification",
    ),
    check(
        "dkim.key",
        Grade::Must,
        "Keys that sign mail are strong enough and in use",
        "RFC 6376 section 3.6.1, RFC 8301",
    ),
    check("dkim.present", Grade::Must, "The domain has keys that sign its mail", "RFC 6376"),
    check(
        "dmarc.alignment",
        Grade::Info,
        "How closely senders must match the domain",
        "RFC 7489 section 3.1",
    ),
    check(
        "dmarc.policy",
        Grade::Must,
        "Mail that fails DMARC is quarantined or rejected",
        "RFC 7489 section 6.3",
    ),
    check(
        "dmarc.reports",
        Grade::Should,
        "Reports about mail that fails DMARC reach somebody",
        "RFC 7489 section 7",
    ),
    check(
        "dmarc.subdomain_policy",
        Grade::Should,
        "Mail from subdomains that fails DMARC is quarantined or rejected",
        "RFC 7489 section 6.3",
    ),
    check(
        "dmarc.valid",
        Grade::Must,
        "There is one DMARC record, and it keeps to the grammar",
        "RFC 7489 section 6.4",
    ),
    check(
        "mail.dane",
        Grade::Must,
        "The certificates of mail servers are the ones that DNS names",
        "RFC 7672",
    ),
    check(
        "mail.dane_rollover",
        Grade::Should,
        "The certificates of mail servers can be changed without a gap",
        "RFC 7671 section 8",
    ),
    check("mail.ipv6", Grade::Must, "Every mail server has an IPv6 address", "RFC 3974"),
    check(
        "mail.mx",
        Grade::Info,
        "The domain says where its mail goes",
        "RFC 5321 section 5, RFC 7505",
    ),
    check(
        "mail.mx_names",
        Grade::Should,
        "Mail servers are named by host names of their own",
        "RFC 2181 section 10.3, RFC 5321 section 5.1",
    ),
    check(
        "mail.parked",
        Grade::Should,
        "A domain without mail says so, so that nobody can send in its name",
        "RFC 7505, RFC 7208 section 10.1.2",
    ),
    check(
        "mta_sts.policy",
        Grade::Should,
        "Other mail servers are told to deliver under TLS alone",
        "RFC 8461",
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
    check(
        "spf.void_lookups",
        Grade::Should,
        "SPF names at most two things that are not there",
        "RFC 7208 section 4.6.4",
    ),
    check(
        "tls_rpt.record",
        Grade::Should,
        "Other mail servers are asked to report when TLS fails",
        "RFC 8460",
    ),
];

//! The list of the checks of servers, for people and scripts.

use arvak_probe::Grade;

use crate::checks::{CheckInfo, check};

/// Every check of a mail server, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[
    check(
        "mail.auth_before_tls",
        Grade::Must,
        "Passwords are not taken before TLS",
        "RFC 8314 section 3, RFC 4954 section 4",
    ),
    check(
        "mail.banner",
        Grade::Info,
        "Mail servers do not tell their version to everyone",
        "CWE-200",
    ),
    check(
        "mail.certificate",
        Grade::Info,
        "The certificates of mail servers are trusted and made out to them",
        "RFC 7672 section 1.3, RFC 8461 section 4.2",
    ),
    check(
        "mail.open_relay",
        Grade::Must,
        "Mail servers do not pass on mail of strangers to strangers",
        "RFC 5321 section 3.6.2",
    ),
    check(
        "mail.starttls",
        Grade::Must,
        "Mail servers offer TLS, and the handshake succeeds",
        "RFC 3207",
    ),
    check(
        "mail.starttls_stripped",
        Grade::Should,
        "Nobody takes the offer of TLS out on the way",
        "RFC 3207 section 6, RFC 8461 section 1",
    ),
    check(
        "mail.submission",
        Grade::Should,
        "Mail is handed in over TLS alone",
        "RFC 8314 section 3.3",
    ),
    check(
        "mail.vrfy",
        Grade::Should,
        "Mail servers do not tell strangers who has a mailbox",
        "RFC 5321 section 7.3",
    ),
];

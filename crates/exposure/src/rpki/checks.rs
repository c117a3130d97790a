//! The list of the checks, for people and scripts. Internet.nl counts the same eight.

use arvak_probe::Grade;

use crate::checks::{CheckInfo, check};

/// What signing asks for: RFC 9319 says which lengths to allow.
const SIGNED: &str = "RFC 9582, RFC 9319";

/// Every check of routes, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[
    check(
        "rpki.mail_exists",
        Grade::Should,
        "The addresses of mail servers are signed in the RPKI",
        SIGNED,
    ),
    check(
        "rpki.mail_servers_exists",
        Grade::Should,
        "The addresses of the mail servers' name servers are signed in the RPKI",
        SIGNED,
    ),
    check(
        "rpki.mail_servers_valid",
        Grade::Should,
        "The routes to the mail servers' name servers are the signed ones",
        "RFC 6811",
    ),
    check(
        "rpki.mail_valid",
        Grade::Should,
        "The routes to mail servers are the signed ones",
        "RFC 6811",
    ),
    check(
        "rpki.servers_exists",
        Grade::Should,
        "The addresses of the domain's name servers are signed in the RPKI",
        SIGNED,
    ),
    check(
        "rpki.servers_valid",
        Grade::Should,
        "The routes to the domain's name servers are the signed ones",
        "RFC 6811",
    ),
    check(
        "rpki.web_exists",
        Grade::Should,
        "The addresses of web servers are signed in the RPKI",
        SIGNED,
    ),
    check(
        "rpki.web_valid",
        Grade::Should,
        "The routes to web servers are the signed ones",
        "RFC 6811",
    ),
];

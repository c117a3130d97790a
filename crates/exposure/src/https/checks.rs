//! The list of the checks, for people and scripts.

use arvak_probe::Grade;

use crate::checks::{CheckInfo, check};

/// Every check of web servers, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[
    check(
        "http.hsts",
        Grade::Must,
        "Browsers are told to use https only, for 180 days or more",
        "RFC 6797",
    ),
    check("http.reachable", Grade::Info, "The front page answers over https", "RFC 9110"),
    check(
        "http.redirect",
        Grade::Must,
        "A visit over plain http is led to https",
        "RFC 9110 section 15.4",
    ),
];

//! The list of the checks, for people and scripts.

use arvak_probe::Grade::{self, Info, Must, Should};

use crate::checks::{CheckInfo, check};

/// Every check of what web servers should not show, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[
    check(
        "http.admin_panels",
        Should,
        "No panel for administrators can be reached",
        "OWASP WSTG-CONF-05",
    ),
    check(
        "http.debug",
        Should,
        "Mistakes show nothing of the program's inside",
        "OWASP WSTG-ERRH-02",
    ),
    check(
        "http.default_page",
        Info,
        "The server shows a page of its owner's",
        "OWASP WSTG-CONF-02",
    ),
    check(
        "http.directory_listing",
        Should,
        "Folders are not listed",
        "OWASP WSTG-CONF-04, CWE-548",
    ),
    check(
        "http.exposed_files",
        Must,
        "No source code, keys, settings or backups can be fetched",
        "OWASP WSTG-CONF-04, CWE-538",
    ),
    check(
        "http.methods",
        Should,
        "Only methods that a visitor needs are taken",
        "RFC 9110 section 9.3, WSTG-CONF-06",
    ),
];

/// The grade of a check of this list.
pub(crate) fn grade_of(id: &str) -> Grade {
    CHECKS.iter().find(|check| check.id == id).map_or(Info, |check| check.grade)
}

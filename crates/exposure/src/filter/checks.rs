//! The list of the checks, for people and scripts.

use arvak_probe::Grade::Should;

use crate::checks::{CheckInfo, check};

/// The check's id.
pub(super) const ID: &str = "http.attack_filter";

/// Every check of filters, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[check(
    ID,
    Should,
    "The filter that is said to stand before it stops what looks like an attack",
    "OWASP Core Rule Set 941100, 942100, 930120",
)];

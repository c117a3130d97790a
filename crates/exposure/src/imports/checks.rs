//! The list of the checks, for people and scripts.

use arvak_probe::Grade;

use crate::checks::{CheckInfo, check};

const OWN: &str = "the scanner's own words";

/// Every check of imported results, by id. Besides, those of ports are judged by what a scanner saw open.
pub static CHECKS: &[CheckInfo] = &[
    check("imports.findings", Grade::Should, "No other scanner found a fault of weight", OWN),
    check("imports.services", Grade::Info, "Which services another scanner saw", OWN),
];

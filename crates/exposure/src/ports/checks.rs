//! The list of the checks, for people and scripts.

use crate::checks::CheckInfo;

/// Every check of services that should not be reachable, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[];

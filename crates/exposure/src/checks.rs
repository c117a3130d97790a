//! The list of all checks, for people and scripts.

use std::sync::LazyLock;

use arvak_probe::Grade;
use serde::Serialize;

/// A check that a probe of this room makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CheckInfo {
    /// Its stable id.
    pub id: &'static str,
    /// How much it matters.
    pub grade: Grade,
    /// What is so when it passes, in English.
    pub title: &'static str,
    /// Where it is written what is right.
    pub reference: &'static str,
}

pub(crate) const fn check(
    id: &'static str,
    grade: Grade,
    title: &'static str,
    reference: &'static str,
) -> CheckInfo {
    CheckInfo { id, grade, title, reference }
}

static ALL: LazyLock<Vec<CheckInfo>> = LazyLock::new(|| {
    let families = [
        crate::dns::CHECKS,
        crate::exposed::CHECKS,
        crate::filter::CHECKS,
        crate::https::CHECKS,
        crate::imports::CHECKS,
        crate::mail::CHECKS,
        crate::mail_server::CHECKS,
        crate::ports::CHECKS,
        crate::rpki::CHECKS,
        crate::ssh::CHECKS,
        crate::tls::CHECKS,
    ];
    let mut all: Vec<CheckInfo> = families.into_iter().flatten().copied().collect();
    all.sort_by_key(|check| check.id);
    all
});

/// Every check that the probes of this room make, by id.
pub fn checks() -> &'static [CheckInfo] {
    &ALL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_is_listed_once() {
        assert!(checks().is_sorted_by(|left, right| left.id < right.id));
    }
}

//! The four grades of the guidelines for TLS of NCSC-NL.

use std::fmt;

use serde::Serialize;

/// How good something is; the worst comes first, so that the least of several is the grade of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Not to be used.
    Insufficient,
    /// To be replaced in time.
    PhaseOut,
    /// Enough for now.
    Sufficient,
    /// Enough for years.
    Good,
}

impl Strength {
    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Insufficient => "insufficient",
            Self::PhaseOut => "phase_out",
            Self::Sufficient => "sufficient",
            Self::Good => "good",
        }
    }

    /// The grade with that code.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Insufficient, Self::PhaseOut, Self::Sufficient, Self::Good]
            .into_iter()
            .find(|strength| strength.code() == code)
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

//! How evidence was got (its strength), and who may see a fact.

use serde::{Deserialize, Serialize};

/// How something came to be known; the order is the strength (law 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Somebody says so.
    Statement,
    /// A document says so: a plan, a report, a certificate.
    Document,
    /// An export or a vendor's API, judged by us over bytes that are kept.
    Configuration,
    /// We looked ourselves.
    Probe,
    /// It was done for real, under observation.
    Exercise,
}

impl Basis {
    /// All bases, weakest first.
    pub const ALL: [Self; 5] =
        [Self::Statement, Self::Document, Self::Configuration, Self::Probe, Self::Exercise];

    /// The name in data files and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Document => "document",
            Self::Configuration => "configuration",
            Self::Probe => "probe",
            Self::Exercise => "exercise",
        }
    }

    /// The basis with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.name() == name)
    }
}

/// Disclosure class: who may see a fact or a field. The order is from closed to open.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Those who work with security here.
    #[default]
    Internal,
    /// The leadership as well.
    Leadership,
    /// Parties it was shared with as well.
    Shared,
    /// Anyone.
    Public,
}

impl Class {
    /// All classes, from closed to open.
    pub const ALL: [Self; 4] = [Self::Internal, Self::Leadership, Self::Shared, Self::Public];

    /// The name in data files and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Leadership => "leadership",
            Self::Shared => "shared",
            Self::Public => "public",
        }
    }

    /// The class with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }
}

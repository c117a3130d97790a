//! How results are shown: their words, their colours, and which is worse.

use arvak_core::Status;
use arvak_probe::{CheckOutcome, CheckResult, Grade};
use maud::Markup;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::looks::Service;
use crate::parts;
use crate::visit::Visit;

/// How bad a result is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CheckRank)]
pub(crate) enum Rank {
    /// What must be so is not.
    Wrong,
    /// What should be so is not.
    Advised,
    /// It works, and is worth a thought.
    Noticed,
    /// It could not be told.
    Untold,
    /// As it should be.
    Fine,
    /// There is nothing to check.
    Nothing,
}

impl Rank {
    /// All of them, the worst first.
    pub(crate) const ALL: [Self; 6] =
        [Self::Wrong, Self::Advised, Self::Noticed, Self::Untold, Self::Fine, Self::Nothing];

    /// The rank of a result. What is good to know is never worse than a notice.
    pub(crate) const fn of(check: &CheckResult) -> Self {
        match (check.result, check.grade) {
            (CheckOutcome::Fail, Grade::Must) => Self::Wrong,
            (CheckOutcome::Fail, Grade::Should) => Self::Advised,
            (CheckOutcome::Fail, Grade::Info) | (CheckOutcome::Notice, _) => Self::Noticed,
            (CheckOutcome::Inconclusive, _) => Self::Untold,
            (CheckOutcome::Pass, _) => Self::Fine,
            (CheckOutcome::NotApplicable, _) => Self::Nothing,
        }
    }

    /// Its name, in sentences.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Advised => "advised",
            Self::Noticed => "noticed",
            Self::Untold => "untold",
            Self::Fine => "fine",
            Self::Nothing => "nothing",
        }
    }

    /// The state whose sign and colour it has.
    const fn colours(self) -> Status {
        match self {
            Self::Wrong => Status::Refuted,
            Self::Advised => Status::Stale,
            Self::Noticed => Status::Partial,
            Self::Untold => Status::Missing,
            Self::Fine => Status::Verified,
            Self::Nothing => Status::NotApplicable,
        }
    }
}

/// The result of a check as a word with its sign.
pub(crate) fn tag(visit: &Visit, rank: Rank) -> Markup {
    sign(rank, &visit.plain(&format!("internet-{}", rank.name())))
}

/// A count in a few words: the word and the number, with the sign.
pub(crate) fn counted(visit: &Visit, rank: Rank, count: usize) -> Markup {
    sign(rank, &format!("{} {count}", visit.plain(&format!("internet-{}", rank.name()))))
}

fn sign(rank: Rank, text: &str) -> Markup {
    parts::sign(rank.colours(), text)
}

/// How many are of each rank.
pub(crate) fn count(service: &Service) -> [usize; Rank::ALL.len()] {
    let mut counts = [0; Rank::ALL.len()];
    for shown in service.checks.values() {
        if let Some(count) = counts.get_mut(Rank::of(&shown.check) as usize) {
            *count += 1;
        }
    }
    counts
}

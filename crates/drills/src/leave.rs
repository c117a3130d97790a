//! A leave for an act: whoever runs what is acted on signed that this program may do this one act, towards this one thing, so many times and
//! until then. The signed text is kept; what it names stands beside it as JSON that is held against the definition at every start.

use std::collections::BTreeMap;

use arvak_core::drill::Deed;
use arvak_core::id::BadId;
use arvak_core::{Basis, Digest, EntityId, Evidence, Instant, Outcome, Span};
use serde::{Deserialize, Serialize};

/// The evidence kind.
pub const LEAVE_KIND: &str = "drill.leave";

/// Most tries of one leave.
pub const TIMES_MAX: u32 = 100;

/// The longest time of one leave.
const HOLDS_MAX: Span = Span::from_days(366);

/// Most characters of who gave it.
const GIVEN_CHARS_MAX: usize = 200;

/// What somebody signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    /// The version of this form: 1.
    pub v: u32,
    /// The act, as definitions write it.
    pub act: String,
    /// What it is done towards: see [`Deed::towards`].
    pub towards: String,
    /// How many tries it allows, in all drills together.
    pub times: u32,
    /// Who gave it, and for whom.
    pub given_by: String,
    /// When it was signed.
    pub signed: Instant,
    /// When it ends.
    pub until: Instant,
    /// SHA-256 of the signed text's bytes.
    pub text: Digest,
    /// The signed text, as it is kept.
    pub document: Digest,
}

/// Why a leave is none: a sentence.
pub type Objection = &'static str;

/// Why an act is not covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lacks {
    /// No leave names this act.
    Act,
    /// One names this act, and something else that it is done towards.
    Towards,
    /// The one that names both is over, or is not signed yet.
    Time,
    /// The one that covers it does not allow so many tries any more.
    Times,
}

impl Lacks {
    /// The sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Act => "drill-leave-none",
            Self::Towards => "drill-leave-towards",
            Self::Time => "drill-leave-time",
            Self::Times => "drill-leave-times",
        }
    }
}

impl Leave {
    /// Whether it is bounded as a leave must be: somebody gave it, a number, and a year at most.
    pub fn check(&self, now: Instant) -> Result<(), Objection> {
        let given = self.given_by.trim().chars().count();
        match () {
            () if given == 0 || given > GIVEN_CHARS_MAX => Err("drill-leave-given"),
            () if self.times == 0 || self.times > TIMES_MAX => Err("drill-leave-number"),
            () if self.signed > now => Err("drill-leave-early"),
            () if self.until <= now => Err("drill-leave-over"),
            () if self.until > self.signed.plus(HOLDS_MAX) => Err("drill-leave-long"),
            () => Ok(()),
        }
    }

    /// Whether it covers exactly this act towards exactly this thing, at `now` and `used` tries later.
    pub fn covers(&self, deed: &Deed, used: u32, now: Instant) -> Result<(), Lacks> {
        if self.act != deed.act.name() {
            return Err(Lacks::Act);
        }
        if deed.towards().is_none_or(|towards| towards != self.towards) {
            return Err(Lacks::Towards);
        }
        if self.check(now).is_err() {
            return Err(Lacks::Time);
        }
        if self.times.saturating_sub(used) < deed.tries {
            return Err(Lacks::Times);
        }
        Ok(())
    }

    /// What its tries are counted under. The same text taken in again counts as the same, for what it names is the same.
    pub fn counted_as(&self) -> String {
        Digest::of(format!("{}\n{}\n{}", self.text, self.act, self.towards).as_bytes()).to_string()
    }

    /// The evidence that there is leave, about the municipality: it tells neither whom nor what. `written` are this leave's bytes, as they
    /// are kept.
    pub fn evidence(
        &self,
        organisation: EntityId,
        written: Digest,
        now: Instant,
    ) -> Result<Evidence, BadId> {
        // The state keeps evidence apart whose numbers differ: a later leave does not take the place of an earlier.
        let own =
            self.document.0.first_chunk::<7>().map_or(0, |bytes| {
                bytes.iter().fold(0_i64, |sum, byte| sum * 256 + i64::from(*byte))
            });
        let mut attributes = BTreeMap::new();
        attributes.insert("times".parse()?, i64::from(self.times));
        attributes.insert("document".parse()?, own);
        Ok(Evidence {
            kind: LEAVE_KIND.parse()?,
            subject: organisation,
            result: Outcome::Supports,
            basis: Basis::Document,
            collected_at: self.signed.min(now),
            valid_until: Some(self.until),
            method: None,
            vantage: None,
            attributes,
            code: None,
            transcript: Some(written),
            supersedes: None,
        })
    }
}

/// The first leave that covers an act, each with how often it was used; otherwise what the nearest one lacks.
pub fn covering<'l>(
    leaves: impl IntoIterator<Item = (&'l Leave, u32)>,
    deed: &Deed,
    now: Instant,
) -> Result<&'l Leave, Lacks> {
    let mut nearest = Lacks::Act;
    for (leave, used) in leaves {
        match leave.covers(deed, used, now) {
            Ok(()) => return Ok(leave),
            Err(lacks) => nearest = nearest.max(lacks),
        }
    }
    Err(nearest)
}

#[cfg(test)]
mod tests;

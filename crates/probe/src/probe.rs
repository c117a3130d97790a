//! What a probe is: it plans, observes, and judges.

mod evidence;
mod host;

use std::collections::BTreeMap;
use std::time::Duration;

use arvak_core::{Basis, EntityId, Instant, Name, Outcome, Span, State};
use serde::{Deserialize, Serialize};

pub use evidence::to_drafts;
pub(crate) use host::is_within;
pub use host::{BadHost, Host};

use crate::{BadTranscript, BoxFuture, Clock, Look, Net, ProbeError};

/// Something that looks at the world and turns what it saw into evidence.
pub trait Probe: Send + Sync {
    /// Its name, such as `https`. It is the `method.name` of the evidence.
    fn name(&self) -> &'static str;

    /// The version of what it sees and how it judges; a newer one may judge old transcripts again.
    fn method_version(&self) -> u32;

    /// What it leaves behind at the other end.
    fn effect(&self) -> Effect {
        Effect::None
    }

    /// How strong what it finds is: `probe` when it looks at the thing itself, `configuration` when it asks a vendor what is
    /// set. What is weaker than a look never stands for one, so such a probe is due by its own method alone.
    fn basis(&self) -> Basis {
        Basis::Probe
    }

    /// How long one of its checks may take, where that is longer than what the worker gives to others.
    fn longest(&self) -> Option<Duration> {
        None
    }

    /// The evidence kinds that it can give.
    fn gives(&self) -> &'static [&'static str];

    /// Every check that the state calls for, due or not: the schedule decides what is due.
    fn plan(&self, state: &State) -> Vec<Check>;

    /// Carries out a check. What the network did, failures too, belongs in the transcript; an error
    /// is for what kept the check from being tried.
    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>>;

    /// Judges a transcript: pure, so that the same bytes always give the same judgement. A
    /// transcript that ends in a failure is judged inconclusive, never as support.
    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript>;
}

/// What a check leaves behind at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing but a line in a log.
    None,
    /// Something that adds up, such as a wrong password. A permit is taken before the first byte.
    Counted {
        /// The time over which it is counted.
        window: Span,
        /// How often it may happen to one subject in that time.
        most: u32,
    },
}

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The probe that does it.
    pub probe: Name,
    /// The thing that the evidence will be about.
    pub subject: EntityId,
    /// The host to look at; for a domain, the domain itself.
    pub host: Host,
    /// The port, where the probe needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// What the check needs: a look that anyone may take, or proof of control.
    pub look: Look,
    /// The declared domain that the host belongs to.
    pub domain: String,
}

/// What a check is carried out with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The only way to the network.
    pub net: &'a Net,
    /// The only way to know the time.
    pub clock: &'a dyn Clock,
    /// From where we look, such as `inside` or `internet`.
    pub vantage: &'a Name,
}

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// What was looked at.
    pub check: Check,
    /// The version of the method that looked.
    pub method_version: u32,
    /// When the look began: the `collected_at` of the evidence.
    pub started_at: Instant,
    /// When it ended.
    pub finished_at: Instant,
    /// From where.
    pub vantage: Name,
    /// The masked JSON, kept as a blob. See [`crate::transcript`].
    pub transcript: Vec<u8>,
}

/// What a transcript means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Every single check with what was seen: for people.
    pub checks: Vec<CheckResult>,
    /// What becomes evidence.
    pub verdicts: Vec<Verdict>,
}

impl Judgement {
    /// Whether there is nothing in it to rely on: it has verdicts and all are inconclusive.
    pub fn is_inconclusive(&self) -> bool {
        !self.verdicts.is_empty()
            && self.verdicts.iter().all(|verdict| verdict.result == Outcome::Inconclusive)
    }
}

/// The result of one named check, such as `cert.expiry`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckResult {
    /// Its stable id.
    pub id: &'static str,
    /// How much it matters.
    pub grade: Grade,
    /// What came of it.
    pub result: CheckOutcome,
    /// What was seen, in short and masked.
    pub seen: String,
    /// Why, as a stable code.
    pub reason: String,
}

/// How much a check matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// It must be so.
    Must,
    /// It should be so.
    Should,
    /// Good to know.
    Info,
}

impl Grade {
    /// Its code, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::Info => "info",
        }
    }
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOutcome {
    /// As it should be.
    Pass,
    /// Not as it should be.
    Fail,
    /// Worth looking at.
    Notice,
    /// It could not be told.
    Inconclusive,
    /// There is nothing to check.
    NotApplicable,
}

impl CheckOutcome {
    /// Its code, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Notice => "notice",
            Self::Inconclusive => "inconclusive",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// What a transcript says about one evidence kind; it becomes an evidence fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The evidence kind.
    pub kind: Name,
    /// What it says.
    pub result: Outcome,
    /// How it was got: `probe` when we looked ourselves.
    pub basis: Basis,
    /// Why, as a code: the refuter that fired, or what made it inconclusive.
    pub code: Option<Name>,
    /// Whole numbers that requirements may compare.
    pub attributes: BTreeMap<Name, i64>,
    /// When it stops being true, where the transcript shows it.
    pub valid_until: Option<Instant>,
}

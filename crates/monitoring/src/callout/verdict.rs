//! What came of a call-out test: a pure function of the record.

use arvak_core::{EntityId, Instant};
use serde::Serialize;

use super::CallRecord;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Somebody acknowledged in time.
    Answered,
    /// Somebody acknowledged, but late.
    AnsweredLate,
    /// The time is over and nobody did.
    Unanswered,
    /// The time is not over.
    Pending,
    /// It was stopped: no verdict.
    Stopped,
    /// No call is known to have got through: no verdict, for that is not theirs.
    NotCalled,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Answered,
        Self::AnsweredLate,
        Self::Unanswered,
        Self::Pending,
        Self::Stopped,
        Self::NotCalled,
    ];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::AnsweredLate => "answered_late",
            Self::Unanswered => "unanswered",
            Self::Pending => "pending",
            Self::Stopped => "stopped",
            Self::NotCalled => "not_called",
        }
    }

    /// Whether it says something of those who were called.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Answered | Self::AnsweredLate | Self::Unanswered)
    }
}

/// What is known of one on the list, without a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// Acknowledged in time.
    Answered,
    /// Acknowledged late.
    Late,
    /// Called, and did not acknowledge.
    Silent,
    /// No call is known to have got through.
    NotReached,
    /// It was never their turn.
    NotCalled,
}

impl Reached {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Answered, Self::Late, Self::Silent, Self::NotReached, Self::NotCalled];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Late => "late",
            Self::Silent => "silent",
            Self::NotReached => "not_reached",
            Self::NotCalled => "not_called",
        }
    }
}

/// One on the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepFound {
    /// The role.
    pub role: EntityId,
    /// How it went.
    pub reached: Reached,
    /// When the first call got through.
    pub called_at: Option<Instant>,
    /// When they acknowledged first.
    pub acknowledged_at: Option<Instant>,
}

/// A verdict with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// What came of it.
    pub verdict: Verdict,
    /// When the first call got through.
    pub t0: Option<Instant>,
    /// When the first acknowledgement came.
    pub answered_at: Option<Instant>,
    /// Milliseconds from the one to the other.
    pub took_ms: Option<i64>,
    /// Everybody on the list, in order.
    pub steps: Vec<StepFound>,
}

/// Judges a call-out test.
///
/// Time counts from the first call that the other side has taken. One that was acknowledged has arrived, whatever is known of its sending:
/// it counts from when it was begun.
pub fn judge(record: &CallRecord) -> Judged {
    let plan = &record.plan;
    let got_through =
        |call: &super::Call| call.sent_at.or_else(|| call.acknowledged_at.map(|_| call.begun_at));
    let t0 = record.calls.iter().filter_map(got_through).min();
    let deadline = t0.map(|t0| plan.deadline(t0));
    let until = t0.map(|t0| plan.listens_until(t0));
    let counts = |at: &Instant| until.is_some_and(|until| *at <= until);
    let answered_at =
        record.calls.iter().filter_map(|call| call.acknowledged_at).filter(counts).min();
    let is_timely = |at: Instant| deadline.is_some_and(|deadline| at <= deadline);
    let verdict = match (answered_at, deadline) {
        _ if record.stopped.is_some() => Verdict::Stopped,
        (Some(at), _) if is_timely(at) => Verdict::Answered,
        (Some(_), _) => Verdict::AnsweredLate,
        (None, None) => Verdict::NotCalled,
        (None, Some(deadline)) if record.judged_at <= deadline => Verdict::Pending,
        (None, Some(_)) => Verdict::Unanswered,
    };
    let steps = (1_u32..).zip(&plan.steps).map(|(number, step)| {
        let calls = || record.calls.iter().filter(move |call| call.step == number);
        let called_at = calls().filter_map(got_through).min();
        let acknowledged_at = calls().filter_map(|call| call.acknowledged_at).filter(counts).min();
        let reached = match (acknowledged_at, called_at) {
            (Some(at), _) if is_timely(at) => Reached::Answered,
            (Some(_), _) => Reached::Late,
            (None, Some(_)) => Reached::Silent,
            (None, None) if calls().next().is_some() => Reached::NotReached,
            (None, None) => Reached::NotCalled,
        };
        StepFound { role: step.role.clone(), reached, called_at, acknowledged_at }
    });
    Judged {
        verdict,
        t0,
        answered_at,
        took_ms: answered_at.zip(t0).map(|(at, t0)| at.since(t0).as_millis().max(0)),
        steps: steps.collect(),
    }
}

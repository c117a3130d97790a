//! What happened: each call, and when it was acknowledged.

use arvak_core::{EntryId, Instant};
use serde::{Deserialize, Serialize};

use super::CallPlan;

/// Everything that a verdict rests on. It holds roles and no names; its times are those of people all the same, and are erased
/// when the time is over for which they are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallRecord {
    /// The version of this form: 1.
    pub v: u32,
    /// The plan, opened.
    pub plan: CallPlan,
    /// The entry of the ledger that held its hash.
    pub entry: EntryId,
    /// The calls, in the order of step, way and attempt.
    pub calls: Vec<Call>,
    /// When it was stopped, if it was.
    pub stopped: Option<Instant>,
    /// When the verdict was reached.
    pub judged_at: Instant,
}

/// One message to one person by one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// Whom: the place in the list, counted from 1.
    pub step: u32,
    /// By which way: `mail`, `sms`, `webhook`.
    pub way: String,
    /// The how-manieth message of this step and way, counted from 1. Each bears a code of its own.
    pub attempt: u32,
    /// When it was noted, before the first byte went.
    pub begun_at: Instant,
    /// When the other side had taken it: the mail relay, the gateway, the receiver. None when nobody knows whether it has.
    pub sent_at: Option<Instant>,
    /// Why it did not get through, as a code.
    pub problem: Option<String>,
    /// Whether the same message can never get through.
    pub is_final: bool,
    /// When it was acknowledged.
    pub acknowledged_at: Option<Instant>,
}

impl Call {
    /// Whether it may have arrived although nobody said so: this machine went down, or the exchange broke off.
    pub fn is_unsure(&self) -> bool {
        let broke_off = matches!(self.problem.as_deref(), Some("broken" | "timeout"));
        self.sent_at.is_none() && (self.problem.is_none() || broke_off)
    }
}

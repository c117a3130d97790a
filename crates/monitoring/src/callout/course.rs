//! What is to be done now: a pure function of the plan, the calls so far and the time, so that a machine that went down goes
//! on where it was.

use arvak_core::{Instant, Span};

use super::{Call, CallRecord, Verdict, judge};

/// How long it is waited until a message that did not get through is tried again.
pub const RETRY: Span = Span::from_millis(60_000);

/// How long after its moment a test may begin although its period is over: a moment that was drawn at the very end of it is not missed by
/// a worker that looks every few seconds.
pub const GRACE: Span = Span::from_millis(60_000);

/// Most messages of one step by one way.
pub const ATTEMPTS_MAX: u32 = 5;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing yet.
    Wait,
    /// These calls.
    Call(Vec<Due>),
    /// Its verdict stands: it can be recorded.
    Record,
    /// Nothing any more, and there is nothing to record of anybody: it was stopped, or its period went by.
    Nothing,
}

/// A call that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whom: the place in the list, counted from 1.
    pub step: u32,
    /// By which way.
    pub way: String,
    /// The how-manieth.
    pub attempt: u32,
    /// Whether an earlier one may have arrived: the message then says that it is sent again.
    pub is_again: bool,
}

/// What is to be done at `record.judged_at`. A machine that slept through the whole period calls nobody
/// afterwards.
pub fn next(record: &CallRecord) -> Next {
    let (plan, now) = (&record.plan, record.judged_at);
    if record.stopped.is_some() {
        return Next::Nothing;
    }
    if now < plan.moment {
        return Next::Wait;
    }
    let judged = judge(record);
    match judged.verdict {
        Verdict::Answered | Verdict::AnsweredLate => return Next::Record,
        Verdict::Unanswered if judged.t0.is_none_or(|t0| now > plan.listens_until(t0)) => {
            return Next::Record;
        }
        Verdict::Unanswered => return Next::Wait,
        Verdict::NotCalled | Verdict::Pending | Verdict::Stopped => {}
    }
    let begun = record.calls.iter().map(|call| call.begun_at).min();
    if begun.is_none() && now >= plan.to.max(plan.moment.plus(GRACE)) {
        return Next::Nothing;
    }
    // Nobody can be called at all: that is ours, and says nothing of them.
    if judged.t0.is_none() && begun.is_some_and(|begun| now > plan.listens_until(begun)) {
        return Next::Nothing;
    }
    let due = due(record, now);
    if due.is_empty() { Next::Wait } else { Next::Call(due) }
}

fn due(record: &CallRecord, now: Instant) -> Vec<Due> {
    let mut all = Vec::new();
    for (number, step) in (1_u32..).zip(&record.plan.steps) {
        let of_step = || record.calls.iter().filter(move |call| call.step == number);
        for way in &step.ways {
            let last = of_step().filter(|call| call.way == *way).max_by_key(|call| call.attempt);
            let attempt = last.map_or(1, |call| call.attempt.saturating_add(1));
            if is_due(last, now) && attempt <= ATTEMPTS_MAX {
                let is_again = of_step().any(|call| call.way == *way && call.is_unsure());
                all.push(Due { step: number, way: way.clone(), attempt, is_again });
            }
        }
        if !is_over(record, number, step.ways.len(), now) {
            break;
        }
    }
    all
}

/// Whether a way is to be tried (again): it was not, or the last message is not known to have got through.
fn is_due(last: Option<&Call>, now: Instant) -> bool {
    let Some(last) = last else { return true };
    if last.sent_at.is_some() || last.is_final {
        return false;
    }
    // Begun and not ended is what a machine leaves that went down: whoever asks has ended what it began.
    last.problem.is_none() || now >= last.begun_at.plus(RETRY)
}

/// Whether it is the next one's turn too: this one was called long enough ago, or can be called by no way.
fn is_over(record: &CallRecord, step: u32, ways: usize, now: Instant) -> bool {
    let of_step: Vec<&Call> = record.calls.iter().filter(|call| call.step == step).collect();
    let given_up = of_step
        .iter()
        .filter(|call| call.sent_at.is_none() && (call.is_final || call.attempt >= ATTEMPTS_MAX));
    if given_up.count() >= ways {
        return true;
    }
    let wait = Span::from_millis(record.plan.next_after_ms);
    // One that nobody knows of counts from when it was tried first.
    let sent = of_step.iter().filter_map(|call| call.sent_at).min();
    let since = sent.or_else(|| of_step.iter().map(|call| call.begun_at).min());
    since.is_some_and(|since| now >= since.plus(wait))
}

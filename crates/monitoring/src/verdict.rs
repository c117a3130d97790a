//! The verdict: a pure function of the record and the raw bytes of the receipts.
//!
//! Each receipt is looked at by itself first, and counts or says why not. Those that count are then held against the moment at
//! which the first trace was left. `docs/drills.md` says the rules in words; `tests/peers/drill_verdict.py` says them anew.

use std::collections::BTreeSet;

use arvak_core::drill::Kind;
use arvak_core::{Digest, Instant, Span};
use serde::Serialize;

use crate::receipt::{Raw, Sender};
use crate::record::{Evidently, Receipt, Record};

/// How far the second that a webhook signs may be from its arrival: what Standard Webhooks' own libraries allow.
const REPLAY: Span = Span::from_millis(5 * 60 * 1_000);

/// What came of a drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// We were told in time, with the mark.
    Seen,
    /// We were told with the mark, but late.
    SeenLate,
    /// Somebody told us of something in time, and the mark was not in it: it may have been this or not.
    SeenWithoutMark,
    /// We were shown the marker of another drill: what was restored is not what was asked for. Of restore drills alone.
    SeenWrong,
    /// The time is over and nobody told us.
    NotSeen,
    /// The time is not over.
    Pending,
    /// It was stopped half-way: no verdict.
    Stopped,
    /// Nothing is known to have been done: no verdict.
    NotEmitted,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Seen,
        Self::SeenLate,
        Self::SeenWithoutMark,
        Self::SeenWrong,
        Self::NotSeen,
        Self::Pending,
        Self::Stopped,
        Self::NotEmitted,
    ];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::SeenLate => "seen_late",
            Self::SeenWithoutMark => "seen_without_mark",
            Self::SeenWrong => "seen_wrong",
            Self::NotSeen => "not_seen",
            Self::Pending => "pending",
            Self::Stopped => "stopped",
            Self::NotEmitted => "not_emitted",
        }
    }

    /// Whether it says something of those who were drilled.
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Pending | Self::Stopped | Self::NotEmitted)
    }
}

/// What a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// A person's word, or a mail whose sender nobody proved.
    Word,
    /// A signed webhook, or a mail whose DKIM our own server found right.
    Proven,
}

/// Why a receipt counts or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// It bears what was looked for.
    Marked,
    /// It counts, and does not bear it.
    Unmarked,
    /// The same came before, and counted.
    Doubled,
    /// Its signature is wrong; or it is not shown to be from whom it says.
    Forged,
    /// The second that was signed is far from when it came.
    Replayed,
    /// It bears the mark of another drill.
    OtherMark,
    /// It came before anything was done.
    Before,
    /// It came when we no longer listened.
    After,
    /// It came by a way that was not agreed on.
    NotAgreed,
    /// Its bytes are not what they should be, or are gone.
    Unreadable,
}

impl Code {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Marked,
        Self::Unmarked,
        Self::Doubled,
        Self::Forged,
        Self::Replayed,
        Self::OtherMark,
        Self::Before,
        Self::After,
        Self::NotAgreed,
        Self::Unreadable,
    ];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Marked => "marked",
            Self::Unmarked => "unmarked",
            Self::Doubled => "doubled",
            Self::Forged => "forged",
            Self::Replayed => "replayed",
            Self::OtherMark => "other_mark",
            Self::Before => "before",
            Self::After => "after",
            Self::NotAgreed => "not_agreed",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What was found of one receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// By which way it came.
    pub channel: Evidently,
    /// Its raw bytes.
    pub raw: Digest,
    /// When it reached us.
    pub at: Instant,
    /// Why it counts or does not.
    pub code: Code,
    /// How much it is worth, when it counts.
    pub grade: Option<Grade>,
}

/// A verdict with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// What came of it.
    pub verdict: Verdict,
    /// What that rests on; none when nobody told us.
    pub grade: Option<Grade>,
    /// When the first trace was left.
    pub t0: Option<Instant>,
    /// When we were told.
    pub seen_at: Option<Instant>,
    /// Milliseconds from the one to the other: the time to detect.
    pub detected_ms: Option<i64>,
    /// Whether it is in time only because clocks may differ.
    pub is_within_skew: bool,
    /// Every receipt, in the order in which they were taken in.
    pub findings: Vec<Finding>,
}

/// Judges a drill. `raw` gives the bytes of a receipt; `key` is that of the webhook, and without it what was told of a signature when
/// it came is taken.
///
/// What was seen in time is never worse for what came later, and a word never betters what is proven to be late: where both
/// are there, the better verdict is given with its own grade, and a word is shown as one.
pub fn judge<'r>(
    record: &Record,
    key: Option<&[u8]>,
    raw: impl Fn(&Digest) -> Option<&'r [u8]>,
) -> Judged {
    let plan = &record.plan;
    // A key that is not the one in the plan proves nothing.
    let key = key.filter(|key| plan.webhook_key == Some(Digest::of(key)));
    let (t0, done) = if plan.kind == Kind::Restore {
        // What was entered and deleted is no trace that anybody must notice: time counts from when the supplier was asked.
        (record.asked_at(), record.asked_at())
    } else {
        let done = record.emissions.iter().filter(|one| one.is_done).map(|one| one.at).min();
        // A marked answer shows that what was begun was done.
        (record.emissions.iter().map(|one| one.at).min(), done)
    };
    let findings = findings(record, (key, &raw), t0);
    let mut judged = Judged {
        verdict: Verdict::Stopped,
        grade: None,
        t0,
        seen_at: None,
        detected_ms: None,
        is_within_skew: false,
        findings,
    };
    let Some(t0) = t0.filter(|_| record.stopped.is_none()) else {
        judged.verdict =
            if record.stopped.is_some() { Verdict::Stopped } else { Verdict::NotEmitted };
        return judged;
    };
    decide(record, (t0, done.is_some()), &mut judged);
    judged
}

fn decide(record: &Record, (t0, is_done): (Instant, bool), judged: &mut Judged) {
    let plan = &record.plan;
    let deadline = plan.deadline(t0);
    let best = |code: Code, grade: Grade| {
        let found = judged.findings.iter();
        let found = found.filter(|one| one.code == code && one.grade == Some(grade));
        found.map(|one| one.at).min()
    };
    let (proven, word) = (best(Code::Marked, Grade::Proven), best(Code::Marked, Grade::Word));
    let timely = |at: &Instant| *at <= deadline;
    let chosen = [(proven, Grade::Proven), (word, Grade::Word)];
    let in_time = chosen.iter().find_map(|(at, grade)| Some((at.filter(timely)?, *grade)));
    let late = || chosen.iter().find_map(|(at, grade)| Some(((*at)?, *grade)));
    if let Some((at, grade)) = in_time {
        judged.verdict = Verdict::Seen;
        judged.is_within_skew = at > t0.plus(Span::from_millis(plan.within_ms));
        judged.note(t0, at, grade);
    } else if let Some((at, grade)) = late() {
        judged.verdict = Verdict::SeenLate;
        judged.note(t0, at, grade);
    } else if !is_done {
        judged.verdict = Verdict::NotEmitted;
    } else if record.judged_at <= deadline {
        judged.verdict = Verdict::Pending;
    } else {
        let grades = || [Grade::Proven, Grade::Word].into_iter();
        // Only of a restore drill does another marker bear a grade.
        let wrong = grades().find(|grade| best(Code::OtherMark, *grade).is_some());
        let mut unmarked =
            grades().filter(|grade| best(Code::Unmarked, *grade).as_ref().is_some_and(timely));
        (judged.verdict, judged.grade) = match (wrong, unmarked.next()) {
            (Some(grade), _) => (Verdict::SeenWrong, Some(grade)),
            (None, Some(grade)) => (Verdict::SeenWithoutMark, Some(grade)),
            (None, None) => (Verdict::NotSeen, None),
        };
    }
}

impl Judged {
    fn note(&mut self, t0: Instant, at: Instant, grade: Grade) {
        self.grade = Some(grade);
        self.seen_at = Some(at);
        // A clock that is behind does not make it seen before it happened.
        self.detected_ms = Some(at.since(t0).as_millis());
    }
}

/// Looks at each receipt by itself; then of those that are the same message, all but the one that came first are told to be so,
/// in whichever order they were taken in.
fn findings<'r>(
    record: &Record,
    (key, raw): (Option<&[u8]>, &impl Fn(&Digest) -> Option<&'r [u8]>),
    t0: Option<Instant>,
) -> Vec<Finding> {
    let looked = record.receipts.iter().map(|receipt| finding(record, receipt, (key, raw), t0));
    let (mut findings, names): (Vec<Finding>, Vec<Option<String>>) = looked.unzip();
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|index| (findings.get(*index).map(|one| one.at), *index));
    let mut counted = BTreeSet::new();
    for index in order {
        let (Some(found), Some(Some(name))) = (findings.get_mut(index), names.get(index)) else {
            continue;
        };
        // One that bears the mark is not the same as one that does not, whatever it calls itself.
        if !counted.insert((found.channel, found.code, found.grade, name)) {
            (found.code, found.grade) = (Code::Doubled, None);
        }
    }
    findings
}

/// What is found of one receipt, and the name of the message if it counts.
fn finding<'r>(
    record: &Record,
    receipt: &Receipt,
    (key, raw): (Option<&[u8]>, &impl Fn(&Digest) -> Option<&'r [u8]>),
    t0: Option<Instant>,
) -> (Finding, Option<String>) {
    let plan = &record.plan;
    let bytes = raw(&receipt.raw).filter(|bytes| Digest::of(bytes) == receipt.raw);
    let read = bytes.and_then(|bytes| Raw::read(receipt.channel, bytes, key, plan.mail.as_ref()));
    let mut found = Finding {
        channel: receipt.channel,
        raw: receipt.raw,
        at: receipt.at,
        code: Code::Unreadable,
        grade: None,
    };
    let Some(read) = read else { return (found, None) };
    // A mail may lie for a while before it is taken in, and a call is written down afterwards; nothing comes later than that.
    found.at = read.arrived.map_or(receipt.at, |arrived| arrived.min(receipt.at));
    found.code = code(record, receipt, &read, found.at, t0);
    let counts = match found.code {
        Code::Marked | Code::Unmarked => true,
        // What was restored is an answer, whichever marker it holds.
        Code::OtherMark => plan.kind == Kind::Restore,
        _ => false,
    };
    if !counts {
        return (found, None);
    }
    let is_word = read.sender == Sender::Word;
    found.grade = Some(if is_word { Grade::Word } else { Grade::Proven });
    (found, Some(read.id.unwrap_or_else(|| receipt.raw.to_string())))
}

fn code(record: &Record, receipt: &Receipt, read: &Raw, at: Instant, t0: Option<Instant>) -> Code {
    let plan = &record.plan;
    let is_file = |of: Digest| {
        let mut files = record.receipts.iter().filter(|one| one.channel == Evidently::File);
        files.any(|one| one.raw == of)
    };
    let is_agreed = match receipt.channel {
        Evidently::Webhook => plan.webhook_key.is_some(),
        Evidently::Mail => plan.mail.is_some(),
        // Whoever reads a picture that counts may say what stands in it.
        Evidently::Person => plan.person || (plan.file && read.of.is_some_and(is_file)),
        Evidently::File => plan.file,
    };
    let is_forged = match read.sender {
        Sender::Wrong => true,
        Sender::Unchecked => receipt.is_signed != Some(true),
        Sender::Proven | Sender::Word => false,
    };
    let away = |one: Instant, other: Instant| one.since(other).max(other.since(one));
    let most = Span::from_millis(REPLAY.as_millis() + plan.skew_ms);
    let is_far = read.signed_at.is_some_and(|signed| away(signed, receipt.at) > most);
    let mark = plan.mark();
    let is_marked = read.holds(&plan.looks_for);
    let when = |t0: Instant| match at {
        at if at.plus(plan.skew()) < t0 => Some(Code::Before),
        at if at > plan.listens_until(t0) => Some(Code::After),
        _ => None,
    };
    match t0.map_or(Some(Code::Before), when) {
        _ if !is_agreed => Code::NotAgreed,
        _ if is_forged => Code::Forged,
        _ if is_far => Code::Replayed,
        Some(outside) => outside,
        None if is_marked => Code::Marked,
        None if read.holds_other_mark(&mark) => Code::OtherMark,
        None => Code::Unmarked,
    }
}

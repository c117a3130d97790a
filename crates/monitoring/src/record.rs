//! What happened and what came back: with the plan, all that a verdict rests on.

use arvak_core::{Digest, EntryId, Instant, Span};
use serde::{Deserialize, Serialize};

use crate::Plan;

/// Everything about one drill but the raw bytes of receipts, which stand beside it by their digests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The version of this form: 1.
    pub v: u32,
    /// The plan, opened.
    pub plan: Plan,
    /// The entry of the ledger that held its hash.
    pub entry: EntryId,
    /// What was done.
    pub emissions: Vec<Emission>,
    /// What came back, in the order in which it was taken in.
    pub receipts: Vec<Receipt>,
    /// When it was stopped half-way, if it was.
    pub stopped: Option<Instant>,
    /// When the verdict was reached.
    pub judged_at: Instant,
}

/// Something that was done and bears the mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emission {
    /// When, by the clock of whoever did it.
    pub at: Instant,
    /// On which host.
    pub host: String,
    /// How it is known.
    pub way: Way,
    /// SHA-256 of the exact bytes; of the steps, when a person carried them out.
    pub sha256: Digest,
    /// Where the mark stood: `line`, `account`, `identification` (of an SSH client),
    /// `user_agent`, `query`, `file_name`, `label`, `steps`, or `none`.
    pub place: String,
    /// Whether it is known to have been done. One that was begun when this machine went down may not have been.
    pub is_done: bool,
    /// Which step of a restore drill it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// The instant whose data the supplier was asked to restore.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restore_to: Option<Instant>,
    /// What the other side answered to an act of this program, as a code: its own words may hold more than is ours to keep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Answered>,
}

/// The steps of a restore drill, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A person entered the marker in the service.
    Entered,
    /// A person deleted it.
    Deleted,
    /// The supplier was asked to show it.
    Asked,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Entered, Self::Deleted, Self::Asked];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::Deleted => "deleted",
            Self::Asked => "asked",
        }
    }
}

/// What the other side answered to an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// The log-in was refused, as it must be.
    Refused,
    /// The log-in was let in: what should be a decoy is none.
    LetIn,
    /// No password is asked for there.
    NoPassword,
    /// The file was given.
    Given,
    /// There is no such file.
    Missing,
    /// The file is there, and was not given.
    Denied,
    /// The name does not exist, as it must be.
    NoSuchName,
    /// The name leads somewhere.
    Resolves,
    /// The mail relay has the mail.
    MailTaken,
    /// The mail relay refused the mail after it had it whole.
    MailRefused,
    /// The test file lay there as long as it should, and was removed.
    Stood,
    /// Somebody took the test file away, or into quarantine.
    TakenAway,
    /// The test file could not be written whole, or not be read again.
    Blocked,
    /// Something that is none of these.
    Other,
}

impl Answered {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Refused,
        Self::LetIn,
        Self::NoPassword,
        Self::Given,
        Self::Missing,
        Self::Denied,
        Self::NoSuchName,
        Self::Resolves,
        Self::MailTaken,
        Self::MailRefused,
        Self::Stood,
        Self::TakenAway,
        Self::Blocked,
        Self::Other,
    ];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::LetIn => "let_in",
            Self::NoPassword => "no_password",
            Self::Given => "given",
            Self::Missing => "missing",
            Self::Denied => "denied",
            Self::NoSuchName => "no_such_name",
            Self::Resolves => "resolves",
            Self::MailTaken => "mail_taken",
            Self::MailRefused => "mail_refused",
            Self::Stood => "stood",
            Self::TakenAway => "taken_away",
            Self::Blocked => "blocked",
            Self::Other => "other",
        }
    }

    /// Whether it is what was to be expected. Anything else is told at once, and ends the act.
    pub const fn is_expected(self) -> bool {
        matches!(
            self,
            Self::Refused
                | Self::Given
                | Self::NoSuchName
                | Self::MailTaken
                | Self::MailRefused
                | Self::Stood
                | Self::TakenAway
                | Self::Blocked
        )
    }
}

impl Record {
    /// When a step of a restore drill is known to have been done.
    pub fn step_at(&self, step: Step) -> Option<Instant> {
        self.emissions.iter().find(|one| one.step == Some(step) && one.is_done).map(|one| one.at)
    }

    /// When the supplier was asked to show a marker that a backup can have: it was entered, stayed as long as was agreed, was deleted
    /// before they were asked, and they were asked for a time at which it was there.
    pub fn asked_at(&self) -> Option<Instant> {
        let (entered, deleted) = (self.step_at(Step::Entered)?, self.step_at(Step::Deleted)?);
        let asked =
            self.emissions.iter().find(|one| one.step == Some(Step::Asked) && one.is_done)?;
        let stays = Span::from_millis(self.plan.stays_ms?);
        let restore_to = asked.restore_to?;
        let is_whole = entered.plus(stays) <= deleted && deleted <= asked.at;
        let was_there = entered <= restore_to && restore_to <= deleted;
        (is_whole && was_there).then_some(asked.at)
    }
}

/// How an emission is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// This program sent the bytes.
    Sent,
    /// A person says so.
    Told,
}

/// Something that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// When it reached us.
    pub at: Instant,
    /// By which way.
    pub channel: Evidently,
    /// SHA-256 of the raw bytes.
    pub raw: Digest,
    /// Whether the signature was right when it was taken in, as it was told then. It is asked only where the key is not at hand.
    pub is_signed: Option<bool>,
}

/// A way by which something came back, with the name that its findings bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidently {
    /// A signed webhook: header lines, an empty line, the body.
    Webhook,
    /// A mail (RFC 5322).
    Mail,
    /// A person's entry.
    Person,
    /// A file that was handed over: a text, a picture of a screen.
    File,
}

impl Evidently {
    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Mail => "mail",
            Self::Person => "person",
            Self::File => "file",
        }
    }
}

//! What helps people to act on a letter: guidance to each claim, the lists of others, the measures of a
//! framework, who follows up, what law asks, and how the situation was rated.
//!
//! Nothing here is asked when a status is judged. It is read with the letters and kept in the same
//! bundle, so that what people were shown on a day is on record with what they were judged by. A bundle
//! that has none of it, as older ones have not, gives an empty guide.

mod authority;
mod conflict;
mod framework;
mod guidance;
mod held_against;
mod list;
mod look_up;
mod nested;
mod question;
mod read;
mod references;
mod regime;
mod situation;
mod start;

pub use held_against::{HeldAgainst, HeldBy};
pub use look_up::Shortened;
pub use question::{Answer, AnswerType, Condition, Question, QuestionOption, outcomes};
pub(super) use read::{FIELDS, Reading, read};
pub use start::Start;

use std::collections::BTreeMap;

use super::{Origin, Text};
use crate::{Name, Span};

/// Most records in one list of a file.
pub const RECORDS_MAX: usize = 1_000;

/// Most characters of a text that is longer than a title.
pub const BODY_CHARS_MAX: usize = 600;

/// Everything of the catalogue that helps and does not judge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guide {
    /// Guidance by the id of the claim.
    pub guidance: BTreeMap<Name, Guidance>,
    /// Lists of measures that others have drawn up, in order.
    pub lists: Vec<FollowUpList>,
    /// Frameworks of numbered measures, in order.
    pub frameworks: Vec<Framework>,
    /// Those who warn, advise, supervise or are to be told, by id.
    pub authorities: BTreeMap<Name, Authority>,
    /// Law and the like that asks for much the same, in order.
    pub regimes: Vec<Regime>,
    /// How the situation was rated, in order.
    pub situations: Vec<SituationNotice>,
    /// Which countries take part in the conflict, in order.
    pub conflicts: Vec<ConflictNotice>,
    /// What suppliers are asked, in order.
    pub questions: Vec<Question>,
    /// Where to begin, by who runs ICT.
    pub starts: Vec<Start>,
}

/// A claim in plain words, for whoever acts on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guidance {
    /// What is asked.
    pub asked: Text,
    /// Why.
    pub why: Text,
    /// What counts as evidence.
    pub counts: Text,
    /// What refutes it.
    pub refutes: Text,
    /// What to do first.
    pub first: Text,
    /// Where this comes from.
    pub origin: Origin,
}

/// A list of measures that somebody else has drawn up and a letter points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUpList {
    /// Its id.
    pub id: Name,
    /// Its title.
    pub title: Text,
    /// Who drew it up.
    pub authority: Name,
    /// Whether all of it is here. What is known of a list may be a part of it.
    pub complete: bool,
    /// What stands on it, in its order.
    pub items: Vec<ListItem>,
    /// Where this comes from.
    pub origin: Origin,
}

/// One thing on a list, or a measure under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem {
    /// Its id, which no other list has.
    pub id: Name,
    /// What to do, in our words.
    pub title: Text,
    /// The item of the same list that it is a part of.
    pub under: Option<Name>,
    /// The claims that it bears on.
    pub claims: Vec<Name>,
    /// The measures of a framework that it comes near.
    pub measures: Vec<Name>,
    /// The evidence kind that shows it, when there is one of its own.
    pub evidence: Option<Name>,
    /// The date on which its author asked for special attention to it.
    pub emphasised: Option<String>,
    /// Where this comes from.
    pub origin: Origin,
}

/// A framework of categories, principles and numbered measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framework {
    /// Its id.
    pub id: Name,
    /// Its title.
    pub title: Text,
    /// Who keeps it.
    pub authority: Name,
    /// Its categories, in order.
    pub categories: Vec<Category>,
    /// Which measures the claims come near, by claim.
    pub mappings: BTreeMap<Name, Mapping>,
    /// Where this comes from.
    pub origin: Origin,
}

/// Which measures a claim comes near.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The measures.
    pub measures: Vec<Name>,
    /// Where this comes from; as its framework's when the file does not say.
    pub origin: Origin,
}

/// A category of a framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its id, such as `2`.
    pub id: Name,
    /// Its title.
    pub title: Text,
    /// Its principles, in order.
    pub principles: Vec<Principle>,
    /// Where this comes from.
    pub origin: Origin,
}

/// A principle of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principle {
    /// Its id, such as `2.9`.
    pub id: Name,
    /// Its title.
    pub title: Text,
    /// The ids of its measures, such as `2.9.4`: numbered from 1 within the principle.
    pub measures: Vec<Name>,
    /// Where this comes from.
    pub origin: Origin,
}

/// Somebody who warns, advises, supervises or is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// What it is called.
    pub title: Text,
    /// What it does for a municipality.
    pub role: Text,
    /// Who has taken over towards municipalities. It may go on for others.
    pub succeeded_by: Option<Name>,
    /// The date from which the successor counts.
    pub succeeded_from: Option<String>,
    /// Where this comes from.
    pub origin: Origin,
}

/// Law, or something as binding, that asks for much the same as a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regime {
    /// Its id.
    pub id: Name,
    /// What it is called.
    pub title: Text,
    /// The question by which a municipality tells whether it applies to it.
    pub question: Text,
    /// What it asks.
    pub duty: Text,
    /// Where it stands, such as `LOV-2023-12-20-108`.
    pub law: Option<String>,
    /// Whether it is in force.
    pub in_force: bool,
    /// The date from which it is, when that is known.
    pub since: Option<String>,
    /// Whether the evidence of every claim is of use.
    pub all_claims: bool,
    /// The claims whose evidence is of use, when not all are.
    pub claims: Vec<Name>,
    /// Its deadlines.
    pub clocks: Vec<Clock>,
    /// Where this comes from.
    pub origin: Origin,
}

/// A deadline of a regime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Its id, which no other clock has.
    pub id: Name,
    /// What must be done by then.
    pub title: Text,
    /// What sets it going.
    pub starts: Starts,
    /// How long there is; nothing when it is to be done at once.
    pub within: Option<Span>,
    /// Who is to be told.
    pub to: Option<Name>,
    /// Where this comes from; as its regime's when the file does not say.
    pub origin: Origin,
}

/// What sets a clock going.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Starts {
    /// Somebody here comes to know of an incident.
    Incident,
    /// The same was done the last time.
    LastDone,
    /// Somebody asks.
    Request,
}

impl Starts {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Incident, Self::LastDone, Self::Request];

    /// The name in data files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::LastDone => "last_done",
            Self::Request => "request",
        }
    }

    /// The one with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|starts| starts.name() == name)
    }
}

/// Which countries take part in the conflict from a day on. It changes no status by itself: what suppliers have said of their
/// countries is held against it, and those that named one are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictNotice {
    /// Its id.
    pub id: Name,
    /// The date from which it holds.
    pub date: String,
    /// Codes of ISO 3166-1 alpha-2, sorted, each once.
    pub countries: Vec<String>,
    /// What was said, in our words.
    pub title: Text,
    /// Where this comes from.
    pub origin: Origin,
}

/// How somebody rated the situation on a day. It raises nothing by itself: a person does, with this as
/// the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SituationNotice {
    /// Its id.
    pub id: Name,
    /// The date from which it was rated so.
    pub date: String,
    /// Whether the day is not known, and the date is the earliest that it can be.
    pub about: bool,
    /// Whether that was above the usual.
    pub raised: bool,
    /// Who rated it.
    pub authority: Name,
    /// What was said, in our words.
    pub title: Text,
    /// Where this comes from.
    pub origin: Origin,
}

//! Why something was not done, and who must act.

use arvak_core::Instant;
use arvak_store::drafts::NotDrafted;
use arvak_words::{Say, Words, date_and_time};

/// Result of anything in this crate.
pub type Result<T> = std::result::Result<T, DrillError>;

/// Something that a sentence mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Words.
    Text(String),
    /// A number.
    Number(i64),
    /// A moment, said in local time.
    When(Instant),
}

/// Why a person may not do something, as the id of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The sentence: `drill-…`.
    pub sentence: &'static str,
    args: Vec<(&'static str, Arg)>,
}

impl Refusal {
    /// A sentence about the drill `id`.
    pub fn about(sentence: &'static str, id: &str) -> Self {
        Self { sentence, args: vec![("id", Arg::Text(id.to_owned()))] }
    }

    /// A sentence.
    pub const fn new(sentence: &'static str) -> Self {
        Self { sentence, args: Vec::new() }
    }

    /// The same with something that it mentions.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: Arg) -> Self {
        self.args.push((name, arg));
        self
    }

    /// The sentence, said.
    pub fn say(&self, words: &Words) -> String {
        let args = self.args.iter().map(|(name, arg)| {
            let said = match arg {
                Arg::Text(text) => Say::Text(text),
                Arg::Number(number) => Say::Number(*number),
                Arg::When(at) => Say::Owned(date_and_time(words.lang(), *at)),
            };
            (*name, said)
        });
        words.say(self.sentence, &args.collect::<Vec<_>>())
    }
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DrillError {
    /// Whoever asked: it may not be done now, and the sentence says why.
    #[error("{}", .0.sentence)]
    Refused(Refusal),
    /// Whoever wrote it: it bears the marking of graded information.
    #[error("marked {grade}")]
    Graded {
        /// The grade.
        grade: &'static str,
    },
    /// Whoever the store's error names.
    #[error(transparent)]
    Store(#[from] arvak_store::Error),
    /// The operator: what is kept of a drill cannot be read.
    #[error("the drill {id}: {problem}")]
    Damaged {
        /// The drill.
        id: String,
        /// What is wrong.
        problem: String,
    },
    /// Us.
    #[error("{0}")]
    Inside(String),
}

impl DrillError {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.sentence,
            Self::Graded { .. } => "graded",
            Self::Store(error) => error.code(),
            Self::Damaged { .. } => "drill.damaged",
            Self::Inside(_) => "drill.inside",
        }
    }
}

impl From<Refusal> for DrillError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<NotDrafted> for DrillError {
    fn from(error: NotDrafted) -> Self {
        match error {
            NotDrafted::Graded { grade } => Self::Graded { grade },
            NotDrafted::Store(error) => Self::Store(error),
            error => Self::Inside(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for DrillError {
    fn from(error: serde_json::Error) -> Self {
        Self::Inside(error.to_string())
    }
}

impl From<arvak_core::id::BadId> for DrillError {
    fn from(error: arvak_core::id::BadId) -> Self {
        Self::Inside(error.to_string())
    }
}

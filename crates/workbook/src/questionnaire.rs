//! A letter's questions to one supplier as a workbook, and the answers in it. A supplier needs no account: the file goes
//! out by mail and comes back by mail.

mod ask;
mod mail;
mod read;
mod write;

use std::collections::BTreeMap;

use arvak_core::catalogue::guide::{Answer, Question};
use arvak_core::{EntityId, Name};

pub use ask::{ANSWER_DAYS, questions_for, request_id};
pub use mail::mail;
pub use read::{answers, replied, request_in};
pub use write::questionnaire;

/// What goes out.
#[derive(Clone, Copy, Debug)]
pub struct Questionnaire<'a> {
    /// The request, so that the answer finds its way back.
    pub request: &'a Name,
    /// Who is asked.
    pub supplier: &'a EntityId,
    /// What they are called.
    pub supplier_name: &'a str,
    /// Who asks.
    pub asked_by: &'a str,
    /// By when an answer is expected, as people write it.
    pub due: &'a str,
    /// What is asked, in order.
    pub questions: &'a [&'a Question],
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The request that is answered.
    pub request: Name,
    /// Who answers.
    pub supplier: EntityId,
    /// When it was answered, as `2026-11-25`, where the supplier says so.
    pub date: Option<String>,
    /// Answers by question.
    pub answers: BTreeMap<Name, Answer>,
    /// What was written beside them, by question.
    pub comments: BTreeMap<Name, String>,
}

/// The labels above the questions, in their order. The cell beside each holds its value.
const LABELS: [&str; 5] = ["request", "supplier", "asked-by", "due", "date"];

/// The columns of the questions, from A.
const COLUMNS: [&str; 6] = ["id", "claim", "question", "how", "answer", "comment"];

/// The columns that are read, from 1.
const ID_COLUMN: u32 = 1;
const ANSWER_COLUMN: u32 = 5;
const COMMENT_COLUMN: u32 = 6;

/// The name of a label's or column's sentence.
fn label_id(label: &str) -> String {
    format!("questionnaire-{label}")
}

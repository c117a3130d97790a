//! Suppliers (letter points 1b, 1c and 2d): which questions one is asked and why, how a request goes, what an answer
//! becomes, and what a list of software (SBOM) holds. Pure: bytes, dates and answers in; facts and words' codes out.
//!
//! An answer is a word. It becomes a statement and nothing stronger (law 5), *vet ikke* never supports anything, and a list of
//! software says what somebody says is in it.

pub mod answer_set;
pub mod assurance;
pub mod bounce;
pub mod by_mail;
pub mod calendar;
pub mod choose;
pub mod compare;
pub mod countries;
pub mod file;
pub mod letters;
pub mod life;
pub mod receipt;
pub mod remind;
pub mod sbom;
pub mod taking;
pub mod typed;
pub mod wave;

/// The kind of obligation that a request is.
pub const DUE: &str = "supplier.answer_due";

/// The kind of obligation that a right of reply is: by then the supplier may answer to what contradicts it.
pub const REPLY_DUE: &str = "supplier.reply_due";

/// What is shown by having sent the questions: that the supplier was contacted (1b.1), and asked (1c.1).
pub const SENT: [&str; 2] = ["supplier.contacted", "supplier.asked"];

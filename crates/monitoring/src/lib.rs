//! Sealed drills: something harmless happens at a moment that is sealed beforehand, and whoever should notice does or does not.
//!
//! What a drill is to be is a [definition](arvak_core::drill). A [`Plan`] adds the nonce, and only its hash is known before it
//! starts. An [`Emission`] is what was done and when; a [`Receipt`] is what came back, with its raw bytes. [`judge`] tells
//! from these alone whether it was seen, so that anybody can tell the same again (`tests/peers/drill_verdict.py` does).
//!
//! Nothing here reads a clock, draws a random number or opens a file (decision 0024 says what each verdict rests on).

pub mod callout;
mod canonical;
mod evidence;
mod export;
mod figures;
mod plan;
mod receipt;
mod record;
mod verdict;

pub use canonical::canonical;
pub use evidence::{METHOD, METHOD_VERSION, Shown, shown};
pub use export::{File, files};
pub use figures::{Figures, Hours, Sample, figures};
pub use plan::{KEY_BYTES_MIN, MailFrom, NONCE_DIGITS, Plan, mark_of};
pub use receipt::{RAW_BYTES_MAX, Raw, Sender, Word, is_from};
pub use record::{Answered, Emission, Evidently, Receipt, Record, Step, Way};
pub use verdict::{Code, Finding, Grade, Judged, Verdict, judge};

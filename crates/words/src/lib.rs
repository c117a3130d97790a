//! What core says in codes, said to people in nb, nn and en.
//!
//! Sentences stand in `locales/LANG/*.ftl` (Fluent); the texts of letters and evidence kinds come
//! with the catalogue, and so does the one term file. Core and the chapters never hold a sentence: they
//! give codes and arguments.

mod checks;
mod judged;
mod lang;
mod leave;
mod local_time;
mod mistake;
mod reason;
mod refusal;
mod rule;
mod sentences;
mod terms;
mod working_days;
mod wrap;

pub use checks::{CheckText, InThree, Mend, check_text, check_texts};
pub use judged::{claim_counts, sign};
pub use lang::Lang;
pub use leave::{LeaveTo, drill_leave_text, leave_text};
pub use local_time::{
    at_hour, date, date_and_time, day, end_of_day, is_office_time, iso_last_day, last_day, moment,
    week, written_moment,
};
pub use reason::Naming;
pub use sentences::{Say, Words};
pub use working_days::working_days_after;
pub use wrap::wrap;

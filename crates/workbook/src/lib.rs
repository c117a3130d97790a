//! The inventory as spreadsheets: one xlsx workbook with a sheet for each kind of thing, or a CSV file
//! for each kind. Bytes in, bytes out.
//!
//! What an inventory may hold is said once, in [`arvak_core::inventory`]. So a sheet is not judged here:
//! its cells become the values of TOML records, core reads those, and each mistake that it finds is told
//! at the cell that the value came from. What only a spreadsheet can get wrong (a formula without a value,
//! merged cells, a column that nobody knows) is told here, in the same list.
//!
//! Sheets, columns and words are read in any of the three languages and as codes, so that a workbook that
//! was made in one language may be read anywhere. Blanks around what is written are nothing.

mod csv;
mod export;
mod form;
mod grid;
mod limits;
mod mistake;
mod names;
mod questionnaire;
mod reading;
pub mod starter;
mod table;
mod xlsx;

pub use export::{CannotBeWritten, export, template};
pub use form::{FormField, FormMistake, Holds, OWN_FIELDS, form_fields, form_values, read_form};
pub use mistake::{CODES, Mistake, Place};
pub use questionnaire::{
    ANSWER_DAYS, Answered, Questionnaire, answers, mail, questionnaire, questions_for, replied,
    request_id, request_in,
};
pub use reading::{File, Format, parse};

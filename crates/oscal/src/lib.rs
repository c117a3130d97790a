//! OSCAL 1.2 (NIST's Open Security Controls Assessment Language) from the catalogue and an assessment: a catalog in each
//! language, the assessment plan, the assessment results; and a [`check()`] of what NIST's JSON schema cannot see.
//!
//! Pure: the caller reads the ledger and writes the files. What becomes what: docs/oscal.md.

mod build;
pub mod check;
mod input;
pub mod model;
mod names;
mod text;

pub use build::{Export, ExportFile, Figures, export};
pub use check::{Document, Fault, FaultCode, check};
pub use input::{Edition, Input, NoLetter, entries_named};
pub use names::{NS, OSCAL_VERSION, PLAN_FILE, RESULTS_FILE, catalog_file};

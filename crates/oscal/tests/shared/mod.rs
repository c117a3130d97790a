//! Judges of exported files, for the tests of this crate and of the program.

pub(crate) mod nine;
pub(crate) mod schema;
pub(crate) mod trestle;

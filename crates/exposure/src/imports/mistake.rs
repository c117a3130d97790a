//! What is wrong with a file, and where.

use std::fmt;

/// Most mistakes of one file that are told.
pub const MISTAKES_MAX: usize = 40;

/// Most characters of foreign text that a mistake repeats.
const DETAIL_CHARS_MAX: usize = 120;

/// Where in a file something stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the file as a whole.
    File,
    /// In a line, from 1.
    Line(u32),
    /// In a field of separated values: row and column from 1, as a spreadsheet shows them.
    Field(u32, u32),
    /// In an object of a list: its number, from 1.
    Object(u32),
}

impl Place {
    /// The line in which the bytes end.
    pub(super) fn line_at(before: &[u8]) -> Self {
        let ends = before.split(|byte| *byte == b'\n').count().saturating_sub(1);
        Self::Line(u32::try_from(ends).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// The object with this index, from 0.
    pub(super) fn object(index: usize) -> Self {
        Self::Object(u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("file"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Field(row, column) => write!(f, "row {row}, column {column}"),
            Self::Object(number) => write!(f, "object {number}"),
        }
    }
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {code} {detail}")]
pub struct Mistake {
    /// A stable code, such as `import.no_host`.
    pub code: &'static str,
    /// Where.
    pub place: Place,
    /// What stands there, cut to a readable length; empty where that says nothing.
    pub detail: String,
}

impl Mistake {
    pub(super) fn new(code: &'static str, place: Place, detail: &str) -> Self {
        let printable = detail.chars().filter(|c| !c.is_control());
        Self { code, place, detail: printable.take(DETAIL_CHARS_MAX).collect() }
    }
}

//! What is wrong in a list, and where.

use std::fmt;

/// Most mistakes that are told of one list.
pub const MISTAKES_MAX: usize = 100;

/// All codes; each has a sentence `sbom-CODE` in every language, with `-` for `_`.
pub const CODES: [&str; 16] = [
    "too_large",
    "not_utf8",
    "unknown_format",
    "not_json",
    "not_xml",
    "doctype",
    "unknown_version",
    "too_many",
    "too_deep",
    "wrong_type",
    "missing",
    "too_long",
    "bad_purl",
    "bad_hash",
    "bad_line",
    "bad_time",
];

/// Where a mistake is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The whole file.
    File,
    /// A line and a column, from 1.
    Line(u32, u32),
    /// A value by its way from the top: `components[3].purl`.
    Path(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => Ok(()),
            Self::Line(line, column) => write!(f, "{line}:{column}"),
            Self::Path(path) => f.write_str(path),
        }
    }
}

/// A mistake in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub place: Place,
    /// What, as one of [`CODES`].
    pub code: &'static str,
    /// What was found, cut to a readable length.
    pub found: String,
}

/// Most characters of what was found that are shown.
const FOUND_CHARS_MAX: usize = 80;

impl Mistake {
    pub(super) fn new(place: Place, code: &'static str) -> Self {
        Self { place, code, found: String::new() }
    }
}

/// Mistakes as they are found.
#[derive(Default)]
pub(super) struct Told(Vec<Mistake>);

impl Told {
    pub(super) fn tell(&mut self, place: Place, code: &'static str, found: &str) {
        if self.0.len() < MISTAKES_MAX {
            let found = found.chars().filter(|sign| !sign.is_control());
            let found = found.take(FOUND_CHARS_MAX).collect();
            self.0.push(Mistake { place, code, found });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether no more are told, so that there is no use in reading on.
    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= MISTAKES_MAX
    }

    pub(super) fn into_all(self) -> Vec<Mistake> {
        self.0
    }
}

//! What is wrong with an export: each mistake at its place, all of them at once.

use crate::Place;
use crate::judgement::shown;

/// Most mistakes that are told of one file.
pub const MISTAKES_MAX: usize = 100;

/// Every mistake, with its arguments: each has its sentence in every language.
pub const CODES: &[(&str, &[&str])] = &[
    ("empty", &[]),
    ("too_large", &["most"]),
    ("too_many", &["most"]),
    ("encoding", &["line", "byte"]),
    ("no_json", &["line", "column"]),
    ("wrong_shape", &["expected"]),
    ("not_whole", &[]),
    ("cut_off", &["field"]),
    ("missing_field", &["field"]),
    ("wrong_type", &["field", "expected"]),
    ("unknown_word", &["field", "word", "allowed"]),
    ("unknown_value", &["word", "allowed"]),
    ("missing_column", &["names"]),
    ("open_quote", &[]),
    ("no_rows", &[]),
    ("secret_column", &["column"]),
];

/// One mistake. Whoever made the export must make it again, or mend the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where it stands.
    pub place: Place,
    /// Its stable code, from [`CODES`].
    pub code: &'static str,
    /// What its sentence names.
    pub args: Vec<(&'static str, String)>,
}

impl Mistake {
    pub(crate) const fn new(place: Place, code: &'static str) -> Self {
        Self { place, code, args: Vec::new() }
    }

    pub(crate) fn with(
        mut self,
        name: &'static str,
        value: &(impl std::fmt::Display + ?Sized),
    ) -> Self {
        self.args.push((name, shown(&value.to_string())));
        self
    }
}

/// Mistakes as they are found, up to the bound.
#[derive(Default)]
pub(crate) struct Told(Vec<Mistake>);

impl Told {
    pub(crate) fn tell(&mut self, mistake: Mistake) {
        if self.0.len() < MISTAKES_MAX {
            self.0.push(mistake);
        }
    }

    pub(crate) fn or<T>(self, value: T) -> Result<T, Vec<Mistake>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }
}

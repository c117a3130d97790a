//! Mistakes in files that people write: the catalogue and the inventory. A mistake names its place,
//! says what is wrong and what to do, and has a stable code, so that every language can say it.

mod codes;
mod near;

pub use codes::{CODES, CodeRow, TERM_ARGS, TERMS};
pub(crate) use near::as_name;
pub use near::nearest;

use std::collections::BTreeMap;
use std::fmt;

use crate::sheet::Sheet;
use crate::source::Place;

/// Most characters of an argument: what was written is shown, cut to a readable length.
const ARG_CHARS_MAX: usize = 200;

/// Most mistakes that are told at once, in all files together; the rest are counted.
pub const MISTAKES_MAX: usize = 1_000;

/// What is wrong, before it has a place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// One of [`CODES`].
    pub code: &'static str,
    /// What the texts of that code mention. Those named in [`TERM_ARGS`] hold codes of [`TERMS`].
    pub args: BTreeMap<String, String>,
}

impl Problem {
    /// A problem without arguments yet.
    pub const fn new(code: &'static str) -> Self {
        Self { code, args: BTreeMap::new() }
    }

    /// The same with an argument: control characters are written out, and what is long is cut.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        let text = value.to_string();
        let mut shown = String::new();
        for sign in text.chars().take(ARG_CHARS_MAX) {
            match sign {
                sign if sign.is_control() => shown.extend(sign.escape_default()),
                sign => shown.push(sign),
            }
        }
        if text.chars().nth(ARG_CHARS_MAX).is_some() {
            shown.push('…');
        }
        self.args.insert(name.to_owned(), shown);
        self
    }

    /// Something that is not among `allowed`: the code ends in `_near` and suggests a name when one
    /// is much like what was written; otherwise it lists what is allowed.
    pub(crate) fn unknown<'n>(
        codes: (&'static str, &'static str),
        name: &str,
        allowed: impl IntoIterator<Item = &'n str>,
    ) -> Self {
        let allowed: Vec<&str> = allowed.into_iter().collect();
        let (plain, near) = codes;
        match nearest(name, allowed.iter().copied()) {
            Some(suggestion) => Self::new(near).with("name", name).with("near", suggestion),
            None => Self::new(plain).with("name", name).with_allowed(allowed),
        }
    }

    /// The same with a list of what is allowed; a dash when that is nothing.
    #[must_use]
    pub(crate) fn with_allowed<'n>(self, allowed: impl IntoIterator<Item = &'n str>) -> Self {
        let allowed: Vec<&str> = allowed.into_iter().collect();
        self.with("allowed", if allowed.is_empty() { "–".to_owned() } else { allowed.join(", ") })
    }
}

impl fmt::Display for Problem {
    /// In English; other languages stand in the `words` crate.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(row) = CODES.iter().find(|row| row.code == self.code) else {
            return f.write_str(self.code);
        };
        for piece in row.pieces() {
            match piece {
                codes::Piece::Text(text) => f.write_str(text)?,
                codes::Piece::Arg(name) => f.write_str(self.shown(name))?,
            }
        }
        Ok(())
    }
}

impl Problem {
    fn shown(&self, name: &str) -> &str {
        let value = self.args.get(name).map_or("", String::as_str);
        let term = TERMS.iter().find(|(code, _)| *code == value);
        match term {
            Some((_, text)) if TERM_ARGS.contains(&name) => text,
            _ => value,
        }
    }
}

/// A mistake in a file, at a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The file's name, as it was handed to us.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
    /// One of [`CODES`].
    pub code: &'static str,
    /// What the texts of that code mention. Those named in [`TERM_ARGS`] hold codes of [`TERMS`].
    pub args: BTreeMap<String, String>,
}

impl Mistake {
    pub(crate) fn at(file: &str, place: Place, problem: Problem) -> Self {
        let Problem { code, args } = problem;
        Self { file: file.to_owned(), line: place.line, column: place.column, code, args }
    }
}

impl fmt::Display for Mistake {
    /// `inventory.toml:12:5: what is wrong; what to do`, in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = Problem { code: self.code, args: self.args.clone() };
        write!(f, "{}:{}:{}: {problem}", self.file, self.line, self.column)
    }
}

impl std::error::Error for Mistake {}

/// All mistakes of several files, in the order of the files and of what stands in them. Of more than
/// [`MISTAKES_MAX`] the last one told says how many more there are.
pub(crate) fn all_of<'a>(sheets: impl IntoIterator<Item = Sheet<'a>>) -> Vec<Mistake> {
    let mut all: Vec<Mistake> = Vec::new();
    let mut untold_count = 0;
    for sheet in sheets {
        let (mut told, more) = sheet.into_mistakes();
        untold_count += more;
        all.append(&mut told);
    }
    untold_count += all.len().saturating_sub(MISTAKES_MAX);
    all.truncate(MISTAKES_MAX);
    if let (true, Some(last)) = (untold_count > 0, all.last()) {
        let place = Place { line: last.line, column: last.column };
        let problem = Problem::new("more_mistakes").with("count", untold_count);
        all.push(Mistake::at(&last.file.clone(), place, problem));
    }
    all
}

#[cfg(test)]
mod tests;

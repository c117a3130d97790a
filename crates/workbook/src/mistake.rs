//! Mistakes in spreadsheets, each at its cell.

use std::collections::BTreeMap;
use std::fmt;

use arvak_core::mistake::{MISTAKES_MAX, Problem};
use arvak_words::{Say, Words};

/// Where in a file something is wrong. Rows and columns count from 1, as spreadsheets show them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The whole file.
    File,
    /// A line and character of a text, from 1.
    Text {
        /// The line.
        line: u32,
        /// The character in the line.
        column: u32,
    },
    /// A whole sheet.
    Sheet(String),
    /// A cell; of a CSV file when there is no sheet.
    Cell {
        /// The sheet.
        sheet: Option<String>,
        /// The row.
        row: u32,
        /// The column: 1 is A.
        column: u32,
    },
}

impl fmt::Display for Place {
    /// `12:5`, `Systemer` or `Systemer!C14`; nothing for a whole file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => Ok(()),
            Self::Text { line, column } => write!(f, "{line}:{column}"),
            Self::Sheet(name) => f.write_str(&quoted(name)),
            Self::Cell { sheet, row, column } => {
                if let Some(name) = sheet {
                    write!(f, "{}!", quoted(name))?;
                }
                f.write_str(&cell_name(*row, *column))
            }
        }
    }
}

/// A sheet's name as formulas write it: in quotes when it is more than one word. What could deceive on a
/// terminal is written out.
fn quoted(name: &str) -> String {
    let mut shown = String::new();
    for sign in name.chars() {
        match sign {
            sign if sign.is_control() => shown.extend(sign.escape_default()),
            sign => shown.push(sign),
        }
    }
    if shown.chars().all(|sign| sign.is_alphanumeric() || sign == '_') {
        return shown;
    }
    format!("'{shown}'")
}

/// `C14`.
pub(crate) fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    while let Some(index) = left.checked_sub(1) {
        letters.push(char::from_digit(10 + index % 26, 36).unwrap_or('?').to_ascii_uppercase());
        left = index / 26;
    }
    letters.reverse();
    format!("{}{row}", letters.into_iter().collect::<String>())
}

/// A mistake in a file, at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file's name, as it was handed to us.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// One of [`CODES`], or one of core's.
    pub code: &'static str,
    /// What the sentence of that code mentions.
    pub args: BTreeMap<String, String>,
}

impl Mistake {
    pub(crate) fn new(file: &str, place: Place, problem: Problem) -> Self {
        let Problem { code, args } = problem;
        Self { file: file.to_owned(), place, code, args }
    }

    /// `inventar.xlsx: Systemer!C14: what is wrong; what to do`.
    pub fn told(&self, words: &Words) -> String {
        let said = self.said(words);
        let Self { file, place, .. } = self;
        match place {
            Place::File => format!("{file}: {said}"),
            Place::Text { .. } => format!("{file}:{place}: {said}"),
            Place::Sheet(_) | Place::Cell { .. } => format!("{file}: {place}: {said}"),
        }
    }

    /// What is wrong and what to do, without the place.
    pub fn said(&self, words: &Words) -> String {
        if CODES.contains(&self.code) {
            let args: Vec<_> =
                self.args.iter().map(|(name, text)| (name.as_str(), Say::Text(text))).collect();
            words.say(&format!("workbook-{}", self.code), &args)
        } else {
            words.problem(&Problem { code: self.code, args: self.args.clone() })
        }
    }
}

/// The same with a list of all that is allowed, however long: the names are our own.
pub(crate) fn with_all(mut problem: Problem, all: impl IntoIterator<Item = String>) -> Problem {
    let all: Vec<String> = all.into_iter().collect();
    problem.args.insert("allowed".to_owned(), all.join(", "));
    problem
}

/// What is found wrong in spreadsheets beside what core finds. Their sentences are `workbook-CODE`.
pub const CODES: &[&str] = &[
    "not_xlsx",
    "password",
    "damaged",
    "damaged_sheet",
    "too_large",
    "unpacks_too_large",
    "too_many_parts",
    "too_many_cells",
    "too_much_text",
    "empty",
    "unknown_sheet",
    "unknown_sheet_near",
    "unknown_file",
    "unknown_file_near",
    "unknown_column",
    "unknown_column_near",
    "no_header",
    "column_twice",
    "no_id_column",
    "merged",
    "formula_without_value",
    "error_value",
    "date_in_text",
    "not_yes_no",
    "not_whole",
    "not_a_time",
    "no_word",
    "no_group",
    "no_field_class",
    "encoding",
    "open_quote",
    "no_request",
    "label_value",
    "answered_nothing",
    "unknown_question",
    "unknown_question_near",
    "question_twice",
    "words_exclude",
    "text_too_long",
    "not_a_date",
    "no_country",
];

/// The mistakes of all files. What is beyond core's bound is counted alone.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Each with the number of its file and of its sheet, so that they can be told in order.
    mistakes: Vec<((usize, usize), Mistake)>,
    untold_count: usize,
}

impl Told {
    pub(crate) fn tell(&mut self, order: (usize, usize), mistake: Mistake) {
        if self.mistakes.len() < 2 * MISTAKES_MAX {
            self.mistakes.push((order, mistake));
        } else {
            self.untold_count += 1;
        }
    }

    /// Mistakes that are counted and not told.
    pub(crate) fn count_untold(&mut self, count: usize) {
        self.untold_count += count;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.mistakes.is_empty()
    }

    /// All of them in the order of the files and of what stands in them; the last one says how many more
    /// there are.
    pub(crate) fn into_all(mut self) -> Vec<Mistake> {
        self.mistakes.sort_by(|(a, one), (b, other)| {
            (a, &one.place, one.code, &one.args).cmp(&(b, &other.place, other.code, &other.args))
        });
        let mut all: Vec<_> = self.mistakes.into_iter().map(|(_, mistake)| mistake).collect();
        let untold_count = self.untold_count + all.len().saturating_sub(MISTAKES_MAX);
        all.truncate(MISTAKES_MAX);
        if let (true, Some(last)) = (untold_count > 0, all.last()) {
            let problem = Problem::new("more_mistakes").with("count", untold_count);
            all.push(Mistake::new(&last.file.clone(), last.place.clone(), problem));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use arvak_words::Lang;

    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        for (column, name) in
            [(1, "A7"), (26, "Z7"), (27, "AA7"), (702, "ZZ7"), (703, "AAA7"), (16_384, "XFD7")]
        {
            assert_eq!(cell_name(7, column), name);
        }
        let place = |name: &str| {
            Place::Cell { sheet: Some(name.to_owned()), row: 14, column: 3 }.to_string()
        };
        assert_eq!(place("Systemer"), "Systemer!C14");
        assert_eq!(place("Kritiske funksjoner"), "'Kritiske funksjoner'!C14");
        assert_eq!(place("\u{1b}[31m"), "'\\u{1b}[31m'!C14");
    }

    #[test]
    fn every_code_has_a_sentence_in_every_language() {
        for lang in Lang::ALL {
            let words = Words::new(lang);
            for code in CODES {
                assert!(words.has(&format!("workbook-{code}")), "{code} in {}", lang.tag());
            }
        }
    }
}

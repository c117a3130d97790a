//! A TOML file being read: its values with their places, and the mistakes found so far.

mod escape;
mod field;
mod host;
mod time;

pub(crate) use field::{Record, Value, bad_name};
pub(crate) use host::host;

use toml::de::{DeTable, DeValue};

use crate::mistake::{MISTAKES_MAX, Mistake, Problem};
use crate::requirement::Misread;
use crate::source::{Lines, SourceFile};

/// Most bytes of a file.
pub(crate) const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Mistakes in syntax that are no more lines apart than this are told as one.
const LINES_OF_ONE_MISTAKE: u32 = 2;

/// A file being read.
pub(crate) struct Sheet<'a> {
    /// The file's name.
    pub(crate) name: &'a str,
    text: &'a str,
    lines: Lines<'a>,
    mistakes: Vec<Mistake>,
    /// How many more were found than are kept.
    untold_count: usize,
    broken: bool,
}

impl<'a> Sheet<'a> {
    /// Opens a file. What is not TOML is told, and then the table holds nothing.
    pub(crate) fn open(file: SourceFile<'a>) -> (Self, DeTable<'a>) {
        let SourceFile { name, text } = file;
        let lines = Lines::of(text);
        let mut sheet =
            Self { name, text, lines, mistakes: Vec::new(), untold_count: 0, broken: false };
        if text.len() > FILE_BYTES_MAX {
            let problem = Problem::new("file_too_long").with("bytes", text.len());
            sheet.tell(0, problem.with("most", FILE_BYTES_MAX));
            sheet.broken = true;
            return (sheet, DeTable::new());
        }
        let (table, errors) = DeTable::parse_recoverable(text);
        sheet.tell_syntax(&errors);
        sheet.broken = !errors.is_empty();
        (sheet, if errors.is_empty() { table.into_inner() } else { DeTable::new() })
    }

    /// Tells what is not TOML. After a mistake the TOML reader finds more where there are none, line upon
    /// line; so what follows closely on another is left out.
    fn tell_syntax(&mut self, errors: &[toml::de::Error]) {
        let mut last_line = None;
        for error in errors {
            let at = error.span().map_or(self.text.len(), |span| span.start);
            let line = self.line(at);
            let follows = last_line.is_some_and(|last| line <= last + LINES_OF_ONE_MISTAKE);
            last_line = last_line.max(Some(line));
            if !follows {
                self.tell(at, Problem::new("toml_syntax").with("message", error.message()));
            }
        }
    }

    /// Whether the file could not be read at all, so that what it would have held is not known.
    pub(crate) const fn broken(&self) -> bool {
        self.broken
    }

    /// Tells of a problem at a byte of the file. What is beyond [`MISTAKES_MAX`] is counted alone.
    pub(crate) fn tell(&mut self, at: usize, problem: Problem) {
        if self.mistakes.len() < MISTAKES_MAX {
            self.mistakes.push(Mistake::at(self.name, self.lines.place(at), problem));
        } else {
            self.untold_count += 1;
        }
    }

    /// Tells where a text value could not be read as an expression.
    pub(crate) fn misread(&mut self, value: Value<'_, '_>, misread: Vec<Misread>) {
        for Misread { offset, problem } in misread {
            let at = self.byte_of(value, offset);
            self.tell(at, problem);
        }
    }

    /// The byte of the file that holds byte `offset` of a text value.
    pub(crate) fn byte_of(&self, value: Value<'_, '_>, offset: usize) -> usize {
        let (raw, at) = (value.span(), value.span().start);
        match value.get_ref() {
            DeValue::String(text) => {
                at + escape::raw_offset(self.text.get(raw).unwrap_or_default(), text, offset)
            }
            _ => at,
        }
    }

    /// The line of a byte, from 1.
    pub(crate) fn line(&self, at: usize) -> u32 {
        self.lines.line(at)
    }

    /// All that was told, in the order of the file, and how many mistakes were found besides.
    pub(crate) fn into_mistakes(mut self) -> (Vec<Mistake>, usize) {
        self.mistakes.sort();
        (self.mistakes, self.untold_count)
    }
}

//! Fields of a table, each of the type that was asked for.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Sheet;
use crate::Name;
use crate::mistake::{Problem, as_name};
use crate::requirement::scope::out_of_range;

/// A value and where it stands.
pub(crate) type Value<'r, 'a> = &'r Spanned<DeValue<'a>>;

/// Most characters of a text that has no bound of its own.
const TEXT_CHARS_MAX: usize = 5_000;

/// A table that is one record.
#[derive(Clone, Copy)]
pub(crate) struct Record<'r, 'a> {
    /// Its fields.
    pub(crate) table: &'r DeTable<'a>,
    /// The byte at which it begins.
    pub(crate) at: usize,
    /// What it is called in messages: `service`, `claim`.
    pub(crate) of: &'r str,
}

impl<'r, 'a> Record<'r, 'a> {
    /// The record that `value` is; told when it is no table.
    pub(crate) fn of(sheet: &mut Sheet<'_>, of: &'r str, value: Value<'r, 'a>) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            sheet.wrong_type(of, value, "one_table");
            return None;
        };
        Some(Self { table, at: value.span().start, of })
    }

    /// The value of a field, when it is there.
    pub(crate) fn get(&self, field: &str) -> Option<Value<'r, 'a>> {
        self.table.get(field)
    }

    /// The value of a field that must be there; told when it is not.
    pub(crate) fn need(&self, sheet: &mut Sheet<'_>, field: &str) -> Option<Value<'r, 'a>> {
        let value = self.get(field);
        if value.is_none() {
            let problem = Problem::new("missing_field").with("of", self.of);
            sheet.tell(self.at, problem.with("field", field));
        }
        value
    }

    /// Tells of every field that is not among `allowed`.
    pub(crate) fn only<'n>(&self, sheet: &mut Sheet<'_>, allowed: impl Fn() -> Vec<&'n str>) {
        let names: BTreeSet<&str> = allowed().into_iter().collect();
        for key in self.table.keys().filter(|key| !names.contains(key.get_ref().as_ref())) {
            let codes = ("unknown_field", "unknown_field_near");
            let problem = Problem::unknown(codes, key.get_ref(), allowed());
            sheet.tell(key.span().start, problem.with("of", self.of));
        }
    }

    /// A field that must be there and be a name.
    pub(crate) fn need_name(&self, sheet: &mut Sheet<'_>, field: &str) -> Option<Name> {
        let value = self.need(sheet, field)?;
        sheet.name_in(field, value)
    }

    /// A field that must be there and be a text.
    pub(crate) fn need_text(&self, sheet: &mut Sheet<'_>, field: &str) -> Option<&'r str> {
        let value = self.need(sheet, field)?;
        sheet.line_in(field, value, TEXT_CHARS_MAX)
    }

    /// A field that is `true` or `false`; `false` when it is absent.
    pub(crate) fn flag(&self, sheet: &mut Sheet<'_>, field: &str) -> Option<bool> {
        let Some(value) = self.get(field) else { return Some(false) };
        sheet.bool_in(field, value)
    }
}

impl Sheet<'_> {
    /// Tells that a value is of another type than it must be.
    pub(crate) fn wrong_type(&mut self, field: &str, value: Value<'_, '_>, expected: &str) {
        let problem = Problem::new("wrong_type").with("field", field);
        let problem = problem.with("found_type", type_of(value.get_ref()));
        self.tell(value.span().start, problem.with("expected_type", expected));
    }

    /// A text as it stands.
    pub(crate) fn text_in<'r>(&mut self, field: &str, value: Value<'r, '_>) -> Option<&'r str> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(field, value, "text");
            return None;
        };
        Some(text)
    }

    /// A text on one line, neither empty nor longer than `most` characters.
    pub(crate) fn line_in<'r>(
        &mut self,
        field: &str,
        value: Value<'r, '_>,
        most: usize,
    ) -> Option<&'r str> {
        let text = self.text_in(field, value)?;
        let problem = if text.chars().any(char::is_control) {
            Problem::new("control_character")
        } else {
            return self.bounded(field, value, most);
        };
        self.tell(value.span().start, problem.with("field", field));
        None
    }

    /// A text of any lines, neither empty nor longer than `most` characters.
    pub(crate) fn note_in<'r>(
        &mut self,
        field: &str,
        value: Value<'r, '_>,
        most: usize,
    ) -> Option<&'r str> {
        let text = self.text_in(field, value)?;
        let strange = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t');
        if text.chars().any(strange) {
            self.tell(value.span().start, Problem::new("control_character").with("field", field));
            return None;
        }
        self.bounded(field, value, most)
    }

    fn bounded<'r>(&mut self, field: &str, value: Value<'r, '_>, most: usize) -> Option<&'r str> {
        let text = self.text_in(field, value)?;
        let length = text.chars().count();
        let problem = match length {
            _ if text.trim().is_empty() => Problem::new("empty_text"),
            length if length > most => {
                Problem::new("too_long").with("length", length).with("most", most)
            }
            _ => return Some(text),
        };
        self.tell(value.span().start, problem.with("field", field));
        None
    }

    /// A name.
    pub(crate) fn name_in(&mut self, field: &str, value: Value<'_, '_>) -> Option<Name> {
        let text = self.text_in(field, value)?;
        let name = text.parse().ok();
        if name.is_none() {
            self.tell(value.span().start, bad_name(field, text));
        }
        name
    }

    /// `true` or `false`.
    pub(crate) fn bool_in(&mut self, field: &str, value: Value<'_, '_>) -> Option<bool> {
        let DeValue::Boolean(flag) = value.get_ref() else {
            self.wrong_type(field, value, "yes_no");
            return None;
        };
        Some(*flag)
    }

    /// A whole number in a range.
    pub(crate) fn int_in(
        &mut self,
        field: &str,
        value: Value<'_, '_>,
        (least, most): (i64, i64),
    ) -> Option<i64> {
        let DeValue::Integer(written) = value.get_ref() else {
            self.wrong_type(field, value, "whole_number");
            return None;
        };
        let problem = match i64::from_str_radix(written.as_str(), written.radix()) {
            Ok(number) if number >= least && number <= most => return Some(number),
            Ok(number) => out_of_range(field, number, least, most),
            Err(_) => Problem::new("number_too_large").with("number", written),
        };
        self.tell(value.span().start, problem);
        None
    }

    /// One of a closed list of words.
    pub(crate) fn word_in<'w>(
        &mut self,
        field: &str,
        value: Value<'_, '_>,
        words: &[&'w str],
    ) -> Option<&'w str> {
        let text = self.text_in(field, value)?;
        let known = words.iter().copied().find(|word| *word == text);
        if known.is_none() {
            let codes = ("unknown_word", "unknown_word_near");
            let problem = Problem::unknown(codes, text, words.iter().copied());
            self.tell(value.span().start, problem.with("field", field));
        }
        known
    }

    /// A list.
    pub(crate) fn list_in<'r, 'v>(
        &mut self,
        field: &str,
        value: Value<'r, 'v>,
        expected: &str,
    ) -> Option<&'r [Spanned<DeValue<'v>>]> {
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong_type(field, value, expected);
            return None;
        };
        Some(list)
    }
}

/// What is wrong with a text that should be a name, or an id of which `text` should be the slug.
pub(crate) fn bad_name(field: &str, text: &str) -> Problem {
    let problem = Problem::new("bad_name").with("field", field).with("text", text);
    problem.with("near", as_name(text))
}

fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "whole_number",
        DeValue::Float(_) => "fraction",
        DeValue::Boolean(_) => "yes_no",
        DeValue::Datetime(_) => "date_or_time",
        DeValue::Array(_) => "list",
        DeValue::Table(_) => "table",
    }
}

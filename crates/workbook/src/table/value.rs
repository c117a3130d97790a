//! Cells as values of the types that an inventory knows.

use std::fmt::Write as _;

use arvak_core::mistake::Problem;
use arvak_core::vocabulary::{KindRow, ValueType};
use arvak_core::{Class, Instant};
use arvak_words::{Words, written_moment};

use crate::grid::Cell;
use crate::names::{BASES, Names, basis_id, class_id, word_id};

/// The largest number below which every whole number is exact in a spreadsheet.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

/// What a cell shows.
pub(crate) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Date(text) | Cell::Error(text) => text.clone(),
        Cell::Number(number) => number_shown(*number),
        Cell::Bool(flag) => flag.to_string(),
        Cell::NoValue => String::new(),
    }
}

/// `1.0` is `1`.
fn number_shown(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < EXACT_MAX {
        return format!("{number:.0}");
    }
    number.to_string()
}

/// What no cell may be, whatever its column.
fn sound(cell: &Cell) -> Result<&Cell, Problem> {
    match cell {
        Cell::Error(value) => Err(Problem::new("error_value").with("value", value)),
        Cell::NoValue => Err(Problem::new("formula_without_value")),
        _ => Ok(cell),
    }
}

/// A text; a number as it is shown. A date is none: spreadsheets make dates of ids such as `1-2`.
pub(crate) fn text(cell: &Cell) -> Result<String, Problem> {
    match sound(cell)? {
        Cell::Date(text) => Err(Problem::new("date_in_text").with("text", text)),
        cell => Ok(shown(cell)),
    }
}

/// Yes or no, in any language; 1 and 0 as well.
pub(crate) fn flag(cell: &Cell, names: &Names, words: &Words) -> Result<bool, Problem> {
    let text = match cell {
        Cell::Bool(flag) => return Ok(*flag),
        cell => text(cell)?,
    };
    let flag = match text.as_str() {
        "1" => Some(true),
        "0" => Some(false),
        text => names.flag(text),
    };
    flag.ok_or_else(|| {
        let problem = Problem::new("not_yes_no").with("text", text);
        problem.with("yes", words.plain("flag-yes")).with("no", words.plain("flag-no"))
    })
}

/// A whole number. In texts, blanks between digits and decimals that are all 0 are nothing: `1 440`,
/// `5,0`. A full stop before three digits may mean thousands or decimals, so it is no whole number.
pub(crate) fn whole(cell: &Cell) -> Result<i128, Problem> {
    let text = text(cell)?;
    let digits: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((&digits, ""));
    let nothing = decimals.len() < 3 && decimals.bytes().all(|digit| digit == b'0');
    let whole = whole.replace('\u{2212}', "-");
    let number = whole.parse().ok().filter(|_| nothing && !digits.ends_with([',', '.']));
    number.ok_or_else(|| Problem::new("not_whole").with("text", text))
}

/// An instant.
pub(crate) fn moment(cell: &Cell) -> Result<Instant, Problem> {
    let text = shown(sound(cell)?);
    let problem = || Problem::new("not_a_time").with("text", &text);
    if matches!(cell, Cell::Number(_) | Cell::Bool(_)) {
        return Err(problem());
    }
    // What TOML can write: years of four digits.
    let last = Instant::from_millis(253_402_300_799_999);
    let first = Instant::from_millis(-62_135_596_800_000);
    written_moment(&text).filter(|at| (first..=last).contains(at)).ok_or_else(problem)
}

/// The words that a field may hold, in the language of `words`.
pub(crate) fn words(kind: &KindRow, field: &str, words: &Words) -> Vec<String> {
    match kind.attribute(field).map(|row| row.value) {
        Some(ValueType::Word(codes)) => {
            codes.iter().map(|code| words.plain(&word_id(field, code))).collect()
        }
        _ if field == "class" => {
            Class::ALL.map(|class| words.plain(&class_id(class.name()))).into()
        }
        _ => BASES.iter().map(|basis| words.plain(&basis_id(basis.name()))).collect(),
    }
}

/// A text in TOML.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for sign in text.chars() {
        match sign {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            sign if sign.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(sign));
            }
            sign => quoted.push(sign),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use arvak_words::Lang;

    use super::*;

    fn cell(text: &str) -> Cell {
        Cell::text(text).unwrap()
    }

    #[test]
    fn whole_numbers_are_read_as_people_write_them() {
        for (text, number) in [
            ("5", 5),
            ("5,0", 5),
            ("5.00", 5),
            ("1 440", 1_440),
            ("1\u{a0}440", 1_440),
            ("007", 7),
            ("-3", -3),
            ("\u{2212}3", -3),
        ] {
            assert_eq!(whole(&cell(text)), Ok(number), "{text}");
        }
        assert_eq!(whole(&Cell::Number(5.0)), Ok(5));
        for text in ["5,5", "1.440", "1,440", "5 min", "fem", "5,", ",5", "1e3", "½", "5,0,0"] {
            assert_eq!(whole(&cell(text)).unwrap_err().code, "not_whole", "{text}");
        }
        assert_eq!(whole(&Cell::Number(5.5)).unwrap_err().args["text"], "5.5");
        assert_eq!(whole(&Cell::Date("2026-03-05".into())).unwrap_err().code, "date_in_text");
        assert!(whole(&Cell::Number(f64::NAN)).is_err());
    }

    #[test]
    fn yes_and_no_are_read_in_any_language() {
        let (names, words) = (Names::new(), Words::new(Lang::Nb));
        for text in ["ja", "Ja", " JA ", "yes", "sann", "TRUE", "1"] {
            assert_eq!(flag(&cell(text), &names, &words), Ok(true), "{text}");
        }
        for text in ["nei", "no", "usann", "False", "0"] {
            assert_eq!(flag(&cell(text), &names, &words), Ok(false), "{text}");
        }
        assert_eq!(flag(&Cell::Bool(true), &names, &words), Ok(true));
        assert_eq!(flag(&Cell::Number(1.0), &names, &words), Ok(true));
        let problem = flag(&cell("kanskje"), &names, &words).unwrap_err();
        assert_eq!((problem.code, problem.args["yes"].as_str()), ("not_yes_no", "ja"));
    }

    #[test]
    fn a_number_where_a_text_belongs_is_what_it_shows() {
        assert_eq!(text(&Cell::Number(1.0)), Ok("1".to_owned()));
        assert_eq!(text(&Cell::Number(-0.5)), Ok("-0.5".to_owned()));
        assert_eq!(text(&Cell::Number(1e300)).map(|text| text.len()), Ok(301));
    }

    #[test]
    fn any_text_is_written_as_toml() {
        for sign in (0..0x2100).filter_map(char::from_u32) {
            let text = format!("a{sign}b");
            let table: toml::Table = format!("x = {}", quoted(&text)).parse().unwrap();
            assert_eq!(table["x"].as_str(), Some(text.as_str()), "{:x}", u32::from(sign));
        }
    }
}

//! Phone numbers, and those that are never drilled: 110 (fire), 112 (police) and 113 (ambulance), the emergency numbers of
//! the Norwegian numbering plan. 112 is the emergency number of all of Europe (Directive (EU) 2018/1972, article 109).

use super::TEXT_CHARS_MAX;
use crate::mistake::Problem;
use crate::sheet::{Sheet, Value};

/// What is never called in a drill.
const EMERGENCY: [&str; 3] = ["110", "112", "113"];

/// What may stand before a number to say that it is a Norwegian one.
const NORWAY: [&str; 2] = ["+47", "0047"];

/// A phone number as it was written; told when it is none, or one that nobody drills.
pub(super) fn number(sheet: &mut Sheet<'_>, field: &str, value: Value<'_, '_>) -> Option<String> {
    let text = sheet.line_in(field, value, TEXT_CHARS_MAX)?;
    let code = match bare(text) {
        None => "bad_phone",
        Some(number) if is_emergency(&number) => "emergency_number",
        Some(_) => return Some(text.trim().to_owned()),
    };
    let problem = Problem::new(code).with("field", field).with("text", text);
    sheet.tell(value.span().start, problem);
    None
}

/// Tells of an emergency number that a text names.
pub(super) fn none_in(
    sheet: &mut Sheet<'_>,
    field: &str,
    value: Value<'_, '_>,
    text: &str,
) -> bool {
    let words = text.split(|sign: char| !sign.is_alphanumeric() && sign != '+');
    let named = words.into_iter().find(|word| is_emergency(word));
    if let Some(word) = named {
        let problem = Problem::new("emergency_number").with("field", field).with("text", word);
        sheet.tell(value.span().start, problem);
    }
    named.is_none()
}

/// The digits of a number, with the `+` before them if there is one; none when it is no number.
fn bare(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|sign| !" \u{a0}-.()/".contains(*sign)).collect();
    let digits = bare.strip_prefix('+').unwrap_or(&bare);
    let is_number = (3..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some(bare)
}

fn is_emergency(bare: &str) -> bool {
    let national = NORWAY.iter().find_map(|prefix| bare.strip_prefix(prefix)).unwrap_or(bare);
    EMERGENCY.contains(&national)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emergency_number_is_known_however_it_is_written() {
        for text in ["110", "112", "113", "1 1 2", "+47 112", "0047-113", "(110)", "1.1.3"] {
            assert!(bare(text).is_some_and(|bare| is_emergency(&bare)), "{text}");
        }
        for text in ["02800", "+47 22 33 44 55", "11 21 13 00", "1130", "+46 112 00"] {
            assert!(bare(text).is_some_and(|bare| !is_emergency(&bare)), "{text}");
        }
        for text in ["", "12", "ring oss", "+47 22 33 44 55 66 77 88 99", "22 33 x"] {
            assert_eq!(bare(text), None, "{text}");
        }
    }
}

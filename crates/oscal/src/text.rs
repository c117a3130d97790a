//! Texts, values and times in the form that OSCAL's data types ask for.
//!
//! Markup is a subset of Markdown in which `{{ insert: … }}` puts in a parameter; names come from people, so what would be
//! markup in them is escaped. A line has no line end, a value none and no blank at its ends, and neither is empty.

use std::borrow::Cow;

use arvak_core::{Instant, Span};

/// 1900-01-01T00:00:00Z and 2999-12-31T23:59:59Z: the ends of what OSCAL can say.
const EARLIEST: Instant = Instant::from_millis(-2_208_988_800_000);
const LATEST: Instant = Instant::from_millis(32_503_679_999_000);

/// One line of markup; `instead` when nothing is left.
pub(crate) fn line(text: &str, instead: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&one_line(text), &mut out);
    if out.is_empty() { instead.to_owned() } else { out }
}

/// A paragraph of markup.
pub(crate) fn paragraph(text: &str) -> String {
    let plain = one_line(text);
    let mut out = String::with_capacity(plain.len() + 1);
    // At its beginning these would make a heading, a list or a rule; and so would `1.` or `1)`.
    let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
    let after = plain.get(digits..).unwrap_or_default();
    if plain.starts_with(['#', '+', '-', '=']) {
        out.push('\\');
        escape_into(&plain, &mut out);
    } else if digits > 0 && after.starts_with(['.', ')']) {
        out.push_str(plain.get(..digits).unwrap_or_default());
        out.push('\\');
        escape_into(after, &mut out);
    } else {
        escape_into(&plain, &mut out);
    }
    if out.is_empty() { "–".to_owned() } else { out }
}

/// A property's value: one line that means nothing but itself.
pub(crate) fn value(text: &str) -> String {
    let plain = one_line(text);
    if plain.is_empty() { "–".to_owned() } else { plain.into_owned() }
}

/// A token: an id or a name. What begins with a digit gets a mark before it.
pub(crate) fn token(name: &str) -> String {
    let begins_well = name.starts_with(|first: char| first.is_alphabetic() || first == '_');
    if begins_well { name.to_owned() } else { format!("_{name}") }
}

/// An instant. What lies outside of what OSCAL can say is said as the nearest that it can, and `false`.
pub(crate) fn moment(at: Instant) -> (String, bool) {
    let within = at.clamp(EARLIEST, LATEST);
    (within.to_string(), within == at)
}

/// A length of time as whole units, at least one of them; nothing when it is none.
pub(crate) fn frequency(span: Span) -> Option<(u32, &'static str)> {
    let seconds = span.as_millis() / 1_000;
    let units = [("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1)];
    let (unit, length) =
        units.into_iter().find(|(_, length)| seconds > 0 && seconds % length == 0)?;
    Some((u32::try_from(seconds / length).unwrap_or(u32::MAX), unit))
}

/// Runs of blanks become one, and those at the ends none. Signs that steer a terminal become blanks.
fn one_line(text: &str) -> Cow<'_, str> {
    let blank = |sign: char| sign.is_whitespace() || sign.is_control();
    let plain = !text.contains(|sign: char| blank(sign) && sign != ' ')
        && !text.contains("  ")
        && text.trim().len() == text.len();
    if plain {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text.split(blank).filter(|word| !word.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

fn escape_into(text: &str, out: &mut String) {
    for sign in text.chars() {
        if matches!(
            sign,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '{' | '}' | '~' | '^' | '&'
        ) {
            out.push('\\');
        }
        out.push(sign);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_no_markup_and_one_line() {
        assert_eq!(line(" Lønn\n\t& fravær  ", "?"), "Lønn \\& fravær");
        assert_eq!(line("{{ insert: param, x }}", "?"), "\\{\\{ insert: param, x \\}\\}");
        assert_eq!(line("\u{7}\u{85}\u{2028}", "service/x"), "service/x");
        assert_eq!(paragraph("# *a*"), "\\# \\*a\\*");
        assert_eq!(paragraph("1. a"), "1\\. a");
        assert_eq!(paragraph("1 a"), "1 a");
        assert_eq!(paragraph(""), "–");
        assert_eq!(value("  "), "–");
    }

    #[test]
    fn a_token_never_begins_with_a_digit() {
        assert_eq!(token("ict_lead"), "ict_lead");
        assert_eq!(token("2fa"), "_2fa");
    }

    #[test]
    fn times_that_oscal_cannot_say_are_moved_to_the_nearest_that_it_can() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        assert_eq!(
            moment(at("2026-11-25T12:00:00.5Z")),
            ("2026-11-25T12:00:00.5Z".to_owned(), true)
        );
        assert_eq!(moment(at("9000-01-01T00:00:00Z")), ("2999-12-31T23:59:59Z".to_owned(), false));
        assert_eq!(moment(at("0001-01-01T00:00:00Z")), ("1900-01-01T00:00:00Z".to_owned(), false));
    }

    #[test]
    fn a_frequency_is_in_the_largest_whole_unit() {
        assert_eq!(frequency("7d".parse().unwrap()), Some((7, "days")));
        assert_eq!(frequency("36h".parse().unwrap()), Some((36, "hours")));
        assert_eq!(frequency("0s".parse().unwrap()), None);
    }
}

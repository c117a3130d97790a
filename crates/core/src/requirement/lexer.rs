//! The words and signs of an expression.

use super::Comparison;

/// A word or sign, and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    /// What it is.
    pub(super) sign: Sign,
    /// As it was written (a quoted word without its quotes).
    pub(super) text: &'t str,
    /// The byte at which it begins.
    pub(super) at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Letters, digits, `_`, `-`, `.` and `/`: names, ids, paths and keywords.
    Word,
    /// The same in single quotes.
    Quoted,
    /// Digits, perhaps after a minus.
    Digits,
    /// A comparison.
    Compare(Comparison),
    /// `(`
    Open,
    /// `)`
    Close,
    /// Anything else.
    Strange,
    /// The end of the text.
    End,
}

/// The token that begins at or after byte `from`, and the byte after it.
pub(super) fn token(text: &str, from: usize) -> (Token<'_>, usize) {
    let rest = text.get(from..).unwrap_or_default();
    let trimmed = rest.trim_start();
    let at = from + (rest.len() - trimmed.len());
    let (sign, length) = measure(trimmed);
    let shown = match sign {
        Sign::Quoted => trimmed.get(1..length - 1),
        _ => trimmed.get(..length),
    };
    (Token { sign, text: shown.unwrap_or_default(), at }, at + length)
}

/// The sign that `text` begins with and its length in bytes, quotes included.
fn measure(text: &str) -> (Sign, usize) {
    let mut signs = text.chars();
    let Some(first) = signs.next() else { return (Sign::End, 0) };
    match first {
        '(' => (Sign::Open, 1),
        ')' => (Sign::Close, 1),
        '\'' => match text.get(1..).and_then(|rest| rest.find('\'')) {
            Some(length) => (Sign::Quoted, length + 2),
            None => (Sign::Strange, text.len()),
        },
        '=' | '!' | '<' | '>' => compare(text),
        '-' | '0'..='9' => digits_or_word(text),
        sign if in_word(sign) => (Sign::Word, word_length(text)),
        sign => (Sign::Strange, sign.len_utf8()),
    }
}

fn compare(text: &str) -> (Sign, usize) {
    let found = Comparison::ALL.into_iter().filter(|one| text.starts_with(one.sign()));
    match found.max_by_key(|one| one.sign().len()) {
        Some(one) => (Sign::Compare(one), one.sign().len()),
        // All of it is shown, so that `=>` is not told as `=`.
        None => (Sign::Strange, text.find(|sign| !"=!<>".contains(sign)).unwrap_or(text.len())),
    }
}

fn digits_or_word(text: &str) -> (Sign, usize) {
    let length = word_length(text).max(1);
    let word = text.get(..length).unwrap_or_default();
    let digits = word.strip_prefix('-').unwrap_or(word);
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match all_digits {
        true => (Sign::Digits, length),
        false if word.starts_with('-') => (Sign::Strange, length),
        false => (Sign::Word, length),
    }
}

fn word_length(text: &str) -> usize {
    text.find(|sign| !in_word(sign)).unwrap_or(text.len())
}

fn in_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | '/')
}

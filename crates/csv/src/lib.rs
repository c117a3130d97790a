//! Separated values as spreadsheets and consoles of any country write them.
//!
//! Encodings: UTF-8 with or without a byte order mark, UTF-16 of either order, and Windows-1252, which
//! Norwegian Excel writes for «CSV (semikolondelt)». What is not UTF-8 is read as Windows-1252 only when
//! nothing else in it looks like UTF-8: in a file that is UTF-8 but for a few bytes, those are told.

mod encoding;
mod rows;

pub use encoding::decode;
pub use rows::{Field, Fields};

/// The separator that Excel names in a first line `sep=;`, and the text after that line.
pub fn named_separator(text: &str) -> Option<(char, &str)> {
    let mut signs = text.strip_prefix("sep=")?.chars();
    let sign = signs.next().filter(|next| matches!(next, ';' | ',' | '\t'))?;
    let rest = signs.as_str().strip_prefix('\r').unwrap_or(signs.as_str());
    Some((sign, rest.strip_prefix('\n')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excel_may_name_the_separator_in_the_first_line() {
        assert_eq!(named_separator("sep=;\r\na;b"), Some((';', "a;b")));
        assert_eq!(named_separator("sep=,\na,b"), Some((',', "a,b")));
        for other in ["sep=x\na", "sep=;a;b", "a;b", ""] {
            assert_eq!(named_separator(other), None, "{other}");
        }
    }
}

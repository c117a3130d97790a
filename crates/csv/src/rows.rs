//! Rows and fields (RFC 4180), with the row and column that a spreadsheet would show.
//!
//! A parser of our own, since it must say where a quotation mark was opened that is never closed, and
//! must count empty rows; known ones do neither.

/// A field and its place, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The row that a spreadsheet would show, from 1.
    pub row: u32,
    /// The column, from 1.
    pub column: u32,
    /// What stands in it, without its quotation marks.
    pub text: String,
}

/// The fields of a text. A quotation mark that is never closed is an error at its field, and the last.
pub struct Fields<'t> {
    left: &'t str,
    separator: char,
    row: u32,
    column: u32,
    done: bool,
}

impl<'t> Fields<'t> {
    /// The fields of `text`, parted by `separator`.
    pub fn of(text: &'t str, separator: char) -> Self {
        Self { left: text, separator, row: 1, column: 1, done: text.is_empty() }
    }

    /// The text of a field, and what follows it.
    fn field(&self) -> Option<(String, &'t str)> {
        let trimmed = self.left.trim_start_matches(' ');
        let Some(mut rest) = trimmed.strip_prefix('"') else {
            let ends = |sign: char| sign == self.separator || sign == '\n' || sign == '\r';
            let at = self.left.find(ends).unwrap_or(self.left.len());
            let (text, rest) = self.left.split_at(at);
            return Some((text.to_owned(), rest));
        };
        let mut text = String::new();
        loop {
            let (inside, after) = rest.split_once('"')?;
            text.push_str(inside);
            rest = after;
            match after.strip_prefix('"') {
                Some(after) => {
                    text.push('"');
                    rest = after;
                }
                None => break,
            }
        }
        // What stands between the closing mark and the separator belongs to the field.
        let ends = |sign: char| sign == self.separator || sign == '\n' || sign == '\r';
        let at = rest.find(ends).unwrap_or(rest.len());
        let (after, rest) = rest.split_at(at);
        text.push_str(after);
        Some((text, rest))
    }
}

impl Iterator for Fields<'_> {
    type Item = Result<Field, (u32, u32)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let (row, column) = (self.row, self.column);
        let Some((text, rest)) = self.field() else {
            self.done = true;
            return Some(Err((row, column)));
        };
        if let Some(rest) = rest.strip_prefix(self.separator) {
            self.left = rest;
            self.column = column.saturating_add(1);
        } else {
            let after = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']));
            self.left = after.unwrap_or_default();
            self.done = self.left.is_empty();
            self.row = row.saturating_add(1);
            self.column = 1;
        }
        Some(Ok(Field { row, column, text }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, u32, String)> {
        let fields = Fields::of(text, ';').map(Result::unwrap);
        fields.map(|field| (field.row, field.column, field.text)).collect()
    }

    #[test]
    fn fields_have_the_places_that_a_spreadsheet_shows() {
        let text = "id;navn\r\n\r\na;\"to\nlinjer; og \"\"ord\"\"\"\nb;\n";
        let expected = [
            (1, 1, "id"),
            (1, 2, "navn"),
            (2, 1, ""),
            (3, 1, "a"),
            (3, 2, "to\nlinjer; og \"ord\""),
            (4, 1, "b"),
            (4, 2, ""),
        ];
        assert_eq!(rows(text), expected.map(|(row, column, text)| (row, column, text.to_owned())));
        assert_eq!(rows("a\rb"), rows("a\nb"), "old line ends");
        assert_eq!(rows("  \"a\" ;b"), rows("\"a\" ;b"));
    }

    #[test]
    fn a_mark_that_is_never_closed_is_told_where_it_was_opened() {
        let all: Vec<_> = Fields::of("a;b\nc;\"d;e\nf;g\n", ';').collect();
        assert_eq!(all.len(), 4);
        assert_eq!(all[3], Err((2, 2)));
    }
}

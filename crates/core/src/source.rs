//! Text files as they were handed to us, and places in them.

/// A text file: its name as people know it, and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceFile<'a> {
    /// The name, such as `inventory.toml` or `letters/kdd-ks-2022.toml`.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// A place in a text, as editors count: lines and characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

/// Where the lines of a text begin.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// The lines of `text`.
    pub(crate) fn of(text: &'a str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(after_breaks).collect() }
    }

    /// The line of the byte at `offset`, from 1.
    pub(crate) fn line(&self, offset: usize) -> u32 {
        number(self.starts.partition_point(|start| *start <= offset))
    }

    /// The place of the byte at `offset`; the end of the text when it lies beyond.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied();
        let start = start.unwrap_or_default();
        let before = |(at, _): &(usize, char)| start + at < offset;
        let line_text = self.text.get(start..).unwrap_or_default();
        let column = line_text.char_indices().take_while(before).count() + 1;
        Place { line: number(line), column: number(column) }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let lines = Lines::of("a = 1\nblå = 'x'\n");
        let place = |offset| {
            let Place { line, column } = lines.place(offset);
            (line, column)
        };
        assert_eq!(place(0), (1, 1));
        assert_eq!(place(4), (1, 5));
        assert_eq!(place(6), (2, 1));
        assert_eq!(place(11), (2, 5), "å is two bytes and one character");
        assert_eq!(place(17), (3, 1));
        assert_eq!(place(1_000), (3, 1));
    }

    #[test]
    fn an_empty_text_has_one_place() {
        assert_eq!(Lines::of("").place(0), Place { line: 1, column: 1 });
    }
}

//! The master file format (RFC 1035 section 5.1): lines, quotes, brackets, comments and escapes.

/// Most entries of one text.
const ENTRIES_MAX: usize = 500_000;

/// Most words of one entry.
const WORDS_MAX: usize = 4_096;

/// A record or directive: the words of one line, or of several between brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The line that it begins at, from 1.
    pub(crate) line: usize,
    /// Whether it begins with a blank: then it has the owner of the entry before.
    pub(crate) is_indented: bool,
    /// Its words, without quotes; escapes stay as written.
    pub(crate) words: Vec<String>,
}

/// Why a text is no master file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadMaster {
    /// The line, from 1.
    pub(crate) line: usize,
    /// The rule that it breaks.
    pub(crate) rule: &'static str,
}

/// Reads a text into its entries; empty lines and comments leave none.
pub(crate) fn entries(text: &str) -> Result<Vec<Entry>, BadMaster> {
    let mut reader = Lines { entries: Vec::new(), open: None, depth: 0 };
    for (at, line) in text.lines().enumerate() {
        reader.line(at + 1, line)?;
    }
    let last = text.lines().count();
    if reader.depth > 0 {
        return Err(BadMaster { line: last, rule: "a bracket is not closed" });
    }
    reader.end(last)?;
    Ok(reader.entries)
}

struct Lines {
    entries: Vec<Entry>,
    open: Option<Entry>,
    depth: usize,
}

impl Lines {
    fn line(&mut self, number: usize, line: &str) -> Result<(), BadMaster> {
        let bad = |rule| BadMaster { line: number, rule };
        if self.depth == 0 {
            self.end(number)?;
            let is_indented = line.starts_with([' ', '\t']);
            self.open = Some(Entry { line: number, is_indented, words: Vec::new() });
        }
        let mut word: Option<String> = None;
        let mut quoted = false;
        let mut chars = line.chars();
        while let Some(char) = chars.next() {
            match char {
                '"' => {
                    // Quotes make a word even of nothing.
                    word.get_or_insert_default();
                    quoted = !quoted;
                }
                '\\' => {
                    let word = word.get_or_insert_default();
                    word.push(char);
                    word.push(chars.next().ok_or_else(|| bad("a backslash escapes nothing"))?);
                }
                _ if quoted => word.get_or_insert_default().push(char),
                ';' => break,
                '(' | ')' | ' ' | '\t' => {
                    self.word(number, word.take())?;
                    match char {
                        '(' => self.depth += 1,
                        ')' => {
                            let less = self.depth.checked_sub(1);
                            self.depth = less.ok_or_else(|| bad("a bracket was not opened"))?;
                        }
                        _ => {}
                    }
                }
                _ => word.get_or_insert_default().push(char),
            }
        }
        if quoted {
            return Err(bad("a quote is not closed on its line"));
        }
        self.word(number, word)
    }

    fn word(&mut self, line: usize, word: Option<String>) -> Result<(), BadMaster> {
        if let (Some(word), Some(open)) = (word, &mut self.open) {
            if open.words.len() >= WORDS_MAX {
                return Err(BadMaster { line, rule: "an entry has too many words" });
            }
            open.words.push(word);
        }
        Ok(())
    }

    fn end(&mut self, line: usize) -> Result<(), BadMaster> {
        if let Some(entry) = self.open.take().filter(|entry| !entry.words.is_empty()) {
            if self.entries.len() >= ENTRIES_MAX {
                return Err(BadMaster { line, rule: "there are too many entries" });
            }
            self.entries.push(entry);
        }
        Ok(())
    }
}

/// Passes over time to live and class, which may stand in either order (RFC 1035 section 5.1).
pub(crate) fn after_ttl_and_class(words: &[String]) -> &[String] {
    let mut words = words;
    for _ in 0..2 {
        let Some((first, rest)) = words.split_first() else { break };
        let is_class = ["IN", "CH", "HS"].iter().any(|class| first.eq_ignore_ascii_case(class));
        if !is_class && !is_ttl(first) {
            break;
        }
        words = rest;
    }
    words
}

/// Seconds, or BIND's spelling with units (`1h30m`).
fn is_ttl(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || "smhdwSMHDW".contains(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_entry_may_go_on_over_lines_between_brackets() {
        let text = "a 60 IN SOA ns. h. ( 1 ; serial\n 2 3\n 4 5 )\n\n; nothing\n  TXT \"a;b (c\" \\; \"\"\n";
        let read = entries(text).unwrap();
        let words: Vec<_> = read.iter().map(|entry| entry.words.join("|")).collect();
        assert_eq!(words, ["a|60|IN|SOA|ns.|h.|1|2|3|4|5", "TXT|a;b (c|\\;|"]);
        assert_eq!((read[0].is_indented, read[1].is_indented, read[1].line), (false, true, 6));
        assert_eq!(after_ttl_and_class(&read[0].words[1..])[0], "SOA");
    }

    #[test]
    fn brackets_and_quotes_must_be_closed() {
        for (text, line) in [("a ( b\n c", 2), ("a )", 1), ("a\nb \"c\n", 2), ("a \\", 1)] {
            assert_eq!(entries(text).unwrap_err().line, line, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[a-z0-9 \t\n().;\"\\\\]{0,120}") {
            let _ = entries(&text);
        }
    }
}

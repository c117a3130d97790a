//! Where a byte of a TOML string stands in the file, quotes and escapes counted.

/// The byte of `raw`, a string as written with its quotes, that byte `offset` of its `text` is at.
pub(super) fn raw_offset(raw: &str, text: &str, offset: usize) -> usize {
    let (opening, basic) = opening(raw);
    let mut written = raw.get(opening..).unwrap_or_default();
    let mut left = text;
    while text.len() - left.len() < offset {
        let Some(sign) = left.chars().next() else { break };
        let length = if basic { length_of(written) } else { 1 };
        // A line break may be written as two characters, and a backslash at the end of a line hides
        // blanks: then what is written moves on alone.
        let hidden = length == 0 || (written.starts_with('\r') && sign != '\r');
        let step = if hidden { hidden_length(written) } else { bytes(written, length) };
        if step == 0 {
            break;
        }
        written = written.get(step..).unwrap_or_default();
        if !hidden {
            left = left.get(sign.len_utf8()..).unwrap_or_default();
        }
    }
    // The end of a line may be hidden just before the character that is looked for.
    while basic && length_of(written) == 0 {
        written = written.get(hidden_length(written)..).unwrap_or_default();
    }
    raw.len() - written.len()
}

/// The bytes before the first character, and whether backslashes are escapes.
fn opening(raw: &str) -> (usize, bool) {
    for (quotes, basic) in [("\"\"\"", true), ("'''", false)] {
        if let Some(rest) = raw.strip_prefix(quotes) {
            let after_break = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'));
            return (raw.len() - after_break.unwrap_or(rest).len(), basic);
        }
    }
    (1, raw.starts_with('"'))
}

/// How many characters write the next one; 0 when a backslash hides the end of the line.
fn length_of(written: &str) -> usize {
    let mut signs = written.chars();
    if signs.next() != Some('\\') {
        return 1;
    }
    match signs.next() {
        Some('x') => 4,
        Some('u') => 6,
        Some('U') => 10,
        Some(' ' | '\t' | '\r' | '\n') => 0,
        _ => 2,
    }
}

fn hidden_length(written: &str) -> usize {
    match written.strip_prefix('\\') {
        Some(rest) => written.len() - rest.trim_start().len(),
        None => 1,
    }
}

fn bytes(written: &str, signs: usize) -> usize {
    written.chars().take(signs).map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The offset in the file of the first `§` of the value.
    fn found(file: &str) -> usize {
        let table = toml::de::DeTable::parse(file).unwrap();
        let value = table.get_ref().get("a").unwrap();
        let text = value.get_ref().as_str().unwrap();
        let offset = text.find('§').unwrap();
        let span = value.span();
        span.start + raw_offset(&file[span], text, offset)
    }

    #[test]
    fn a_place_in_any_kind_of_string_is_found() {
        for file in [
            "a = '§'",
            "a = 'abc §'",
            "a = \"abc §\"",
            "a = \"å§\"",
            "a = \"\\u00e5\\t\\\"\\\\§\"",
            "a = \"\\U0001F600§\"",
            "a = '''\nabc\n  §'''",
            "a = '''abc\\§'''",
            "a = \"\"\"\r\nabc\r\n§\"\"\"",
            "a = \"\"\"\nabc \\\n   def§\"\"\"",
            "a = \"\"\"abc\\\n\n   §\"\"\"",
        ] {
            assert_eq!(Some(found(file)), file.find('§'), "{file:?}");
        }
    }

    #[test]
    fn a_place_beyond_the_text_is_its_end() {
        assert_eq!(raw_offset("'abc'", "abc", 99), 4);
        assert_eq!(raw_offset("", "abc", 99), 0);
        assert_eq!(raw_offset("", "", 0), 0);
    }
}

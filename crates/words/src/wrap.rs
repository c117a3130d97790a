//! Paragraphs in lines of a bounded width, for plain text: a terminal, a mail, a comment.

/// `text` in lines of at most `width` characters, each but the first led by `indent` spaces.
pub fn wrap(text: &str, width: usize, indent: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let room = if lines.is_empty() { width } else { width.saturating_sub(indent) };
        let needed = line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && needed > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines.join(&format!("\n{}", " ".repeat(indent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_keeps_all_its_words() {
        assert_eq!(wrap("en to tre fire", 8, 2), "en to\n  tre\n  fire");
        assert_eq!(wrap("", 8, 2), "");
    }
}

//! Text in columns, and paragraphs that fit the terminal.

pub(crate) use arvak_words::wrap;

/// Columns that a page may use.
pub(crate) const WIDTH: usize = 100;

/// `text` cut or padded to `width` characters. What is cut ends in `…`.
pub(crate) fn fit(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return format!("{text}{}", " ".repeat(width - length));
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        assert_eq!(fit("Årvåk", 7), "Årvåk  ");
        assert_eq!(fit("Beredskapsplan", 8), "Beredsk…");
    }
}

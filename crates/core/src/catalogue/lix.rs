//! How hard a text is to read: Björnsson's läsbarhetsindex (1968), the words of a sentence and the share
//! of long words together. Under 30 is a children's book, over 50 is an official document.

/// Letters of the longest word that is not long.
const SHORT_LETTERS_MAX: usize = 6;

/// The LIX of a text in tenths: 450 is 45.0. Nothing when it has no words.
///
/// A word is a run of letters and digits, with what joins them inside (`e-post`, `year's`). A sentence
/// ends in `.`, `:`, `!` or `?` before a space or the end.
pub fn lix_tenths(text: &str) -> Option<u32> {
    let words: Vec<&str> =
        text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    let letters = |word: &str| word.chars().filter(|sign| sign.is_alphanumeric()).count();
    let long = words.iter().filter(|word| letters(word) > SHORT_LETTERS_MAX).count();
    let ends = text.split_whitespace().filter(|word| ends_sentence(word)).count();
    let open = text.split_whitespace().next_back().is_some_and(|word| !ends_sentence(word));
    let sentences = ends + usize::from(open);
    let (words, long) = (u32::try_from(words.len()).ok()?, u32::try_from(long).ok()?);
    let sentences = u32::try_from(sentences).ok()?;
    let per_sentence = words.checked_mul(10)?.checked_div(sentences)?;
    Some(per_sentence + long.checked_mul(1_000)?.checked_div(words)?)
}

/// A word without what stands around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|sign: char| !sign.is_alphanumeric())
}

fn ends_sentence(word: &str) -> bool {
    let word = word.trim_end_matches([')', '»', '”', '"', '\'']);
    word.ends_with(['.', ':', '!', '?']) && !bare(word).is_empty()
}

#[cfg(test)]
mod tests {
    use super::lix_tenths;

    #[test]
    fn words_of_a_sentence_and_the_share_of_long_words_are_added() {
        // Five words in one sentence, none long.
        assert_eq!(lix_tenths("Ta en kopi i dag."), Some(50));
        // Six words in two sentences, one long: 3.0 + 16.6.
        assert_eq!(lix_tenths("Ring vakten nå. Skriv ned svarene!"), Some(196));
        // The last sentence needs no full stop.
        assert_eq!(lix_tenths("Ring vakten nå. Skriv ned svarene"), Some(196));
    }

    #[test]
    fn six_letters_are_short_and_seven_are_long() {
        assert_eq!(lix_tenths("vakten"), Some(10));
        assert_eq!(lix_tenths("vaktene"), Some(1_010));
        // The signs inside a word are no letters of it.
        assert_eq!(lix_tenths("e-post"), Some(10));
    }

    #[test]
    fn numbers_within_words_and_dots_within_them_end_no_sentence() {
        assert_eq!(lix_tenths("Punkt 2.9 er nytt."), Some(40));
        assert_eq!(lix_tenths("Se «dette.» Så gå (nå)."), Some(25));
    }

    #[test]
    fn what_has_no_words_has_no_lix() {
        assert_eq!(lix_tenths(""), None);
        assert_eq!(lix_tenths(" – … "), None);
    }
}

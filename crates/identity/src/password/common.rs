//! The passwords of twelve characters and more that anybody guesses first: single words said twice, rows of keys and
//! digits, seasons with years, and the names of what is logged in to. Our own list of facts.

/// In lower case, without what people put at the end to please a rule: digits and signs.
const WORDS: [&str; 78] = [
    "administrator",
    "administrasjon",
    "adminadmin",
    "adminadminadmin",
    "arbeidsgiver",
    "arvakarvak",
    "beredskap",
    "beredskapsplan",
    "brannmur",
    "brukernavn",
    "changeme",
    "changemenow",
    "default",
    "defaultpassword",
    "drossap",
    "einvollordfører",
    "endremeg",
    "fotball",
    "forgetpassword",
    "fylkeskommune",
    "fylkeskommunen",
    "glemtpassord",
    "goodmorning",
    "heiheihei",
    "hemmelig",
    "hemmelighet",
    "hemmeligpassord",
    "høst",
    "haust",
    "iloveyou",
    "iloveyouforever",
    "jegelskerdeg",
    "juleferie",
    "kommune",
    "kommunedirektør",
    "kommunehus",
    "kommunen",
    "kommunestyre",
    "kommunestyret",
    "letmein",
    "letmeinplease",
    "liverpool",
    "liverpoolfc",
    "logginn",
    "manchesterunited",
    "midlertidig",
    "mittpassord",
    "mypassword",
    "norge",
    "nyttpassord",
    "ordfører",
    "p@ssw0rd",
    "p@ssword",
    "passord",
    "passw0rd",
    "passwd",
    "password",
    "qazwsx",
    "qazwsxedc",
    "qazwsxedcrfv",
    "qwerty",
    "qwertyuiop",
    "qwertyuiopå",
    "qwertyuiopasdfgh",
    "rosenborg",
    "rådmann",
    "rådhus",
    "sommer",
    "sommar",
    "sommerferie",
    "superadmin",
    "supersecret",
    "systemadministrator",
    "testtest",
    "velkommen",
    "velkomen",
    "vinter",
    "welcome",
];

/// Rows that fingers find by themselves; parts of them, in either direction, are no password either.
const ROWS: [&str; 7] = [
    "01234567890123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyzæøå",
    "qwertyuiopåasdfghjkløæzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "zaq12wsxcde34rfvbgt56yhn",
    "qwertyuiopasdfghjklzxcvbnm",
];

/// Whether `folded`, in lower case, is among them.
pub(super) fn is_common(folded: &str) -> bool {
    let letters: Vec<char> = folded.chars().collect();
    let is_repeated = (1..=4).any(|size| repeats(&letters, size));
    let turned: String = letters.iter().rev().collect();
    let is_row = ROWS.iter().any(|row| row.contains(folded) || row.contains(&turned));
    let word = folded.trim_matches(|char: char| !char.is_alphabetic());
    is_repeated || is_row || is_word(word) || is_word(folded)
}

/// A word of the list, alone or said twice.
fn is_word(text: &str) -> bool {
    WORDS.contains(&text) || WORDS.iter().any(|word| text.strip_prefix(word) == Some(*word))
}

/// Whether it is one piece of `size` letters over and over.
fn repeats(letters: &[char], size: usize) -> bool {
    letters.iter().zip(letters.iter().skip(size)).all(|(one, next)| one == next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_rows_and_words_are_common_in_any_dress() {
        for common in [
            "aaaaaaaaaaaa",
            "123412341234",
            "098765432109",
            "qwertyuiopas",
            "passord12345!",
            "!!!passord!!!",
            "velkommenvelkommen",
            "sommer202620",
            "1q2w3e4r5t6y",
        ] {
            assert!(is_common(common), "{common}");
        }
    }

    #[test]
    fn a_sentence_is_not_common() {
        for fine in ["hesten står i båthuset", "sommeren kom seint i år", "passordet mitt er langt"]
        {
            assert!(!is_common(fine), "{fine}");
        }
    }
}

//! Signed notes (C2SP signed-note): a text, an empty line, signature lines.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::LedgerError;
use crate::key::{Key, PublicKey};

/// Most bytes that a note may have.
const NOTE_BYTES_MAX: usize = 64 * 1024;

/// Most signature lines that a note may have.
const SIGNATURES_MAX: usize = 64;

const DASH: &str = "\u{2014} ";

/// The note of `text`, which ends with a newline, signed by `key`.
pub fn sign(text: &str, key: &Key) -> String {
    let mut signature = key.public().id().to_vec();
    signature.extend(key.sign(text.as_bytes()));
    format!("{text}\n{DASH}{} {}\n", key.name(), STANDARD.encode(signature))
}

/// The text of a note that `key` signed. Signatures of other keys are passed over.
pub fn open<'a>(note: &'a str, key: &PublicKey) -> Result<&'a str, LedgerError> {
    if note.len() > NOTE_BYTES_MAX {
        return Err(bad("it is longer than 64 KiB"));
    }
    if note.chars().any(|c| c < ' ' && c != '\n') {
        return Err(bad("it has control characters"));
    }
    let (text, lines) = note.rsplit_once("\n\n").ok_or_else(|| bad("it has no signature"))?;
    let text = note.get(..=text.len()).unwrap_or(text);
    let lines = lines.strip_suffix('\n').ok_or_else(|| bad("its last line does not end"))?;
    if lines.lines().count() > SIGNATURES_MAX {
        return Err(bad("it has more than 64 signatures"));
    }
    let mut known = 0;
    for line in lines.split('\n') {
        let (name, signature) = line
            .strip_prefix(DASH)
            .and_then(|rest| rest.split_once(' '))
            .ok_or_else(|| bad("a signature line is malformed"))?;
        let signature = STANDARD.decode(signature).map_err(|_| bad("a signature is no base64"))?;
        let (id, signature) =
            signature.split_first_chunk::<4>().ok_or_else(|| bad("a signature is too short"))?;
        if name == key.name() && *id == key.id() {
            if !key.verifies(text.as_bytes(), signature) {
                return Err(bad("the signature is false"));
            }
            known += 1;
        }
    }
    if known == 0 {
        return Err(bad(&format!("it is not signed by {key}")));
    }
    Ok(text)
}

fn bad(why: &str) -> LedgerError {
    LedgerError::BadNote { why: why.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key::new("example.org/log", [7; 32]).unwrap()
    }

    #[test]
    fn a_signed_text_opens_with_its_key() {
        let note = sign("one\n\ntwo\n", &key());
        assert_eq!(open(&note, key().public()).unwrap(), "one\n\ntwo\n");
    }

    #[test]
    fn signatures_of_others_are_passed_over_and_never_suffice() {
        let other = Key::new("example.org/witness", [8; 32]).unwrap();
        let note = sign("text\n", &key());
        let line = sign("text\n", &other);
        let both = format!("{note}{}\n", line.lines().last().unwrap());
        assert_eq!(open(&both, key().public()).unwrap(), "text\n");
        assert!(open(&line, key().public()).is_err());
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let note = sign("example.org/log\n7\n", &key()).into_bytes();
        for bit in 0..note.len() * 8 {
            let mut flipped = note.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let refused = String::from_utf8(flipped)
                .map_or(true, |text| open(&text, key().public()).is_err());
            assert!(refused, "bit {bit}");
        }
    }
}

//! Passwords: long, hashed slowly, and never the only factor. No rules of composition (NIST SP 800-63B-4, 3.1.1.2).

mod common;
pub mod leaked;

use std::fmt;

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::{IdentityError, Result};

/// Fewest characters of a password.
pub const PASSWORD_CHARS_MIN: usize = 12;

/// Most characters of a password: enough for any sentence, and a bound on what is hashed.
pub const PASSWORD_CHARS_MAX: usize = 128;

/// How many guesses it must take, as a power of ten. Ten milliard: at the log-in, where guessing is slowed, that is for ever; of a
/// stolen hash that takes 20 ms a guess it is years.
const GUESSES_LOG10_MIN: f64 = 10.0;

/// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A password that may be chosen.
pub struct Password(String);

/// Why a password may not be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Fewer than [`PASSWORD_CHARS_MIN`] characters.
    TooShort,
    /// More than [`PASSWORD_CHARS_MAX`] characters.
    TooLong,
    /// It is the user name or the e-mail address, or what stands before the @.
    IsName,
    /// It is among the first that anybody guesses.
    Common,
    /// It stands in the list of leaked ones ([`leaked`]); [`Password::choose`] does not know that list.
    Leaked,
}

impl PasswordProblem {
    /// Its name, for the id of a sentence: `too-short`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TooShort => "too-short",
            Self::TooLong => "too-long",
            Self::IsName => "is-name",
            Self::Common => "common",
            Self::Leaked => "leaked",
        }
    }
}

impl Password {
    /// A password that somebody who is called `names` (user name, e-mail address, and what the municipality and its pages
    /// are called) wants.
    pub fn choose(text: &str, names: &[&str]) -> std::result::Result<Self, PasswordProblem> {
        let length = text.chars().count();
        if length < PASSWORD_CHARS_MIN {
            return Err(PasswordProblem::TooShort);
        }
        if length > PASSWORD_CHARS_MAX {
            return Err(PasswordProblem::TooLong);
        }
        let folded = text.to_lowercase();
        let is_name = |name: &&str| {
            let name = name.to_lowercase();
            let mailbox = name.split('@').next().unwrap_or_default();
            [name.as_str(), mailbox].into_iter().any(|name| says(&folded, name))
        };
        if names.iter().any(is_name) {
            return Err(PasswordProblem::IsName);
        }
        if common::is_common(&folded) || is_guessed(text, names) {
            return Err(PasswordProblem::Common);
        }
        Ok(Self(text.to_owned()))
    }

    /// Its text, to be looked up in the list of leaked ones.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it. This takes tens of milliseconds and 19 MiB: not on a thread that serves others.
    pub fn hash(&self) -> Result<PasswordHash> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt)?;
        hash(self.0.as_bytes(), &salt)
    }
}

/// Whether the password is the name, whatever digits, signs and spaces stand before, between and behind its words.
fn says(folded: &str, name: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|char| char.is_alphabetic()).collect::<String>();
    let name_letters = letters(name);
    folded == name || (name_letters.chars().count() > 2 && letters(folded) == name_letters)
}

/// Whether somebody who knows lists of passwords, words, names, rows of keys and dates would find it soon.
fn is_guessed(text: &str, names: &[&str]) -> bool {
    zxcvbn::zxcvbn(text, names).guesses_log10() < GUESSES_LOG10_MIN
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

fn hash(password: &[u8], salt: &[u8]) -> Result<PasswordHash> {
    let hashed: Phc =
        hasher()?.hash_password_with_salt(password, salt).map_err(|_| IdentityError::Hash)?;
    Ok(PasswordHash(hashed.to_string()))
}

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| IdentityError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// What is kept of a password: a PHC string, `$argon2id$v=19$m=19456,t=2,p=1$…`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// As it was kept.
    pub const fn from_text(text: String) -> Self {
        Self(text)
    }

    /// To be kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Whether `shown` is the password that `kept` was made of. With nothing kept, because nobody has that name, the answer is no
/// and takes as long: the time does not tell who has an account. Not on a thread that serves others.
pub fn verify_password(shown: &str, kept: Option<&PasswordHash>) -> Result<bool> {
    // Nobody could have chosen a longer one.
    let is_possible = shown.len() <= 4 * PASSWORD_CHARS_MAX;
    let shown = if is_possible { shown.as_bytes() } else { b"" };
    let parsed = kept.map(|kept| Phc::new(kept.as_str())).transpose();
    let parsed = parsed.map_err(|_| IdentityError::Unreadable { what: "password hash" })?;
    let Some(kept) = parsed else {
        hash(shown, &[0; 16])?;
        return Ok(false);
    };
    Ok(hasher()?.verify_password(shown, &kept).is_ok() && is_possible)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> Option<PasswordProblem> {
        Password::choose(text, &["Kari.Nordmann.Nordvik", "beredskapslederen@nordvik.example"])
            .err()
    }

    #[test]
    fn length_is_the_only_rule_of_form() {
        assert_eq!(problem("elleve tegn"), Some(PasswordProblem::TooShort));
        assert_eq!(problem("tolv tegn ja"), None);
        assert_eq!(problem("æøåæøåæøåæø"), Some(PasswordProblem::TooShort));
        assert_eq!(problem(&"en lang setning ".repeat(8)), None);
        assert_eq!(problem(&"en lang setning ".repeat(9)), Some(PasswordProblem::TooLong));
    }

    #[test]
    fn a_name_is_no_password() {
        for name in
            ["kari.nordmann.nordvik", "Beredskapslederen", "beredskapslederen@nordvik.example"]
        {
            assert_eq!(problem(name), Some(PasswordProblem::IsName), "{name}");
        }
    }

    #[test]
    fn what_the_place_is_called_is_no_password_whatever_stands_around_it() {
        let names = ["ada", "Nordvik kommune", "Nordvik", "arvak.nordvik.example"];
        for name in
            ["nordvik kommune", "NordvikKommune2026!", "2026-nordvik-2026", "arvak.nordvik.example"]
        {
            let chosen = Password::choose(name, &names).err();
            assert_eq!(chosen, Some(PasswordProblem::IsName), "{name}");
        }
        assert!(Password::choose("hesten bor i Nordvik", &names).is_ok());
    }

    #[test]
    fn what_everybody_guesses_is_no_password() {
        for common in [
            "passordpassord",
            "Password1234",
            "123456789012",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "Sommer2026!!",
            // Twelve characters and more from lists of leaked passwords, and what people make of such words.
            "123qweasdzxc",
            "q1w2e3r4t5y6",
            "mailcreated5240",
            "leavemealone",
            "sonyericsson",
            "ghjcnjgfhjkm",
            "123456789qwe",
            "Iloveyou2026!",
            "P@ssw0rd1234",
            "dragonmaster1",
            "Liverpool2019",
            "football12345",
        ] {
            assert_eq!(problem(common), Some(PasswordProblem::Common), "{common}");
        }
    }

    #[test]
    fn a_password_is_known_again_and_no_other() {
        let kept = Password::choose("hesten står i båthuset", &[]).unwrap().hash().unwrap();
        assert!(kept.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", kept.as_str());
        assert!(verify_password("hesten står i båthuset", Some(&kept)).unwrap());
        assert!(!verify_password("hesten står i båthuse", Some(&kept)).unwrap());
        assert!(!verify_password(&"x".repeat(10_000), Some(&kept)).unwrap());
    }

    #[test]
    fn every_character_counts_up_to_the_last() {
        let long = "En lang setning ".repeat(8);
        assert_eq!(long.chars().count(), PASSWORD_CHARS_MAX);
        let kept = Password::choose(&long, &[]).unwrap().hash().unwrap();
        assert!(verify_password(&long, Some(&kept)).unwrap());
        for other in [long.trim_end(), &long.to_lowercase(), &format!("{long} "), &long[..72]] {
            assert!(!verify_password(other, Some(&kept)).unwrap(), "{other:?}");
        }
    }

    #[test]
    fn the_same_password_is_kept_differently_each_time() {
        let password = Password::choose("hesten står i båthuset", &[]).unwrap();
        assert_ne!(password.hash().unwrap(), password.hash().unwrap());
    }

    #[test]
    fn nobody_has_no_password() {
        assert!(!verify_password("hesten står i båthuset", None).unwrap());
        assert!(!verify_password("", None).unwrap());
    }

    #[test]
    fn what_cannot_be_read_opens_nothing() {
        let broken = PasswordHash::from_text("$argon2id$broken".to_owned());
        assert_eq!(verify_password("x", Some(&broken)).unwrap_err().code(), "identity.unreadable");
    }

    #[test]
    fn debug_shows_nothing() {
        let password = Password::choose("hesten står i båthuset", &[]).unwrap();
        let hash = PasswordHash::from_text("$argon2id$x".to_owned());
        assert_eq!(format!("{password:?} {hash:?}"), "Password(…) PasswordHash(…)");
    }
}

//! The account that logs in.

use serde::Deserialize;

use crate::{Secret, Totp};

/// An account without rights, made for this.
#[derive(Clone, Debug)]
pub struct Canary {
    /// Its name at the service.
    pub user: String,
    /// Its password.
    pub password: Secret,
    /// The seed of its codes, in base32; absent when it has no second factor.
    pub seed: Option<Secret>,
    /// How its codes are made.
    pub totp: Totp,
}

impl Canary {
    /// A password of the same length and sorts of characters that is not the right one: what a form checks before it asks
    /// anybody (length, an upper-case letter, a digit) does not tell them apart.
    pub fn wrong_password(&self) -> Secret {
        let right = self.password.reveal();
        let turned: String = right.chars().map(turned).collect();
        if turned == right { Secret::new(format!("{right}x7")) } else { Secret::new(turned) }
    }
}

/// Another character of the same sort.
fn turned(c: char) -> char {
    match c {
        'a'..='y' | 'A'..='Y' | '0'..='8' => char::from_u32(u32::from(c) + 1).unwrap_or(c),
        'z' => 'a',
        'Z' => 'A',
        '9' => '0',
        other => other,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCanary {
    user: String,
    password: Secret,
    #[serde(default)]
    totp_seed: Option<Secret>,
    #[serde(default)]
    totp: Option<String>,
}

impl RawCanary {
    pub(super) fn read(self) -> Result<Canary, (&'static str, &'static str)> {
        if self.user.is_empty() {
            return Err(("user", "it is empty"));
        }
        if self.password.is_empty() {
            return Err(("password", "it is empty"));
        }
        let totp = match self.totp {
            Some(text) => text.parse().map_err(|rule| ("totp", rule))?,
            None => Totp::default(),
        };
        let seed = self.totp_seed.filter(|seed| !seed.is_empty());
        if seed.as_ref().is_some_and(|seed| totp.code(seed, 0).is_none()) {
            return Err(("totp_seed", "it is no base32 (letters and the digits 2 to 7)"));
        }
        Ok(Canary { user: self.user, password: self.password, seed, totp })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_wrong_password_is_never_the_right_one(right in ".{1,30}") {
            let password = Secret::new(right.clone());
            let canary = Canary { user: "kanari".to_owned(), password, seed: None, totp: Totp::default() };
            let wrong = canary.wrong_password();
            prop_assert_ne!(wrong.reveal().to_lowercase(), right.to_lowercase());
        }
    }
}

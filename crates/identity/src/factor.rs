//! What somebody showed to log in. One factor is never enough.

use std::collections::BTreeSet;

/// Something that was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factor {
    /// A link that we gave: proves nothing but lets somebody choose factors.
    Link,
    /// The password: something known.
    Password,
    /// A code of an authenticator program: something held.
    Totp,
    /// A recovery code: something held.
    RecoveryCode,
    /// A passkey that verified its user: something held, opened by something known or by the body. It counts as two (NIST SP 800-63B-4, multi-factor cryptographic authentication).
    Passkey,
    /// The signed word of an OpenID provider that it saw two factors. It counts as two, so nothing may stand for it but such a
    /// word, read and judged by the crate that speaks with providers.
    Provider,
}

impl Factor {
    /// All factors.
    pub const ALL: [Self; 6] =
        [Self::Link, Self::Password, Self::Totp, Self::RecoveryCode, Self::Passkey, Self::Provider];

    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Password => "password",
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery_code",
            Self::Passkey => "passkey",
            Self::Provider => "provider",
        }
    }

    /// The factor called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.name() == name)
    }
}

/// The factors that were shown in one session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Factors(BTreeSet<Factor>);

impl Factors {
    /// Of these.
    pub fn of(factors: impl IntoIterator<Item = Factor>) -> Self {
        Self(factors.into_iter().collect())
    }

    /// These and one more.
    #[must_use]
    pub fn with(mut self, factor: Factor) -> Self {
        self.0.insert(factor);
        self
    }

    /// Whether it was shown.
    pub fn contains(&self, factor: Factor) -> bool {
        self.0.contains(&factor)
    }

    /// Whether two factors were shown: a passkey, the word of a provider that saw two, or the password and something held.
    pub fn are_two(&self) -> bool {
        let held = [Factor::Totp, Factor::RecoveryCode];
        self.contains(Factor::Passkey)
            || self.contains(Factor::Provider)
            || self.contains(Factor::Password) && held.into_iter().any(|one| self.contains(one))
    }

    /// As they are kept: names with spaces between. `None` when one is unknown.
    pub fn from_text(text: &str) -> Option<Self> {
        text.split_whitespace().map(Factor::from_name).collect::<Option<BTreeSet<_>>>().map(Self)
    }

    /// To be kept.
    pub fn to_text(&self) -> String {
        self.0.iter().map(|factor| factor.name()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_enough_alone_but_a_passkey_and_the_word_of_a_provider_that_saw_two() {
        for factor in Factor::ALL {
            let counts_as_two = matches!(factor, Factor::Passkey | Factor::Provider);
            assert_eq!(Factors::of([factor]).are_two(), counts_as_two, "{factor:?}");
        }
        assert!(!Factors::default().are_two());
    }

    #[test]
    fn two_factors_are_something_known_and_something_held() {
        assert!(Factors::of([Factor::Password, Factor::Totp]).are_two());
        assert!(Factors::of([Factor::Password, Factor::RecoveryCode]).are_two());
        assert!(!Factors::of([Factor::Totp, Factor::RecoveryCode]).are_two());
        assert!(!Factors::of([Factor::Link, Factor::Password]).are_two());
        assert!(!Factors::of([Factor::Link, Factor::Totp]).are_two());
    }

    #[test]
    fn factors_are_kept_by_name() {
        let factors = Factors::of([Factor::Password]).with(Factor::Totp);
        assert_eq!(factors.to_text(), "password totp");
        assert_eq!(Factors::from_text("password totp"), Some(factors));
        assert_eq!(Factors::from_text("password luck"), None);
    }
}

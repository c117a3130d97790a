//! One account with a password and an authenticator (RFC 6238), as a server keeps it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use ring::hmac;

use crate::DemoError;
use crate::calendar::Calendar;

/// The account's name everywhere.
pub(crate) const USER: &str = "kanari";

/// How many steps of 30 seconds a clock may be wrong: what visits from another process brings a clock of its own.
const STEPS_OFF_MAX: u64 = 40;

const SEED_BYTES: usize = 20;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// One account.
pub(crate) struct Account {
    password: String,
    seed: [u8; SEED_BYTES],
    /// Steps whose code was taken: it is not taken again.
    used: Mutex<BTreeSet<u64>>,
    calendar: Calendar,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").finish_non_exhaustive()
    }
}

impl Account {
    /// An account with a password and a seed that nobody else has.
    pub(crate) fn new(calendar: Calendar) -> Result<Self, DemoError> {
        let mut seed = [0; SEED_BYTES];
        fill(&mut seed)?;
        let password = format!("Kanari-7{}", random()?);
        Ok(Self { password, seed, used: Mutex::default(), calendar })
    }

    pub(crate) fn password(&self) -> &str {
        &self.password
    }

    /// The seed as authenticators take it.
    pub(crate) fn seed(&self) -> String {
        base32(&self.seed)
    }

    /// Whether that is the account and its password.
    pub(crate) fn is(&self, user: &str, password: &str) -> bool {
        user == USER && password == self.password
    }

    /// Whether that is a code of about now which was not taken before; it is taken by that.
    pub(crate) fn takes(&self, code: &str) -> bool {
        let now_s = u64::try_from(self.calendar.now().as_millis()).unwrap_or(0) / 1_000;
        let step = now_s / 30;
        let near = step.saturating_sub(STEPS_OFF_MAX)..=step + STEPS_OFF_MAX;
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|step| near.contains(step));
        let found = near.clone().find(|step| !used.contains(step) && self.code(*step) == code);
        found.is_some_and(|step| used.insert(step))
    }

    /// The code of a step (RFC 4226, section 5.3).
    fn code(&self, step: u64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.seed);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let offset = usize::from(tag.as_ref().last().copied().unwrap_or(0) & 0xf);
        let four = tag.as_ref().get(offset..offset + 4).and_then(|four| four.try_into().ok());
        let number = four.map_or(0, u32::from_be_bytes) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    for five in bytes.chunks(5) {
        let whole = five.iter().fold(0_u64, |whole, byte| (whole << 8) | u64::from(*byte));
        let digits = five.len() * 8 / 5;
        for at in (0..digits).rev() {
            let digit = usize::try_from((whole >> (at * 5)) & 31).unwrap_or(0);
            text.push(char::from(BASE32.get(digit).copied().unwrap_or(b'A')));
        }
    }
    text
}

fn fill(bytes: &mut [u8]) -> Result<(), DemoError> {
    getrandom::fill(bytes).map_err(|error| DemoError::Random { reason: error.to_string() })
}

/// 128 bits that nobody guesses, as text.
pub(crate) fn random() -> Result<String, DemoError> {
    use base64::Engine as _;
    let mut bytes = [0; 16];
    fill(&mut bytes)?;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use arvak_core::Instant;

    use super::*;

    fn account(now_s: i64) -> Account {
        let calendar = Calendar::new(Instant::from_millis(now_s * 1_000));
        let mut account = Account::new(calendar).unwrap();
        account.seed = *b"12345678901234567890";
        account
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, cut to six digits.
        for (at, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(account(at).code(u64::try_from(at).unwrap() / 30), code);
        }
        assert_eq!(base32(b"12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn a_code_is_taken_once_and_one_of_another_hour_never() {
        let account = account(1_111_111_109);
        assert!(!account.takes("279037") && !account.takes(""));
        assert!(account.takes("081804"));
        assert!(!account.takes("081804"), "a second time");
    }
}

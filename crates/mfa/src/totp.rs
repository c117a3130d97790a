//! Codes of an authenticator (RFC 6238): the code of a step of time, a code that is none, and which have been sent.

use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use arvak_core::{Instant, Span};
use ring::hmac;

use crate::Secret;
use crate::base32;

/// Steps before and after the present one whose codes no wrong code may be: wider than any service's tolerance.
const TOLERANCE_STEPS: u64 = 40;

/// How long a step has begun before its code is sent, where that is waited for: a server whose clock is a little behind
/// ours, and which takes no code but that of its own step, would refuse it.
const SETTLE_MS: i64 = 1_000;

/// What must be left of a step for its code to be sent: it is under way for a while.
const LEFT_MS: i64 = 2_000;

/// How an authenticator makes codes, as `SHA1/6/30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totp {
    algorithm: Algorithm,
    digits: u32,
    period_s: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    Sha1,
    Sha256,
    Sha512,
}

impl Default for Totp {
    /// What nearly all programs do.
    fn default() -> Self {
        Self { algorithm: Algorithm::Sha1, digits: 6, period_s: 30 }
    }
}

impl FromStr for Totp {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const RULE: &str = "write algorithm, digits and seconds, such as SHA1/6/30; the algorithm is SHA1, SHA256 or SHA512, there are 6 to 8 digits, and 15 to 120 seconds";
        let mut parts = text.split('/');
        let algorithm = parts.next().map(|name| name.replace('-', "").to_ascii_uppercase());
        let algorithm = match algorithm.as_deref() {
            Some("SHA1") => Algorithm::Sha1,
            Some("SHA256") => Algorithm::Sha256,
            Some("SHA512") => Algorithm::Sha512,
            _ => return Err(RULE),
        };
        let mut number = |from: u64, to: u64| {
            let number = parts.next().and_then(|text| text.parse::<u64>().ok());
            number.filter(|number| (from..=to).contains(number)).ok_or(RULE)
        };
        let (digits, period_s) = (number(6, 8)?, number(15, 120)?);
        let digits = u32::try_from(digits).map_err(|_| RULE)?;
        if parts.next().is_some() { Err(RULE) } else { Ok(Self { algorithm, digits, period_s }) }
    }
}

impl fmt::Display for Totp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.algorithm {
            Algorithm::Sha1 => "SHA1",
            Algorithm::Sha256 => "SHA256",
            Algorithm::Sha512 => "SHA512",
        };
        write!(f, "{name}/{}/{}", self.digits, self.period_s)
    }
}

impl Totp {
    /// The number of the step that `at` lies in.
    pub fn step(&self, at: Instant) -> u64 {
        u64::try_from(at.as_millis()).unwrap_or(0) / 1_000 / self.period_s
    }

    /// The time from `at` until the code of `step`, which has not begun, is taken by servers whose clocks are a little
    /// behind; nothing when the step has begun.
    pub fn until(&self, step: u64, at: Instant) -> Option<Span> {
        let wait_ms = self.begins_ms(step)? - at.as_millis();
        (wait_ms > 0).then(|| Span::from_millis(wait_ms + SETTLE_MS))
    }

    /// The step whose code is sent at `at`: the next one where too little is left of the present one.
    fn step_to_send(&self, at: Instant) -> u64 {
        self.step(at.plus(Span::from_millis(LEFT_MS)))
    }

    fn begins_ms(&self, step: u64) -> Option<i64> {
        i64::try_from(step.saturating_mul(self.period_s * 1_000)).ok()
    }

    /// The code of a step; nothing when the seed is no base32.
    pub fn code(&self, seed: &Secret, step: u64) -> Option<Secret> {
        let key = self.key(seed)?;
        Some(Secret::new(self.shown(self.number(&key, step))))
    }

    /// A code of the right form that is none: not of any step near `step`.
    pub fn wrong_code(&self, seed: &Secret, step: u64) -> Option<Secret> {
        let key = self.key(seed)?;
        let most = 10_u32.pow(self.digits);
        let near: Vec<u32> = (step.saturating_sub(TOLERANCE_STEPS)..=step + TOLERANCE_STEPS)
            .map(|step| self.number(&key, step))
            .collect();
        let start = self.number(&key, step);
        // An odd stride that shares no factor with a power of ten comes by every number.
        let mut candidates =
            (1..most).map(|n| (u64::from(start) + u64::from(n) * 123_457) % u64::from(most));
        let wrong = candidates.find_map(|c| u32::try_from(c).ok().filter(|c| !near.contains(c)))?;
        Some(Secret::new(self.shown(wrong)))
    }

    fn key(&self, seed: &Secret) -> Option<hmac::Key> {
        let algorithm = match self.algorithm {
            Algorithm::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Algorithm::Sha256 => hmac::HMAC_SHA256,
            Algorithm::Sha512 => hmac::HMAC_SHA512,
        };
        Some(hmac::Key::new(algorithm, &base32::decode(seed.reveal())?))
    }

    /// The number of a step, cut as RFC 4226 section 5.3 says.
    fn number(&self, key: &hmac::Key, step: u64) -> u32 {
        let tag = hmac::sign(key, &step.to_be_bytes());
        let bytes = tag.as_ref();
        let offset = usize::from(bytes.last().copied().unwrap_or(0) & 0xf);
        let four = bytes.get(offset..offset + 4).and_then(|four| four.try_into().ok());
        (u32::from_be_bytes(four.unwrap_or_default()) & 0x7fff_ffff) % 10_u32.pow(self.digits)
    }

    fn shown(&self, number: u32) -> String {
        format!("{number:0width$}", width = usize::try_from(self.digits).unwrap_or(6))
    }
}

/// Which steps' codes were sent for one canary: a right code is sent once, because services refuse one that comes again.
#[derive(Debug, Default)]
pub struct Codes(Mutex<Option<u64>>);

impl Codes {
    /// The step whose code may be sent at `at`: the present one, or the next when that of the present one was sent or it
    /// is about to end. The caller waits as long as [`Totp::until`] says.
    pub fn take(&self, totp: &Totp, at: Instant) -> u64 {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = totp.step_to_send(at);
        let step = last.map_or(now, |last| now.max(last + 1));
        *last = Some(step);
        step
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The seeds of RFC 6238 appendix B.
    fn seed(bytes: usize) -> Secret {
        let text = "GEZDGNBVGY3TQOJQ".repeat(8);
        Secret::new(&text[..(bytes * 8).div_ceil(5)])
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        for (how, bytes, seconds, code) in [
            ("SHA1/8/30", 20, 59, "94287082"),
            ("SHA256/8/30", 32, 59, "46119246"),
            ("SHA512/8/30", 64, 59, "90693936"),
            ("SHA1/8/30", 20, 1_111_111_109, "07081804"),
            ("SHA512/8/30", 64, 20_000_000_000_i64, "47863826"),
            ("SHA1/6/30", 20, 1_234_567_890, "005924"),
        ] {
            let totp: Totp = how.parse().unwrap();
            assert_eq!(totp.to_string(), how);
            let step = totp.step(Instant::from_millis(seconds * 1_000));
            assert_eq!(totp.code(&seed(bytes), step).unwrap().reveal(), code, "{how} {seconds}");
        }
    }

    #[test]
    fn other_ways_to_make_codes_are_refused() {
        for text in ["", "SHA1", "MD5/6/30", "SHA1/5/30", "SHA1/6/1", "SHA1/6/30/1", "SHA1/6/-30"] {
            assert!(text.parse::<Totp>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_right_code_is_never_sent_twice() {
        let (totp, codes, at) = (Totp::default(), Codes::default(), Instant::from_millis(61_000));
        assert_eq!([codes.take(&totp, at), codes.take(&totp, at)], [2, 3]);
        assert_eq!(totp.until(2, at), None);
        assert_eq!(totp.until(3, at), Some(Span::from_millis(30_000)));
        assert_eq!(codes.take(&totp, Instant::from_millis(300_000)), 10);
    }

    #[test]
    fn a_code_is_not_sent_where_the_step_is_about_to_end() {
        let totp = Totp::default();
        let (late, early) = (Instant::from_millis(88_500), Instant::from_millis(87_900));
        assert_eq!(Codes::default().take(&totp, early), 2);
        assert_eq!(Codes::default().take(&totp, late), 3);
        // A second and a half until the step begins, and one more.
        assert_eq!(totp.until(3, late), Some(Span::from_millis(2_500)));
        assert_eq!(totp.until(3, Instant::from_millis(90_000)), None);
    }

    proptest! {
        #[test]
        fn a_wrong_code_is_wrong_at_every_near_step(step in 100_u64..1_000_000_000, away in -40_i64..=40) {
            let (totp, seed) = (Totp::default(), seed(20));
            let near = step.saturating_add_signed(away);
            let (wrong, right) = (totp.wrong_code(&seed, step).unwrap(), totp.code(&seed, near).unwrap());
            prop_assert_ne!(wrong.reveal(), right.reveal());
        }
    }
}

//! Codes of six digits that an authenticator program shows (RFC 6238): SHA-1, 30 seconds, as all programs do it.

use std::fmt::{self, Write as _};

use arvak_core::Instant;
use totp_rs::{Builder, Secret, Totp};
use url::Url;

use crate::{Result, base32};

/// Seconds that a code is shown.
const STEP_SECONDS: u64 = 30;

/// Steps before and after the present one whose codes are taken: for clocks that differ a little (RFC 6238, 5.2).
const SKEW_STEPS: u16 = 1;

/// What the authenticator program and we share: 160 random bits, as RFC 4226 recommends.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; 20]);

impl TotpSecret {
    /// A new one.
    pub fn random() -> Result<Self> {
        let mut bytes = [0; 20];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// As it was kept, under seal.
    pub const fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// To be kept, under seal.
    pub const fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// For whoever types it instead of reading the picture: 32 letters and digits.
    pub fn typed(&self) -> String {
        base32::encode(&self.0)
    }

    /// What the picture says: `otpauth://totp/…`.
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        let plain = |text: &str| text.replace(':', " ");
        let (issuer, account) = (plain(issuer), plain(account));
        let Ok(mut uri) = Url::parse("otpauth://totp/") else { return String::new() };
        uri.set_path(&format!("/{issuer}:{account}"));
        uri.query_pairs_mut().append_pair("secret", &self.typed());
        // Some programs show a plus as it is, where a form would read a space.
        let issuer = issuer.split_whitespace().collect::<Vec<_>>().join("%20");
        format!("{uri}&issuer={}&algorithm=SHA1&digits=6&period=30", escaped(&issuer))
    }

    /// The step whose `code` was shown, when it is a right one at `now` and later than `last`: the step of the code
    /// that was taken last, which is never taken again (RFC 6238, 5.2).
    pub fn check(&self, code: &str, now: Instant, last: Option<u64>) -> Option<u64> {
        let seconds = u64::try_from(now.as_millis()).ok()? / 1000;
        let code: String = code.chars().filter(|char| !char.is_whitespace()).collect();
        let step = self.totp().check(&code, seconds)?;
        last.is_none_or(|last| step > last).then_some(step)
    }

    /// The code at `now`: for demonstrations and tests, which have no authenticator program.
    pub fn code(&self, now: Instant) -> String {
        let seconds = u64::try_from(now.as_millis()).unwrap_or_default() / 1000;
        self.totp().generate(seconds).to_string()
    }

    fn totp(&self) -> Totp {
        Builder::new()
            .with_secret(Secret::new_stack(self.0))
            .with_step_duration(STEP_SECONDS)
            .with_skew(SKEW_STEPS)
            .build_noncompliant()
    }
}

/// The non-ASCII characters of a name, for a query.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    fn rfc() -> TotpSecret {
        TotpSecret::from_bytes(*b"12345678901234567890")
    }

    fn at(seconds: i64) -> Instant {
        Instant::from_millis(seconds * 1000)
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // The RFC shows eight digits; ours are the last six of them.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(rfc().code(at(seconds)), code);
            let step = u64::try_from(seconds / 30).unwrap();
            assert_eq!(rfc().check(code, at(seconds), None), Some(step));
        }
    }

    #[test]
    fn a_clock_may_differ_by_one_step_and_no_more() {
        let now = at(1_234_567_890);
        for (seconds, is_taken) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let code = rfc().code(at(1_234_567_890 + seconds));
            assert_eq!(rfc().check(&code, now, None).is_some(), is_taken, "{seconds}");
        }
    }

    #[test]
    fn a_code_is_taken_once_and_none_before_it_afterwards() {
        let now = at(1_234_567_890);
        let code = rfc().code(now);
        let used = rfc().check(&code, now, None).unwrap();
        assert_eq!(rfc().check(&code, now, Some(used)), None);
        let before = rfc().code(at(1_234_567_860));
        assert_eq!(rfc().check(&before, now, Some(used)), None);
        let next = at(1_234_567_920);
        assert_eq!(rfc().check(&rfc().code(next), next, Some(used)), Some(used + 1));
    }

    #[test]
    fn what_is_no_code_is_refused_and_spaces_are_forgiven() {
        let now = at(59);
        assert!(rfc().check("287 082", now, None).is_some());
        for wrong in ["", "28708", "2870820", "+28708", "abcdef", "２８７０８２", "287083"] {
            assert_eq!(rfc().check(wrong, now, None), None, "{wrong}");
        }
    }

    #[test]
    fn the_picture_says_who_and_where() {
        let uri = rfc().uri("Årvåk Nordvik: test", "kari@nordvik.example");
        assert_eq!(
            uri,
            "otpauth://totp/%C3%85rv%C3%A5k%20Nordvik%20%20test:kari@nordvik.example\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=%C3%85rv%C3%A5k%20Nordvik%20test&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", rfc()), "TotpSecret(…)");
    }
}

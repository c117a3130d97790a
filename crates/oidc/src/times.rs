//! Whether the times in a token hold. Clocks differ a little, and a token that was just fetched is young.

use arvak_core::{Instant, Span};

use crate::error::bad_token;
use crate::{OidcError, Result};

/// How far a provider's clock may be from ours.
pub(crate) const LEEWAY: Span = Span::from_millis(60_000);

/// How old a token may be that the provider gave us this moment.
const AGE_MAX: Span = Span::from_millis(10 * 60_000);

/// The times of a token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    /// `exp`.
    pub(crate) expires: Instant,
    /// `iat`.
    pub(crate) issued: Instant,
    /// `auth_time`.
    pub(crate) shown: Option<Instant>,
}

impl Times {
    /// Refuses what is over, from the future, or old. With `max_age`, the token must say when the factors were shown, and it
    /// may be no longer ago than that.
    pub(crate) fn check(self, max_age: Option<Span>, now: Instant) -> Result<()> {
        if now >= self.expires.plus(LEEWAY) {
            return Err(bad_token(format_args!("it expired at {}", self.expires)));
        }
        if self.issued > now.plus(LEEWAY) {
            return Err(bad_token(format_args!("it is from the future, {}", self.issued)));
        }
        if now > self.issued.plus(AGE_MAX) {
            return Err(bad_token(format_args!("it is old, from {}", self.issued)));
        }
        let Some(max_age) = max_age else { return Ok(()) };
        let shown = self.shown.ok_or(OidcError::TooOld)?;
        if shown > now.plus(LEEWAY) {
            return Err(bad_token(format_args!("its auth_time is to come, {shown}")));
        }
        if now > shown.plus(max_age).plus(LEEWAY) {
            return Err(OidcError::TooOld);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_millis(1_000_000_000 + seconds * 1000)
    }

    fn code(times: Times, max_age_s: Option<i64>) -> &'static str {
        let max_age = max_age_s.map(|seconds| Span::from_millis(seconds * 1000));
        times.check(max_age, at(0)).map_or_else(|error| error.code(), |()| "good")
    }

    fn times(expires: i64, issued: i64, shown: Option<i64>) -> Times {
        Times { expires: at(expires), issued: at(issued), shown: shown.map(at) }
    }

    #[test]
    fn a_minute_of_difference_between_clocks_is_borne_and_no_more() {
        assert_eq!(code(times(300, 0, None), None), "good");
        assert_eq!(code(times(-59, -100, None), None), "good");
        assert_eq!(code(times(-60, -100, None), None), "oidc.bad_token");
        assert_eq!(code(times(300, 60, None), None), "good");
        assert_eq!(code(times(300, 61, None), None), "oidc.bad_token");
        assert_eq!(code(times(9999, -600, None), None), "good");
        assert_eq!(code(times(9999, -601, None), None), "oidc.bad_token");
    }

    #[test]
    fn with_a_greatest_age_the_token_must_say_when_and_not_too_long_ago() {
        assert_eq!(code(times(300, 0, None), Some(3600)), "oidc.too_old");
        assert_eq!(code(times(300, 0, Some(-3600)), Some(3600)), "good");
        assert_eq!(code(times(300, 0, Some(-3661)), Some(3600)), "oidc.too_old");
        assert_eq!(code(times(300, 0, Some(61)), Some(3600)), "oidc.bad_token");
        assert_eq!(code(times(300, 0, Some(-999_999)), None), "good");
    }

    proptest! {
        #[test]
        fn what_has_expired_stays_expired(expires in -500..500_i64, issued in -500..500_i64, later in 0..1000_i64) {
            let times = times(expires, issued, None);
            let is_expired = |now| matches!(times.check(None, now), Err(OidcError::BadToken { why }) if why.contains("expired"));
            if is_expired(at(0)) {
                prop_assert!(is_expired(at(later)));
            }
        }

        #[test]
        fn a_greatest_age_never_lets_in_more(expires in -500..500_i64, issued in -900..500_i64, shown in -9000..500_i64, age in 0..9000_i64) {
            let times = times(expires, issued, Some(shown));
            if code(times, Some(age)) == "good" {
                prop_assert_eq!(code(times, None), "good");
            }
        }
    }
}

//! Instants and spans. Core sees UTC only; edges read dates in local time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An instant in UTC, in whole milliseconds since 1970-01-01. Written as RFC 3339 with `Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Instant(i64);

impl Instant {
    /// Further away than any instant that a fact may name: what never expires ends here.
    pub const NEVER: Self = Self(i64::MAX);

    /// From milliseconds since 1970-01-01T00:00:00Z.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// This instant moved by `span`, stopping at the ends of what can be represented.
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// How long after `earlier` this instant is; zero when it is not after it.
    pub const fn since(self, earlier: Self) -> Span {
        let millis = self.0.saturating_sub(earlier.0);
        Span(if millis < 0 { 0 } else { millis })
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(timestamp) => write!(f, "{timestamp}"),
            Err(_) => f.write_str("never"),
        }
    }
}

/// Text that is no RFC 3339 instant.
#[derive(Debug, thiserror::Error)]
#[error("`{text}` is no RFC 3339 instant such as 2026-02-01T12:00:00Z")]
pub struct BadInstant {
    /// What was written.
    pub text: String,
}

impl FromStr for Instant {
    type Err = BadInstant;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<jiff::Timestamp>()
            .map(|timestamp| Self(timestamp.as_millisecond()))
            .map_err(|_| BadInstant { text: text.to_owned() })
    }
}

impl From<Instant> for String {
    fn from(instant: Instant) -> Self {
        instant.to_string()
    }
}

impl TryFrom<String> for Instant {
    type Error = BadInstant;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// A length of time in whole milliseconds, never negative. Written as `90s`, `15m`, `4h` or `7d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Span(i64);

const UNITS: [(char, i64); 4] = [('d', 86_400_000), ('h', 3_600_000), ('m', 60_000), ('s', 1_000)];

impl Span {
    /// From milliseconds; a negative number becomes zero.
    pub const fn from_millis(millis: i64) -> Self {
        Self(if millis < 0 { 0 } else { millis })
    }

    /// From whole days of 24 hours.
    pub const fn from_days(days: u32) -> Self {
        Self(days as i64 * 86_400_000)
    }

    /// The length in milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The length in whole days of 24 hours, rounded down.
    pub const fn as_days(self) -> i64 {
        self.0 / 86_400_000
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, millis) in UNITS {
            if self.0 != 0 && self.0 % millis == 0 {
                return write!(f, "{}{unit}", self.0 / millis);
            }
        }
        write!(f, "{}s", self.0 / 1_000)
    }
}

/// Text that is no span.
#[derive(Debug, thiserror::Error)]
#[error("`{text}` is no length of time such as 7d, 4h, 15m or 90s")]
pub struct BadSpan {
    /// What was written.
    pub text: String,
}

impl FromStr for Span {
    type Err = BadSpan;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || BadSpan { text: text.to_owned() };
        let unit = text.chars().next_back().ok_or_else(bad)?;
        let (_, millis) = UNITS.iter().find(|(sign, _)| *sign == unit).ok_or_else(bad)?;
        let digits = text.strip_suffix(unit).ok_or_else(bad)?;
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(bad());
        }
        let number: i64 = digits.parse().map_err(|_| bad())?;
        number.checked_mul(*millis).map(Self).ok_or_else(bad)
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

impl TryFrom<String> for Span {
    type Error = BadSpan;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_written_in_their_largest_whole_unit() {
        for text in ["7d", "36h", "15m", "90s", "0s"] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
        }
        assert_eq!("24h".parse::<Span>().unwrap().to_string(), "1d");
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for text in ["", "d", "7", "-1d", "7 d", "7w", "99999999999999999d", "1å"] {
            assert!(text.parse::<Span>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn instants_are_rfc_3339_in_utc() {
        let instant: Instant = "2026-02-01T13:00:00.5+01:00".parse().unwrap();
        assert_eq!(instant.to_string(), "2026-02-01T12:00:00.5Z");
        assert!("2026-02-01".parse::<Instant>().is_err());
    }
}

//! The end of a cookie, as servers write it (RFC 6265 section 5.1.1): only whether it lies in the past matters.

use arvak_core::Instant;

/// Reads `Thu, 01 Jan 1970 00:00:00 GMT` and the spellings near it.
pub(super) fn read(text: &str) -> Option<Instant> {
    let (mut day, mut month, mut year, mut seconds) = (None, None, None, None);
    let is_break = |c: char| !(c.is_ascii_alphanumeric() || c == ':');
    for word in text.split(is_break).filter(|word| !word.is_empty()) {
        if seconds.is_none() && word.contains(':') {
            seconds = Some(time(word)?);
        } else if let Some(number) = month_of(word).filter(|_| month.is_none()) {
            month = Some(number);
        } else if let Ok(number) = word.parse::<i64>() {
            match (day, year) {
                (None, _) => day = Some(number),
                (Some(_), None) => year = Some(number),
                _ => {}
            }
        }
    }
    let year = match year? {
        short @ 0..=69 => short + 2_000,
        short @ 70..=99 => short + 1_900,
        year => year,
    };
    let (month, day) = (month?, day?);
    if !(1601..=9999).contains(&year) || !(1..=31).contains(&day) {
        return None;
    }
    let days = days_before(year, month) + day - 1;
    Some(Instant::from_millis((days * 86_400 + seconds?) * 1_000))
}

fn time(word: &str) -> Option<i64> {
    let mut parts = word.split(':').map(|part| part.parse::<i64>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    Some(hours * 3_600 + minutes * 60 + seconds)
}

fn month_of(word: &str) -> Option<i64> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let word = word.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.find(&word).filter(|at| at % 3 == 0)?;
    i64::try_from(at / 3 + 1).ok()
}

/// Days from 1970-01-01 to the first of a month of the Gregorian calendar.
fn days_before(year: i64, month: i64) -> i64 {
    // Years that begin in March end with the day that is there or not.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_cookie_is_read_in_every_spelling() {
        for (text, seconds) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Thu, 01-Jan-1970 00:00:01 GMT", 1),
            ("Thursday, 01-Jan-70 00:00:00 GMT", 0),
            ("Sat, 28 Nov 2026 17:33:49 GMT", 1_795_887_229),
            ("Tue, 29 Feb 2028 00:00:00 GMT", 1_835_395_200),
        ] {
            assert_eq!(read(text), Some(Instant::from_millis(seconds * 1_000)), "{text}");
        }
        for text in ["", "tomorrow", "Thu, 01 Jan 1970", "32 Jan 2026 00:00:00"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

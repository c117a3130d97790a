//! Working days in Norway: Monday to Friday, without the public holidays of *lov om helligdager* (LOV-1995-02-24-12), 1 May and
//! 17 May (LOV-1947-04-26-1).

use arvak_core::Instant;
use jiff::civil::{Date, DateTime, Weekday};

use crate::local_time::{end_of_day, local};

/// Days of rest by month and day, each year the same.
const FIXED: [(i8, i8); 5] = [(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)];

/// Days of rest by their distance from Easter Sunday: Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension Day,
/// Whit Sunday and Monday.
const MOVING: [i32; 7] = [-3, -2, 0, 1, 39, 49, 50];

/// The end, in Oslo, of the `count`th working day after the day of `from`; that of the day itself when it is none.
pub fn working_days_after(from: Instant, count: u32) -> Instant {
    let Some(mut day) = local(from).map(DateTime::date) else { return from };
    let mut left = count;
    while left > 0 {
        // The calendar ends in the year 9999.
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        left -= u32::from(is_working_day(day));
    }
    end_of_day(&day.to_string()).unwrap_or(from)
}

fn is_working_day(day: Date) -> bool {
    let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let from_easter = easter(day.year()).and_then(|easter| easter.until(day).ok());
    let is_moving = from_easter.is_some_and(|span| MOVING.contains(&span.get_days()));
    !is_weekend && !FIXED.contains(&(day.month(), day.day())) && !is_moving
}

/// Easter Sunday (the anonymous Gregorian computus, as Meeus gives it).
fn easter(year: i16) -> Option<Date> {
    let of = i32::from(year);
    let (golden, century, of_century) = (of % 19, of / 100, of % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let number = epact + weekday - 7 * late + 114;
    let (month, day) = (i8::try_from(number / 31).ok()?, i8::try_from(number % 31 + 1).ok()?);
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn noon(text: &str) -> Instant {
        Instant::from_millis(end_of_day(text).unwrap().as_millis() - 12 * 3_600_000)
    }

    #[test]
    fn holidays_are_those_of_the_almanac() {
        let rests = [
            "2024-03-28",
            "2024-03-29",
            "2024-04-01",
            "2024-05-01",
            "2024-05-09",
            "2024-05-17",
            "2024-05-20",
            "2025-04-17",
            "2025-04-21",
            "2025-05-29",
            "2025-06-09",
            "2026-04-02",
            "2026-04-06",
            "2026-05-14",
            "2026-05-25",
            "2026-12-25",
            "2038-04-25",
            "2038-04-26",
            "2027-01-01",
            "2026-11-28",
            "2026-11-29",
        ];
        for rest in rests {
            assert!(!is_working_day(day(rest)), "{rest}");
        }
        for work in
            ["2026-12-24", "2026-11-30", "2026-04-01", "2026-04-07", "2026-05-18", "2027-12-31"]
        {
            assert!(is_working_day(day(work)), "{work}");
        }
    }

    #[test]
    fn five_working_days_go_past_weekends_and_easter() {
        for (from, expected) in [
            ("2026-11-30", "2026-12-07"),
            ("2026-11-28", "2026-12-04"),
            ("2026-03-31", "2026-04-10"),
            ("2026-12-23", "2026-12-31"),
        ] {
            assert_eq!(working_days_after(noon(from), 5), end_of_day(expected).unwrap(), "{from}");
        }
        assert_eq!(working_days_after(noon("2026-11-30"), 0), end_of_day("2026-11-30").unwrap());
    }
}

//! Local time at the edge: Europe/Oslo, with time-zone data in the program.

use arvak_core::Instant;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::Lang;

const MONTHS_NORWEGIAN: [&str; 12] = [
    "jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des.",
];
const MONTHS_ENGLISH: [&str; 12] =
    ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];

fn oslo() -> TimeZone {
    TimeZone::get("Europe/Oslo").unwrap_or(TimeZone::UTC)
}

pub(crate) fn local(instant: Instant) -> Option<DateTime> {
    Timestamp::from_millisecond(instant.as_millis()).ok().map(|time| oslo().to_datetime(time))
}

/// The date in Oslo at an instant: `3. mars 2026`, `3 March 2026`.
pub fn date(lang: Lang, instant: Instant) -> String {
    let Some(local) = local(instant) else { return "–".to_owned() };
    let months = if lang == Lang::En { MONTHS_ENGLISH } else { MONTHS_NORWEGIAN };
    let month = usize::try_from(local.month()).ok().and_then(|m| months.get(m.checked_sub(1)?));
    let dot = if lang == Lang::En { "" } else { "." };
    format!("{}{dot} {} {}", local.day(), month.unwrap_or(&"?"), local.year())
}

/// The day that an instant is the end of: what is due at midnight is due on the day before.
pub fn last_day(lang: Lang, instant: Instant) -> String {
    date(lang, Instant::from_millis(instant.as_millis().saturating_sub(1)))
}

/// Date and time of day in Oslo: `3. mars 2026 kl. 14.05`, `3 March 2026 at 14:05`.
pub fn date_and_time(lang: Lang, instant: Instant) -> String {
    let Some(local) = local(instant) else { return "–".to_owned() };
    let day = date(lang, instant);
    match lang {
        Lang::En => format!("{day} at {:02}:{:02}", local.hour(), local.minute()),
        Lang::Nb | Lang::Nn => format!("{day} kl. {:02}.{:02}", local.hour(), local.minute()),
    }
}

/// The instant at which a date ends in Oslo: a validity "until 31 March" includes that day.
pub fn end_of_day(date: &str) -> Option<Instant> {
    let date: Date = date.parse().ok()?;
    let next = date.tomorrow().ok()?.at(0, 0, 0, 0);
    Some(Instant::from_millis(oslo().to_timestamp(next).ok()?.as_millisecond()))
}

/// The instant at which the clocks of Oslo show that hour, so many days after the day of `day` there. An hour that is left
/// out in spring is the next one.
pub fn at_hour(day: Instant, days: i32, hour: i8) -> Instant {
    let found = local(day).and_then(|local| {
        let date = local.date().checked_add(jiff::Span::new().days(days)).ok()?;
        oslo().to_timestamp(date.at(hour, 0, 0, 0)).ok()
    });
    found.map_or(day, |time| Instant::from_millis(time.as_millisecond()))
}

/// Whether it is Monday to Friday between 8 and 16 in Oslo. Holidays are not known here and count as the day that they are.
pub fn is_office_time(instant: Instant) -> bool {
    local(instant).is_some_and(|local| {
        let is_weekday = local.weekday().to_monday_zero_offset() < 5;
        is_weekday && (8..16).contains(&local.hour())
    })
}

/// The week in Oslo that an instant is in: when its Monday begins, and its number from 1 to 53 (ISO 8601).
pub fn week(instant: Instant) -> (Instant, i8) {
    let found = local(instant).and_then(|local| {
        let date = local.date();
        let monday = date.iso_week_date().first_of_week().ok()?.date();
        let begin = oslo().to_timestamp(monday.at(0, 0, 0, 0)).ok()?;
        Some((Instant::from_millis(begin.as_millisecond()), date.iso_week_date().week()))
    });
    found.unwrap_or((instant, 1))
}

/// What a person writes for an instant: RFC 3339, or a date, which means the end of that day.
pub fn moment(text: &str) -> Option<Instant> {
    text.parse().ok().or_else(|| end_of_day(text))
}

/// What a person writes for an instant in a spreadsheet: what [`moment`] reads, and dates as Norwegians
/// write them, `01.03.2026`; either with a time of day in Oslo after it, `01.03.2026 12:00`.
pub fn written_moment(text: &str) -> Option<Instant> {
    if let Ok(instant) = text.parse() {
        return Some(instant);
    }
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, Some(time.trim())),
        None => (text, None),
    };
    let mut parts = date.splitn(3, '.');
    let (day, month, year) = (parts.next()?, parts.next(), parts.next());
    let date = match (month, year) {
        (Some(month), Some(year)) if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => date.to_owned(),
    };
    let Some(time) = time else { return end_of_day(&date) };
    let time = time.strip_prefix("kl.").unwrap_or(time).trim().replace('.', ":");
    let date: Date = date.parse().ok()?;
    let time: jiff::civil::Time = format!("{time:0>5}").parse().ok()?;
    let timestamp = oslo().to_timestamp(date.to_datetime(time)).ok()?;
    Some(Instant::from_millis(timestamp.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_means_its_end_in_oslo_in_winter_and_in_summer() {
        assert_eq!(end_of_day("2026-01-31").unwrap().to_string(), "2026-01-31T23:00:00Z");
        assert_eq!(end_of_day("2026-07-31").unwrap().to_string(), "2026-07-31T22:00:00Z");
        assert_eq!(end_of_day("2026-02-30"), None);
    }

    #[test]
    fn an_hour_in_oslo_is_found_in_winter_in_summer_and_between() {
        let at = |day: &str, days, hour| at_hour(day.parse().unwrap(), days, hour).to_string();
        assert_eq!(at("2026-01-31T23:30:00Z", 0, 7), "2026-02-01T06:00:00Z");
        assert_eq!(at("2026-07-01T10:00:00Z", -1, 7), "2026-06-30T05:00:00Z");
        // 29 March 2026: from 02 to 03.
        assert_eq!(at("2026-03-29T10:00:00Z", 0, 2), "2026-03-29T01:00:00Z");
        assert_eq!(at("2026-03-28T10:00:00Z", 1, 5), "2026-03-29T03:00:00Z");
    }

    #[test]
    fn a_week_begins_on_a_monday_in_oslo() {
        let of = |text: &str| {
            let (begin, number) = week(text.parse().unwrap());
            (begin.to_string(), number)
        };
        assert_eq!(of("2026-11-28T09:00:00Z"), ("2026-11-22T23:00:00Z".to_owned(), 48));
        assert_eq!(of("2026-11-22T23:00:00Z"), ("2026-11-22T23:00:00Z".to_owned(), 48));
        assert_eq!(of("2026-11-22T22:59:00Z").1, 47);
        assert_eq!(of("2027-01-02T12:00:00Z").1, 53, "a week may begin in the year before");
    }

    #[test]
    fn moments_are_read_as_people_write_them_in_cells() {
        let noon = written_moment("2026-07-01T10:00:00Z");
        assert!(noon.is_some());
        for text in [
            "01.07.2026 12:00",
            "1.7.2026 12:00",
            "01.07.2026 kl. 12.00",
            "2026-07-01 12:00",
            "2026-07-01T12:00:00",
            "2026-07-01T12:00:00+02:00",
        ] {
            assert_eq!(written_moment(text), noon, "{text}");
        }
        assert_eq!(written_moment("1.7.2026"), end_of_day("2026-07-01"));
        assert_eq!(written_moment("01.07.2026 9:05"), written_moment("2026-07-01T07:05:00Z"));
        for text in ["07/01/2026", "1.7.26", "i går", "31.02.2026", "", "1.7.2026 25:00", "1.7."] {
            assert_eq!(written_moment(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_written_as_people_write_them() {
        let instant = "2026-03-03T13:05:00Z".parse().unwrap();
        assert_eq!(date_and_time(Lang::Nb, instant), "3. mars 2026 kl. 14.05");
        assert_eq!(date_and_time(Lang::En, instant), "3 March 2026 at 14:05");
    }

    #[test]
    fn office_time_is_by_the_clocks_of_oslo_in_winter_and_in_summer() {
        let at = |text: &str| is_office_time(text.parse().unwrap());
        // Friday, in winter an hour ahead of UTC and in summer two.
        assert!(!at("2026-03-27T06:59:59Z") && at("2026-03-27T07:00:00Z"));
        assert!(at("2026-03-27T14:59:59Z") && !at("2026-03-27T15:00:00Z"));
        assert!(!at("2026-04-03T05:59:59Z") && at("2026-04-03T06:00:00Z"));
        assert!(!at("2026-03-28T10:00:00Z"), "Saturday");
    }
}

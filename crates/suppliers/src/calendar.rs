//! Dates for people's calendars (iCalendar, RFC 5545): when answers are due, when reminders go out, when one meets.

use std::fmt::Write as _;

use arvak_core::Instant;

/// Most octets of a line (RFC 5545, section 3.1).
const LINE_OCTETS: usize = 75;

/// Something that is at an instant, or on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The same each time it is told, and of nothing else: the calendar then changes what it has.
    pub uid: String,
    /// When it is.
    pub when: When,
    /// One line.
    pub summary: String,
    /// A text of several lines.
    pub description: String,
    /// Where to read more.
    pub url: Option<String>,
}

/// When something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// All of a day: `2026-03-20`.
    Day(String),
    /// From one instant to another.
    Time(Instant, Instant),
}

/// The calendar. `name` is what it is called, `stamp` when it was made. What cannot be written (a day that is none) is left out.
pub fn calendar(name: &str, entries: &[Entry], stamp: Instant) -> String {
    let mut text = String::new();
    line(&mut text, "BEGIN:VCALENDAR");
    line(&mut text, "VERSION:2.0");
    line(&mut text, "PRODID:-//Årvåk//arvak//NO");
    line(&mut text, "CALSCALE:GREGORIAN");
    line(&mut text, "METHOD:PUBLISH");
    line(&mut text, &format!("X-WR-CALNAME:{}", escaped(name)));
    for entry in entries {
        let Some(times) = times(&entry.when) else { continue };
        line(&mut text, "BEGIN:VEVENT");
        line(&mut text, &format!("UID:{}", escaped(&entry.uid)));
        line(&mut text, &format!("DTSTAMP:{}", utc(stamp)));
        for one in times {
            line(&mut text, &one);
        }
        line(&mut text, &format!("SUMMARY:{}", escaped(&entry.summary)));
        if !entry.description.is_empty() {
            line(&mut text, &format!("DESCRIPTION:{}", escaped(&entry.description)));
        }
        if let Some(url) = &entry.url {
            let url: String = url.chars().filter(char::is_ascii_graphic).collect();
            line(&mut text, &format!("URL:{url}"));
        }
        if matches!(entry.when, When::Day(_)) {
            // Nobody is busy because of it.
            line(&mut text, "TRANSP:TRANSPARENT");
        }
        line(&mut text, "END:VEVENT");
    }
    line(&mut text, "END:VCALENDAR");
    text
}

fn times(when: &When) -> Option<Vec<String>> {
    Some(match when {
        When::Day(day) => {
            let [year, month, date] =
                <[&str; 3]>::try_from(day.split('-').collect::<Vec<_>>()).ok()?;
            let is_number = |text: &str, length| {
                text.len() == length && text.bytes().all(|one| one.is_ascii_digit())
            };
            if !is_number(year, 4) || !is_number(month, 2) || !is_number(date, 2) {
                return None;
            }
            // Without an end it lasts that one day (section 3.6.1).
            vec![format!("DTSTART;VALUE=DATE:{year}{month}{date}")]
        }
        When::Time(from, to) => {
            vec![format!("DTSTART:{}", utc(*from)), format!("DTEND:{}", utc(*to))]
        }
    })
}

/// `20260320T120000Z`.
fn utc(at: Instant) -> String {
    let text = at.to_string();
    let seconds = text.split(['.', 'Z']).next().unwrap_or_default();
    let digits: String =
        seconds.chars().filter(|sign| sign.is_ascii_digit() || *sign == 'T').collect();
    format!("{digits}Z")
}

/// A text as a value (section 3.3.11). Control characters have no place in one.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for sign in text.replace("\r\n", "\n").chars() {
        match sign {
            '\\' => value.push_str("\\\\"),
            ';' => value.push_str("\\;"),
            ',' => value.push_str("\\,"),
            '\n' => value.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => value.push(sign),
        }
    }
    value
}

/// One line, folded where it is too long, and never within a character.
fn line(text: &mut String, whole: &str) {
    let mut octets = 0;
    for sign in whole.chars() {
        if octets + sign.len_utf8() > LINE_OCTETS {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(sign);
        octets += sign.len_utf8();
    }
    // Writing to a string cannot fail.
    let _ = write!(text, "\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(summary: &str) -> Entry {
        let at = "2026-03-20T12:00:00Z".parse().unwrap();
        Entry {
            uid: "due-nordlys-2026-03-01@arvak.nordvik.example".to_owned(),
            when: When::Time(at, at.plus(arvak_core::Span::from_millis(3_600_000))),
            summary: summary.to_owned(),
            description: "En; to, tre\\fire\nfem".to_owned(),
            url: Some("https://arvak.nordvik.example/leverandorer/nordlys".to_owned()),
        }
    }

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn an_entry_is_escaped_and_has_times_in_utc() {
        let stamp = "2026-03-01T08:30:05.250Z".parse().unwrap();
        let text = unfolded(&calendar("Møter", &[entry("Møte")], stamp));
        for wanted in [
            "DTSTAMP:20260301T083005Z\r\n",
            "DTSTART:20260320T120000Z\r\n",
            "DTEND:20260320T130000Z\r\n",
            "DESCRIPTION:En\\; to\\, tre\\\\fire\\nfem\r\n",
            "UID:due-nordlys-2026-03-01@arvak.nordvik.example\r\n",
        ] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        let day = Entry { when: When::Day("2026-03-20".to_owned()), ..entry("Frist") };
        let text = calendar("Frister", &[day], stamp);
        assert!(text.contains("DTSTART;VALUE=DATE:20260320\r\n"), "{text}");
        let none = Entry { when: When::Day("20. mars".to_owned()), ..entry("Frist") };
        assert!(!calendar("Frister", &[none], stamp).contains("VEVENT"));
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_nothing_is_lost_or_added(summary in "\\PC{0,300}", more in "[\\s\\PC]{0,200}") {
            let stamp = Instant::from_millis(0);
            let one = Entry { description: more, ..entry(&summary) };
            let text = calendar("Møter", &[one], stamp);
            for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
                prop_assert!(line.len() <= LINE_OCTETS);
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let wanted = format!("SUMMARY:{}\r\n", escaped(&summary));
            prop_assert!(unfolded(&text).contains(&wanted));
            prop_assert_eq!(text.matches("BEGIN:VEVENT\r\n").count(), 1);
        }
    }
}

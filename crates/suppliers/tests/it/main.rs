//! Calendars as a program of others reads them.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use arvak_core::{Instant, Span};
use arvak_suppliers::calendar::{Entry, When, calendar};

/// What Python's icalendar reads, a line for each event.
const READER: &str = "
import sys, json, icalendar
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
assert calendar['version'] == '2.0' and calendar['prodid']
for event in calendar.walk('VEVENT'):
    assert not event.errors, event.errors
    start = event.decoded('dtstart')
    end = event.decoded('dtend') if 'dtend' in event else None
    print(json.dumps([str(event['uid']), start.isoformat(), end and end.isoformat(), str(event['summary']), str(event['description'])]))
";

#[test]
fn a_calendar_is_read_by_icalendar_as_it_was_meant() {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.venv/bin/python");
    let has_peer = Command::new(&python).args(["-c", "import icalendar"]).output();
    if !has_peer.is_ok_and(|output| output.status.success()) {
        return println!("SKIPPED: icalendar is not installed in .venv (PyPI)");
    }
    let at: Instant = "2026-03-20T12:00:00Z".parse().unwrap();
    let strange = "Øvre, nedre; bakre \\ «sør» – og mye mer tekst enn det er plass til på én linje, med 🐟 og æøå æøå æøå æøå æøå";
    let entries = [
        Entry {
            uid: "due-nordlys-2026-03-01@arvak.example".to_owned(),
            when: When::Day("2026-03-20".to_owned()),
            summary: strange.to_owned(),
            description: "Første linje\nAndre linje".to_owned(),
            url: Some("https://arvak.example/leverandorer/nordlys".to_owned()),
        },
        Entry {
            uid: "meeting-nordlys-2026-03-20@arvak.example".to_owned(),
            when: When::Time(at, at.plus(Span::from_millis(3_600_000))),
            summary: "Møte med Nordlys".to_owned(),
            description: strange.to_owned(),
            url: None,
        },
    ];
    let text = calendar("Leverandører; alle", &entries, at);
    let mut child = Command::new(&python)
        .args(["-c", READER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{text}");
    let lines = String::from_utf8(output.stdout).unwrap();
    let read: Vec<Vec<Option<String>>> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        read,
        [
            vec![
                some("due-nordlys-2026-03-01@arvak.example"),
                some("2026-03-20"),
                None,
                some(strange),
                some("Første linje\nAndre linje")
            ],
            vec![
                some("meeting-nordlys-2026-03-20@arvak.example"),
                some("2026-03-20T12:00:00+00:00"),
                some("2026-03-20T13:00:00+00:00"),
                some("Møte med Nordlys"),
                some(strange)
            ],
        ]
    );
}

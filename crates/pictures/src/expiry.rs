//! What expires when, in the next twelve weeks: a column of marks for each week.

use arvak_core::{Instant, Span, Status};
use maud::{Markup, html};

use crate::{Caption, Fit, Line, Picture, length, svg};

/// How many weeks are shown.
pub const WEEKS: usize = 12;

/// Something that expires.
#[derive(Debug, Clone)]
pub struct Expiry {
    /// When.
    pub at: Instant,
    /// The state of what it supports, while it holds.
    pub status: Status,
    /// What and when in finished words, for the list.
    pub label: String,
    /// Where its own page is.
    pub href: Option<String>,
}

const LEFT: i32 = 8;
const COLUMN: i32 = 64;
const MARK: i32 = 14;
const STEP: i32 = 18;
/// A column is at most this many pairs of marks high; the number above it counts all.
const ROWS_MAX: i32 = 8;
const ROWS_MIN: i32 = 3;

/// What expires from `start` on, week by week; `weeks` names each week («uke 49»).
pub fn expiry_calendar(
    caption: Caption<'_>,
    start: Instant,
    weeks: &[String; WEEKS],
    expiries: &[Expiry],
) -> Picture {
    let mut sorted: Vec<_> = expiries.iter().collect();
    sorted.sort_by(|one, other| (one.at, &one.label).cmp(&(other.at, &other.label)));
    let columns: Vec<_> = weeks
        .iter()
        .zip(0..)
        .map(|(name, number)| {
            let from = start.plus(Span::from_days(7 * number));
            let to = start.plus(Span::from_days(7 * (number + 1)));
            let within = |expiry: &&&Expiry| from <= expiry.at && expiry.at < to;
            (name, sorted.iter().filter(within).copied().collect::<Vec<_>>())
        })
        .collect();
    let shown = columns.iter().map(|(_, within)| within.len()).sum::<usize>();
    let rows = columns.iter().map(|(_, within)| rows(within)).max().unwrap_or(0);
    let bottom = 30 + STEP * rows.max(ROWS_MIN);
    let drawing = html! {
        @for (number, (name, within)) in columns.iter().enumerate() {
            @let left = LEFT + COLUMN * length(number);
            @if number % 2 == 0 {
                rect class="p-week" x=(left) y="4" width=(COLUMN) height=(bottom - 4) {}
            }
            (column(left + COLUMN / 2, bottom, name, within))
        }
        line class="p-axis" x1=(LEFT) x2=(LEFT + COLUMN * length(WEEKS)) y1=(bottom) y2=(bottom) {}
    };
    let size = (2 * LEFT + COLUMN * length(WEEKS), bottom + 28);
    Picture {
        title: caption.title.to_owned(),
        description: caption.description.to_owned(),
        svg: svg(caption, size, Fit::Wide, &drawing),
        list: sorted
            .iter()
            .map(|expiry| Line { text: expiry.label.clone(), href: expiry.href.clone() })
            .collect(),
        legend: Vec::new(),
        not_drawn: expiries.len() - shown,
    }
}

/// How many pairs of marks high a week's column is.
fn rows(within: &[&Expiry]) -> i32 {
    ((length(within.len()) + 1) / 2).min(ROWS_MAX)
}

/// One week: its name, its marks from below, and how many there are.
fn column(middle: i32, bottom: i32, name: &str, within: &[&Expiry]) -> Markup {
    let left = middle - if within.len() == 1 { MARK / 2 } else { STEP - (STEP - MARK) / 2 };
    html! {
        @for (expiry, place) in within.iter().zip(0..2 * ROWS_MAX) {
            rect class="p-mark" data-status=(expiry.status.name()) x=(left + STEP * (place % 2))
                y=(bottom - STEP * (place / 2 + 1)) width=(MARK) height=(MARK) rx="3" {}
        }
        @if !within.is_empty() {
            text class="p-strong" x=(middle) y=(bottom - STEP * rows(within) - 7) text-anchor="middle" {
                (within.len())
            }
        }
        text class="p-quiet" x=(middle) y=(bottom + 18) text-anchor="middle" { (name) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    fn expiry(day: i64) -> Expiry {
        Expiry {
            at: Instant::from_millis(day * DAY),
            status: Status::Verified,
            label: format!("Evidence {day}"),
            href: None,
        }
    }

    fn picture(expiries: &[Expiry]) -> Picture {
        let caption = Caption { title: "Utløper", description: "To bevis utløper." };
        let weeks = std::array::from_fn(|week| format!("uke {}", week + 40));
        expiry_calendar(caption, Instant::from_millis(0), &weeks, expiries)
    }

    #[test]
    fn what_expires_lies_in_its_week_and_the_list_is_in_order_of_time() {
        let picture = picture(&[expiry(8), expiry(0), expiry(6), expiry(83)]);
        insta::assert_snapshot!(picture.svg.clone().into_string());
        let texts: Vec<_> = picture.list.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["Evidence 0", "Evidence 6", "Evidence 8", "Evidence 83"]);
    }

    #[test]
    fn what_expired_before_or_expires_later_is_listed_only() {
        let picture = picture(&[expiry(-1), expiry(84), expiry(3)]);
        assert_eq!((picture.not_drawn, picture.list.len()), (2, 3));
    }

    #[test]
    fn a_full_week_shows_its_number_and_stays_inside() {
        let many: Vec<_> = (0..500).map(|_| expiry(1)).collect();
        let svg = picture(&many).svg.into_string();
        assert!(svg.contains(">500<"));
        assert!(!svg.contains("y=\"-"), "nothing lies above the picture");
    }
}

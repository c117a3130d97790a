//! How many points were in each state, day by day: bands that step where something changed.

use std::fmt::Write as _;

use arvak_core::Status;
use maud::{Markup, html};

use crate::text::width;
use crate::{Caption, Fit, Line, Picture, length, svg};

/// The counts of one day.
#[derive(Debug, Clone)]
pub struct Day {
    /// The day in finished words: «24. nov.».
    pub label: String,
    /// How many were in each state; states that are missing count as none.
    pub counts: Vec<(Status, u32)>,
    /// Where the day's own page is.
    pub href: Option<String>,
}

/// The drawing's measures, in its own pixels.
const WIDTH: i32 = 760;
const LEFT: i32 = 36;
const TOP: i32 = 12;
const BOTTOM: i32 = 212;

/// States over days, best at the bottom. `words` names each state for the legend and the list.
pub fn states_over_time(caption: Caption<'_>, days: &[Day], words: &[(Status, String)]) -> Picture {
    let shown = words.iter().filter(|(status, _)| days.iter().any(|d| count(d, *status) > 0));
    let shown: Vec<_> = shown.cloned().collect();
    let drawing = html! {
        (axis(days))
        @for (number, (status, _)) in shown.iter().enumerate() {
            @let below: Vec<_> = shown.iter().take(number).map(|(status, _)| *status).collect();
            path class="p-band" data-status=(status.name()) d=(band(days, *status, &below)) {}
        }
        (ends(days, &shown))
    };
    let room = shown.iter().map(|(_, word)| width(word)).max().unwrap_or(0) + 44;
    Picture {
        title: caption.title.to_owned(),
        description: caption.description.to_owned(),
        svg: svg(caption, (WIDTH + room, BOTTOM + 30), Fit::Wide, &drawing),
        list: days.iter().map(|day| line(day, &shown)).collect(),
        legend: shown,
        not_drawn: 0,
    }
}

fn count(day: &Day, status: Status) -> u32 {
    day.counts.iter().filter(|(found, _)| *found == status).map(|(_, count)| count).sum()
}

/// The most points of any day: what the height stands for.
fn most(days: &[Day]) -> u32 {
    let sum = |day: &Day| day.counts.iter().map(|(_, count)| count).sum::<u32>();
    days.iter().map(sum).max().unwrap_or(0).max(1)
}

/// The place of the beginning of a day; of the end of the last, for the number after it.
fn across(days: &[Day], number: usize) -> i32 {
    LEFT + (WIDTH - LEFT) * length(number) / length(days.len()).max(1)
}

/// The height at which a number of points stands.
fn up(points: u32, most: u32) -> i32 {
    let room = u64::from((BOTTOM - TOP).unsigned_abs());
    let high = u64::from(points) * room / u64::from(most);
    BOTTOM - i32::try_from(high).unwrap_or_default()
}

/// The outline of one state's band: along its upper edge, and back along its lower.
fn band(days: &[Day], status: Status, below: &[Status]) -> String {
    let most = most(days);
    let edges: Vec<_> = days
        .iter()
        .map(|day| {
            let low: u32 = below.iter().map(|status| count(day, *status)).sum();
            (up(low + count(day, status), most), up(low, most))
        })
        .collect();
    let mut path = String::new();
    let all: Vec<_> = edges.into_iter().enumerate().collect();
    // Days on which nothing is in the state leave a gap: not even a line is drawn there.
    for run in all.split(|(_, (high, low))| high == low).filter(|run| !run.is_empty()) {
        let first = run.first().map_or(0, |(number, _)| *number);
        let low = run.first().map_or(BOTTOM, |(_, (_, low))| *low);
        let _ = write!(path, "M{} {low}", across(days, first));
        for (number, (high, _)) in run {
            let _ = write!(path, "V{high}H{}", across(days, number + 1));
        }
        for (number, (_, low)) in run.iter().rev() {
            let _ = write!(path, "V{low}H{}", across(days, *number));
        }
        path.push('Z');
    }
    path
}

/// The lowest, middle and highest count at the left, and the names of some days below.
fn axis(days: &[Day]) -> Markup {
    let most = most(days);
    let mut marks = vec![0, most / 2, most];
    marks.dedup();
    let every = days.len().div_ceil(8).max(1);
    html! {
        @for mark in marks {
            line class="p-grid" x1=(LEFT) x2=(WIDTH) y1=(up(mark, most)) y2=(up(mark, most)) {}
            text class="p-quiet" x=(LEFT - 8) y=(up(mark, most) + 4) text-anchor="end" { (mark) }
        }
        @for (number, day) in days.iter().enumerate().step_by(every) {
            text class="p-quiet" x=(across(days, number)) y=(BOTTOM + 20) { (day.label) }
        }
    }
}

/// Beside the last day: the count and the word of each state, where there is room for a line.
fn ends(days: &[Day], shown: &[(Status, String)]) -> Markup {
    let most = most(days);
    let mut low = 0;
    let mut ends = Vec::new();
    for (status, word) in shown {
        let here = days.last().map_or(0, |day| count(day, *status));
        let (bottom, top) = (up(low, most), up(low + here, most));
        if bottom - top >= 14 {
            ends.push((format!("{here} {word}"), i32::midpoint(bottom, top) + 5));
        }
        low += here;
    }
    html! {
        @for (said, y) in ends {
            text x=(WIDTH + 10) y=(y) { (said) }
        }
    }
}

/// «24. nov.: 4 bekreftet, 2 motbevist».
fn line(day: &Day, shown: &[(Status, String)]) -> Line {
    let counts = shown.iter().map(|(status, word)| (count(day, *status), word));
    let counts: Vec<_> = counts
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let counts = if counts.is_empty() { "0".to_owned() } else { counts.join(", ") };
    Line { text: format!("{}: {counts}", day.label), href: day.href.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(label: &str, verified: u32, refuted: u32) -> Day {
        let counts = vec![(Status::Verified, verified), (Status::Refuted, refuted)];
        Day { label: label.to_owned(), counts, href: None }
    }

    fn words() -> Vec<(Status, String)> {
        [(Status::Verified, "bekreftet"), (Status::Stale, "utløpt"), (Status::Refuted, "motbevist")]
            .map(|(status, word)| (status, word.to_owned()))
            .into()
    }

    fn picture(days: &[Day]) -> Picture {
        let caption = Caption { title: "Status i november", description: "Fra to til tre." };
        states_over_time(caption, days, &words())
    }

    #[test]
    fn states_are_bands_that_step_with_the_days_and_a_list() {
        let picture = picture(&[day("1. nov.", 2, 2), day("2. nov.", 3, 1), day("3. nov.", 3, 0)]);
        insta::assert_snapshot!(picture.svg.clone().into_string());
        assert_eq!(picture.list[1].text, "2. nov.: 3 bekreftet, 1 motbevist");
        assert_eq!(picture.legend.len(), 2, "a state that nothing was in is not explained");
    }

    #[test]
    fn no_days_and_days_without_points_are_drawn_empty() {
        assert!(picture(&[]).list.is_empty());
        let empty = picture(&[day("1. nov.", 0, 0)]);
        assert!(empty.svg.into_string().contains("<svg"));
        assert_eq!(empty.list[0].text, "1. nov.: 0");
    }

    #[test]
    fn years_of_days_stay_a_small_drawing() {
        let days: Vec<_> = (0..1000).map(|number| day("d", number % 9, 9 - number % 9)).collect();
        let bytes = picture(&days).svg.into_string().len();
        assert!(bytes < 60_000, "{bytes}");
    }
}

//! The evidence of one thing in time: when something was found, what it said, and how long it held.

use arvak_core::{Instant, Outcome};
use maud::{Markup, html};

use crate::scale::{Scale, Tick};
use crate::text::wrap;
use crate::{Caption, Fit, Line, Picture, length, svg};

/// At most this many pieces are drawn, the newest ones; all are in the list.
pub const MARKS_MAX: usize = 300;

/// A piece of evidence.
#[derive(Debug, Clone)]
pub struct Piece {
    /// What it is evidence of, or how it was found: pieces of the same lane lie in one row.
    pub lane: String,
    /// When it was observed.
    pub at: Instant,
    /// Until when it counts; `None` where it never counted as support.
    pub until: Option<Instant>,
    /// What it says.
    pub outcome: Outcome,
    /// The whole in finished words, for the list.
    pub label: String,
    /// Where the piece's own page is.
    pub href: Option<String>,
}

/// The span of time that is shown, and its marks.
#[derive(Debug, Clone, Copy)]
pub struct Times<'a> {
    /// The beginning.
    pub from: Instant,
    /// The end; later than `now` where validity reaches further.
    pub to: Instant,
    /// The present.
    pub now: Instant,
    /// Marks along the scale.
    pub ticks: &'a [Tick],
}

const WIDTH: i32 = 860;
const LEFT: i32 = 190;
const TOP: i32 = 10;
const ROW: i32 = 44;

/// The evidence of one thing along a scale of time, a row for each lane in order of appearance.
pub fn time_line(caption: Caption<'_>, pieces: &[Piece], times: Times<'_>) -> Picture {
    let scale = Scale { from: times.from, to: times.to, left: LEFT, right: WIDTH - 20 };
    let mut sorted: Vec<_> = pieces.iter().collect();
    sorted.sort_by_key(|piece| (std::cmp::Reverse(piece.at), &piece.lane));
    let mut shown: Vec<_> = sorted.iter().copied().filter(|piece| reaches(&scale, piece)).collect();
    shown.truncate(MARKS_MAX);
    let mut lanes: Vec<&str> = Vec::new();
    for piece in pieces {
        if !lanes.contains(&piece.lane.as_str()) && shown.iter().any(|s| s.lane == piece.lane) {
            lanes.push(&piece.lane);
        }
    }
    let bottom = TOP + ROW * length(lanes.len()).max(1);
    let drawing = html! {
        (scale.ticks(times.ticks, TOP, bottom))
        @for (number, lane) in lanes.iter().enumerate() {
            @let middle = TOP + ROW * length(number) + ROW / 2;
            (row(lane, middle))
            // The oldest first, so that newer marks lie on top.
            @for piece in shown.iter().rev().filter(|piece| piece.lane == *lane) {
                (mark(&scale, piece, middle))
            }
        }
        @if scale.holds(times.now) {
            line class="p-now" x1=(scale.place(times.now)) x2=(scale.place(times.now)) y1=(TOP) y2=(bottom) {}
        }
    };
    Picture {
        title: caption.title.to_owned(),
        description: caption.description.to_owned(),
        svg: svg(caption, (WIDTH, bottom + 28), Fit::Wide, &drawing),
        list: sorted.iter().map(|piece| line(piece)).collect(),
        legend: Vec::new(),
        not_drawn: pieces.len() - shown.len(),
    }
}

/// Whether a piece, or the time in which it counted, lies on the scale.
fn reaches(scale: &Scale, piece: &Piece) -> bool {
    piece.at <= scale.to && piece.until.unwrap_or(piece.at) >= scale.from
}

fn line(piece: &Piece) -> Line {
    Line { text: piece.label.clone(), href: piece.href.clone() }
}

/// A lane's name and its base line.
fn row(lane: &str, middle: i32) -> Markup {
    let lines = wrap(lane, LEFT - 24, 2);
    let first = middle + 5 - 8 * (length(lines.len()) - 1);
    html! {
        line class="p-axis" x1=(LEFT) x2=(WIDTH - 20) y1=(middle) y2=(middle) {}
        @for (number, said) in lines.iter().enumerate() {
            text x=(LEFT - 14) y=(first + 16 * length(number)) text-anchor="end" { (said) }
        }
    }
}

/// A piece: a disc supports, a diamond refutes, a ring could not tell; the bar is how long it counts.
fn mark(scale: &Scale, piece: &Piece, y: i32) -> Markup {
    let x = scale.place(piece.at);
    let until = piece.until.map(|until| scale.place(until)).filter(|until| *until > x);
    let says = match piece.outcome {
        Outcome::Supports => "supports",
        Outcome::Refutes => "refutes",
        Outcome::Inconclusive => "inconclusive",
    };
    html! {
        g data-says=(says) {
            @if let Some(until) = until {
                rect class="p-validity" x=(x) y=(y - 5) width=(until - x) height="10" rx="2" {}
            }
            @if scale.holds(piece.at) {
                @match piece.outcome {
                    Outcome::Supports => circle class="p-mark" cx=(x) cy=(y) r="6.5" {},
                    Outcome::Refutes => path class="p-mark" d=(format!("M{x} {}l8 8-8 8-8-8Z", y - 8)) {},
                    Outcome::Inconclusive => circle class="p-hollow" cx=(x) cy=(y) r="5" {},
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    fn piece(lane: &str, day: i64, days: Option<i64>, outcome: Outcome) -> Piece {
        Piece {
            lane: lane.to_owned(),
            at: Instant::from_millis(day * DAY),
            until: days.map(|days| Instant::from_millis((day + days) * DAY)),
            outcome,
            label: format!("{lane} on day {day}"),
            href: Some(format!("/bevis/{day}")),
        }
    }

    fn picture(pieces: &[Piece]) -> Picture {
        let caption = Caption { title: "Bevis", description: "Tre bevis." };
        let at = |day| Instant::from_millis(day * DAY);
        let ticks = [0, 10, 20].map(|day| Tick { at: at(day), label: format!("dag {day}") });
        time_line(caption, pieces, Times { from: at(0), to: at(30), now: at(20), ticks: &ticks })
    }

    #[test]
    fn evidence_lies_in_its_lane_with_the_time_in_which_it_counts() {
        let picture = picture(&[
            piece("Innlogging utenfra", 2, Some(7), Outcome::Supports),
            piece("Innlogging utenfra", 12, None, Outcome::Refutes),
            piece("Leverandørens svar på spørsmålene i brevet", 5, Some(90), Outcome::Inconclusive),
        ]);
        insta::assert_snapshot!(picture.svg.clone().into_string());
        let texts: Vec<_> = picture.list.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts[0], "Innlogging utenfra on day 12", "the newest first");
        assert_eq!(picture.not_drawn, 0);
    }

    #[test]
    fn the_newest_are_drawn_and_all_are_listed() {
        let many: Vec<_> =
            (0..1000).map(|n| piece("a", n % 30, Some(1), Outcome::Supports)).collect();
        let picture = picture(&many);
        assert_eq!(picture.not_drawn, 1000 - MARKS_MAX);
        assert_eq!(picture.list.len(), 1000);
    }

    #[test]
    fn what_ended_before_the_scale_begins_is_listed_only() {
        let picture = picture(&[piece("a", -90, Some(7), Outcome::Supports)]);
        assert_eq!((picture.not_drawn, picture.list.len()), (1, 1));
        assert!(!picture.svg.into_string().contains("p-mark"));
    }
}

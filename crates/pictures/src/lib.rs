//! Pictures of data, as SVG made on the server: states over time, what depends on what, the evidence
//! of one thing in time, and what expires when. Pure: data in, markup out.
//!
//! Words come in finished, in the reader's language. Colours are classes of the style sheet, so that
//! dark mode, forced colours and paper work. Beside each picture stands the same as a list, for
//! those who do not see it, and because a list can be searched and has links.

mod dependencies;
mod expiry;
mod scale;
mod states;
mod text;
mod time_line;

pub use dependencies::{DRAWN_MAX, Dependency, Thing, dependencies};
pub use expiry::{Expiry, WEEKS, expiry_calendar};
pub use scale::Tick;
pub use states::{Day, states_over_time};
pub use time_line::{MARKS_MAX, Piece, Times, time_line};

use arvak_core::Status;
use maud::{Markup, html};

/// What a picture is called, and what it shows in a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Caption<'a> {
    /// The name: «What Emergency care depends on».
    pub title: &'a str,
    /// What it shows, made from the same data.
    pub description: &'a str,
}

/// A picture, and the same as a list.
#[derive(Debug)]
pub struct Picture {
    /// The name of the picture.
    pub title: String,
    /// What it shows, in a sentence.
    pub description: String,
    /// The drawing: one `<svg>`.
    pub svg: Markup,
    /// The same as lines of text, in the order of the picture.
    pub list: Vec<Line>,
    /// The states whose colours it uses, with their words.
    pub legend: Vec<(Status, String)>,
    /// How many there were beyond what is drawn; they are in the list all the same.
    pub not_drawn: usize,
}

/// One line of the list beside a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
}

impl Picture {
    /// The picture in a frame that scrolls by itself where it is wider than the page, with its
    /// sentence, what its colours mean, and the list folded below `summary`.
    pub fn figure(&self, summary: &str) -> Markup {
        html! {
            figure class="a-picture" {
                div class="a-scroll" tabindex="0" role="region" aria-label=(self.title) { (self.svg) }
                figcaption {
                    (self.description)
                    @if !self.legend.is_empty() {
                        ul class="a-legend" {
                            @for (status, word) in &self.legend {
                                li data-status=(status.name()) { (word) }
                            }
                        }
                    }
                }
                details {
                    summary { (summary) }
                    ul {
                        @for line in &self.list {
                            li {
                                @if let Some(href) = &line.href {
                                    a href=(href) { (line.text) }
                                } @else {
                                    (line.text)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How a drawing takes the room that it gets.
#[derive(Clone, Copy)]
enum Fit {
    /// As wide as there is room, and never so narrow that its words cannot be read.
    Wide,
    /// As large as it is: it grows with what it shows, and scrolls.
    Natural,
}

/// The `<svg>` around a drawing: `size` in its own units.
fn svg(caption: Caption<'_>, size: (i32, i32), fit: Fit, drawing: &Markup) -> Markup {
    let (width, height) = size;
    let class = match fit {
        Fit::Wide => "p p-wide",
        Fit::Natural => "p",
    };
    html! {
        svg class=(class) role="img" viewBox=(format!("0 0 {width} {height}"))
            width=(width) height=(height) xmlns="http://www.w3.org/2000/svg" {
            title { (caption.title) }
            desc { (caption.description) }
            (drawing)
        }
    }
}

/// A number of things as a length; what is too long for any picture is cut.
fn length(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(100_000).min(100_000)
}

//! What depends on what, around one thing: boxes in columns, arrows from what depends to what it
//! depends on.
//!
//! The way is Sugiyama's: circles are opened, each thing gets a column, the order in the columns is
//! sorted so that few arrows cross, and then places are given. Every loop has a bound that is
//! written down, and the same data gives the same picture.

mod columns;
mod draw;
mod layout;
mod nearest;
mod order;
mod place;
mod shorten;

use arvak_core::Status;

use crate::{Caption, Fit, Line, Picture, svg};

/// At most this many things are drawn: those nearest to the one in the middle. All are in the list.
pub const DRAWN_MAX: usize = 200;

/// A thing that depends on others, or that others depend on.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Its id, once in the picture.
    pub id: String,
    /// Its name.
    pub label: String,
    /// A second, quiet line: what kind of thing it is, and its state in words.
    pub note: String,
    /// Its state, for the edge's colour; the words of it belong in `note`.
    pub status: Option<Status>,
}

/// One thing depends on another.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// The id of what depends.
    pub from: String,
    /// The id of what it depends on.
    pub to: String,
    /// The whole in finished words, for the list: «Legevakt avhenger av EPJ».
    pub label: String,
    /// Where the list's line leads.
    pub href: Option<String>,
}

/// What depends on what, around the thing with the id `middle`. Dependencies of things that are not
/// given are in the list only.
pub fn dependencies(
    caption: Caption<'_>,
    middle: &str,
    things: &[Thing],
    dependencies: &[Dependency],
) -> Picture {
    let drawn = nearest::nearest(middle, things, dependencies);
    let sizes: Vec<_> = drawn.things.iter().map(|thing| draw::size(thing)).collect();
    let layout = layout::layout(&sizes, &drawn.edges);
    let drawing = draw::draw(middle, &drawn.things, &layout);
    let list = dependencies.iter();
    Picture {
        title: caption.title.to_owned(),
        description: caption.description.to_owned(),
        svg: svg(caption, layout.size, Fit::Natural, &drawing),
        list: list.map(|d| Line { text: d.label.clone(), href: d.href.clone() }).collect(),
        legend: Vec::new(),
        not_drawn: things.len() - drawn.things.len(),
    }
}

#[cfg(test)]
mod tests;

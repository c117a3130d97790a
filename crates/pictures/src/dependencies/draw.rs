//! Boxes and arrows as SVG.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::Thing;
use super::layout::{Arrow, Layout, Rect};
use crate::length;
use crate::text::{width, wrap};

/// The widest line of text in a box.
const LINE: i32 = 168;
const PADDING: i32 = 14;
const LINE_HIGH: i32 = 17;

/// The width and height of a thing's box.
pub(super) fn size(thing: &Thing) -> (i32, i32) {
    let lines = lines(thing);
    let wide = lines.iter().map(|(line, _)| width(line)).max().unwrap_or(0).max(48);
    (wide + 2 * PADDING, length(lines.len()) * LINE_HIGH + PADDING)
}

/// The lines in a box, and whether each is quiet.
fn lines(thing: &Thing) -> Vec<(String, bool)> {
    let mut lines: Vec<_> =
        wrap(&thing.label, LINE, 3).into_iter().map(|line| (line, false)).collect();
    if !thing.note.is_empty() {
        lines.extend(wrap(&thing.note, LINE, 2).into_iter().map(|line| (line, true)));
    }
    lines
}

/// All arrows, and the boxes over them.
pub(super) fn draw(middle: &str, things: &[&Thing], layout: &Layout) -> Markup {
    html! {
        @for arrow in &layout.arrows {
            path class="p-edge" d=(path(&arrow.points)) {}
            path class="p-arrow" d=(head(arrow)) {}
        }
        @for (thing, rect) in things.iter().zip(&layout.boxes) {
            g class=[(thing.id == middle).then_some("p-middle")]
                data-status=[thing.status.map(arvak_core::Status::name)] { (boxed(thing, *rect)) }
        }
    }
}

fn boxed(thing: &Thing, rect: Rect) -> Markup {
    let middle = rect.x + rect.wide / 2;
    let first = rect.y + PADDING / 2 + 13;
    html! {
        rect class="p-box" x=(rect.x) y=(rect.y) width=(rect.wide) height=(rect.high) rx="7" {}
        @for (number, (line, quiet)) in lines(thing).into_iter().enumerate() {
            text class=[quiet.then_some("p-quiet")] x=(middle) y=(first + LINE_HIGH * length(number))
                text-anchor="middle" { (line) }
        }
    }
}

/// A line through the points: straight where two are level, and an even curve between columns.
fn path(points: &[(i32, i32)]) -> String {
    let mut path = String::new();
    let mut last = None;
    for &(x, y) in points {
        let _ = match last {
            None => write!(path, "M{x} {y}"),
            Some((_, before)) if before == y => write!(path, "H{x}"),
            Some((from, before)) => {
                let half = i32::midpoint(from, x);
                write!(path, "C{half} {before} {half} {y} {x} {y}")
            }
        };
        last = Some((x, y));
    }
    path
}

/// The arrow's head, at the box that it points to.
fn head(arrow: &Arrow) -> String {
    let (end, back) =
        if arrow.turned { (arrow.points.first(), 9) } else { (arrow.points.last(), -9) };
    end.map_or_else(String::new, |(x, y)| format!("M{x} {y}l{back} -4.5v9Z"))
}

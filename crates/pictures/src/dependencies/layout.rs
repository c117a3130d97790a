//! From sizes of boxes and pairs of them to places: boxes that do not overlap, and arrows as points.

use super::{columns, order, place};

/// A box in the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) wide: i32,
    pub(super) high: i32,
}

/// An arrow: points from left to right, and whether its head is at the left end.
#[derive(Debug)]
pub(super) struct Arrow {
    pub(super) turned: bool,
    pub(super) points: Vec<(i32, i32)>,
}

/// The whole picture.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) boxes: Vec<Rect>,
    pub(super) arrows: Vec<Arrow>,
    pub(super) size: (i32, i32),
}

/// A graph in which each edge leads from one column to the next: nodes first, then the bends of
/// longer edges.
#[derive(Debug, Default)]
pub(super) struct Proper {
    pub(super) columns: Vec<Vec<usize>>,
    /// Neighbours in the column before and in the one after.
    pub(super) before: Vec<Vec<usize>>,
    pub(super) after: Vec<Vec<usize>>,
    /// Each edge as the nodes and bends that it passes.
    pub(super) chains: Vec<Vec<usize>>,
}

/// At most this many bends; edges beyond them are drawn straight.
const BENDS_MAX: usize = 2000;
const MARGIN: i32 = 12;
const BETWEEN_COLUMNS: i32 = 68;

/// A list's value at a place, or the value of nothing.
pub(super) fn at<T: Copy + Default>(list: &[T], place: usize) -> T {
    list.get(place).copied().unwrap_or_default()
}

/// Sets a list's value at a place that it has.
pub(super) fn put<T>(list: &mut [T], place: usize, value: T) {
    if let Some(old) = list.get_mut(place) {
        *old = value;
    }
}

/// Gives boxes of these sizes (width, height) a place each, and each edge its points.
pub(super) fn layout(sizes: &[(i32, i32)], edges: &[(usize, usize)]) -> Layout {
    let opened = columns::opened(sizes.len(), edges);
    let led: Vec<_> = opened.iter().map(|(ends, _)| *ends).collect();
    let column = columns::columns(sizes.len(), &led);
    let mut proper = proper(&column, &led);
    order::order(&mut proper);
    let high: Vec<_> =
        (0..proper.before.len()).map(|node| sizes.get(node).map(|(_, high)| *high)).collect();
    let centres = place::centres(&proper, &high);
    let spans = spans(&proper, sizes);
    let boxes = boxes(sizes, &column, &spans, &centres);
    let ports = ports(&proper, sizes, &centres);
    let arrows = opened.iter().zip(&proper.chains).enumerate();
    let arrows = arrows.map(|(edge, (&(_, turned), chain))| Arrow {
        turned,
        points: points(
            chain,
            edge,
            &Placed {
                column: &column,
                spans: &spans,
                boxes: &boxes,
                centres: &centres,
                ports: &ports,
            },
        ),
    });
    let arrows = arrows.collect();
    let right = spans.last().map_or(0, |(_, right)| *right) + MARGIN;
    let bottom = boxes.iter().map(|rect| rect.y + rect.high).max().unwrap_or(0);
    let bends = centres.iter().copied().max().unwrap_or(0);
    Layout { boxes, arrows, size: (right.max(2 * MARGIN), bottom.max(bends) + MARGIN) }
}

/// Cuts edges over several columns into pieces with a bend in each column between.
fn proper(column: &[usize], edges: &[(usize, usize)]) -> Proper {
    let count = column.iter().max().map_or(0, |last| last + 1);
    let mut proper = Proper { columns: vec![Vec::new(); count], ..Proper::default() };
    let add = |proper: &mut Proper, column: usize| {
        let node = proper.before.len();
        proper.before.push(Vec::new());
        proper.after.push(Vec::new());
        if let Some(nodes) = proper.columns.get_mut(column) {
            nodes.push(node);
        }
        node
    };
    for column in column {
        add(&mut proper, *column);
    }
    for &(from, to) in edges {
        let between = at(column, from) + 1..at(column, to);
        let mut chain = vec![from];
        let fits = proper.before.len() + between.len() <= column.len() + BENDS_MAX;
        if fits {
            chain.extend(between.map(|column| add(&mut proper, column)));
        }
        chain.push(to);
        for pair in chain.windows(2).filter(|_| fits) {
            let (left, right) = (at(pair, 0), at(pair, 1));
            if let Some(after) = proper.after.get_mut(left) {
                after.push(right);
            }
            if let Some(before) = proper.before.get_mut(right) {
                before.push(left);
            }
        }
        proper.chains.push(chain);
    }
    proper
}

/// The left and right edge of each column.
fn spans(proper: &Proper, sizes: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let mut left = MARGIN;
    let mut spans = Vec::new();
    for nodes in &proper.columns {
        let wide = nodes.iter().filter_map(|node| sizes.get(*node)).map(|(wide, _)| *wide).max();
        let right = left + wide.unwrap_or(0);
        spans.push((left, right));
        left = right + BETWEEN_COLUMNS;
    }
    spans
}

/// Each box in the middle of its column.
fn boxes(
    sizes: &[(i32, i32)],
    column: &[usize],
    spans: &[(i32, i32)],
    centres: &[i32],
) -> Vec<Rect> {
    let boxes = sizes.iter().enumerate().map(|(node, &(wide, high))| {
        let (left, right) = at(spans, at(column, node));
        Rect { x: left + (right - left - wide) / 2, y: at(centres, node) - high / 2, wide, high }
    });
    boxes.collect()
}

/// Where each edge leaves its first and enters its last box: spread along the side, in the order in
/// which the other ends lie, so that they do not cross at the box.
fn ports(proper: &Proper, sizes: &[(i32, i32)], centres: &[i32]) -> Vec<(i32, i32)> {
    let mut leaving: Vec<Vec<(i32, usize)>> = vec![Vec::new(); sizes.len()];
    let mut entering = leaving.clone();
    for (edge, chain) in proper.chains.iter().enumerate() {
        let end = chain.len().saturating_sub(1);
        if let Some(side) = leaving.get_mut(at(chain, 0)) {
            side.push((at(centres, at(chain, 1)), edge));
        }
        if let Some(side) = entering.get_mut(at(chain, end)) {
            side.push((at(centres, at(chain, end.saturating_sub(1))), edge));
        }
    }
    let mut ports = vec![(0, 0); proper.chains.len()];
    for (sides, leaves) in [(&mut leaving, true), (&mut entering, false)] {
        for (node, side) in sides.iter_mut().enumerate() {
            side.sort_unstable();
            let (high, room) = (at(sizes, node).1, crate::length(side.len()) + 1);
            for (number, &(_, edge)) in side.iter().enumerate() {
                let y = at(centres, node) - high / 2 + high * (crate::length(number) + 1) / room;
                let (leaving, entering) = at(&ports, edge);
                put(&mut ports, edge, if leaves { (y, entering) } else { (leaving, y) });
            }
        }
    }
    ports
}

/// What already has its place when arrows are drawn.
struct Placed<'a> {
    column: &'a [usize],
    spans: &'a [(i32, i32)],
    boxes: &'a [Rect],
    centres: &'a [i32],
    ports: &'a [(i32, i32)],
}

/// The points of an edge: straight across columns, and only between columns up or down.
fn points(chain: &[usize], edge: usize, placed: &Placed<'_>) -> Vec<(i32, i32)> {
    let (first, last) = (at(chain, 0), at(chain, chain.len().saturating_sub(1)));
    let (leaves, enters) = at(placed.ports, edge);
    let (from, to) = (at(placed.boxes, first), at(placed.boxes, last));
    let column = at(placed.column, first);
    let mut points = vec![(from.x + from.wide, leaves), (at(placed.spans, column).1, leaves)];
    let bends = chain.iter().skip(1).take(chain.len().saturating_sub(2));
    for (bend, column) in bends.zip(column + 1..) {
        let ((left, right), y) = (at(placed.spans, column), at(placed.centres, *bend));
        points.extend([(left, y), (right, y)]);
    }
    points.extend([(at(placed.spans, at(placed.column, last)).0, enters), (to.x, enters)]);
    points.dedup();
    points
}

//! Columns with which the edges are as short as can be, by network simplex, as Graphviz does it
//! (Gansner, Koutsofios, North, Vo: A Technique for Drawing Directed Graphs, 1993, section 2.3).
//! Short edges have few bends, and few chances to cross.

use super::layout::{at, put};

/// Exchanges of tree edges at most; each shortens the whole or leaves it as it is.
const EXCHANGES: usize = 400;
/// With more edges than this the columns stay as they are: such a picture is a tangle in any order.
const EDGES_MAX: usize = 800;

/// Moves nodes between columns so that the sum of all edges' lengths is least. Each edge leads at
/// least one column to the right, before and after.
pub(super) fn shorten(edges: &[(usize, usize)], column: &mut [i32]) {
    if edges.len() > EDGES_MAX {
        return;
    }
    let mut tree = spanning(edges, column);
    let mut number = 0;
    let mut fine = 0;
    for _ in 0..EXCHANGES * edges.len().max(1) {
        // Round and round, so that the same exchange is not tried for ever.
        number = (number + 1) % edges.len().max(1);
        fine = if exchange(number, edges, &mut tree, column) { 0 } else { fine + 1 };
        if fine >= edges.len() {
            break;
        }
    }
    let first = column.iter().copied().min().unwrap_or(0);
    for column in column {
        *column -= first;
    }
}

/// How many columns longer than one an edge is.
fn slack(column: &[i32], (from, to): (usize, usize)) -> i32 {
    at(column, to) - at(column, from) - 1
}

/// Edges of length one that span the graph without circles: nodes are moved until there are enough.
fn spanning(edges: &[(usize, usize)], column: &mut [i32]) -> Vec<bool> {
    let mut tree = vec![false; edges.len()];
    let mut within = vec![false; column.len()];
    for start in 0..column.len() {
        if at(&within, start) {
            continue;
        }
        // One part of the graph after another; each step takes one node more into it.
        let mut part = vec![false; column.len()];
        put(&mut part, start, true);
        while let Some((number, edge)) = nearest(edges, column, &part) {
            let (slack, outwards) = (slack(column, edge), at(&part, edge.0));
            shift(column, &part, if outwards { slack } else { -slack });
            put(&mut tree, number, true);
            put(&mut part, if outwards { edge.1 } else { edge.0 }, true);
        }
        within.iter_mut().zip(part).for_each(|(within, part)| *within |= part);
    }
    tree
}

/// The shortest edge between a part and what is outside it.
fn nearest(
    edges: &[(usize, usize)],
    column: &[i32],
    part: &[bool],
) -> Option<(usize, (usize, usize))> {
    let leaves = edges.iter().copied().enumerate();
    let leaves = leaves.filter(|(_, (from, to))| at(part, *from) != at(part, *to));
    leaves.min_by_key(|(_, edge)| slack(column, *edge))
}

fn shift(column: &mut [i32], part: &[bool], by: i32) {
    let moved = column.iter_mut().zip(part).filter(|(_, within)| **within);
    moved.for_each(|(column, _)| *column += by);
}

/// Takes an edge out of the tree if more edges lead back across the cut than forward: then the parts
/// move towards each other until one of those is tight, and it takes the place.
fn exchange(
    number: usize,
    edges: &[(usize, usize)],
    tree: &mut [bool],
    column: &mut [i32],
) -> bool {
    let Some(&(tail, _)) = edges.get(number).filter(|_| at(tree, number)) else { return false };
    let part = side(tail, number, edges, tree, column.len());
    let leaves = |&(from, to): &(usize, usize)| at(&part, from) && !at(&part, to);
    let enters = |&(from, to): &(usize, usize)| !at(&part, from) && at(&part, to);
    let forward = edges.iter().filter(|edge| leaves(edge)).count();
    let back = edges.iter().enumerate().filter(|(_, edge)| enters(edge));
    if back.clone().count() <= forward {
        return false;
    }
    let Some((instead, &edge)) = back.min_by_key(|(_, edge)| slack(column, **edge)) else {
        return false;
    };
    let slack = slack(column, edge);
    put(tree, number, false);
    put(tree, instead, true);
    shift(column, &part, -slack);
    true
}

/// The nodes that hang together with `start` in the tree without one edge.
fn side(
    start: usize,
    without: usize,
    edges: &[(usize, usize)],
    tree: &[bool],
    nodes: usize,
) -> Vec<bool> {
    let mut part = vec![false; nodes];
    put(&mut part, start, true);
    loop {
        let mut grown = false;
        for (number, &(from, to)) in edges.iter().enumerate() {
            let joins = number != without && at(tree, number) && at(&part, from) != at(&part, to);
            if joins {
                put(&mut part, from, true);
                put(&mut part, to, true);
                grown = true;
            }
        }
        if !grown {
            return part;
        }
    }
}

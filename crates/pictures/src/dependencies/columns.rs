//! The column of each thing: circles are opened, and every arrow leads to the right.

use super::layout::{at, put};
use super::shorten::shorten;

/// The edges with both ends in the order of columns, and whether an edge was turned for that: one
/// edge of every circle is.
pub(super) fn opened(nodes: usize, edges: &[(usize, usize)]) -> Vec<((usize, usize), bool)> {
    let mut next = vec![Vec::new(); nodes];
    let mut has_before = vec![false; nodes];
    for (number, &(from, to)) in edges.iter().enumerate() {
        if let Some(out) = next.get_mut(from) {
            out.push((to, number));
        }
        put(&mut has_before, to, true);
    }
    let mut turned = vec![false; edges.len()];
    let mut seen = vec![Seen::New; nodes];
    // First from where nothing comes in, so that few edges are turned.
    let first = (0..nodes).filter(|node| !at(&has_before, *node));
    for start in first.chain(0..nodes) {
        walk(start, &next, &mut seen, &mut turned);
    }
    let both = edges.iter().zip(turned);
    both.map(|(&(from, to), turned)| (if turned { (to, from) } else { (from, to) }, turned))
        .collect()
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Seen {
    #[default]
    New,
    /// On the way from the start to where the walk is.
    OnWay,
    Done,
}

/// Walks in depth from a node; an edge back to the way closes a circle. Each edge is walked once.
fn walk(start: usize, next: &[Vec<(usize, usize)>], seen: &mut [Seen], turned: &mut [bool]) {
    if at(seen, start) != Seen::New {
        return;
    }
    put(seen, start, Seen::OnWay);
    let mut way = vec![(start, 0)];
    while let Some((node, tried)) = way.last_mut() {
        let Some(&(to, edge)) = next.get(*node).and_then(|out| out.get(*tried)) else {
            put(seen, *node, Seen::Done);
            way.pop();
            continue;
        };
        *tried += 1;
        match at(seen, to) {
            Seen::New => {
                put(seen, to, Seen::OnWay);
                way.push((to, 0));
            }
            Seen::OnWay => put(turned, edge, true),
            Seen::Done => {}
        }
    }
}

/// The column of each node: behind all that leads to it, and near to what it leads to.
pub(super) fn columns(nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut waits = vec![0_usize; nodes];
    for &(_, to) in edges {
        let before = at(&waits, to);
        put(&mut waits, to, before + 1);
    }
    let mut column = vec![0_i32; nodes];
    let mut ready: Vec<_> = (0..nodes).filter(|node| at(&waits, *node) == 0).collect();
    while let Some(node) = ready.pop() {
        for &(_, to) in edges.iter().filter(|(from, _)| *from == node) {
            let further = at(&column, to).max(at(&column, node) + 1);
            put(&mut column, to, further);
            let left = at(&waits, to).saturating_sub(1);
            put(&mut waits, to, left);
            if left == 0 {
                ready.push(to);
            }
        }
    }
    shorten(edges, &mut column);
    column.into_iter().map(|column| usize::try_from(column).unwrap_or_default()).collect()
}

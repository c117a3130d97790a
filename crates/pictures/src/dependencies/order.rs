//! The order in each column, so that few edges cross: barycentre sweeps with exchanges of
//! neighbours, a fixed number of them; the best order of all is kept.

use super::layout::{Proper, at, put};

/// Orders to begin with.
const STARTS: usize = 6;
/// Sweeps over all columns, every other one to the left.
const SWEEPS: usize = 24;
/// Rounds of exchanges after a sweep.
const ROUNDS: usize = 6;
/// More pieces of edges than this are a tangle.
const TANGLE: usize = 1000;
/// Pairs of edge ends that one round of exchanges may look at; above it the sweeps must do.
const WORK_MAX: usize = 100_000;

/// Sorts the columns of the graph, from several orders to begin with.
pub(super) fn order(proper: &mut Proper) {
    let mut best = (crossings(proper), proper.columns.clone());
    // A tangle stays one: it gets one try, so that no picture takes long.
    let pieces: usize = proper.after.iter().map(Vec::len).sum();
    let (starts, sweeps) = if pieces > TANGLE { (1, SWEEPS / 6) } else { (STARTS, SWEEPS) };
    for start in 0..starts {
        proper.columns = walked(proper, start % 2 == 0, start);
        for sweep in 0..sweeps {
            pass(proper, (sweep + start) % 2 == 0, sweep % 4 >= 2);
            exchange(proper, sweep % 4 >= 2);
            exchange(proper, false);
            let count = crossings(proper);
            if count < best.0 {
                best = (count, proper.columns.clone());
            }
            if best.0 == 0 {
                break;
            }
        }
    }
    proper.columns = best.1;
}

/// An order to begin with: nodes as a walk meets them that follows edges from one end of the
/// picture, so that what hangs together lies together. Each start begins at another node.
fn walked(proper: &Proper, rightwards: bool, start: usize) -> Vec<Vec<usize>> {
    let mut column_of = vec![0; proper.before.len()];
    for (number, column) in proper.columns.iter().enumerate() {
        for node in column {
            put(&mut column_of, *node, number);
        }
    }
    let mut all: Vec<usize> = proper.columns.iter().flatten().copied().collect();
    if !rightwards {
        all.reverse();
    }
    let turn = all.len() * start / STARTS;
    all.rotate_left(turn);
    let mut met = vec![false; all.len()];
    let mut columns = vec![Vec::new(); proper.columns.len()];
    for first in all {
        let mut next = vec![first];
        while let Some(node) = next.pop() {
            if at(&met, node) {
                continue;
            }
            put(&mut met, node, true);
            if let Some(column) = columns.get_mut(at(&column_of, node)) {
                column.push(node);
            }
            next.extend(proper.before.get(node).into_iter().flatten().rev());
            next.extend(proper.after.get(node).into_iter().flatten().rev());
        }
    }
    columns
}

/// The place of each node in its column.
fn places(proper: &Proper) -> Vec<usize> {
    let mut places = vec![0; proper.before.len()];
    for column in &proper.columns {
        for (place, node) in column.iter().enumerate() {
            put(&mut places, *node, place);
        }
    }
    places
}

/// Sorts column after column by the mean place of the neighbours just passed. Those with the same
/// mean keep their order, or turn it: that leads out of some dead ends.
fn pass(proper: &mut Proper, rightwards: bool, turn: bool) {
    let mut places = places(proper);
    let count = proper.columns.len();
    let numbers: Vec<_> =
        if rightwards { (0..count).collect() } else { (0..count).rev().collect() };
    let beside = if rightwards { &proper.before } else { &proper.after };
    for number in numbers {
        let Some(column) = proper.columns.get_mut(number) else { continue };
        if turn {
            column.reverse();
        }
        let mean = |node: &usize| {
            let found: Vec<_> =
                beside.get(*node).into_iter().flatten().map(|other| at(&places, *other)).collect();
            // Without neighbours a node stays where it is.
            if found.is_empty() {
                (at(&places, *node), 1)
            } else {
                (found.iter().sum(), found.len())
            }
        };
        let mut sorted: Vec<((usize, usize), usize)> =
            column.iter().map(|node| (mean(node), *node)).collect();
        sorted.sort_by(|((one, of), _), ((other, many), _)| (one * many).cmp(&(other * of)));
        *column = sorted.into_iter().map(|(_, node)| node).collect();
        for (place, node) in column.iter().enumerate() {
            put(&mut places, *node, place);
        }
    }
}

/// Exchanges neighbours in a column wherever that takes away crossings; `loose`, also where it
/// changes nothing, which opens ways to others.
fn exchange(proper: &mut Proper, loose: bool) {
    let mut places = places(proper);
    for _ in 0..ROUNDS {
        let (mut better, mut work) = (false, 0);
        for column in &mut proper.columns {
            for upper in 0..column.len().saturating_sub(1) {
                let (one, other) = (at(column, upper), at(column, upper + 1));
                let (mut now, mut then) = (0, 0);
                for beside in [&proper.before, &proper.after] {
                    let (ends, others) = (ends(beside, one, &places), ends(beside, other, &places));
                    work += ends.len() * others.len();
                    now += crossed(&ends, &others);
                    then += crossed(&others, &ends);
                }
                let wanted = then < now || (loose && then == now);
                if wanted && work < WORK_MAX {
                    column.swap(upper, upper + 1);
                    put(&mut places, one, upper + 1);
                    put(&mut places, other, upper);
                    better |= then < now;
                }
            }
        }
        if !better || work >= WORK_MAX {
            return;
        }
    }
}

/// The places of a node's neighbours on one side, sorted.
fn ends(beside: &[Vec<usize>], node: usize, places: &[usize]) -> Vec<usize> {
    let mut ends: Vec<_> =
        beside.get(node).into_iter().flatten().map(|other| at(places, *other)).collect();
    ends.sort_unstable();
    ends
}

/// How many edges cross when the node with `ends` lies above the one with `others`; both sorted.
fn crossed(ends: &[usize], others: &[usize]) -> usize {
    ends.iter().map(|end| others.partition_point(|other| other < end)).sum()
}

/// How many pairs of edges cross.
pub(super) fn crossings(proper: &Proper) -> usize {
    let places = places(proper);
    let mut count = 0;
    for column in &proper.columns {
        // Edges in the order of their left ends; each crosses those before it that end below it.
        let mut before: Vec<usize> = Vec::new();
        for node in column {
            let ends = ends(&proper.after, *node, &places);
            let below = |end: &usize| before.len() - before.partition_point(|other| other <= end);
            count += ends.iter().map(below).sum::<usize>();
            before.extend(ends);
            before.sort_unstable();
        }
    }
    count
}

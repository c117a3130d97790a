//! The height at which each node and bend lies: near its neighbours, and clear of those in its column.

use super::layout::{Proper, at, put};

/// Sweeps over all columns, every other one to the left; the last ones look to both sides.
const SWEEPS: usize = 12;
const TOP: i32 = 12;

/// The centre of each node and bend; `high` is a node's height, and nothing for a bend.
pub(super) fn centres(proper: &Proper, high: &[Option<i32>]) -> Vec<i32> {
    let mut centres = vec![0_i32; high.len()];
    for column in &proper.columns {
        let wished = vec![0; column.len()];
        settle(column, &wished, high, &mut centres);
    }
    let count = proper.columns.len();
    for sweep in 0..SWEEPS {
        let rightwards = sweep % 2 == 0;
        for step in 0..count {
            let number = if rightwards { step } else { count - 1 - step };
            let Some(column) = proper.columns.get(number) else { continue };
            let both = sweep + 4 >= SWEEPS;
            let sides =
                [(&proper.before, rightwards || both), (&proper.after, !rightwards || both)];
            let wished: Vec<_> = column
                .iter()
                .map(|node| {
                    let beside = sides.iter().filter(|(_, looked)| *looked);
                    let beside = beside.filter_map(|(side, _)| side.get(*node)).flatten();
                    mean(beside.map(|other| at(&centres, *other))).unwrap_or(at(&centres, *node))
                })
                .collect();
            settle(column, &wished, high, &mut centres);
        }
    }
    let top = |(centre, high): (&i32, &Option<i32>)| centre - high.unwrap_or(0) / 2;
    let highest = centres.iter().zip(high).map(top).min().unwrap_or(0);
    centres.iter().map(|centre| centre - highest + TOP).collect()
}

fn mean(values: impl Iterator<Item = i32>) -> Option<i32> {
    let (sum, count) =
        values.fold((0_i64, 0_i64), |(sum, count), value| (sum + i64::from(value), count + 1));
    i32::try_from(sum.checked_div(count)?).ok()
}

/// How far the centres of two that follow each other in a column must be apart.
fn apart(one: Option<i32>, other: Option<i32>) -> i32 {
    let gap = if one.is_some() && other.is_some() { 16 } else { 12 };
    (one.unwrap_or(0) + 1) / 2 + (other.unwrap_or(0) + 1) / 2 + gap
}

/// Places a column as near to what is wished as its order and distances allow: the least sum of
/// squares, found by joining those that would overlap into blocks (pool adjacent violators).
fn settle(column: &[usize], wished: &[i32], high: &[Option<i32>], centres: &mut [i32]) {
    let mut below = 0;
    let mut offsets = Vec::new();
    let mut blocks: Vec<(i64, i64)> = Vec::new();
    for (place, node) in column.iter().enumerate() {
        if let Some(previous) = place.checked_sub(1) {
            below += apart(at(high, at(column, previous)), at(high, *node));
        }
        offsets.push(below);
        blocks.push((i64::from(at(wished, place) - below), 1));
        while let [.., (sum, count), (next_sum, next_count)] = blocks.as_mut_slice() {
            if *sum * *next_count <= *next_sum * *count {
                break;
            }
            *sum += *next_sum;
            *count += *next_count;
            blocks.pop();
        }
    }
    let placed = blocks.iter().flat_map(|&(sum, count)| {
        let centre = i32::try_from(sum.div_euclid(count)).unwrap_or_default();
        (0..count).map(move |_| centre)
    });
    for ((node, offset), centre) in column.iter().zip(offsets).zip(placed) {
        put(centres, *node, centre + offset);
    }
}

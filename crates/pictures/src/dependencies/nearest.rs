//! Which things are drawn: the nearest to the one in the middle, in whichever direction.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{DRAWN_MAX, Dependency, Thing};

/// What is drawn: things, and pairs of their numbers.
pub(super) struct Drawn<'a> {
    pub(super) things: Vec<&'a Thing>,
    pub(super) edges: Vec<(usize, usize)>,
}

/// The things nearest to `middle`, then the others as they come, up to the bound.
pub(super) fn nearest<'a>(
    middle: &str,
    things: &'a [Thing],
    dependencies: &[Dependency],
) -> Drawn<'a> {
    let known: BTreeMap<&str, &Thing> = things.iter().map(|t| (t.id.as_str(), t)).collect();
    let mut beside: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for dependency in dependencies {
        beside.entry(&dependency.from).or_default().insert(&dependency.to);
        beside.entry(&dependency.to).or_default().insert(&dependency.from);
    }
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut drawn = Vec::new();
    let mut next: VecDeque<&str> = VecDeque::from([middle]);
    let mut rest = things.iter().map(|thing| thing.id.as_str());
    while let Some(id) = next.pop_front().or_else(|| rest.next()) {
        let Some((id, thing)) = known.get_key_value(id) else { continue };
        if drawn.len() == DRAWN_MAX || numbers.contains_key(id) {
            continue;
        }
        numbers.insert(id, drawn.len());
        drawn.push(*thing);
        next.extend(beside.get(id).into_iter().flatten());
    }
    let pair = |d: &Dependency| {
        let (from, to) = (numbers.get(d.from.as_str())?, numbers.get(d.to.as_str())?);
        (from != to).then_some((*from, *to))
    };
    let edges: BTreeSet<_> = dependencies.iter().filter_map(pair).collect();
    Drawn { things: drawn, edges: edges.into_iter().collect() }
}

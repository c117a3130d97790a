//! Two rules of the same claim.

use super::{Change, ChangeCode, Direction};
use crate::catalogue::{Catalogue, Claim};
use crate::requirement::{AppliesIf, Comparison, Leaf, OUTSIDE, Part, Path};
use crate::{Name, Span};

/// What changed from one claim to another of the same id.
pub(super) fn changes(
    (old, was): (&Catalogue, &Claim),
    (new, is): (&Catalogue, &Claim),
) -> Vec<Change> {
    let mut changes = Vec::new();
    if was.requirement.for_each != is.requirement.for_each {
        // More things may make it worse, and the first of them better than nothing.
        changes.push(Change::new(ChangeCode::ForEach, Direction::Otherwise));
    }
    let applies = (&was.requirement.applies_if, &is.requirement.applies_if);
    changes.extend(applies_if(applies.0.as_ref(), applies.1.as_ref()));
    let catalogues = (old, new);
    for pair in paired(&was.requirement.any_of, &is.requirement.any_of, likeness) {
        match pair {
            (Some(was), Some(is)) => changes.extend(path(catalogues, was, is)),
            (None, Some(path)) => changes.push(path_change(ChangeCode::PathAdded, path)),
            (Some(path), None) => changes.push(path_change(ChangeCode::PathRemoved, path)),
            (None, None) => {}
        }
    }
    if was.title != is.title {
        changes.push(Change::new(ChangeCode::Title, Direction::Wording));
    }
    if was.owner != is.owner {
        let (from, to) = (was.owner.to_string(), is.owner.to_string());
        let change = Change::new(ChangeCode::Owner, Direction::Wording);
        changes.push(change.between(Some(from), Some(to)));
    }
    changes
}

/// A compensating path can only help; an ordinary one helps when it is met, and harms when it is refuted.
fn path_change(code: ChangeCode, path: &Path) -> Change {
    let direction = match (code, path.compensates) {
        (ChangeCode::PathAdded, true) => Direction::Looser,
        (_, true) => Direction::Stricter,
        _ => Direction::Otherwise,
    };
    let change = Change::new(code, direction);
    match leaves(path).next() {
        Some(leaf) => change.about(&leaf.kind),
        None => change,
    }
}

fn applies_if(was: Option<&AppliesIf>, is: Option<&AppliesIf>) -> Option<Change> {
    let direction = match (was, is) {
        (was, is) if was == is => return None,
        (Some(was), Some(is)) if was.claim == is.claim => {
            // It applies below a state: the better that state, the oftener.
            if is.worse_than > was.worse_than { Direction::Stricter } else { Direction::Looser }
        }
        (Some(_), None) => Direction::Stricter,
        (None, Some(_)) => Direction::Looser,
        _ => Direction::Otherwise,
    };
    let say = |rule: &AppliesIf| format!("{} is worse than {}", rule.claim, rule.worse_than.name());
    Some(Change::new(ChangeCode::AppliesIf, direction).between(was.map(say), is.map(say)))
}

fn path(catalogues: (&Catalogue, &Catalogue), was: &Path, is: &Path) -> Vec<Change> {
    if was.compensates != is.compensates {
        return vec![
            path_change(ChangeCode::PathRemoved, was),
            path_change(ChangeCode::PathAdded, is),
        ];
    }
    let mut changes = Vec::new();
    for pair in paired(&was.all_of, &is.all_of, part_likeness) {
        match pair {
            (Some(was), Some(is)) => changes.extend(part(catalogues, was, is)),
            (None, Some(part)) => {
                changes.push(part_change(ChangeCode::PartAdded, Direction::Stricter, part));
            }
            (Some(part), None) => {
                changes.push(part_change(ChangeCode::PartRemoved, Direction::Looser, part));
            }
            (None, None) => {}
        }
    }
    changes
}

fn part_change(code: ChangeCode, direction: Direction, part: &Part) -> Change {
    let change = Change::new(code, direction);
    match part {
        Part::Leaf(leaf) => change.about(&leaf.kind),
        Part::NotOverdue(kind) => change.about(kind),
        Part::AtLeast(..) => change,
    }
}

fn part(catalogues: (&Catalogue, &Catalogue), was: &Part, is: &Part) -> Vec<Change> {
    match (was, is) {
        (Part::Leaf(was), Part::Leaf(is)) => leaf(catalogues, was, is),
        (Part::NotOverdue(_), Part::NotOverdue(_)) => Vec::new(),
        (Part::AtLeast(n, was), Part::AtLeast(m, is)) => some_of(catalogues, (*n, was), (*m, is)),
        _ => vec![
            part_change(ChangeCode::PartRemoved, Direction::Looser, was),
            part_change(ChangeCode::PartAdded, Direction::Stricter, is),
        ],
    }
}

fn some_of(
    catalogues: (&Catalogue, &Catalogue),
    (n, was): (u32, &[Leaf]),
    (m, is): (u32, &[Leaf]),
) -> Vec<Change> {
    let mut changes = Vec::new();
    if n != m {
        let direction = if m > n { Direction::Stricter } else { Direction::Looser };
        let change = Change::new(ChangeCode::Number, direction);
        changes.push(change.between(Some(n.to_string()), Some(m.to_string())));
    }
    for pair in paired(was, is, leaf_likeness) {
        match pair {
            (Some(was), Some(is)) => changes.extend(leaf(catalogues, was, is)),
            // One more to choose from, and one more that can be refuted.
            (None, Some(leaf)) => changes
                .push(Change::new(ChangeCode::PartAdded, Direction::Otherwise).about(&leaf.kind)),
            (Some(leaf), None) => changes
                .push(Change::new(ChangeCode::PartRemoved, Direction::Otherwise).about(&leaf.kind)),
            (None, None) => {}
        }
    }
    changes
}

/// Two leaves that ask for the same kind of evidence.
fn leaf((old, new): (&Catalogue, &Catalogue), was: &Leaf, is: &Leaf) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut push = |code, direction, from: Option<String>, to: Option<String>| {
        changes.push(Change::new(code, direction).about(&is.kind).between(from, to));
    };
    if was.at_least != is.at_least {
        let direction =
            if is.at_least > was.at_least { Direction::Stricter } else { Direction::Looser };
        let (from, to) = (was.at_least.name().to_owned(), is.at_least.name().to_owned());
        push(ChangeCode::AtLeast, direction, Some(from), Some(to));
    }
    let validity =
        |catalogue: &Catalogue| catalogue.kinds.get(&is.kind).and_then(|kind| kind.validity);
    let (validity_was, validity_is) = (validity(old), validity(new));
    for (code, was, is) in [
        (ChangeCode::Within, was.within, is.within),
        (ChangeCode::WithinRaised, raised(was), raised(is)),
    ] {
        if let Some(direction) = held((was, validity_was), (is, validity_is)) {
            push(
                code,
                direction,
                was.or(validity_was).map(|span| span.to_string()),
                is.or(validity_is).map(|span| span.to_string()),
            );
        }
    }
    for change in thresholds(was, is) {
        push(ChangeCode::Threshold, change.0, change.1, change.2);
    }
    match (was.from_outside, is.from_outside) {
        (false, true) => {
            push(ChangeCode::SeenFrom, Direction::Stricter, None, Some(OUTSIDE.to_owned()));
        }
        (true, false) => {
            push(ChangeCode::SeenFrom, Direction::Looser, Some(OUTSIDE.to_owned()), None);
        }
        _ => {}
    }
    match (&was.via, &is.via) {
        (was, is) if was == is => {}
        (Some(was), Some(is)) if was.relations == is.relations => {
            let direction = if is.every { Direction::Stricter } else { Direction::Looser };
            push(ChangeCode::Via, direction, None, None);
        }
        _ => push(ChangeCode::Via, Direction::Otherwise, None, None),
    }
    changes
}

/// How long a support holds while the situation is raised; as always when the rule says nothing of it.
fn raised(leaf: &Leaf) -> Option<Span> {
    match (leaf.within, leaf.within_raised) {
        (Some(usual), Some(shorter)) => Some(usual.min(shorter)),
        (usual, shorter) => usual.or(shorter),
    }
}

/// Which way it goes when a rule's own time changes, or the kind's validity behind it. A rule without a time of
/// its own leaves the end to the evidence, and to the kind only when the evidence says nothing.
fn held(
    (was, validity_was): (Option<Span>, Option<Span>),
    (is, validity_is): (Option<Span>, Option<Span>),
) -> Option<Direction> {
    let longer = |was: Option<Span>, is: Option<Span>| match (was, is) {
        (was, is) if was == is => None,
        (Some(was), Some(is)) if is < was => Some(Direction::Stricter),
        (None, Some(_)) => Some(Direction::Stricter),
        _ => Some(Direction::Looser),
    };
    match (was, is) {
        (Some(_), Some(_)) => longer(was, is),
        (None, None) => longer(validity_was, validity_is),
        (None, Some(is)) => Some(if validity_was.is_none_or(|validity| is <= validity) {
            Direction::Stricter
        } else {
            Direction::Otherwise
        }),
        (Some(was), None) => Some(if validity_is.is_none_or(|validity| was <= validity) {
            Direction::Looser
        } else {
            Direction::Otherwise
        }),
    }
}

type Threshold = (Direction, Option<String>, Option<String>);

fn thresholds(was: &Leaf, is: &Leaf) -> Vec<Threshold> {
    let say = |(name, comparison, number): &(Name, Comparison, i64)| {
        format!("{name} {} {number}", comparison.sign())
    };
    let mut changes = Vec::new();
    let mut before = was.conditions.clone();
    for condition in &is.conditions {
        if let Some(at) = before.iter().position(|known| known == condition) {
            before.remove(at);
            continue;
        }
        let alike =
            |known: &(Name, Comparison, i64)| (&known.0, known.1) == (&condition.0, condition.1);
        let Some(at) = before.iter().position(alike) else {
            changes.push((Direction::Stricter, None, Some(say(condition))));
            continue;
        };
        let known = before.remove(at);
        let direction = match (condition.1, condition.2 > known.2) {
            (Comparison::AtLeast | Comparison::Greater, true)
            | (Comparison::AtMost | Comparison::Less, false) => Direction::Stricter,
            (Comparison::AtLeast | Comparison::Greater, false)
            | (Comparison::AtMost | Comparison::Less, true) => Direction::Looser,
            _ => Direction::Otherwise,
        };
        changes.push((direction, Some(say(&known)), Some(say(condition))));
    }
    changes.extend(before.iter().map(|known| (Direction::Looser, Some(say(known)), None)));
    changes
}

/// Pairs the members of two lists: those that are equal, then those that are most alike, in order; what has no
/// like stands alone.
fn paired<'l, T: PartialEq>(
    was: &'l [T],
    is: &'l [T],
    likeness: impl Fn(&T, &T) -> usize,
) -> Vec<(Option<&'l T>, Option<&'l T>)> {
    let mut left: Vec<&T> = was.iter().collect();
    let mut pairs: Vec<(Option<&T>, Option<&T>)> = is.iter().map(|one| (None, Some(one))).collect();
    for (before, after) in &mut pairs {
        if let Some(at) = left.iter().position(|one| Some(*one) == *after) {
            *before = Some(left.remove(at));
        }
    }
    for (before, after) in pairs.iter_mut().filter(|(before, _)| before.is_none()) {
        let Some(after) = after else { continue };
        let best = left.iter().enumerate().map(|(at, one)| (likeness(one, after), at));
        // The first of those that are equally alike.
        let best = best
            .filter(|(likeness, _)| *likeness > 0)
            .max_by_key(|(likeness, at)| (*likeness, std::cmp::Reverse(*at)));
        if let Some((_, at)) = best {
            *before = Some(left.remove(at));
        }
    }
    pairs.extend(left.into_iter().map(|one| (Some(one), None)));
    pairs
}

/// How many leaves ask for the same.
fn likeness(one: &Path, other: &Path) -> usize {
    let known: Vec<&Name> = leaves(one).map(|leaf| &leaf.kind).collect();
    let shared = leaves(other).filter(|leaf| known.contains(&&leaf.kind)).count();
    if one.compensates == other.compensates { shared } else { 0 }
}

fn part_likeness(one: &Part, other: &Part) -> usize {
    match (one, other) {
        (Part::Leaf(one), Part::Leaf(other)) => leaf_likeness(one, other),
        (Part::AtLeast(_, one), Part::AtLeast(_, other)) => {
            let known = |leaf: &&Leaf| one.iter().any(|known| known.kind == leaf.kind);
            other.iter().filter(known).count()
        }
        (Part::NotOverdue(one), Part::NotOverdue(other)) => usize::from(one == other),
        _ => 0,
    }
}

fn leaf_likeness(one: &Leaf, other: &Leaf) -> usize {
    usize::from(one.kind == other.kind) * (1 + usize::from(one.via == other.via))
}

fn leaves(path: &Path) -> impl Iterator<Item = &Leaf> {
    path.all_of.iter().flat_map(Part::leaves)
}

//! What differs between two assessments: derived, never recorded (law 1).

use serde::Serialize;

use crate::assess::{Assessment, ClaimAssessment};
use crate::{EntityId, Name, Status};

/// A status that went from one state to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What changed.
    pub of: Changed,
    /// The state before; absent when it was not there, such as a thing that was not listed.
    pub from: Option<Status>,
    /// The state after; absent when it is not there any more, such as a retired thing.
    pub to: Option<Status>,
    /// Which way it went.
    pub direction: Direction,
}

/// What a [`Change`] is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// The whole letter.
    Letter,
    /// A point.
    Point(Name),
    /// A claim.
    Claim(Name),
    /// A claim for one subject.
    Subject(Name, EntityId),
}

/// Which way a status went. What is no longer asked counts as no worse than verified: so a refuted
/// subject that leaves is a change for the better, which law 12 lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// For the better.
    Better,
    /// For the worse.
    Worse,
    /// Neither: between verified and not asked.
    Neither,
}

impl Direction {
    /// The direction from one state to another.
    pub fn between(from: Option<Status>, to: Option<Status>) -> Self {
        let rank = |state: Option<Status>| match state {
            None | Some(Status::NotApplicable) => Status::Verified,
            Some(state) => state,
        };
        match rank(from).cmp(&rank(to)) {
            std::cmp::Ordering::Less => Self::Better,
            std::cmp::Ordering::Greater => Self::Worse,
            std::cmp::Ordering::Equal => Self::Neither,
        }
    }
}

/// Everything whose state differs: the letter first, then each claim and its subjects in order.
pub fn changes(before: &Assessment, after: &Assessment) -> Vec<Change> {
    let mut found = Vec::new();
    push(&mut found, Changed::Letter, Some(before.state), Some(after.state));
    let points = union(
        before.points.iter().map(|point| (&point.id, point.state)),
        after.points.iter().map(|point| (&point.id, point.state)),
    );
    for (id, from, to) in points {
        push(&mut found, Changed::Point(id.clone()), from, to);
    }
    for (id, from, to) in union(
        before.claims().map(|claim| (&claim.id, claim)),
        after.claims().map(|claim| (&claim.id, claim)),
    ) {
        let state = |claim: Option<&ClaimAssessment>| claim.map(|claim| claim.state);
        push(&mut found, Changed::Claim(id.clone()), state(from), state(to));
        for (subject, from, to) in union(subjects(from), subjects(to)) {
            push(&mut found, Changed::Subject(id.clone(), subject.clone()), from, to);
        }
    }
    found
}

fn push(found: &mut Vec<Change>, of: Changed, from: Option<Status>, to: Option<Status>) {
    if from != to {
        found.push(Change { of, from, to, direction: Direction::between(from, to) });
    }
}

fn subjects(claim: Option<&ClaimAssessment>) -> impl Iterator<Item = (&EntityId, Status)> {
    claim.into_iter().flat_map(|claim| &claim.subjects).map(|one| (&one.subject, one.state))
}

/// Pairs by key, in the order of the keys.
fn union<'a, K: Ord, V>(
    before: impl Iterator<Item = (&'a K, V)>,
    after: impl Iterator<Item = (&'a K, V)>,
) -> Vec<(&'a K, Option<V>, Option<V>)> {
    let mut pairs = std::collections::BTreeMap::new();
    for (key, value) in before {
        pairs.insert(key, (Some(value), None));
    }
    for (key, value) in after {
        pairs.entry(key).or_insert((None, None)).1 = Some(value);
    }
    pairs.into_iter().map(|(key, (from, to))| (key, from, to)).collect()
}

//! What one letter asks otherwise than another, and whether that is more or less: for whoever decides to accept a
//! letter, and so that nothing becomes easier unseen (law 12).
//!
//! *Stricter* is a promise: whatever the evidence, no thing's status is better under the new rule. *Looser* is
//! the same the other way. What may do either is *otherwise*.

mod rule;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{Catalogue, Claim, Letter};
use crate::Name;
use crate::assess::codes;

codes! {
    /// Which way a claim went.
    Direction {
        /// It was not asked before.
        New = "new",
        /// It is not asked any more.
        Gone = "gone",
        /// No status is better for it.
        Stricter = "stricter",
        /// No status is worse for it.
        Looser = "looser",
        /// Some statuses may be better and some worse.
        Otherwise = "otherwise",
        /// Only words, owners or places changed.
        Wording = "wording",
    }
}

codes! {
    /// What changed in a claim. `kind` is the evidence kind that it concerns, where it concerns one.
    ChangeCode {
        /// Another way to meet it.
        PathAdded = "path_added",
        /// One way less to meet it.
        PathRemoved = "path_removed",
        /// More is asked on one way.
        PartAdded = "part_added",
        /// Less is asked on one way.
        PartRemoved = "part_removed",
        /// Evidence must be got in another way (`from`, `to`: bases).
        AtLeast = "at_least",
        /// Evidence holds for another time (`from`, `to`: days, or absent).
        Within = "within",
        /// The same while the situation is raised.
        WithinRaised = "within_raised",
        /// Another threshold on what the evidence says.
        Threshold = "threshold",
        /// It must be seen from outside, or need not be any more.
        SeenFrom = "seen_from",
        /// The evidence is asked of other things.
        Via = "via",
        /// Another number of several is needed (`from`, `to`).
        Number = "number",
        /// It is about other things.
        ForEach = "for_each",
        /// It applies under another condition.
        AppliesIf = "applies_if",
        /// Its title.
        Title = "title",
        /// Who acts.
        Owner = "owner",
        /// The point that it stands under.
        Point = "point",
    }
}

/// One change in a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What changed.
    pub code: ChangeCode,
    /// Which way.
    pub direction: Direction,
    /// The evidence kind, where it concerns one.
    pub kind: Option<Name>,
    /// How it was.
    pub from: Option<String>,
    /// How it is.
    pub to: Option<String>,
}

/// What one claim asks otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The point that it stands under, or stood under.
    pub point: Name,
    /// The claim.
    pub claim: Name,
    /// Which way it went, all in all.
    pub direction: Direction,
    /// What changed; empty for new claims and those that are gone.
    pub changes: Vec<Change>,
}

impl Change {
    fn new(code: ChangeCode, direction: Direction) -> Self {
        Self { code, direction, kind: None, from: None, to: None }
    }

    fn about(mut self, kind: &Name) -> Self {
        self.kind = Some(kind.clone());
        self
    }

    fn between(mut self, from: Option<String>, to: Option<String>) -> Self {
        (self.from, self.to) = (from, to);
        self
    }
}

impl Difference {
    /// Whether a status may be better for it without any new evidence.
    pub fn may_better(&self) -> bool {
        matches!(self.direction, Direction::Looser | Direction::Otherwise | Direction::Gone)
    }
}

/// What the letter in force asks otherwise in `new` than in `old`, in the order of the new letter's claims; what
/// is gone comes last. Rules are compared as they are written, and how long a kind of evidence holds as its
/// catalogue says.
pub fn differences(old: &Catalogue, new: &Catalogue) -> Vec<Difference> {
    let before: BTreeMap<&Name, (&Name, &Claim)> = claims(old.letters.first()).collect();
    let mut differences = Vec::new();
    for (id, (point, claim)) in claims(new.letters.first()) {
        let difference = match before.get(id) {
            None => Some((Direction::New, Vec::new())),
            Some((was_under, was)) => {
                let mut changes = rule::changes((old, was), (new, claim));
                if *was_under != point {
                    changes.push(Change::new(ChangeCode::Point, Direction::Wording));
                }
                (!changes.is_empty()).then(|| (altogether(&changes), changes))
            }
        };
        if let Some((direction, changes)) = difference {
            let (point, claim) = (point.clone(), id.clone());
            differences.push(Difference { point, claim, direction, changes });
        }
    }
    let after: BTreeMap<&Name, (&Name, &Claim)> = claims(new.letters.first()).collect();
    let gone = claims(old.letters.first()).filter(|(id, _)| !after.contains_key(id));
    differences.extend(gone.map(|(id, (point, _))| Difference {
        point: point.clone(),
        claim: id.clone(),
        direction: Direction::Gone,
        changes: Vec::new(),
    }));
    differences
}

fn claims(letter: Option<&Letter>) -> impl Iterator<Item = (&Name, (&Name, &Claim))> {
    let points = letter.into_iter().flat_map(|letter| &letter.points);
    points.flat_map(|point| point.claims.iter().map(|claim| (&claim.id, (&point.id, claim))))
}

fn altogether(changes: &[Change]) -> Direction {
    let all = |direction| {
        changes.iter().all(|one| [direction, Direction::Wording].contains(&one.direction))
    };
    [Direction::Wording, Direction::Stricter, Direction::Looser]
        .into_iter()
        .find(|direction| all(*direction))
        .unwrap_or(Direction::Otherwise)
}

//! The claims of a case as a letter.

use super::CaseError;
use super::form::{self, Case};
use super::names::Names;
use crate::Span;
use crate::catalogue::{Catalogue, Claim, Letter, Origin, Point, Text};
use crate::requirement::{AppliesIf, Leaf, Part, Path, Quantifier, Requirement};

/// Letter, point and role of a case, which names none.
const CASE: &str = "case";

/// A catalogue whose only letter has one point with all claims. It registers no evidence kinds, so
/// that none has a validity of its own.
pub(super) fn catalogue(case: &Case, names: &mut Names) -> Result<Catalogue, CaseError> {
    let mut claims = Vec::new();
    for one in &case.claims {
        claims.push(claim(one, names)?);
    }
    let id = names.name(CASE)?;
    let point = Point { id: id.clone(), title: Text::default(), claims, origin: Origin::default() };
    let letter = Letter {
        id,
        title: Text::default(),
        follows: None,
        points: vec![point],
        origin: Origin::default(),
    };
    Ok(Catalogue { letters: vec![letter], ..Catalogue::default() })
}

fn claim(claim: &form::Claim, names: &mut Names) -> Result<Claim, CaseError> {
    let mut any_of = Vec::new();
    for path in &claim.any_of {
        let leaves = path.all_of.iter().map(|one| leaf(one, names).map(Part::Leaf));
        let all_of = leaves.collect::<Result<_, _>>()?;
        any_of.push(Path { all_of, compensates: path.compensates });
    }
    let applies_if = match &claim.applies_if_worse {
        Some((other, limit)) => Some(AppliesIf { claim: names.name(other)?, worse_than: *limit }),
        None => None,
    };
    let for_each = Quantifier { kind: names.name(&claim.subject_kind)?, condition: None };
    Ok(Claim {
        id: names.name(&claim.id)?,
        title: Text::default(),
        owner: names.name(CASE)?,
        requirement: Requirement { for_each, applies_if, any_of },
        origin: Origin::default(),
    })
}

fn leaf(leaf: &form::Leaf, names: &mut Names) -> Result<Leaf, CaseError> {
    Ok(Leaf {
        kind: names.name(&leaf.kind)?,
        at_least: leaf.at_least,
        within: leaf.within.map(Span::from_millis),
        within_raised: None,
        conditions: Vec::new(),
        from_outside: false,
        via: None,
    })
}

//! A letter that follows an earlier one: its claims take the place of those with the same id, new ones come after
//! them, and what it does not mention stands as it was. So a follow-up letter holds only what is new.

use std::collections::BTreeSet;

use super::Letter;
use super::letter::Place;
use super::order::Referring;
use crate::Name;
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet};

/// The letter that this one says it follows; told when there is no such letter.
pub(super) fn followed<'l>(
    sheet: &mut Sheet<'_>,
    letter: Record<'_, '_>,
    earlier: &'l [Letter],
) -> Option<&'l Letter> {
    let value = letter.get("follows")?;
    let name = letter.need_name(sheet, "follows")?;
    let found = earlier.iter().find(|letter| letter.id == name);
    if found.is_none() {
        sheet.tell(value.span().start, Problem::new("unknown_letter").with("name", &name));
    }
    found
}

/// The points of the followed letter, for claims that name them. They need no claims of this file.
pub(super) fn places(followed: Option<&Letter>) -> Vec<Place> {
    let points = followed.into_iter().flat_map(|letter| &letter.points);
    let place = |point: &super::Point| Place {
        id: point.id.clone(),
        at: 0,
        point: Some(super::Point { claims: Vec::new(), ..point.clone() }),
        claims_count: 1,
    };
    points.map(place).collect()
}

/// Whether a claim of this file has the id of one of the followed letter.
pub(super) fn is_replaced(followed: &Letter, claim: Record<'_, '_>) -> bool {
    let id = claim.get("id").and_then(|value| value.get_ref().as_str());
    let claims = followed.points.iter().flat_map(|point| &point.claims);
    id.is_some_and(|id| claims.map(|claim| claim.id.as_str()).any(|known| known == id))
}

/// All claims in the order in which they will stand, for those that refer to each other: those of the followed
/// letter, or what takes their place, and then the new ones.
pub(super) fn referring(followed: &Letter, mut own: Vec<Referring>) -> Vec<Referring> {
    let mut all = Vec::new();
    for claim in followed.points.iter().flat_map(|point| &point.claims) {
        match own.iter().position(|one| *one.id() == claim.id) {
            Some(at) => all.push(own.remove(at)),
            None => all.push(Referring::known(&claim.id, claim.requirement.applies_if.as_ref())),
        }
    }
    all.append(&mut own);
    all
}

/// The followed letter as the later one leaves it, under the later one's name.
pub(super) fn merged(followed: &Letter, later: Letter) -> Letter {
    let mut points = followed.points.clone();
    for new in later.points {
        let ids: BTreeSet<&Name> = new.claims.iter().map(|claim| &claim.id).collect();
        // A claim may have moved to another point.
        for point in points.iter_mut().filter(|point| point.id != new.id) {
            point.claims.retain(|claim| !ids.contains(&claim.id));
        }
        let Some(point) = points.iter_mut().find(|point| point.id == new.id) else {
            points.push(new);
            continue;
        };
        for claim in new.claims {
            match point.claims.iter_mut().find(|known| known.id == claim.id) {
                Some(known) => *known = claim,
                None => point.claims.push(claim),
            }
        }
    }
    Letter { points, ..later }
}

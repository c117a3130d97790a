//! `applies_if`: a claim refers only to one that stands before it, so that claims are judged in strata
//! and none waits for itself.

use std::collections::BTreeMap;

use crate::Name;
use crate::mistake::Problem;
use crate::requirement::AppliesIf;
use crate::sheet::{Record, Sheet};

/// A claim and the one that it refers to.
pub(super) struct Referring {
    id: Name,
    /// The byte at which its `applies_if` stands.
    at: usize,
    to: Option<Name>,
}

impl Referring {
    pub(super) fn new(id: &Name, record: Record<'_, '_>, applies_if: Option<&AppliesIf>) -> Self {
        let at = record.get("applies_if").map_or(record.at, |value| value.span().start);
        let to = applies_if.map(|condition| condition.claim.clone());
        Self { id: id.clone(), at, to }
    }

    /// The claim.
    pub(super) fn id(&self) -> &Name {
        &self.id
    }

    /// One of another file, which was checked there.
    pub(super) fn known(id: &Name, applies_if: Option<&AppliesIf>) -> Self {
        Self { id: id.clone(), at: 0, to: applies_if.map(|condition| condition.claim.clone()) }
    }
}

/// Tells of claims that refer to a later one or round in a circle, and, when the ids of all claims could
/// be read (`whole`), to one that does not exist.
pub(super) fn check(sheet: &mut Sheet<'_>, claims: &[Referring], whole: bool) {
    let places: BTreeMap<&Name, usize> =
        claims.iter().enumerate().map(|(place, claim)| (&claim.id, place)).collect();
    let next = |place: usize| places.get(claims.get(place)?.to.as_ref()?).copied();
    for (place, claim) in claims.iter().enumerate() {
        let Some(to) = &claim.to else { continue };
        let Some(other) = places.get(to) else {
            let codes = ("unknown_claim", "unknown_claim_near");
            let names = claims.iter().map(|claim| claim.id.as_str());
            if whole {
                sheet.tell(claim.at, Problem::unknown(codes, to.as_str(), names));
            }
            continue;
        };
        let circle = circle_from(place, claims.len(), next);
        if !circle.is_empty() {
            // A circle is told once, at the first of its claims.
            if circle.iter().all(|member| *member >= place) {
                tell_circle(sheet, claims, &circle);
            }
        } else if *other > place {
            let problem = Problem::new("claim_order").with("claim", &claim.id);
            sheet.tell(claim.at, problem.with("other", to));
        }
    }
}

/// The places from `start` along references back to `start`; none when they lead elsewhere.
fn circle_from(start: usize, most: usize, next: impl Fn(usize) -> Option<usize>) -> Vec<usize> {
    let mut circle = vec![start];
    let mut here = start;
    while let Some(there) = next(here).filter(|_| circle.len() <= most) {
        if there == start {
            return circle;
        }
        circle.push(there);
        here = there;
    }
    Vec::new()
}

fn tell_circle(sheet: &mut Sheet<'_>, claims: &[Referring], circle: &[usize]) {
    let around = circle.iter().chain(circle.first()).filter_map(|place| claims.get(*place));
    let ids: Vec<&str> = around.map(|claim| claim.id.as_str()).collect();
    let first = circle.first().and_then(|place| claims.get(*place));
    if let Some(first) = first {
        sheet.tell(first.at, Problem::new("claim_cycle").with("cycle", ids.join(" → ")));
    }
}

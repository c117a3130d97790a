//! A letter made ready for judging one state: names looked up once, not once for each thing.

use crate::catalogue::{Claim, Letter};
use crate::requirement::{Leaf, Part};
use crate::state::NameNo;
use crate::{Basis, Catalogue, EntityId, Name, Span, State, Status};

/// The evidence kind that shows that everything of a kind is listed, about `inventory/KIND`.
pub(super) const COMPLETE: &str = "inventory.complete";

/// The claims of a letter, in its order.
pub(super) struct Plan<'a> {
    pub(super) claims: Vec<ClaimPlan<'a>>,
    pub(super) complete: LeafPlan<'a>,
}

/// A claim.
pub(super) struct ClaimPlan<'a> {
    pub(super) claim: &'a Claim,
    /// The role that acts when a thing names none.
    pub(super) owner: Option<EntityId>,
    /// The number of its id, when a fact has named it.
    pub(super) number: Option<NameNo>,
    /// The place of the claim that decides whether this one applies, and the state it must be worse than.
    pub(super) applies_if: Option<(usize, Status)>,
    pub(super) paths: Vec<PathPlan<'a>>,
}

/// A path.
pub(super) struct PathPlan<'a> {
    pub(super) parts: Vec<PartPlan<'a>>,
    pub(super) compensates: bool,
}

/// A part of a path.
pub(super) enum PartPlan<'a> {
    Leaf(LeafPlan<'a>),
    AtLeast(u32, Vec<LeafPlan<'a>>),
    NotOverdue(&'a Name),
}

/// A leaf.
pub(super) struct LeafPlan<'a> {
    /// As the catalogue has it; absent for the leaf that asks whether an inventory is complete.
    pub(super) leaf: Option<&'a Leaf>,
    /// The evidence kind.
    pub(super) name: Option<Name>,
    /// Its number, when a fact has named it.
    pub(super) kind: Option<NameNo>,
    pub(super) at_least: Basis,
    /// As the situation has it.
    pub(super) within: Option<Span>,
    /// How long evidence holds that says nothing of it, when the leaf says nothing either.
    pub(super) validity: Option<Span>,
    /// The next action of the evidence kind.
    pub(super) next: Option<&'a Name>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(state: &State, catalogue: &'a Catalogue, letter: Option<&'a Letter>) -> Self {
        let points = letter.into_iter().flat_map(|letter| &letter.points);
        let claims: Vec<&Claim> = points.flat_map(|point| &point.claims).collect();
        let build = |claim: &&'a Claim| {
            let applies_if = claim.requirement.applies_if.as_ref().and_then(|condition| {
                let place = claims.iter().position(|other| other.id == condition.claim)?;
                Some((place, condition.worse_than))
            });
            ClaimPlan::new(state, catalogue, claim, applies_if)
        };
        Self {
            claims: claims.iter().map(build).collect(),
            complete: LeafPlan::complete(state, catalogue),
        }
    }

    /// The places of the claims, each after the one that decides whether it applies.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = Vec::with_capacity(self.claims.len());
        let mut waiting: Vec<usize> = (0..self.claims.len()).collect();
        loop {
            let decider =
                |place: &usize| self.claims.get(*place)?.applies_if.map(|(other, _)| other);
            let (ready, rest): (Vec<_>, Vec<_>) = waiting
                .iter()
                .partition(|place| decider(place).is_none_or(|other| order.contains(&other)));
            if ready.is_empty() {
                order.extend(rest);
                return order;
            }
            order.extend(ready);
            waiting = rest;
        }
    }
}

impl<'a> ClaimPlan<'a> {
    fn new(
        state: &State,
        catalogue: &'a Catalogue,
        claim: &'a Claim,
        applies_if: Option<(usize, Status)>,
    ) -> Self {
        let part = |part: &'a Part| match part {
            Part::Leaf(leaf) => PartPlan::Leaf(LeafPlan::new(state, catalogue, leaf)),
            Part::AtLeast(n, leaves) => {
                let leaves = leaves.iter().map(|leaf| LeafPlan::new(state, catalogue, leaf));
                PartPlan::AtLeast(*n, leaves.collect())
            }
            Part::NotOverdue(kind) => PartPlan::NotOverdue(kind),
        };
        let paths = claim.requirement.any_of.iter().map(|path| PathPlan {
            parts: path.all_of.iter().map(part).collect(),
            compensates: path.compensates,
        });
        Self {
            claim,
            owner: format!("role/{}", claim.owner).parse().ok(),
            number: state.names().number(claim.id.as_str()),
            applies_if,
            paths: paths.collect(),
        }
    }

    /// All leaves, of whatever path.
    pub(super) fn leaves(&self) -> impl Iterator<Item = &LeafPlan<'a>> {
        let parts = self.paths.iter().flat_map(|path| &path.parts);
        parts.flat_map(|part| match part {
            PartPlan::Leaf(leaf) => std::slice::from_ref(leaf),
            PartPlan::AtLeast(_, leaves) => leaves.as_slice(),
            PartPlan::NotOverdue(_) => &[],
        })
    }
}

impl<'a> LeafPlan<'a> {
    fn new(state: &State, catalogue: &'a Catalogue, leaf: &'a Leaf) -> Self {
        let registered = catalogue.kinds.get(&leaf.kind);
        Self {
            leaf: Some(leaf),
            name: Some(leaf.kind.clone()),
            kind: state.names().number(leaf.kind.as_str()),
            at_least: leaf.at_least,
            within: within(leaf, state.is_raised()),
            validity: registered.and_then(|kind| kind.validity),
            next: registered.map(|kind| &kind.next),
        }
    }

    fn complete(state: &State, catalogue: &'a Catalogue) -> Self {
        let mut registered = catalogue.kinds.iter();
        let registered = registered.find(|(name, _)| name.as_str() == COMPLETE);
        Self {
            leaf: None,
            name: COMPLETE.parse().ok(),
            kind: state.names().number(COMPLETE),
            at_least: Basis::Document,
            within: None,
            validity: registered.and_then(|(_, kind)| kind.validity),
            next: registered.map(|(_, kind)| &kind.next),
        }
    }
}

/// While the situation is raised a named expiry is shorter, never longer.
fn within(leaf: &Leaf, raised: bool) -> Option<Span> {
    match (leaf.within, leaf.within_raised) {
        (Some(usual), Some(shorter)) if raised => Some(usual.min(shorter)),
        (None, Some(shorter)) if raised => Some(shorter),
        (usual, _) => usual,
    }
}

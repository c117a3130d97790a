//! The leaves of a letter's rules, and the methods that OSCAL knows.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::catalogue::{Claim, Letter};
use arvak_core::{Basis, Name, Span};

/// OSCAL's word for how something comes to be known: asked for, read, or tried.
pub(super) const fn method(basis: Basis) -> &'static str {
    match basis {
        Basis::Statement => "INTERVIEW",
        Basis::Document | Basis::Configuration => "EXAMINE",
        Basis::Probe | Basis::Exercise => "TEST",
    }
}

/// How a letter asks for a kind of evidence.
#[derive(Default)]
pub(super) struct Asked<'a> {
    /// The claims that ask, in the letter's order.
    pub(super) claims: Vec<&'a Claim>,
    /// The bases that they ask for.
    pub(super) at_least: BTreeSet<Basis>,
    /// The shortest time for which any of them lets it hold.
    pub(super) within: Option<Span>,
}

/// The kinds of evidence that a letter asks for.
pub(super) fn asked(letter: &Letter) -> BTreeMap<&Name, Asked<'_>> {
    let mut asked: BTreeMap<&Name, Asked<'_>> = BTreeMap::new();
    for claim in letter.points.iter().flat_map(|point| &point.claims) {
        for leaf in claim.requirement.leaves() {
            let kind = asked.entry(&leaf.kind).or_default();
            if kind.claims.last().is_none_or(|last| last.id != claim.id) {
                kind.claims.push(claim);
            }
            kind.at_least.insert(leaf.at_least);
            kind.within = [kind.within, leaf.within].into_iter().flatten().min();
        }
    }
    asked
}
